"""Pictures on their way to a server are in the store at once, and on the disk before anything counts on them."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from halley.files import DiskImages
from halley.runs.history import adopt, prune
from halley.runs.store import Store


@pytest.fixture
def flushed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of pictures that were flushed, in order."""
    found: list[str] = []
    flush = DiskImages.flush

    def noted(self: DiskImages, sha256: str) -> None:
        flush(self, sha256)
        found.append(sha256)

    monkeypatch.setattr(DiskImages, "flush", noted)
    return found


def test_what_comes_in_is_flushed_once_when_it_is_settled(tmp_path: Path, flushed: list[str]) -> None:
    with Store(tmp_path) as store:
        picture = store.incoming.put(b"uploaded")
        assert store.images.get(picture.sha256) == b"uploaded"
        assert flushed == []
        store.incoming.settle()
        store.incoming.settle()
        assert flushed == [picture.sha256]


def test_what_came_in_and_is_to_be_kept_is_flushed_first(tmp_path: Path, flushed: list[str]) -> None:
    with Store(tmp_path) as store:
        store.incoming.put(b"uploaded, then overwritten")
        kept = store.keep(b"uploaded, then overwritten")
        assert flushed == [kept.sha256]
        store.incoming.settle()
        assert flushed == [kept.sha256]


def test_what_was_kept_is_known_by_its_name_before_it_is_put_down(tmp_path: Path) -> None:
    with Store(tmp_path) as store:
        kept = store.keep(b"a poster")
        assert store.picture_called(f"upload://posters/{kept.sha1}") == kept
        store.begin("no run", [])
        assert store.journal.pictures([kept.sha1]) == {kept.sha1: (kept.sha256, kept.size, kept.media_type)}


def test_a_picture_of_which_a_part_is_left_is_not_taken_for_one_that_is_in_the_store(tmp_path: Path) -> None:
    """Else a plan's own good copy would not be taken in its place."""
    with Store(tmp_path) as store:
        kept = store.keep(b"a poster")
        store.images.path(kept.sha256).write_bytes(b"a po")
        assert store.picture_called(f"upload://posters/{kept.sha1}") is None


def test_originals_of_two_servers_outlive_a_pruning_where_their_items_have_the_same_numbers(tmp_path: Path) -> None:
    with Store(tmp_path / "data") as store:
        for server in ("attic", "cellar"):
            (tmp_path / server).mkdir()
            (tmp_path / server / "101.jpg").write_bytes(b"\xff\xd8\xff of " + server.encode())
            adopt(store, server, tmp_path / server)
        assert prune(store, datetime(2026, 1, 1, tzinfo=UTC), keep_last=0, keep_days=None).pictures == 0
        found = [store.images.get(store.journal.originals(server)[101]) for server in ("attic", "cellar")]
        assert found == [b"\xff\xd8\xff of attic", b"\xff\xd8\xff of cellar"]
