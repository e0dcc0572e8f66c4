"""`halley apply`, `halley undo` and `halley history` as a person types them."""

import asyncio
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from halley.changes import apply, restorable
from halley.changes.kinds import UploadImage
from halley.cli.main import main_group
from halley.errors import HalleyError
from halley.files import DiskImages
from halley.plans import read_plan, write_plan
from halley.plex.ids import RatingKey
from halley.plex.images import ImageKind
from halley.plex.library import Library
from halley.plex.tags import TagKind
from halley.simulator import Simulator
from tests.support.coast import a_coast, pictures, the_plan
from tests.support.previews import a_poster
from tests.support.runs import TOKEN


@dataclass
class Place:
    """A server, a configuration that names it, and a plan for it."""

    server: Simulator
    folder: Path
    before: Library

    @property
    def plan(self) -> str:
        return str(self.folder / "plan")

    def halley(self, *words: str) -> Result:
        """Type a command."""
        environment = {"HALLEY_DATA": str(self.folder / "data")}
        return CliRunner().invoke(main_group, [*words], env=environment, standalone_mode=False)

    def with_config(self, *words: str) -> Result:
        return self.halley(*words, "--config", str(self.folder / "config.yml"))


@contextmanager
def served(library: Library, images: object) -> Iterator[Simulator]:
    """A simulator in a thread of its own."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    server = Simulator(library, images, token=TOKEN)  # type: ignore[arg-type]
    asyncio.run_coroutine_threadsafe(server.start(), loop).result()
    try:
        yield server
    finally:
        asyncio.run_coroutine_threadsafe(server.stop(), loop).result()
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    library, images = a_coast(movies=6)
    with served(library, images) as server:
        (tmp_path / "config.yml").write_text(f"plex:\n  url: {server.url}\n  token: {TOKEN}\nlibraries:\n  Movies: {{}}\n")
        write_plan(the_plan(library), tmp_path / "plan")
        store = DiskImages(tmp_path / "plan" / "images")
        for one in pictures(6):
            store.put(one)
        yield Place(server, tmp_path, library)


def test_a_plan_is_applied_shown_and_taken_back(place: Place) -> None:
    done = place.with_config("apply", place.plan, "--yes", "--json")
    assert done.return_value == 0, done.output
    run = json.loads(done.stdout)["run"]
    assert restorable(place.server.library) != restorable(place.before)
    history = json.loads(place.halley("history", "--json").stdout)
    assert [(one["id"], one["kind"], one["state"]) for one in history] == [(run, "apply", "finished")]
    assert "label Overlay added" in place.halley("history", "show", run).stdout
    undone = place.with_config("undo", "latest", "--yes")
    assert undone.return_value == 0, undone.output
    assert restorable(place.server.library) == restorable(place.before)
    assert [one["of"] for one in json.loads(place.halley("history", "--json").stdout)] == [run, None]


def test_nothing_is_done_without_approval(place: Place) -> None:
    refused = place.with_config("apply", place.plan)
    assert isinstance(refused.exception, HalleyError)
    assert "--yes" in str(refused.exception)
    assert restorable(place.server.library) == restorable(place.before)


def test_what_could_not_be_undone_is_named_even_where_nobody_is_asked(place: Place) -> None:
    plan = read_plan(Path(place.plan))
    first = replace(plan.steps[0], irreversible="no client of Plex can do that")
    write_plan(replace(plan, steps=(first, *plan.steps[1:])), Path(place.plan))
    done = place.with_config("apply", place.plan, "--yes", "--json")
    assert done.stderr.splitlines() == [f"cannot be undone: {first.words}. no client of Plex can do that"]


def test_a_policy_approves_badges_and_leaves_the_rest_for_a_person(place: Place) -> None:
    (place.folder / "policy.yml").write_text("approve: [badges]\nrefuse: [deletions]\n")
    done = place.with_config("apply", place.plan, "--policy", str(place.folder / "policy.yml"), "--json")
    kinds = {one.method for one in place.server.requests if one.method != "GET"}
    assert done.return_value == 1  # the poster of a collection whose making awaits approval is left out
    assert json.loads(done.stdout)["counts"] == {"exact": 6, "skipped": 1}
    assert kinds == {"POST"}
    assert "refused by the policy" in done.stderr


def test_an_undo_can_be_looked_at_first(place: Place) -> None:
    place.with_config("apply", place.plan, "--yes")
    after = restorable(place.server.library)
    shown = place.with_config("undo", "latest", "--preview", "-o", str(place.folder / "back"))
    assert shown.return_value == 0
    assert "label Overlay removed" in shown.stdout
    assert (place.folder / "back" / "plan.json").is_file()
    assert restorable(place.server.library) == after


def labelled(library: Library) -> int:
    return sum(one.has_tag(TagKind.LABEL, "Overlay") for one in library.items.values())


def test_only_some_steps_are_done_and_only_some_taken_back(place: Place) -> None:
    place.with_config("apply", place.plan, "--yes", "--only", "AddTags", "--exclude", "1")
    assert labelled(place.server.library) == 5
    place.with_config("undo", "latest", "--yes", "--only", "4")
    assert labelled(place.server.library) == 4


def test_a_guard_stops_before_anything_is_done_and_is_passed_by_its_name(place: Place) -> None:
    stopped = place.with_config("apply", place.plan, "--yes", "--limit", "uploads=3")
    assert isinstance(stopped.exception, HalleyError)
    assert "--override uploads" in str(stopped.exception)
    assert restorable(place.server.library) == restorable(place.before)
    passed = place.with_config("apply", place.plan, "--yes", "--limit", "uploads=3", "--override", "uploads")
    assert passed.return_value == 0, passed.output


def spoil_plan(place: Place) -> None:
    (place.folder / "plan" / "plan.json").write_text("{")


def spoil_machine(place: Place) -> None:
    path = place.folder / "plan" / "plan.json"
    path.write_text(path.read_text().replace(place.before.server.machine_id, "0" * 32))


def spoil_picture(place: Place) -> None:
    next((place.folder / "plan" / "images").iterdir()).write_bytes(b"another")


def lose_picture(place: Place) -> None:
    next((place.folder / "plan" / "images").iterdir()).unlink()


@pytest.mark.parametrize("spoil", [spoil_plan, spoil_machine, spoil_picture, lose_picture], ids=lambda one: one.__name__)
def test_a_plan_that_cannot_be_used_is_refused_in_a_sentence_and_nothing_is_half_done(
    place: Place, spoil: Callable[[Place], None]
) -> None:
    spoil(place)
    refused = place.with_config("apply", place.plan, "--yes")
    assert isinstance(refused.exception, HalleyError)
    assert len(refused.exception.message.splitlines()) == 1
    assert [one for one in place.server.requests if one.method != "GET"] == []


def test_old_runs_are_forgotten_with_their_pictures(place: Place) -> None:
    place.with_config("apply", place.plan, "--yes")
    kept = place.halley("history", "prune", "--keep-last", "1")
    assert "0 runs forgotten, 0 pictures" in kept.stdout, kept.output
    gone = place.halley("history", "prune", "--keep-last", "0")
    assert "1 runs forgotten" in gone.stdout
    assert list((place.folder / "data" / "images").iterdir()) == []
    assert json.loads(place.halley("history", "--json").stdout) == []


def test_the_originals_of_kometa_are_taken_in_and_outlive_a_pruning(place: Place) -> None:
    originals = place.folder / "Movies Original Posters"
    originals.mkdir()
    (originals / "101.jpg").write_bytes(b"\xff\xd8\xff original")
    taken = place.with_config("history", "adopt", str(originals))
    assert "1 originals" in taken.stdout, taken.output
    place.halley("history", "prune", "--keep-last", "0")
    assert len(list((place.folder / "data" / "images").iterdir())) == 1


def test_what_is_no_picture_is_not_taken_for_an_original(place: Place) -> None:
    """As a full disk leaves them: on the server it would stand where the poster was."""
    originals = place.folder / "Movies Original Posters"
    originals.mkdir()
    (originals / "101.jpg").write_bytes(b"\xff\xd8\xff original")
    (originals / "102.jpg").write_bytes(b"")
    (originals / "103.jpg").write_bytes(b"<html>not found")
    taken = place.with_config("history", "adopt", str(originals))
    assert "1 originals" in taken.stdout, taken.output
    assert [line.rsplit("/")[-1] for line in taken.stderr.splitlines()] == ["102.jpg", "103.jpg"]


def drawn_on(place: Place) -> list[int]:
    """Items that an apply gave a poster and the label, with originals of theirs in the store."""
    place.with_config("apply", place.plan, "--yes")
    keys = sorted(key for key, one in place.server.library.items.items() if one.has_tag(TagKind.LABEL, "Overlay"))
    originals = place.folder / "Movies Original Posters"
    originals.mkdir()
    for key in keys[:3]:
        (originals / f"{key}.png").write_bytes(b"\x89PNG\r\n\x1a\n" + f"original of {key}".encode())
    assert place.with_config("history", "adopt", str(originals)).return_value is None
    return keys


def test_originals_of_kometa_are_put_back_on_what_carries_an_overlay_and_that_can_be_undone(place: Place) -> None:
    keys = drawn_on(place)
    drawn = restorable(place.server.library)
    shown = place.with_config("history", "restore", "--preview", "--json")
    assert len(json.loads(shown.stdout)) == 6
    assert restorable(place.server.library) == drawn
    done = place.with_config("history", "restore", "--library", "Movies", "--yes", "--json")
    assert (done.return_value, json.loads(done.stdout)["counts"]) == (0, {"exact": 6}), done.output
    for key in keys[:3]:
        item = place.server.library.items[RatingKey(key)]
        picture = item.shelf(ImageKind.POSTER).current
        assert picture is not None
        assert picture.picture is not None
        assert place.server.state.images.get(picture.picture.sha256).endswith(f"original of {key}".encode())
    assert labelled(place.server.library) == 3
    assert "nothing to do" in place.with_config("history", "restore", "--yes").output
    assert place.with_config("undo", "latest", "--yes").return_value == 0
    assert restorable(place.server.library) == drawn


def test_a_picture_that_the_disk_spoilt_is_not_put_back(place: Place) -> None:
    """As an undo does that has to bring back an upload which somebody cleared away from the server."""
    key = RatingKey(drawn_on(place)[0])
    drawn = place.server.library.items[key].shelf(ImageKind.POSTER).selected
    place.with_config("history", "restore", "--only", f"item:{key}", "--yes")
    item = place.server.library.items[key]
    shelf = item.shelf(ImageKind.POSTER)
    assert drawn is not None
    lost = shelf.entry(drawn)
    assert lost is not None
    assert lost.picture is not None
    left = replace(shelf, entries=tuple(one for one in shelf.entries if one.name != drawn))
    place.server.state.library = place.server.library.with_item(item.with_shelf(ImageKind.POSTER, left))
    torn = place.folder / "data" / "images" / lost.picture.sha256
    torn.write_bytes(torn.read_bytes()[:-1] + b"?")
    done = place.with_config("undo", "latest", "--yes")
    assert "its picture is not in the store, or is damaged there" in done.output
    assert place.server.library.items[key].shelf(ImageKind.POSTER) == left


def test_only_some_originals_are_put_back(place: Place) -> None:
    keys = drawn_on(place)
    done = place.with_config("history", "restore", "--only", f"item:{keys[0]}", "--yes", "--json")
    assert json.loads(done.stdout)["counts"] == {"exact": 2}, done.output
    assert labelled(place.server.library) == 5


def test_an_overlay_without_a_label_is_known_by_the_mark_in_its_picture(place: Place) -> None:
    plain, marked = (one.key for one in list(place.before.items.values())[:2])
    originals = place.folder / "Movies Original Posters"
    originals.mkdir()
    for key, is_marked in ((plain, False), (marked, True)):
        (originals / f"{key}.jpg").write_bytes(b"\xff\xd8\xff original")
        picture = place.server.state.images.put(a_poster(key, marked=is_marked))
        place.server.state.library = apply(UploadImage(key, ImageKind.POSTER, picture), place.server.library, 0)
    place.with_config("history", "adopt", str(originals))
    shown = json.loads(place.with_config("history", "restore", "--preview", "--json").stdout)
    assert len(shown) == 1
    assert place.before.items[marked].title in shown[0]


def test_no_originals_are_put_back_where_none_were_adopted_or_nobody_approved(place: Place) -> None:
    none = place.with_config("history", "restore", "--yes")
    assert isinstance(none.exception, HalleyError)
    assert "history adopt" in str(none.exception)
    drawn_on(place)
    assert isinstance(place.with_config("history", "restore").exception, HalleyError)
    elsewhere = place.with_config("history", "restore", "--library", "Shows", "--yes")
    assert "there is no library 'Shows'" in str(elsewhere.exception)
    assert labelled(place.server.library) == 6


def test_the_data_folder_holds_no_token(place: Place) -> None:
    place.with_config("apply", place.plan, "--yes")
    for file in (place.folder / "data").rglob("*"):
        if file.is_file():
            assert TOKEN.encode() not in file.read_bytes(), file
