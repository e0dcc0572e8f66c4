"""Runs are taken back one after the other, though what they spoke of has other numbers by then."""

from pathlib import Path

from halley.changes.kinds import Change, CreatePlaylist, DeleteItem, MoveInPlaylist, RemoveFromPlaylist
from halley.changes.restorable import restorable
from halley.plex.ids import ItemType, RatingKey
from halley.plex.library import Library
from halley.runs.running import task_of
from halley.runs.undo import way_back_from
from tests.builders import a_library, a_movie
from tests.support.runs import Bench, a_bench, a_plan

FIRST, SECOND, THIRD = (RatingKey(number) for number in (101, 102, 103))


def three_movies() -> Library:
    return a_library(a_movie("Ebb", key=FIRST), a_movie("Flow", key=SECOND), a_movie("Slack", key=THIRD))


def the_playlist(bench: Bench) -> tuple[RatingKey, list[int]]:
    """The only playlist, and the places in it."""
    (playlist,) = bench.server.library.playlists()
    return playlist.key, [one.id for one in bench.server.library.entries[playlist.key]]


async def applied(bench: Bench, *changes: Change) -> str:
    """The run that carried Changes out."""
    report = await bench.apply(a_plan(bench.server.library, changes))
    assert report.is_good
    return report.run


async def test_the_order_of_a_playlist_comes_back_though_it_was_deleted_and_made_again_since(tmp_path: Path) -> None:
    async with a_bench(three_movies(), tmp_path) as bench:
        await applied(bench, CreatePlaylist("Tides", "video", (FIRST, SECOND, THIRD)))
        key, places = the_playlist(bench)
        first = restorable(bench.server.library)
        moved = await applied(bench, MoveInPlaylist(key, places[2], None), RemoveFromPlaylist(key, places[0]))
        deleted = await applied(bench, DeleteItem(key, ItemType.PLAYLIST))
        for run in (deleted, moved):
            assert (await bench.undo(run)).is_good
        assert restorable(bench.server.library) == first


async def test_an_item_that_left_a_playlist_and_came_back_is_still_moved_to_where_it_was(tmp_path: Path) -> None:
    async with a_bench(three_movies(), tmp_path) as bench:
        await applied(bench, CreatePlaylist("Tides", "video", (FIRST, SECOND, THIRD)))
        key, places = the_playlist(bench)
        first = restorable(bench.server.library)
        moved = await applied(bench, MoveInPlaylist(key, places[2], None))
        removed = await applied(bench, RemoveFromPlaylist(key, places[2]))
        for run in (removed, moved):
            assert (await bench.undo(run)).is_good
        assert restorable(bench.server.library) == first


async def test_an_undo_that_is_gone_on_with_still_knows_which_places_it_makes_again(tmp_path: Path) -> None:
    async with a_bench(three_movies(), tmp_path) as bench:
        await applied(bench, CreatePlaylist("Tides", "video", (FIRST, SECOND, THIRD)))
        key, places = the_playlist(bench)
        deleted = bench.run(await applied(bench, DeleteItem(key, ItemType.PLAYLIST)))
        back = way_back_from(bench.store.journal, deleted)
        report = await bench.undo(deleted.id)
        was = task_of(bench.store, bench.run(report.run)).was
        assert was == back.was
        assert list(was.keys.values()) == [key]
        assert list(was.places.values()) == places
