"""The last look of a run: orders that show only at its end, and writes that a server did late, over newer ones."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from halley.changes import Change, apply
from halley.changes.kinds import (
    AddTags,
    CreatePlaylist,
    MoveInCollection,
    RemoveTags,
    SetField,
    SetPreferences,
    UploadImage,
)
from halley.files import describe_picture
from halley.plex.ids import ItemType, RatingKey
from halley.plex.images import ImageKind
from halley.plex.library import Library
from halley.plex.tags import TagKind
from halley.runs.model import Intent, State
from halley.runs.ordered import kept_moves
from halley.runs.running import Report
from tests.support.coast import KIND, MOVIES, a_coast, poster
from tests.support.lying import Lie, a_liar
from tests.support.runs import a_bench, a_plan

LIBRARY, _ = a_coast(movies=6)
MOVIE, *OTHERS = [one.key for one in LIBRARY.of(MOVIES, KIND)]
COAST = next(one.key for one in LIBRARY.collections(MOVIES))
BY_DATE = SetPreferences(COAST, ItemType.COLLECTION, (("collectionSort", "0"),))
BY_HAND = SetPreferences(COAST, ItemType.COLLECTION, (("collectionSort", "2"),))
MOVES = [MoveInCollection(COAST, OTHERS[1], None), MoveInCollection(COAST, OTHERS[0], OTHERS[1])]


async def run(folder: Path, changes: Sequence[Change], lies: dict[str, list[Lie]], late_s: float) -> tuple[Report, Library]:
    library, images = a_coast(movies=6)
    library = apply(BY_DATE, library, 0)
    async with a_bench(library, folder, images) as bench, a_liar(bench.server.url, lies, silence_s=1) as (url, liar):
        liar.late_s = late_s
        for number in range(2):
            bench.keep(poster(number))
        bench.address = replace(bench.address, url=url, timeout_s=0.4)
        report = await bench.apply(a_plan(library, changes))
        await liar.come()
        assert {one.number: one.state for one in bench.store.journal.outcomes(report.run)} == {
            one.number: one.state for one in report.outcomes
        }
        return report, bench.server.library


def states(report: Report) -> list[State]:
    return [one.state for one in report.outcomes]


def test_moves_before_a_collection_is_sorted_by_hand_are_judged_when_it_is(tmp_path: Path) -> None:
    report, library = asyncio.run(run(tmp_path, [*MOVES, BY_HAND], {}, 0))
    assert states(report) == [State.EXACT] * 3
    assert library.members[COAST][:2] == (OTHERS[1], OTHERS[0])


def test_a_move_that_nothing_came_of_is_found_out_when_the_collection_is_sorted_by_hand(tmp_path: Path) -> None:
    lies = {f"PUT /library/collections/{COAST}/items/{OTHERS[1]}/move": [Lie.NOTHING]}
    report, _ = asyncio.run(run(tmp_path, [*MOVES[:1], BY_HAND], lies, 0))
    assert states(report) == [State.DIFFERENT, State.EXACT]
    assert "another place" in report.outcomes[0].reason


def test_moves_in_a_collection_that_the_server_sorts_stay_asked_for(tmp_path: Path) -> None:
    report, _ = asyncio.run(run(tmp_path, MOVES, {}, 0))
    assert states(report) == [State.ASKED] * 2


@pytest.mark.parametrize(("held", "kept"), [([3, 1, 2], True), ([3, 2, 1], True), ([1, 2, 3], False)])
def test_an_item_that_is_moved_twice_counts_where_it_was_put_last(held: list[int], kept: bool) -> None:
    moves = [MoveInCollection(RatingKey(9), RatingKey(1), RatingKey(2)), MoveInCollection(RatingKey(9), RatingKey(3), None)]
    moves.append(MoveInCollection(RatingKey(9), RatingKey(1), RatingKey(held[held.index(1) - 1]) if held.index(1) else None))
    intents = [Intent(number, one, one, "") for number, one in enumerate(moves)]
    assert kept_moves(RatingKey(9), intents, [RatingKey(one) for one in held])[1] is kept


def summary(text: str) -> Change:
    return SetField(MOVIES, KIND, (MOVIE,), "summary", text)


def picture(number: int) -> Change:
    return UploadImage(MOVIE, ImageKind.POSTER, describe_picture(poster(number)))


PAIRS = {
    "a field": ([summary("First"), summary("Second")], "PUT"),
    "a label": (
        [AddTags(MOVIES, KIND, (MOVIE,), TagKind.LABEL, ("A",)), RemoveTags(MOVIES, KIND, (MOVIE,), TagKind.LABEL, ("A",))],
        "PUT",
    ),
    "a poster": ([picture(0), picture(1)], "POST"),
}


@pytest.mark.parametrize(("changes", "method"), PAIRS.values(), ids=PAIRS.keys())
def test_an_older_write_that_comes_late_does_not_have_the_last_word(
    tmp_path: Path, changes: list[Change], method: str
) -> None:
    # The answer to a third write is waited for, and the first comes in that time.
    last = SetField(None, None, (MOVIE,), "titleSort", "Slow")
    lies = {f"PUT /library/metadata/{MOVIE}": [Lie.SILENCE], method: [Lie.LATE]}
    report, library = asyncio.run(run(tmp_path, [*changes, last], lies, 0.25))
    wanted = a_plan(LIBRARY, changes)
    expected = LIBRARY
    for step in wanted.steps:
        expected = apply(step.change, expected, 0)
    assert report.is_good, report.outcomes
    assert library.items[MOVIE].attributes.get("summary") == expected.items[MOVIE].attributes.get("summary")
    assert library.items[MOVIE].tags == expected.items[MOVIE].tags
    shown = library.items[MOVIE].shelf(ImageKind.POSTER).selected
    assert shown == expected.items[MOVIE].shelf(ImageKind.POSTER).selected


def test_a_playlist_that_was_made_late_and_once_more_stands_there_once(tmp_path: Path) -> None:
    made = CreatePlaylist("Sunny days", "video", (MOVIE,))
    lies = {"POST": [Lie.LATE, Lie.DROP, Lie.SILENCE]}
    report, library = asyncio.run(run(tmp_path, [made], lies, 0.15))
    assert report.is_good
    assert [one.title for one in library.playlists()].count("Sunny days") == 1
