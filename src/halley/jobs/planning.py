"""What our own engine would do with a library, without opening a picture: read in bulk, decided, and where its pictures lie.

Everything that uses our own engine begins here: a preview, one drawn item, the question why, a comparison.
"""

import asyncio
from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from halley.config import Configuration
from halley.definitions.system_fonts import system_fonts
from halley.engines.kometa import find_script
from halley.engines.native import Decided, Found, LibraryBook, asked_abroad, decide, find, read_book
from halley.engines.native.art import EDITION
from halley.engines.native.stand_in import StandIn
from halley.errors import EngineError
from halley.files.downloads import Downloads, DownloadSettings
from halley.garbage import without_collecting_garbage
from halley.jobs.bases import shelves_of
from halley.jobs.ground import Grounds
from halley.jobs.means import Means
from halley.jobs.own_folder import own_folder
from halley.jobs.pictures_abroad import PicturesAbroad
from halley.jobs.searches import ask_server, searches_of
from halley.outside import Sources, is_anybody_asked, open_sources, services_of
from halley.overlays.variables import Facts as Values
from halley.plex.ids import ItemType, RatingKey
from halley.plex.library import Library, Section
from halley.plex.reader import PlexReader
from halley.plex.snapshot import Wanted, read_library
from halley.selection import NO_FACTS, View

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


@dataclass(slots=True)
class Planner:
    """Plans the libraries of a configuration. `notes` are sentences on what it had to do without."""

    configuration: Configuration
    reader: PlexReader
    files: StandIn
    means: Means
    notes: list[str]
    _open: AsyncExitStack
    _downloads: Downloads
    _sources: Sources | None = None
    _opening: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def library(self, section: Section, now: datetime) -> PlannedLibrary:
        """Read a library and decide what its items get. Raises PlexError, ConfigError."""
        name = self.configuration.library_settings((section.title,))[0].name
        with without_collecting_garbage():
            book, library = await self._read(name, section, now)
            view = await self._view(library, section, book, now)
            found = await asyncio.to_thread(find, book, view)
            rated = await self._rated(book, view, found)
            decided = await asyncio.to_thread(decide, book, view, rated, found)
        pictures = {picture for one in decided.planned for picture in one.composed.composition.pictures()}
        await asyncio.to_thread(self.files.have_drawn, pictures)
        elsewhere = PicturesAbroad(self._abroad, self._downloads, self._note, is_open=not self.means.offline)
        shelves = shelves_of(self.configuration, section.title)
        grounds = Grounds(self.reader, library, shelves, elsewhere=elsewhere)
        return PlannedLibrary(name, view, book, decided, grounds)

    async def _read(self, name: str, section: Section, now: datetime) -> tuple[LibraryBook, Library]:
        """Overlay files and library; the files are read while the server thinks."""
        levels = _LEVELS.get(section.type, ())
        try:
            async with asyncio.TaskGroup() as group:
                book = group.create_task(
                    asyncio.to_thread(read_book, self.configuration, name, section.type, self.files, now)
                )
                library = group.create_task(read_library(self.reader, [Wanted(section.id, levels)] if levels else []))
        except BaseExceptionGroup as failed:  # one fault is enough to say
            raise failed.exceptions[0] from None
        return book.result(), library.result()

    async def _view(self, library: Library, section: Section, book: LibraryBook, now: datetime) -> View:
        """The library as definitions look at it: what other sites say, and where that is wanted what the server finds."""
        bare = View(library, section.id, now)
        selections = [entry.selection for entry in book.entries]
        facts = NO_FACTS
        if is_anybody_asked(selections) and (sources := await self._abroad()):
            known = await sources.facts(bare, selections)
            self._note(known.problems)
            facts = known.facts
        if self.means.filters == "memory":
            return View(library, section.id, now, facts)
        searches = await asyncio.to_thread(searches_of, book, bare)
        return View(library, section.id, now, facts, searched=await ask_server(self.reader, section.id, searches.asked))

    async def _rated(self, book: LibraryBook, view: View, found: Found) -> Mapping[RatingKey, Values]:
        """What other sites say for texts."""
        wanted = asked_abroad(book, view, found)
        if not wanted or (sources := await self._abroad()) is None:
            return {}
        rated = await sources.ratings(view, wanted)
        self._note(rated.problems)
        return rated.facts

    async def _abroad(self) -> Sources | None:
        """Other sites, opened when somebody needs them; None where nobody may be asked."""
        if self.means.offline:
            self._note(("other sites were not asked, because Halley is to stay offline",))
            return None
        async with self._opening:
            if self._sources is None:
                folder = own_folder(self.configuration, self.means.environment)
                services, url = services_of(self.configuration), self.means.outside
                opened = open_sources(services, folder, outside_url=url, told=lambda one: self._note((one,)))
                self._sources = await self._open.enter_async_context(opened)
            return self._sources

    def _note(self, sentences: Iterable[str]) -> None:
        self.notes += [one for one in sentences if one not in self.notes]

    def stood_in(self) -> tuple[str, ...]:
        """Sentences on what it had to do without, and on what stood in for something of Kometa's."""
        return (*self.notes, *self.files.notes())


@asynccontextmanager
async def open_planner(configuration: Configuration, reader: PlexReader, means: Means) -> AsyncIterator[Planner]:
    """A planner that takes definitions, pictures and fonts from Kometa where there is one, else from Halley."""
    downloads = _downloads(configuration, means)
    files, missing = await asyncio.to_thread(_files, configuration, means, downloads)
    async with AsyncExitStack() as stack:
        yield Planner(configuration, reader, files, means, [missing] if missing else [], stack, downloads)


def _downloads(configuration: Configuration, means: Means) -> Downloads:
    own = configuration.data.get("settings")
    return Downloads(
        DownloadSettings(
            folder=own_folder(configuration, means.environment) / "downloads",
            outside=means.outside,
            offline=means.offline,
            verify_ssl=not (isinstance(own, dict) and own.get("verify_ssl") is False),
        )
    )


def _files(configuration: Configuration, means: Means, downloads: Downloads) -> tuple[StandIn, str]:
    """Where definitions, pictures and fonts come from, and why not from Kometa, where they do not."""
    own = configuration.data.get("settings")
    custom = own.get("custom_repo") if isinstance(own, dict) else None
    try:
        kometa: Path | None = find_script(means.kometa, means.environment, Path.cwd()).parent
        missing = ""
    except EngineError as problem:
        kometa, missing = None, problem.message
    files = StandIn(
        configuration.folder,
        kometa,
        custom if isinstance(custom, str) else None,
        downloads=downloads,
        system_fonts=lambda: system_fonts(means.environment),
        art=own_folder(configuration, means.environment) / "art" / EDITION,
    )
    return files, missing
