"""Libraries that are read once and looked at often: opened when somebody asks, kept a while, closed when nobody does."""

import asyncio
import math
import time
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from halley.config import Configuration, load_configuration
from halley.errors import ConfigError
from halley.garbage import without_collecting_garbage
from halley.jobs.bases import shelves_of
from halley.jobs.ground import Grounds
from halley.plex.client import PlexClient
from halley.plex.ids import ItemType, RatingKey
from halley.plex.items import Item
from halley.plex.library import Section
from halley.plex.snapshot import Wanted, read_library
from halley.selection import NO_FACTS, View
from halley.studio.desk.desk import Desk
from halley.studio.desk.errors import NotThere

_KEPT_S = 600
_LEAVES_S = 120
"""How long after its configuration changed a connection is closed: who has asked something by it has an answer by then."""
_MOST = 6
_LEVELS = {
    ItemType.MOVIE: (ItemType.MOVIE,),
    ItemType.SHOW: (ItemType.SHOW, ItemType.SEASON, ItemType.EPISODE),
    ItemType.ARTIST: (ItemType.ARTIST, ItemType.ALBUM, ItemType.TRACK),
}


@dataclass(slots=True)
class OpenLibrary:
    """A library as it was when it was read. `bases` are what its items are drawn on, fetched once."""

    configuration: Configuration
    name: str
    view: View
    grounds: Grounds
    read_at: float
    bases: dict[RatingKey, bytes] = field(default_factory=dict)

    @property
    def kind(self) -> ItemType:
        """The type of the library."""
        return self.view.section.type

    def item(self, key: RatingKey) -> Item | None:
        """The item of that key, if it is in the library."""
        return self.view.library.items.get(key)

    async def base(self, key: RatingKey) -> bytes:
        """What the item is drawn on. Raises NoGround, PlexError."""
        if key not in self.bases:
            if len(self.bases) >= 64:
                self.bases.pop(next(iter(self.bases)))
            self.bases[key] = await self.grounds.below_overlays(self.view.library.items[key])
        return self.bases[key]


@dataclass(slots=True)
class _Connection:
    stamp: tuple[int, int]
    configuration: Configuration
    reader: PlexClient
    stack: AsyncExitStack


class Shelf:
    """Connections to the servers of configurations, and libraries of them, as far as they were asked for."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self._connections: dict[str, _Connection] = {}
        self._open: dict[tuple[str, int], OpenLibrary] = {}
        self._left: list[tuple[float, AsyncExitStack]] = []
        self._lock = asyncio.Lock()
        self._reading = asyncio.Lock()

    async def connection(self, identity: str) -> tuple[Configuration, PlexClient]:
        """A configuration and a reader of its server, made anew where its file changed. Raises ConfigError, NotThere."""
        async with self._lock:
            path = self.desk.known(identity).path
            stamp = _stamp(path)
            found = self._connections.get(identity)
            if found is None or found.stamp != stamp:
                configuration = await asyncio.to_thread(load_configuration, path, self.desk.environment)
                self._leave(identity)
                await self._close(before=time.monotonic() - _LEAVES_S)
                plex = configuration.plex
                stack = AsyncExitStack()
                client = PlexClient(plex.url, plex.token, verify_ssl=plex.verify_ssl, timeout_s=min(plex.timeout, 30))
                reader = await stack.enter_async_context(client)
                found = self._connections[identity] = _Connection(stamp, configuration, reader, stack)
            return found.configuration, found.reader

    async def section_of(self, identity: str, title: str) -> Section:
        """The server's library of that title, or that the configuration calls so. Raises NotThere, PlexError."""
        configuration, reader = await self.connection(identity)
        titles = {title, *(one.title for one in configuration.libraries if one.name == title)}
        found = next((one for one in await reader.sections() if one.title in titles), None)
        if found is None:
            raise NotThere(f"the server has no library {title[:200]!r}")
        return found

    async def library_of(self, identity: str, key: RatingKey) -> OpenLibrary:
        """The library that an item is in. Raises NotThere, ConfigError, PlexError."""
        for (owner, _), one in self._open.items():
            if owner == identity and time.monotonic() - one.read_at < _KEPT_S and one.item(key) is not None:
                await self.connection(identity)
                if (owner, int(one.view.section.id)) in self._open:
                    return one
                break
        _, reader = await self.connection(identity)
        found = next(iter(await reader.items([key])), None)
        section = next((one for one in await reader.sections() if found is not None and one.id == found.section), None)
        if section is None:
            raise NotThere(f"the server has no item {key}")
        return await self.library(identity, section)

    async def library(self, identity: str, section: Section) -> OpenLibrary:
        """A library, read anew after ten minutes. Raises ConfigError where it is not configured, PlexError."""
        configuration, reader = await self.connection(identity)
        async with self._reading:  # who asks the server for something else meanwhile does not wait for it
            known = self._open.get((identity, int(section.id)))
            if known is not None and time.monotonic() - known.read_at < _KEPT_S:
                return known
            levels = _LEVELS.get(section.type)
            if levels is None:
                raise ConfigError(f"nothing can be drawn in {section.title}")
            with without_collecting_garbage():
                library = await read_library(reader, [Wanted(section.id, levels)])
            view = View(library, section.id, datetime.now(UTC).astimezone(), NO_FACTS)
            name = configuration.library_settings((section.title,))[0].name
            grounds = Grounds(reader, library, shelves_of(configuration, section.title))
            if len(self._open) >= _MOST:
                self._open.pop(min(self._open, key=lambda each: self._open[each].read_at))
            opened = OpenLibrary(configuration, name, view, grounds, time.monotonic())
            if (now := self._connections.get(identity)) is not None and now.reader is reader:
                self._open[identity, int(section.id)] = opened
            return opened

    async def close(self) -> None:
        """Let go of everything."""
        async with self._lock:
            for identity in tuple(self._connections):
                self._leave(identity)
            await self._close(before=math.inf)

    def _leave(self, identity: str) -> None:
        """Use a connection, and what was read by it, no longer."""
        for key in [key for key in self._open if key[0] == identity]:
            del self._open[key]
        if (known := self._connections.pop(identity, None)) is not None:
            self._left.append((time.monotonic(), known.stack))

    async def _close(self, before: float) -> None:
        """Close the connections that were left before a moment."""
        closing = [stack for when, stack in self._left if when < before]
        self._left = [one for one in self._left if one[0] >= before]
        for stack in closing:
            await stack.aclose()


def _stamp(path: Path) -> tuple[int, int]:
    try:
        about = path.stat()
    except OSError:
        return 0, 0
    return about.st_mtime_ns, about.st_size
