"""What is on its way: gathered for a moment, looked for on the server until it is there, then handed on as rating keys.

It is kept on the disk until it is handed on, so that nothing that was told is lost with a restart.
"""

import asyncio
import json
import threading
import time
from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path

from halley.config import load_configuration
from halley.errors import ConfigError, HalleyError
from halley.files import make_folder, write_atomic
from halley.jobs.sections import sections_called
from halley.plex.client import PlexClient
from halley.plex.ids import ItemType, RatingKey
from halley.plex.items import Item
from halley.plex.library import Section
from halley.plex.reader import PlexReader
from halley.selection.guids import ids_of
from halley.service.log import LOG
from halley.service.webhooks.arrival import Arrival

QUIET_S, LONGEST_QUIET_S = 2.0, 20.0
_PAUSES_S = (2, 3, 5, 10, 20, 30)
_GIVES_UP_S = 30 * 60
_MOST = 500
_PARTS = 200
"""Parts of a show that came in whole that are looked at with it."""


@dataclass(slots=True)
class Arrivals:
    """What is on its way to the server of a configuration. `came` hears rating keys of what is there."""

    config: Callable[[], Path]
    environment: Callable[[], Mapping[str, str]]
    came: Callable[[tuple[str, ...]], None]
    file: Path
    quiet_s: float = QUIET_S
    clock: Callable[[], float] = time.monotonic
    _waiting: dict[Arrival, float] = field(default_factory=dict)
    _tries: dict[Arrival, int] = field(default_factory=dict)
    _next: dict[Arrival, float] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _loop: asyncio.AbstractEventLoop | None = None
    _wake: asyncio.Event = field(default_factory=asyncio.Event)

    def add(self, arrivals: Iterable[Arrival]) -> list[Arrival]:
        """Look for these, too; returns those that were not looked for already. It may be called from any thread."""
        with self._lock:
            now = self.clock()
            new = [one for one in dict.fromkeys(arrivals) if one not in self._waiting][: _MOST - len(self._waiting)]
            self._waiting.update(dict.fromkeys(new, now))
            if new:
                self._write()
        if self._loop is not None:
            self._loop.call_soon_threadsafe(self._wake.set)
        return new

    async def work(self) -> None:
        """Look for what comes in, until cancelled."""
        self._loop = asyncio.get_running_loop()
        self.add(_read(self.file))
        while True:
            if not self._waiting:
                self._wake.clear()
                await self._wake.wait()
            await self._settled()
            due = [one for one in self._waiting if self._next.get(one, 0) <= self.clock()]
            if due:
                await self._look(due)
            await asyncio.sleep(0.25)

    async def _settled(self) -> None:
        """Wait until no more comes for a moment: imports come in groups."""
        while True:
            with self._lock:
                newest, oldest = max(self._waiting.values(), default=0.0), min(self._waiting.values(), default=0.0)
            now = self.clock()
            if now >= min(newest + self.quiet_s, oldest + LONGEST_QUIET_S):
                return
            await asyncio.sleep(0.1)

    async def _look(self, due: list[Arrival]) -> None:
        found: dict[Arrival, tuple[str, ...]] = {}
        try:
            found = await self._found(due)
        except HalleyError as problem:
            LOG.warning("new items cannot be looked for: %s", problem.message)
        keys = tuple(dict.fromkeys(key for some in found.values() for key in some))
        if keys:
            self.came(keys)
        with self._lock:
            for one in due:
                if one in found:
                    self._forget(one)
                elif self.clock() - self._waiting[one] > _GIVES_UP_S:
                    LOG.warning("%s did not come to Plex within half an hour: it is left to the next run", one.words)
                    self._forget(one)
                else:
                    tries = self._tries[one] = self._tries.get(one, 0) + 1
                    self._next[one] = self.clock() + _PAUSES_S[min(tries, len(_PAUSES_S)) - 1]
            self._write()

    def _forget(self, one: Arrival) -> None:
        for some in (self._waiting, self._tries, self._next):
            some.pop(one, None)

    async def _found(self, due: list[Arrival]) -> dict[Arrival, tuple[str, ...]]:
        configuration = load_configuration(self.config(), self.environment())
        plex = configuration.plex
        async with PlexClient(plex.url, plex.token, verify_ssl=plex.verify_ssl, timeout_s=plex.timeout) as reader:
            sections = await sections_called(configuration, reader, ())
            finder = _Finder(reader, sections)
            found = {one: await finder.keys(one) for one in due}
        return {one: tuple(map(str, keys)) for one, keys in found.items() if keys is not None}

    def _write(self) -> None:
        with suppress(OSError):
            make_folder(self.file.parent)
            rows = [asdict(one) for one in self._waiting]
            write_atomic(self.file, json.dumps(rows, ensure_ascii=False), mode=0o600, durable=False)


@dataclass(slots=True)
class _Finder:
    """Finds items in the libraries of a configuration; each listing is read once."""

    reader: PlexReader
    sections: tuple[Section, ...]
    _listed: dict[ItemType, list[Item]] = field(default_factory=dict)

    async def keys(self, wanted: Arrival) -> tuple[RatingKey, ...] | None:
        """The item, and what its badges may depend on or what came with it; None where it is not there yet.

        Nothing where it is in a library that is not configured.
        """
        top = await self._by_key(RatingKey(wanted.key)) if wanted.key else await self._by_name(wanted)
        if top is None:
            return None
        if top.section not in {one.id for one in self.sections}:
            return ()
        if wanted.season is not None:
            part = await self._part(top, wanted)
            return None if part is None else (top.key, *(one.key for one in part))
        if top.type in {ItemType.SHOW, ItemType.SEASON}:
            return (top.key, *[one.key async for one in self._below(top)][:_PARTS])
        return (*[one.key async for one in self._above(top)], top.key)

    async def _by_key(self, key: RatingKey) -> Item | None:
        return next(iter(await self.reader.items([key])), None)

    async def _by_name(self, wanted: Arrival) -> Item | None:
        kind = ItemType.MOVIE if wanted.kind == "movie" else ItemType.SHOW
        if kind not in self._listed:
            places = [one for one in self.sections if one.type is kind]
            self._listed[kind] = [item for one in places async for item in self.reader.listing(one.id, kind)]
        named = []
        for item in self._listed[kind]:
            ids = {f"{one.site}://{one.id}" for one in ids_of(item)}
            if ids & set(wanted.guids):
                return item
            is_near = not wanted.year or item.year is None or abs(item.year - wanted.year) <= 1
            if item.title.casefold() == wanted.title.casefold() and is_near:
                named.append(item)
        return named[0] if len(named) == 1 else None

    async def _part(self, show: Item, wanted: Arrival) -> tuple[Item, Item] | None:
        season = next((one for one in await self.reader.children(show.key) if one.index == wanted.season), None)
        if season is None:
            return None
        episode = next((one for one in await self.reader.children(season.key) if one.index == wanted.episode), None)
        return (season, episode) if episode is not None else None

    async def _below(self, item: Item) -> AsyncIterator[Item]:
        for one in await self.reader.children(item.key):
            yield one
            if one.type is ItemType.SEASON:
                for each in await self.reader.children(one.key):
                    yield each

    async def _above(self, item: Item) -> AsyncIterator[Item]:
        above = []
        while item.parent is not None and (parent := await self._by_key(item.parent)) is not None:
            above.append(parent)
            item = parent
        for one in reversed(above):
            yield one


def _read(file: Path) -> list[Arrival]:
    try:
        return [Arrival(**{**one, "guids": tuple(one["guids"])}) for one in json.loads(file.read_text("utf-8"))]
    except (OSError, ValueError, KeyError, TypeError, ConfigError):
        return []
