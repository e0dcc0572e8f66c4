"""A source that fails never empties anything: an engine that clears away all that a source no longer names is stopped."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pytest
from plexapi.collection import Collection
from plexapi.exceptions import PlexApiException
from plexapi.playlist import Playlist
from plexapi.server import PlexServer

from halley.changes import restorable
from halley.errors import HalleyError
from halley.gateway.gateway import GatewaySettings, open_gateway
from halley.gateway.ledger import Ledger
from halley.plex.ids import SectionId
from halley.plex.library import Library
from halley.runs.errors import GuardPassed
from halley.runs.guards import Limits
from halley.runs.recording import open_run_recorder
from halley.runs.running import Conduct
from halley.secrets import Secret
from tests.builders import a_collection, a_library, a_movie, a_playlist
from tests.support.coast import poster
from tests.support.runs import TOKEN, a_bench

NAMES = [f"Pier {number:02}" for number in range(20)]
FEW = [f"Tide {number}" for number in range(9)]
Engine = Callable[[PlexServer], None]
DEFAULT = Limits()


def a_shore() -> Library:
    """A collection and a playlist of twenty movies, and nine collections of one."""
    small = [a_collection(one, NAMES[place]) for place, one in enumerate(FEW)]
    movies = [a_movie(one, year=1990 + place) for place, one in enumerate(NAMES)]
    return a_library(*movies, a_collection("Coast", *NAMES), *small, a_playlist("Evening", *NAMES))


@dataclass
class Ran:
    """What an engine's run came to."""

    left: Library
    problem: HalleyError | None
    ledger: Ledger
    was_told_to_stop: bool
    writes: list[str]

    @property
    def guard(self) -> str:
        """What stopped it."""
        assert isinstance(self.problem, GuardPassed)
        assert self.was_told_to_stop
        assert self.problem.message in {one.reason for one in self.ledger.refused}
        return self.problem.message

    def held(self, title: str) -> list[str]:
        """What a collection or playlist holds on the server."""
        key = next(one.key for one in self.left.items.values() if one.title == title)
        keys = self.left.members.get(key) or [one.item for one in self.left.entries.get(key, ())]
        return [self.left.items[one].title for one in keys]

    @property
    def titles(self) -> set[str]:
        """The collections on the server."""
        return {one.title for one in self.left.collections(SectionId(1))}


async def ran(folder: Path, engine: Engine, limits: Limits = DEFAULT, passed: tuple[str, ...] = ()) -> Ran:
    """Let real python-plexapi be the engine behind the recording gateway; then see that its run can be taken back."""
    async with a_bench(a_shore(), folder) as bench:
        first, conduct = restorable(bench.server.library), Conduct(limits=limits, passed=frozenset(passed))
        async with open_run_recorder(bench.store, bench.address, "config.yml", conduct) as recorder:
            settings = GatewaySettings(bench.address.url, Secret(TOKEN))
            async with open_gateway(settings, bench.store.images, recorder=recorder) as gateway:
                url = f"http://127.0.0.1:{await gateway.listener.on_tcp('127.0.0.1', 0)}"
                await asyncio.to_thread(lambda: engine(PlexServer(url, gateway.token.reveal())))
        found = Ran(bench.server.library, recorder.problem, gateway.ledger, conduct.stop.is_set(), bench.writes())
        assert len(found.writes) == len(bench.store.journal.intents(recorder.run))  # what was kept back is not on record
        assert bench.run(recorder.run).state == ("stopped" if recorder.problem else "finished")
        assert not found.writes or (await bench.undo(recorder.run)).is_good
        assert restorable(bench.server.library) == first
        return found


def tried(work: Callable[..., object], *words: object) -> None:
    """What an engine does that goes on after what fails."""
    with suppress(PlexApiException):
        work(*words)


def syncing(title: str, source: list[str]) -> Engine:
    """An engine that keeps a collection as its source says, and takes the source at its word."""

    def work(plex: PlexServer) -> None:
        section = plex.library.section("Movies")
        shelf = section.collection(title)
        for movie in shelf.items():
            if movie.title not in source:
                tried(shelf.removeItems, [movie])
        tried(shelf.editSummary, f"{len(source)} items")

    return work


@pytest.mark.parametrize("source", [[], NAMES[:1], NAMES[:9]], ids=["empty", "one", "less than half"])
async def test_a_collection_keeps_half_of_what_it_held_though_its_source_fails(tmp_path: Path, source: list[str]) -> None:
    found = await ran(tmp_path, syncing("Coast", source))
    assert found.guard == "the run stopped at its guard collection-share: 11 of the 20 items of Coast would leave it"
    assert len(found.held("Coast")) == 10
    assert set(source) <= set(found.held("Coast"))
    assert len(found.writes) == 10  # the summary that the engine went on with was not written either
    assert isinstance(found.problem, GuardPassed)
    assert found.problem.hint == "`--override collection-share` goes past it, `--limit collection-share=N` sets another"


async def test_a_source_that_shrinks_within_the_guard_is_followed(tmp_path: Path) -> None:
    found = await ran(tmp_path, syncing("Coast", NAMES[10:]))
    assert found.problem is None
    assert found.held("Coast") == NAMES[10:]


async def test_a_guard_is_gone_past_by_its_name_and_set_by_its_limit(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    passed = await ran(tmp_path / "a", syncing("Coast", NAMES[:1]), passed=("collection-share",))
    assert (passed.problem, passed.held("Coast")) == (None, NAMES[:1])
    tighter = await ran(tmp_path / "b", syncing("Coast", NAMES[10:]), Limits(collection_share=0.25))
    assert "6 of the 20 items of Coast" in tighter.guard


async def test_members_that_are_taken_out_by_their_tag_count_as_well(tmp_path: Path) -> None:
    def work(plex: PlexServer) -> None:
        section = plex.library.section("Movies")
        movies = section.all()
        section.batchMultiEdits(movies).removeCollection("Coast")
        tried(section.saveMultiEdits)

    found = await ran(tmp_path, work)
    assert found.guard == "the run stopped at its guard collection-share: 20 of the 20 items of Coast would leave it"
    assert found.held("Coast") == NAMES
    assert found.writes == []


async def test_a_playlist_keeps_half_of_what_it_held(tmp_path: Path) -> None:
    def work(plex: PlexServer) -> None:
        evening = plex.playlist("Evening")
        for movie in evening.items():
            tried(evening.removeItems, [movie])

    found = await ran(tmp_path, work)
    assert "11 of the 20 items of Evening" in found.guard
    assert len(found.held("Evening")) == 10


async def test_no_more_than_a_few_collections_are_deleted(tmp_path: Path) -> None:
    def work(plex: PlexServer) -> None:
        for one in plex.library.section("Movies").collections():
            tried(one.delete)

    found = await ran(tmp_path, work)
    assert found.guard == "the run stopped at its guard deletions-share: 4 of the 10 collections of Movies would be deleted"
    assert len(found.titles) == 7


async def test_what_the_run_made_itself_it_may_empty_and_delete(tmp_path: Path) -> None:
    def work(plex: PlexServer) -> None:
        section = plex.library.section("Movies")
        movies = section.all()
        for number in range(5):
            made = Collection.create(plex, f"New {number}", section, movies)
            made.removeItems(movies[1:])
            made.delete()
        for name in FEW[:3]:
            section.collection(name).delete()

    limits = Limits(deletions=3)
    found = await ran(tmp_path, work, limits)
    assert found.problem is None, found.problem
    assert found.titles == {"Coast", *FEW[3:]}


async def test_a_list_that_stood_there_before_is_not_the_runs_own_though_it_asks_for_one_just_like_it(
    tmp_path: Path,
) -> None:
    def work(plex: PlexServer) -> None:
        section = plex.library.section("Movies")
        tried(Collection.create, plex, "Coast", section, section.all())
        tried(Playlist.create, plex, "Evening", section.all())
        evening = plex.playlist("Evening")
        for movie in evening.items():
            tried(evening.removeItems, [movie])

    found = await ran(tmp_path, work)
    assert "11 of the 20 items of Evening" in found.guard
    assert [one.split("?")[0].split("/")[0] for one in found.writes] == ["DELETE "] * 10


@pytest.mark.parametrize(
    ("limits", "words", "count"),
    [
        (Limits(writes=4), "budget of 4 writes", 4),
        (Limits(uploads=2), "budget of 2 uploads", 6),
        (Limits(deletions=0), "budget of 0 deletions", 6),
        (Limits(minutes=0), "budget of 0 minutes", 0),
    ],
    ids=["writes", "uploads", "deletions", "minutes"],
)
async def test_a_run_stops_at_its_budget(tmp_path: Path, limits: Limits, words: str, count: int) -> None:
    def work(plex: PlexServer) -> None:
        section = plex.library.section("Movies")
        for number, movie in enumerate(section.all()[: 3 if limits.uploads == 2 else 2]):
            (tmp_path / "new.png").write_bytes(poster(number))
            tried(movie.uploadPoster, None, str(tmp_path / "new.png"))
            tried(movie.addLabel, "Overlay")
            tried(movie.editSummary, "New")
        tried(section.collection(FEW[0]).delete)

    found = await ran(tmp_path, work, limits)
    assert found.guard == f"the run stopped at its {words}"
    assert len(found.writes) == count
    assert FEW[0] in found.titles
