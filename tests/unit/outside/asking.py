"""Sources opened upon a small internet, and definitions asked of them."""

from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from halley.location import Location
from halley.outside import Known, Manners, Rated, Services, Sources, open_sources, services_in
from halley.plex.ids import ItemType, SectionId
from halley.plex.library import Library
from halley.selection import View, parse_selection, select
from tests.builders import the
from tests.support.internet import Internet, play

NOW = datetime(2026, 6, 15, 12, tzinfo=UTC)
WHERE = Location("overlays.yml", 14, 7, ("overlays", "Top"))
SECTIONS = {ItemType.MOVIE: SectionId(1), ItemType.SHOW: SectionId(2), ItemType.ARTIST: SectionId(3)}
KEY = "k3y-of-t3st"
EVERYTHING: dict[str, Any] = {
    "tmdb": {"apikey": f"{KEY}-tmdb"},
    "mdblist": {"apikey": f"{KEY}-mdblist"},
    "omdb": {"apikey": f"{KEY}-omdb"},
    "trakt": {
        "client_id": f"{KEY}-client",
        "client_secret": f"{KEY}-secret",
        "authorization": {"access_token": f"{KEY}-token"},
    },
}
QUICK = Manners(attempts=2, pause_s=0.001, timeout_s=5, is_paced=False)


@dataclass(slots=True)
class Asker:
    """Asks about one library."""

    sources: Sources
    library: Library
    kind: ItemType
    told: list[str] = field(default_factory=list)

    async def known(self, *definitions: Mapping[str, Any]) -> Known:
        """What comes of the definitions' lists and facts."""
        return await self.sources.facts(self.view(), [selection(one, self.kind) for one in definitions])

    async def chosen(self, definition: Mapping[str, Any]) -> list[str]:
        """The titles that a definition means; the problem where it fails."""
        one = selection(definition, self.kind)
        known = await self.sources.facts(self.view(), [one])
        found = select(one, View(self.library, SECTIONS[self.kind], NOW, known.facts))
        return [str(problem) for problem in found.problems if problem.is_fatal] or [item.title for item in found.items]

    async def rated(self, variable: str, *titles: str) -> Rated:
        """The values of a variable for items."""
        return await self.sources.ratings(self.view(), {variable: [the(self.library, one) for one in titles]})

    async def rating(self, variable: str, title: str) -> Any:
        """The value of a variable for an item."""
        return (await self.rated(variable, title)).facts[the(self.library, title).key][variable]

    def view(self) -> View:
        """The section, without facts."""
        return View(self.library, SECTIONS[self.kind], NOW)


def selection(definition: Mapping[str, Any], kind: ItemType) -> Any:
    """A definition in which nothing is wrong."""
    found, problems = parse_selection(definition, kind, WHERE, NOW)
    assert found is not None, [str(one) for one in problems]
    return found


def configured(*without: str, **more: Any) -> Services:
    """All services but those."""
    return services_in({name: one for name, one in {**EVERYTHING, **more}.items() if name not in without})


@asynccontextmanager
async def asking(
    internet: Internet,
    library: Library,
    folder: Path,
    kind: ItemType = ItemType.MOVIE,
    *,
    services: Services | None = None,
    today: date = date(2026, 6, 15),
    manners: Manners = QUICK,
) -> AsyncIterator[Asker]:
    """Somebody who asks a small internet."""
    told: list[str] = []
    async with (
        play(internet),
        open_sources(
            services or configured(),
            folder,
            outside_url=internet.url,
            told=told.append,
            manners=manners,
            today=lambda: today,
        ) as sources,
    ):
        yield Asker(sources, library, kind, told)


def paths(asked: Iterable[str]) -> list[str]:
    """Requests without their queries."""
    return [one.partition("?")[0].removeprefix("GET ") for one in asked]
