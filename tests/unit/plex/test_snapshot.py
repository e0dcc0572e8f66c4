"""A library read in bulk, from a simulator over HTTP."""

from datetime import UTC, datetime

import pytest

from halley.errors import BrokenAnswer, ConfigError
from halley.plex.client import PlexClient
from halley.plex.ids import ItemType, SectionId
from halley.plex.library import Library
from halley.plex.snapshot import Wanted, read_library
from halley.secrets import Secret
from halley.simulator import Simulator
from halley.simulator.faults import parse_fault
from tests.builders import a_library, a_movie, a_season, a_show, an_episode
from tests.equality.selection.choosing import halley_chooses
from tests.equality.selection.library import selection_library
from tests.equality.selection.running import all_definitions

TOKEN = "the-token-of-a-library-to-be-read"
MOVIES = Wanted(SectionId(1), (ItemType.MOVIE,))
SHOWS = Wanted(SectionId(2), (ItemType.SHOW, ItemType.SEASON, ItemType.EPISODE))


async def snapshot(library: Library, *wanted: Wanted) -> tuple[Library, list[str]]:
    """What was read, and the paths that it took."""
    async with (
        Simulator(library, token=TOKEN) as plex,
        PlexClient(plex.url, Secret(TOKEN)) as client,
    ):
        read = await read_library(client, wanted)
        return read, [one.target.partition("?")[0] for one in plex.requests]


async def test_a_library_that_was_read_is_the_one_that_was_served() -> None:
    served = selection_library()
    read, _ = await snapshot(served, MOVIES, SHOWS)
    for key, item in read.items.items():
        original = served.items[key]
        assert (item.title, item.parent, item.guids, item.year) == (
            original.title, original.parent, original.guids, original.year,
        )  # fmt: skip
        assert item.media == original.media
        assert {kind: [tag.text for tag in tags] for kind, tags in item.tags.items()} == {
            kind: [tag.text for tag in tags] for kind, tags in original.tags.items()
        }
    levels = (ItemType.MOVIE, ItemType.SHOW, ItemType.SEASON, ItemType.EPISODE)
    for section, level in ((section, level) for section in served.sections for level in levels):
        assert {one.key for one in read.of(section, level)} == {one.key for one in served.of(section, level)}


async def test_definitions_choose_from_a_snapshot_what_they_choose_from_the_server() -> None:
    served, now = selection_library(), datetime(2026, 11, 24, 16, tzinfo=UTC)
    read, _ = await snapshot(served, MOVIES, SHOWS)
    files = all_definitions()
    assert halley_chooses(read, files, now) == halley_chooses(served, files, now)


async def test_requests_grow_with_items_and_not_with_anything_else() -> None:
    library = a_library(*(a_movie(f"Film {number}") for number in range(1001)))
    read, paths = await snapshot(library, MOVIES)
    assert len(read.items) == 1001
    assert paths.count("/library/sections/1/all") == 2
    assert sum(path.startswith("/library/metadata/") for path in paths) == 6
    assert len(paths) == 10


async def test_children_stand_below_their_parents_in_order() -> None:
    library = a_library(a_show("Pier Nine", a_season(1, an_episode("Low Tide"), an_episode("Fog")), a_season(2)))
    read, _ = await snapshot(library, SHOWS)
    (show,) = read.of(SectionId(2), ItemType.SHOW)
    assert [season.title for season in read.below(show.key)] == ["Season 1", "Season 2"]
    assert [episode.title for episode in read.leaves(show.key)][:2] == ["Low Tide", "Fog"]


async def test_only_the_levels_that_are_wanted_are_read() -> None:
    library = a_library(a_show("Pier Nine", a_season(1, an_episode("Low Tide"))))
    read, paths = await snapshot(library, Wanted(SectionId(2), (ItemType.SHOW,)))
    assert [item.type for item in read.items.values()] == [ItemType.SHOW]
    assert len(paths) == 4


async def test_an_empty_section_is_read_as_empty() -> None:
    library = a_library(a_movie("Heat")).without(a_library(a_movie("Heat")).index[(SectionId(1), ItemType.MOVIE)][0])
    read, _ = await snapshot(library, MOVIES)
    assert len(read.items) == 0
    assert list(read.sections) == [1]


async def test_a_section_that_is_not_there_is_told_by_its_number() -> None:
    with pytest.raises(ConfigError, match="no library with the number 7"):
        await snapshot(a_library(a_movie("Heat")), Wanted(SectionId(7), (ItemType.MOVIE,)))


async def test_one_fault_of_the_server_is_told_as_one() -> None:
    library = a_library(*(a_movie(f"Film {number}") for number in range(500)))
    async with (
        Simulator(library, token=TOKEN, faults=[parse_fault("500=1:/library/metadata")]) as plex,
        PlexClient(plex.url, Secret(TOKEN)) as client,
    ):
        with pytest.raises(BrokenAnswer, match="answered 500"):
            await read_library(client, [MOVIES])


async def test_progress_is_told_as_items_come() -> None:
    library = a_library(*(a_movie(f"Film {number}") for number in range(450)))
    told: list[int] = []
    async with (
        Simulator(library, token=TOKEN) as plex,
        PlexClient(plex.url, Secret(TOKEN)) as client,
    ):
        await read_library(client, [MOVIES], told.append)
    assert sorted(told) == [50, 200, 200]
