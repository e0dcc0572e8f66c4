"""What somebody changed behind Halley's back, between plan and apply or between apply and undo, is named and stays."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import pytest

from halley.changes import Change, apply, restorable
from halley.changes.kinds import (
    AddTags,
    AddToCollection,
    CreateCollection,
    DeleteItem,
    MoveInCollection,
    RemoveFromCollection,
    RemoveTags,
    SelectImage,
    SetField,
    SetPreferences,
    SetVisibility,
    UploadImage,
)
from halley.files import describe_picture
from halley.plex.ids import ItemType, RatingKey
from halley.plex.images import ImageKind
from halley.plex.library import Library
from halley.plex.tags import TagKind
from halley.runs.model import Outcome, State
from halley.runs.running import Report
from tests.support.coast import KIND, MOVIES, a_coast, poster
from tests.support.runs import Bench, a_bench, a_plan

THEIRS = b"\x89PNG\r\n\x1a\n their own picture"
LIBRARY, _ = a_coast(movies=6)
FIRST, SECOND, THIRD, FOURTH, *_REST = (one.key for one in LIBRARY.of(MOVIES, KIND))
OLD = next(one.key for one in LIBRARY.collections(MOVIES))


def upload(key: RatingKey, data: bytes) -> UploadImage:
    return UploadImage(key, ImageKind.POSTER, describe_picture(data))


def field(value: str, name: str = "summary") -> SetField:
    return SetField(MOVIES, KIND, (FIRST,), name, value)


def labels(*texts: str) -> AddTags:
    return AddTags(MOVIES, KIND, (FIRST,), TagKind.LABEL, texts)


class Case(NamedTuple):
    """What is planned, and what somebody does before it is applied."""

    planned: Change
    behind: Change


REFUSED = {
    "a summary that was written anew": Case(field("New"), field("Theirs")),
    "a poster that was picked": Case(upload(FIRST, poster(0)), upload(FIRST, THEIRS)),
    "a collection that grew is not deleted": Case(DeleteItem(OLD, ItemType.COLLECTION), AddToCollection(OLD, (FOURTH,))),
    "a collection that was sorted by hand": Case(MoveInCollection(OLD, THIRD, FIRST), MoveInCollection(OLD, THIRD, None)),
    "a collection of another kind that has the name": Case(
        CreateCollection(MOVIES, KIND, "Coast", (FIRST,)), CreateCollection(MOVIES, KIND, "coast", query="type=1&year=1990")
    ),
    "a mode that was chosen": Case(
        SetPreferences(OLD, ItemType.COLLECTION, (("collectionMode", "2"),)),
        SetPreferences(OLD, ItemType.COLLECTION, (("collectionMode", "1"),)),
    ),
    "a collection that is gone": Case(AddToCollection(OLD, (FOURTH,)), DeleteItem(OLD, ItemType.COLLECTION)),
    "a row that was set up": Case(
        SetVisibility(MOVIES, OLD, recommended=True, own_home=False, shared_home=False),
        SetVisibility(MOVIES, OLD, recommended=False, own_home=True, shared_home=True),
    ),
}
BESIDE = {
    "a label beside ours": Case(labels("Overlay"), labels("Theirs")),
    "another field": Case(field("New"), field("Theirs", "studio")),
    "another member": Case(AddToCollection(OLD, (FOURTH,)), RemoveFromCollection(OLD, SECOND)),
    "a poster of another movie": Case(upload(FIRST, poster(0)), upload(SECOND, THEIRS)),
    "a label of another one that we take off": Case(
        RemoveTags(MOVIES, ItemType.COLLECTION, (OLD,), TagKind.LABEL, ("Kept",)), labels("Theirs")
    ),
}


async def meddled(
    folder: Path, case: Case, work: Callable[[Bench, Library], Awaitable[Report]]
) -> tuple[Report, Library, Library]:
    """A report of work on a server that somebody meddled with; the library after the meddling, and at the end."""
    library, images = a_coast(movies=6)
    async with a_bench(library, folder, images) as bench:
        for data in (poster(0), THEIRS):
            bench.keep(data)
            bench.server.state.images.put(data)
        return (await work(bench, library)), library, bench.server.library


def behind_the_back(bench: Bench, change: Change) -> Library:
    """Somebody changes something at the server itself."""
    bench.server.state.library = apply(change, bench.server.library, 0)
    return bench.server.library


def only(report: Report) -> Outcome:
    (found,) = report.outcomes
    return found


@pytest.mark.parametrize("case", REFUSED.values(), ids=REFUSED.keys())
def test_what_was_changed_before_the_apply_is_not_overwritten_and_named(tmp_path: Path, case: Case) -> None:
    found: list[Library] = []

    async def late(bench: Bench, library: Library) -> Report:
        plan = a_plan(library, [case.planned])
        found.append(behind_the_back(bench, case.behind))
        return await bench.apply(plan)

    report, _, after = asyncio.run(meddled(tmp_path, case, late))
    assert only(report).state is State.REFUSED
    assert only(report).reason
    assert restorable(after) == restorable(found[0])


@pytest.mark.parametrize("case", BESIDE.values(), ids=BESIDE.keys())
def test_what_was_changed_beside_it_neither_stops_a_change_nor_is_lost(tmp_path: Path, case: Case) -> None:
    found: list[Library] = []

    async def late(bench: Bench, library: Library) -> Report:
        plan = a_plan(library, [case.planned])
        found.append(behind_the_back(bench, case.behind))
        return await bench.apply(plan)

    report, _, after = asyncio.run(meddled(tmp_path, case, late))
    assert only(report).state is State.EXACT, only(report)
    assert restorable(after) == restorable(apply(case.planned, found[0], 0))


@pytest.mark.parametrize("case", [REFUSED["a summary that was written anew"], REFUSED["a poster that was picked"]], ids=str)
def test_a_kind_that_is_forced_overwrites(tmp_path: Path, case: Case) -> None:
    async def late(bench: Bench, library: Library) -> Report:
        plan = a_plan(library, [case.planned])
        behind_the_back(bench, case.behind)
        return await bench.apply(plan, forced=[type(case.planned).__name__])

    report, before, after = asyncio.run(meddled(tmp_path, case, late))
    assert only(report).state is State.EXACT
    assert restorable(after) == restorable(apply(case.planned, before, 0))


def test_the_rest_of_a_plan_goes_on_where_one_change_is_refused(tmp_path: Path) -> None:
    async def late(bench: Bench, library: Library) -> Report:
        plan = a_plan(library, [field("New"), labels("Overlay"), upload(SECOND, poster(0))])
        behind_the_back(bench, field("Theirs"))
        return await bench.apply(plan)

    report, *_ = asyncio.run(meddled(tmp_path, REFUSED["a poster that was picked"], late))
    assert [one.state for one in report.outcomes] == [State.REFUSED, State.EXACT, State.EXACT]
    assert "Theirs" in report.outcomes[0].reason


def test_a_poster_that_a_person_picked_after_the_apply_survives_the_undo_with_its_lock(tmp_path: Path) -> None:
    async def late(bench: Bench, library: Library) -> Report:
        done = await bench.apply(a_plan(library, [upload(FIRST, poster(0)), labels("Overlay")]))
        behind_the_back(bench, upload(FIRST, THEIRS))
        return await bench.undo(done.run)

    report, before, after = asyncio.run(meddled(tmp_path, REFUSED["a poster that was picked"], late))
    assert after.items[FIRST].shelf(ImageKind.POSTER).selected == f"upload://posters/{describe_picture(THEIRS).sha1}"
    assert "thumb" in after.items[FIRST].locked
    assert not after.items[FIRST].has_tag(TagKind.LABEL, "Overlay")
    named = [one for one in report.outcomes if not one.state.is_good]
    assert {one.state for one in named} == {State.REFUSED, State.SKIPPED}
    assert set(before.items) == set(after.items)


def test_what_a_person_added_to_a_list_after_the_apply_survives_the_undo(tmp_path: Path) -> None:
    async def late(bench: Bench, library: Library) -> Report:
        done = await bench.apply(a_plan(library, [labels("Overlay"), AddToCollection(OLD, (FOURTH,))]))
        behind_the_back(bench, labels("Theirs"))
        behind_the_back(bench, AddToCollection(OLD, (_REST[0],)))
        return await bench.undo(done.run)

    report, before, after = asyncio.run(meddled(tmp_path, BESIDE["a label beside ours"], late))
    assert report.is_good, report.outcomes
    assert [tag.text for tag in after.items[FIRST].tags_of(TagKind.LABEL)] == ["Theirs"]
    assert after.members[OLD] == (*before.members[OLD], _REST[0])


def test_a_collection_that_a_person_filled_is_not_deleted_by_the_undo_of_its_making(tmp_path: Path) -> None:
    async def late(bench: Bench, library: Library) -> Report:
        done = await bench.apply(a_plan(library, [CreateCollection(MOVIES, KIND, "Coast", (FIRST,))]))
        made = bench.server.library.collection_called(MOVIES, "Coast")
        assert made is not None
        behind_the_back(bench, AddToCollection(made.key, (SECOND,)))
        return await bench.undo(done.run)

    report, _, after = asyncio.run(meddled(tmp_path, BESIDE["a label beside ours"], late))
    assert only(report).state is State.REFUSED
    assert after.collection_called(MOVIES, "Coast") is not None


def test_a_deleted_collection_comes_back_with_members_order_art_and_visibility(tmp_path: Path) -> None:
    async def there_and_back(bench: Bench, library: Library) -> Report:
        dressed = [
            upload(OLD, THEIRS),
            MoveInCollection(OLD, THIRD, None),
            SetVisibility(MOVIES, OLD, recommended=True, own_home=True, shared_home=False),
        ]
        for change in dressed:
            behind_the_back(bench, change)
        before.append(bench.server.library)
        done = await bench.apply(a_plan(bench.server.library, [labels("Overlay"), DeleteItem(OLD, ItemType.COLLECTION)]))
        return await bench.undo(done.run)

    before: list[Library] = []
    report, _, after = asyncio.run(meddled(tmp_path, BESIDE["a label beside ours"], there_and_back))
    assert report.is_good, report.outcomes
    assert restorable(after) == restorable(before[0])
    again = after.collection_called(MOVIES, "Old coast")
    assert again is not None
    assert again.key != OLD


def test_earlier_runs_are_undone_on_what_a_later_undo_made_again(tmp_path: Path) -> None:
    async def work(bench: Bench, library: Library) -> Report:
        label = AddTags(MOVIES, ItemType.COLLECTION, (OLD,), TagKind.LABEL, ("Overlay",))
        first = await bench.apply(a_plan(library, [label]))
        second = await bench.apply(a_plan(bench.server.library, [DeleteItem(OLD, ItemType.COLLECTION)]))
        await bench.undo(second.run)
        return await bench.undo(first.run)

    report, before, after = asyncio.run(meddled(tmp_path, BESIDE["a label beside ours"], work))
    assert report.is_good, report.outcomes
    assert restorable(after) == restorable(before)


def test_many_applies_and_undos_leave_one_more_upload_of_a_picture(tmp_path: Path) -> None:
    async def to_and_fro(bench: Bench, library: Library) -> Report:
        plan = a_plan(library, [upload(FIRST, poster(0))])
        for _ in range(4):
            report = await bench.apply(plan)
            assert report.is_good
            report = await bench.undo(report.run)
            assert report.is_good
        assert sum(one.startswith("POST") for one in bench.writes()) == 1
        return report

    _, before, after = asyncio.run(meddled(tmp_path, BESIDE["a label beside ours"], to_and_fro))
    held = (len(one.items[FIRST].shelf(ImageKind.POSTER).entries) for one in (before, after))
    assert list(held) == [1, 2]
    assert restorable(after) == restorable(before)


def test_an_undo_is_a_run_that_can_be_undone(tmp_path: Path) -> None:
    async def thrice(bench: Bench, library: Library) -> Report:
        done = await bench.apply(a_plan(library, [field("New"), upload(FIRST, poster(0)), AddToCollection(OLD, (FOURTH,))]))
        after.append(bench.server.library)
        undone = await bench.undo(done.run)
        return await bench.undo(undone.run)

    after: list[Library] = []
    report, _, found = asyncio.run(meddled(tmp_path, BESIDE["a label beside ours"], thrice))
    assert report.is_good, report.outcomes
    assert restorable(found) == restorable(after[0])


def test_the_old_picture_comes_back_even_where_the_server_lost_it(tmp_path: Path) -> None:
    async def cleaned(bench: Bench, library: Library) -> Report:
        done = await bench.apply(a_plan(library, [upload(FIRST, poster(0))]))
        shelf = bench.server.library.items[FIRST].shelf(ImageKind.POSTER)
        swept = replace(shelf, entries=tuple(one for one in shelf.entries if one.name == shelf.selected))
        bench.server.state.library = bench.server.library.with_item(
            bench.server.library.items[FIRST].with_shelf(ImageKind.POSTER, swept)
        )
        return await bench.undo(done.run)

    report, before, after = asyncio.run(meddled(tmp_path, BESIDE["a label beside ours"], cleaned))
    shown = after.items[FIRST].shelf(ImageKind.POSTER).current
    stood = before.items[FIRST].shelf(ImageKind.POSTER).current
    assert shown is not None
    assert stood is not None
    assert shown.picture == stood.picture, report.outcomes


def test_a_picture_that_the_server_holds_is_selected_and_not_uploaded(tmp_path: Path) -> None:
    async def held(bench: Bench, library: Library) -> Report:
        behind_the_back(bench, upload(FIRST, poster(0)))
        behind_the_back(bench, SelectImage(FIRST, ImageKind.POSTER, "metadata://posters/agent"))
        report = await bench.apply(a_plan(bench.server.library, [upload(FIRST, poster(0))]))
        assert [one.split(" ")[0] for one in bench.writes()] == ["PUT"]
        return report

    report, *_ = asyncio.run(meddled(tmp_path, BESIDE["a label beside ours"], held))
    assert only(report).state is State.EXACT
