"""What is told to be new is looked for until it is there, gathered, and handed on once."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from halley.plex.library import Library
from halley.service.webhooks.arrival import Arrival
from halley.service.webhooks.arrivals import Arrivals
from halley.simulator import Simulator
from tests.builders import a_library, a_movie, a_season, a_show, an_episode, the

CONFIG = """\
plex: {{url: "{url}", token: "t-o-k-e-n"}}
tmdb: {{apikey: 0123456789abcdef0123456789abcdef}}
libraries: {{Movies: {{}}, TV Shows: {{}}}}
"""


def library(*more: object) -> Library:
    return a_library(
        a_movie("Heat", year=1995, guids=["imdb://tt0113277", "tmdb://949"]),
        a_movie("Heat", year=2013),
        a_show("Pier Nine", a_season(1, an_episode("Low Tide"), an_episode("High Tide")), guids=["tvdb://7"]),
        *more,  # type: ignore[arg-type]
    )


@dataclass
class Place:
    """A server, and who looks there."""

    server: Simulator
    arrivals: Arrivals
    came: list[tuple[str, ...]] = field(default_factory=list)

    async def until(self, what: Callable[[], object]) -> None:
        for _ in range(200):
            if what():
                return
            await asyncio.sleep(0.05)
        raise AssertionError(self.came)

    def key(self, title: str) -> str:
        return str(the(self.server.library, title).key)


@pytest.fixture
async def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Place]:
    monkeypatch.setattr("halley.service.webhooks.arrivals._PAUSES_S", (0.1,))
    async with Simulator(library(), token="t-o-k-e-n") as server:
        (tmp_path / "config.yml").write_text(CONFIG.format(url=server.url))
        came: list[tuple[str, ...]] = []
        arrivals = Arrivals(lambda: tmp_path / "config.yml", dict, came.append, tmp_path / "arrivals.json", quiet_s=0.2)
        working = asyncio.create_task(arrivals.work())
        yield Place(server, arrivals, came)
        working.cancel()
        with suppress(asyncio.CancelledError):
            await working


async def test_a_film_is_found_by_the_ids_of_other_sites_or_by_title_and_year(place: Place) -> None:
    place.arrivals.add([Arrival("radarr", "movie", "Heat (Director's Cut)", 1995, guids=("tmdb://949",))])
    await place.until(lambda: place.came)
    place.arrivals.add([Arrival("radarr", "movie", "heat", 2014, guids=("tmdb://1",))])
    await place.until(lambda: len(place.came) == 2)
    first, second = [one.key for one in place.server.library.items.values() if one.title == "Heat"]
    assert place.came == [(str(first),), (str(second),)]


async def test_episodes_of_one_import_are_handed_on_together_with_their_season_and_show(place: Place) -> None:
    for number in (1, 2):
        place.arrivals.add([Arrival("sonarr", "episode", "Pier Nine", guids=("tvdb://7",), season=1, episode=number)])
    await place.until(lambda: place.came)
    (keys,) = place.came
    season = next(one for one in place.server.library.items.values() if one.type.word == "season")
    assert keys == (place.key("Pier Nine"), str(season.key), place.key("Low Tide"), place.key("High Tide"))


async def test_a_show_that_plex_tells_of_brings_what_is_below_it_and_an_episode_what_is_above(place: Place) -> None:
    place.arrivals.add([Arrival("plex", "show", "Pier Nine", key=int(place.key("Pier Nine")))])
    await place.until(lambda: place.came)
    assert len(place.came[0]) == 4
    place.arrivals.add([Arrival("plex", "episode", "Pier Nine", key=int(place.key("Low Tide")))])
    await place.until(lambda: len(place.came) == 2)
    assert place.came[1][0] == place.key("Pier Nine")
    assert place.came[1][-1] == place.key("Low Tide")


async def test_what_is_not_there_yet_is_waited_for_over_a_restart(place: Place, tmp_path: Path) -> None:
    place.arrivals.add([Arrival("radarr", "movie", "Coast", 2020)])
    await asyncio.sleep(0.6)
    assert place.came == []
    again: list[tuple[str, ...]] = []
    other = Arrivals(lambda: tmp_path / "config.yml", dict, again.append, tmp_path / "arrivals.json", quiet_s=0.2)
    working = asyncio.create_task(other.work())
    await asyncio.sleep(0.3)
    place.server.state.library = library(a_movie("Coast", year=2020))
    await place.until(lambda: again and place.came)
    assert again == place.came == [(place.key("Coast"),)]
    assert (tmp_path / "arrivals.json").read_text() == "[]"
    working.cancel()


async def test_what_does_not_come_is_given_up(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("halley.service.webhooks.arrivals._GIVES_UP_S", 0.3)
    place.arrivals.add([Arrival("radarr", "movie", "Nowhere", 2020)])
    await place.until(lambda: (place.arrivals.file).read_text() == "[]")
    assert place.came == []


async def test_a_flood_is_bounded_and_the_same_is_looked_for_once(place: Place) -> None:
    one = Arrival("radarr", "movie", "Nowhere", 2020)
    assert place.arrivals.add([one, one]) == [one]
    assert place.arrivals.add([one]) == []
    assert len(place.arrivals.add(Arrival("radarr", "movie", f"Nowhere {each}") for each in range(2000))) == 499
