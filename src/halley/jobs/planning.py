"""What our own engine would do with a library, without opening a picture: read in bulk, decided, and where its pictures lie.

Everything that uses our own engine begins here: a preview, one drawn item, the question why, a comparison.
"""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from halley.config import Configuration
from halley.engines.kometa import find_script
from halley.engines.native import Decided, LibraryBook, decide, read_book
from halley.engines.native.stand_in import StandIn
from halley.errors import EngineError
from halley.jobs.bases import shelves_of
from halley.jobs.ground import Grounds
from halley.jobs.searches import FilterPlace, ask_server, searches_of
from halley.plex.ids import ItemType
from halley.plex.library import Library, Section
from halley.plex.reader import PlexReader
from halley.plex.snapshot import Wanted, read_library
from halley.selection import View

_LEVELS = {
    ItemType.MOVIE: (ItemType.MOVIE,),
    ItemType.SHOW: (ItemType.SHOW, ItemType.SEASON, ItemType.EPISODE),
    ItemType.ARTIST: (ItemType.ARTIST, ItemType.ALBUM, ItemType.TRACK),
}


@dataclass(frozen=True, slots=True)
class PlannedLibrary:
    """A library as it was read, what is decided for its items, and where their pictures are found.

    `name` is what the configuration calls it.
    """

    name: str
    view: View
    book: LibraryBook
    decided: Decided
    grounds: Grounds

    @property
    def library(self) -> Library:
        """The items with all their details."""
        return self.view.library


@dataclass(frozen=True, slots=True)
class Planner:
    """Plans the libraries of a configuration. `missing` says why Kometa's own files are not at hand, where they are not.

    `filters` says who answers searches.
    """

    configuration: Configuration
    reader: PlexReader
    files: StandIn
    missing: str = ""
    filters: FilterPlace = "memory"

    async def library(self, section: Section, now: datetime) -> PlannedLibrary:
        """Read a library and decide what its items get. Raises PlexError, ConfigError."""
        name = self.configuration.library_settings((section.title,))[0].name
        book = await asyncio.to_thread(read_book, self.configuration, name, section.type, self.files, now)
        levels = _LEVELS.get(section.type, ())
        library = await read_library(self.reader, [Wanted(section.id, levels)] if levels else [])
        view = await self._view(library, section, book, now)
        decided = await asyncio.to_thread(decide, book, view)
        grounds = Grounds(self.reader, library, shelves_of(self.configuration, section.title))
        return PlannedLibrary(name, view, book, decided, grounds)

    async def _view(self, library: Library, section: Section, book: LibraryBook, now: datetime) -> View:
        """The library as definitions look at it; the server is asked for what they search, where that is wanted."""
        view = View(library, section.id, now)
        if self.filters == "memory":
            return view
        searches = await asyncio.to_thread(searches_of, book, view)
        return View(library, section.id, now, searched=await ask_server(self.reader, section.id, searches.asked))

    def stood_in(self) -> tuple[str, ...]:
        """Sentences on what stood in for something of Kometa's."""
        fonts = (f"the font {font} comes with Kometa, which is not here: Inter stands in for it" for font in self.files.used)
        return tuple(filter(None, (self.missing, *sorted(fonts))))


async def open_planner(
    configuration: Configuration,
    reader: PlexReader,
    kometa: Path | None,
    environment: Mapping[str, str],
    filters: FilterPlace = "memory",
) -> Planner:
    """A planner that takes definitions, pictures and fonts from Kometa where there is one, else from Halley."""
    files, missing = await asyncio.to_thread(_files, configuration, kometa, environment)
    return Planner(configuration, reader, files, missing, filters)


def _files(configuration: Configuration, kometa: Path | None, environment: Mapping[str, str]) -> tuple[StandIn, str]:
    own = configuration.data.get("settings")
    custom = own.get("custom_repo") if isinstance(own, dict) else None
    repo = custom if isinstance(custom, str) else None
    try:
        script = find_script(kometa, environment, Path.cwd())
    except EngineError as problem:
        return StandIn(configuration.folder, None, repo), problem.message
    return StandIn(configuration.folder, script.parent, repo), ""
