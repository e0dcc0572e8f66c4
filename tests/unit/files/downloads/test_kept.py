"""Downloads are asked for once, kept, and asked whether they changed."""

from pathlib import Path

import pytest

from halley.files.downloads import Downloads, DownloadSettings, NotDownloaded
from tests.support.small_web import Page, Web


def downloads(folder: Path, *, offline: bool = False) -> Downloads:
    return Downloads(DownloadSettings(folder=folder / "downloads", offline=offline, timeout_s=2))


def test_an_address_is_asked_once_in_a_run(web: Web, tmp_path: Path) -> None:
    web.pages["/x.png"] = Page(b"one", headers={"Content-Type": "image/png"})
    run = downloads(tmp_path)
    first, second = run.get(f"{web.url}/x.png"), run.get(f"{web.url}/x.png")
    assert first == second
    assert (first.path.read_bytes(), first.content_type, first.note) == (b"one", "image/png", None)
    assert web.paths == ["/x.png"]


def test_the_next_run_asks_whether_a_file_changed_and_keeps_it_where_not(web: Web, tmp_path: Path) -> None:
    web.pages["/x.png"] = Page(b"one", headers={"ETag": '"1"', "Content-Type": "image/png", "Last-Modified": "then"})
    first = downloads(tmp_path).get(f"{web.url}/x.png")
    again = downloads(tmp_path).get(f"{web.url}/x.png")
    assert again == first
    assert (web.asked[1][1]["If-None-Match"], web.asked[1][1]["If-Modified-Since"]) == ('"1"', "then")


def test_a_changed_file_has_another_path_and_the_old_one_stays_for_its_readers(web: Web, tmp_path: Path) -> None:
    web.pages["/x.png"] = Page(b"one", headers={"ETag": '"1"'})
    first = downloads(tmp_path).get(f"{web.url}/x.png")
    web.pages["/x.png"] = Page(b"two", headers={"ETag": '"2"'})
    second = downloads(tmp_path).get(f"{web.url}/x.png")
    assert (first.path.read_bytes(), second.path.read_bytes()) == (b"one", b"two")


def test_a_damaged_copy_is_downloaded_again(web: Web, tmp_path: Path) -> None:
    web.pages["/x.png"] = Page(b"one", headers={"ETag": '"1"'})
    downloads(tmp_path).get(f"{web.url}/x.png").path.write_bytes(b"on")
    assert downloads(tmp_path).get(f"{web.url}/x.png").path.read_bytes() == b"one"
    assert "If-None-Match" not in web.asked[1][1]


@pytest.mark.parametrize("note", ["", "[]", "{}", '{"sha256": 1}', "null"])
def test_a_damaged_note_is_as_none(web: Web, tmp_path: Path, note: str) -> None:
    web.pages["/x.png"] = Page(b"one")
    downloads(tmp_path).get(f"{web.url}/x.png")
    next((tmp_path / "downloads").glob("*.json")).write_text(note)
    assert downloads(tmp_path).get(f"{web.url}/x.png").path.read_bytes() == b"one"


def test_a_fresh_copy_is_not_asked_after(web: Web, tmp_path: Path) -> None:
    web.pages["/tags"] = Page(b"[]")
    downloads(tmp_path).get(f"{web.url}/tags")
    assert downloads(tmp_path).get(f"{web.url}/tags", fresh_for_s=3600).path.read_bytes() == b"[]"
    assert web.paths == ["/tags"]


def test_an_earlier_copy_stands_in_for_a_server_that_is_away_and_says_so(web: Web, tmp_path: Path) -> None:
    web.pages["/x.png?key=secret"] = Page(b"one")
    url = f"{web.url}/x.png?key=secret"
    downloads(tmp_path).get(url)
    found = downloads(tmp_path, offline=True).get(url)
    assert found.path.read_bytes() == b"one"
    assert found.note is not None
    assert "the copy of an earlier run is used" in found.note
    assert "secret" not in found.note


def test_without_a_copy_nothing_stands_in(web: Web, tmp_path: Path) -> None:
    with pytest.raises(NotDownloaded, match="nothing outside is read in this run"):
        downloads(tmp_path, offline=True).get(f"{web.url}/x.png")
    assert web.asked == []


def test_a_server_that_says_no_is_believed_although_there_is_a_copy(web: Web, tmp_path: Path) -> None:
    web.pages["/x.png"] = Page(b"one")
    downloads(tmp_path).get(f"{web.url}/x.png")
    del web.pages["/x.png"]
    with pytest.raises(NotDownloaded, match="there is nothing at this address"):
        downloads(tmp_path).get(f"{web.url}/x.png")


@pytest.mark.parametrize(("status", "why"), [(401, "password"), (429, "too often"), (503, "answers 503")])
def test_a_refusal_is_told_without_what_may_be_secret(web: Web, tmp_path: Path, status: int, why: str) -> None:
    web.pages["/x.png?key=secret"] = Page(status=status)
    run = downloads(tmp_path)
    for _ in range(2):
        with pytest.raises(NotDownloaded, match=why) as told:
            run.get(f"{web.url}/x.png?key=secret")
        assert "secret" not in str(told.value)
    assert len(web.asked) == 1


def test_a_server_that_is_away_is_asked_once_for_all_its_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def away(host: str, *_: object, **__: object) -> list[object]:
        asked.append(host)
        raise TimeoutError

    monkeypatch.setattr("socket.getaddrinfo", away)
    run = downloads(tmp_path)
    for name in ("a", "b", "c"):
        with pytest.raises(NotDownloaded, match="no answer in time"):
            run.get(f"https://away.example/{name}.png")
    assert asked == ["away.example"]


def test_no_address_and_no_key_is_written_down(web: Web, tmp_path: Path) -> None:
    web.pages["/x.png?key=secret"] = Page(b"one")
    downloads(tmp_path).get(f"{web.url}/x.png?key=secret")
    written = b"".join(path.read_bytes() + path.name.encode() for path in (tmp_path / "downloads").iterdir())
    assert b"secret" not in written


def test_a_disk_that_cannot_be_written_is_told(web: Web, tmp_path: Path) -> None:
    web.pages["/x.png"] = Page(b"one")
    (tmp_path / "downloads").write_text("a file where a folder should be")
    with pytest.raises(NotDownloaded, match="cannot be kept"):
        downloads(tmp_path).get(f"{web.url}/x.png")


def test_what_nobody_asked_for_in_three_months_is_taken_away(
    web: Web, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    web.pages |= {"/old.png": Page(b"old"), "/new.png": Page(b"new")}
    old = downloads(tmp_path).get(f"{web.url}/old.png")
    now = old.path.stat().st_mtime + 91 * 86_400
    monkeypatch.setattr("halley.files.downloads.kept.time.time", lambda: now)
    new = downloads(tmp_path).get(f"{web.url}/new.png")
    assert (old.path.exists(), new.path.exists()) == (False, True)
    assert len(list((tmp_path / "downloads").iterdir())) == 2
