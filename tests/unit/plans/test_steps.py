"""From captured writes to steps: what is fetched from the server itself, what goes with a poster, and what is left out."""

import os
from pathlib import Path

import pytest

from halley.changes import Change, apply
from halley.changes.kinds import CreateCollection, DeleteItem, FetchImage, SelectImage, SetField, UploadImage
from halley.clock import SystemClock
from halley.errors import ConfigError
from halley.files import MemoryImages, Picture, describe_picture
from halley.gateway.ledger import Capture, Ledger, made_by
from halley.jobs.plan_backups import Aside, backups_of, changed_since, state_of, taken_back, with_backups
from halley.jobs.plan_steps import Known, fetches_asked, steps_of
from halley.plans import Backup, Plan, Step
from halley.plex.ids import SHADOW_KEYS, ItemType, RatingKey, SectionId
from halley.plex.images import ImageEntry, ImageKind, Shelf
from halley.plex.library import Library
from halley.plex.requests import PlexRequest
from tests.builders import a_library, a_movie
from tests.support.runs import as_planned
from tests.unit.plans.test_stored import EMPTY

HEAT, RONIN = RatingKey(101), RatingKey(102)
OLD, NEW = describe_picture(b"old"), describe_picture(b"new")
NAMES = ("metadata://posters/one", "metadata://posters/two")
ORIGINAL = "Movies Original Posters/101.jpg"


def captured(*changes: Change) -> list[Capture]:
    """What a gateway puts on record of them, each in a request of its own."""
    shelf = Shelf(tuple(ImageEntry(name) for name in NAMES), NAMES[0])
    library: Library = a_library(
        a_movie("Heat", key=HEAT, images={ImageKind.POSTER: shelf}),
        a_movie("Ronin", key=RONIN, images={ImageKind.POSTER: shelf}),
    )
    library = as_planned(library)
    ledger = Ledger(SystemClock())
    for change in changes:
        after = apply(change, library, 1_800_000_000)
        made = made_by(change, library, after)
        ledger.capture(PlexRequest("POST", "/library/metadata/101/posters"), (change,), library, (made,))
        library = after
    return ledger.captures


def fetch(owner: int, name: str = "metadata%3A%2F%2Fposters%2Ftwo") -> FetchImage:
    url = f"http://127.0.0.1:4711/library/metadata/{owner}/file?url={name}&X-Plex-Token=halley-worthless"
    return FetchImage(HEAT, ImageKind.POSTER, url)


def poster(number: int, key: RatingKey = HEAT) -> Step:
    return Step(number, UploadImage(key, ImageKind.POSTER, NEW), "a poster")


def test_an_own_picture_that_is_fetched_is_selected() -> None:
    captures = captured(fetch(HEAT))
    (step,) = steps_of(captures, Known({}))
    assert step.change == SelectImage(HEAT, ImageKind.POSTER, NAMES[1])
    assert [one.after for one in step.differences if one.aspect == "posters"] == [NAMES[1]]
    assert fetches_asked(captures) == {}


def test_anothers_picture_that_is_fetched_is_uploaded() -> None:
    captures = captured(fetch(RONIN))
    ((url, stored),) = fetches_asked(captures).items()
    assert stored == (RONIN, NAMES[1])
    (step,) = steps_of(captures, Known({}, fetched={url: OLD}))
    assert step.change == UploadImage(HEAT, ImageKind.POSTER, OLD)
    assert [one.after for one in step.differences if one.aspect == "posters"] == [OLD.sha1]


def test_what_lies_elsewhere_is_still_fetched_by_the_server() -> None:
    change = FetchImage(HEAT, ImageKind.POSTER, "https://image.example/heat.jpg")
    assert [one.change for one in steps_of(captured(change), Known({}))] == [change]


def test_what_changes_nothing_is_no_step() -> None:
    change = SelectImage(HEAT, ImageKind.POSTER, NAMES[1])
    assert len(steps_of(captured(change, change), Known({}))) == 1


def test_an_original_that_comes_goes_with_the_first_poster_and_one_that_goes_with_the_last() -> None:
    come, gone = Backup(ORIGINAL, None, OLD), Backup("Movies Original Posters/101.png", OLD, None)
    other = Backup("Movies Original Posters/999.jpg", None, OLD)
    found = with_backups([poster(1), poster(2, RONIN), poster(3)], [come, gone, other])
    assert [one.backups for one in found] == [(come,), (), (gone,)]


def test_a_way_back_turns_backups_round() -> None:
    (done,) = with_backups([poster(7)], [Backup(ORIGINAL, None, OLD)])
    undone = Plan(EMPTY.server, EMPTY.source, EMPTY.read_at, steps=(done,))
    back = taken_back([poster(1, RONIN), poster(2)], {1: 6, 2: 7}, undone)
    assert [one.backups for one in back] == [(), (Backup(ORIGINAL, OLD, None),)]


def test_what_an_engine_changed_in_its_copy_is_read_and_no_link_is_followed(tmp_path: Path) -> None:
    copy, own = tmp_path / "copy", tmp_path / "own"
    for folder in (copy, own):
        (folder / "Movies Original Posters").mkdir(parents=True)
        for name in ("101.jpg", "102.jpg", "103.jpg"):
            (folder / "Movies Original Posters" / name).write_bytes(b"old")
    state = state_of(copy)
    secret = tmp_path / "secret"
    secret.write_bytes(b"secret")
    written = copy / "Movies Original Posters"
    (written / "101.jpg").write_bytes(b"another")
    (written / "102.jpg").unlink()
    (written / "104.jpg").symlink_to(secret)
    (written / "notes.txt").write_bytes(b"none of ours")
    (copy / "Shows Original Posters").symlink_to(tmp_path)
    os.mkfifo(written / "105.jpg")
    images = MemoryImages()
    another = describe_picture(b"another")
    assert changed_since(state, copy, own, images) == (
        Backup(ORIGINAL, OLD, another),
        Backup("Movies Original Posters/102.jpg", OLD, None),
    )
    assert images.get(another.sha256) == b"another"


def test_a_file_that_stays_as_it_is_is_no_backup(tmp_path: Path) -> None:
    path = tmp_path / ORIGINAL
    path.parent.mkdir()
    path.write_bytes(b"old")
    assert backups_of({path: b"old"}, tmp_path, MemoryImages()) == ()


def test_originals_are_put_aside_first_and_thrown_away_only_where_the_step_stands(tmp_path: Path) -> None:
    images = MemoryImages()
    images.put(b"old")
    gone = tmp_path / "Movies Original Posters" / "102.jpg"
    gone.parent.mkdir()
    gone.write_bytes(b"new")
    backups = [Backup(ORIGINAL, None, OLD), Backup("Movies Original Posters/102.jpg", NEW, None)]
    steps = with_backups([poster(1), poster(2, RONIN)], backups)
    aside = Aside(Plan(EMPTY.server, EMPTY.source, EMPTY.read_at, steps=steps), frozenset({1, 2}), images, tmp_path)
    aside.begun()
    assert (tmp_path / ORIGINAL).read_bytes() == b"old"
    aside.ended({1})
    assert gone.exists()
    aside.ended({1, 2})
    assert not gone.exists()


@pytest.mark.parametrize(("before", "after"), [(None, OLD), (NEW, OLD), (NEW, None)])
def test_an_original_that_somebody_changed_since_is_left_alone_and_named(
    tmp_path: Path, before: Picture | None, after: Picture | None
) -> None:
    images = MemoryImages()
    images.put(b"old")
    file = tmp_path / ORIGINAL
    file.parent.mkdir()
    file.write_bytes(b"chosen by a person")
    steps = with_backups([poster(1)], [Backup(ORIGINAL, before, after)])
    aside = Aside(Plan(EMPTY.server, EMPTY.source, EMPTY.read_at, steps=steps), frozenset({1}), images, tmp_path)
    aside.begun()
    aside.ended({1})
    assert file.read_bytes() == b"chosen by a person"
    assert aside.foreign == [str(file)]


def test_an_original_that_is_not_at_hand_is_told(tmp_path: Path) -> None:
    steps = with_backups([poster(1)], [Backup(ORIGINAL, None, OLD)])
    aside = Aside(Plan(EMPTY.server, EMPTY.source, EMPTY.read_at, steps=steps), frozenset({1}), MemoryImages(), tmp_path)
    with pytest.raises(ConfigError, match="the original poster that step 1 needs"):
        aside.begun()
    assert list(tmp_path.iterdir()) == []


def test_a_collection_that_is_made_and_deleted_again_is_no_step() -> None:
    key = RatingKey(SHADOW_KEYS)
    passing = (
        CreateCollection(SectionId(1), ItemType.MOVIE, "Empty", query="type=1&year=1800"),
        SetField(SectionId(1), ItemType.COLLECTION, (key,), "summary", "Nothing"),
        DeleteItem(key),
    )
    kept = SelectImage(HEAT, ImageKind.POSTER, NAMES[1])
    assert [(one.number, one.change) for one in steps_of(captured(*passing, kept), Known({}))] == [(1, kept)]
    assert [one.change for one in steps_of(captured(*passing[:2]), Known({}))] == list(passing[:2])


def test_one_that_held_something_in_between_stays_a_matter_of_steps() -> None:
    held = (
        CreateCollection(SectionId(1), ItemType.MOVIE, "Brief", (HEAT,)),
        DeleteItem(RatingKey(SHADOW_KEYS)),
    )
    assert [one.change for one in steps_of(captured(*held), Known({}))] == list(held)
