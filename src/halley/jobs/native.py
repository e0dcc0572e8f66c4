"""A preview by Halley's own engine. It stands behind the gateway too: it reads there, and what it writes is captured there.

So a scope bounds it as it bounds Kometa, and what comes of its run is told in the same way.
"""

import asyncio
import os
import time
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from halley.changes.client import ChangeClient
from halley.changes.kinds import AddTags, RemoveTags, UploadImage
from halley.config import Configuration
from halley.engines.kometa import find_script
from halley.engines.native import LABEL, Decided, LibraryBook, Planned, decide, is_labelled, read_book
from halley.engines.native.stand_in import StandIn
from halley.errors import BrokenAnswer, EngineError
from halley.files import DiskImages
from halley.gateway.gateway import GatewaySettings, open_gateway
from halley.gateway.ledger import Ledger
from halley.jobs.bases import shelves_of
from halley.jobs.boxed import BoxSettings
from halley.jobs.folder import JobFolder
from halley.jobs.ground import Grounds, NoGround
from halley.plex.client import PlexClient
from halley.plex.ids import ItemType, RatingKey
from halley.plex.images import ImageKind
from halley.plex.items import Item
from halley.plex.library import Section
from halley.plex.snapshot import Wanted, read_library
from halley.plex.tags import TagKind
from halley.render import CannotDraw, Renderer, encode
from halley.secrets import Redactor
from halley.selection import View

_AT_ONCE = max(2, os.cpu_count() or 2)
_LEVELS = {
    ItemType.MOVIE: (ItemType.MOVIE,),
    ItemType.SHOW: (ItemType.SHOW, ItemType.SEASON, ItemType.EPISODE),
    ItemType.ARTIST: (ItemType.ARTIST, ItemType.ALBUM, ItemType.TRACK),
}


@dataclass(frozen=True, slots=True)
class NativeRun:
    """What a run left behind. `reasons` say why items could not be drawn; `warnings` are sentences on everything else."""

    ledger: Ledger
    warnings: tuple[str, ...]
    reasons: Mapping[RatingKey, str]
    seconds: float


async def run_native(
    settings: BoxSettings,
    configuration: Configuration,
    folder: JobFolder,
    images: DiskImages,
    captured: Callable[[int], None],
    drawn_before: Collection[RatingKey] = (),
) -> NativeRun:
    """Draw the overlays of the libraries; `drawn_before` are left alone. `captured` hears how many posters there are.

    Raises PlexError where the server cannot be used, ConfigError where config.yml can no longer be read.
    """
    began, plex = time.monotonic(), configuration.plex
    behind = GatewaySettings(plex.url, plex.token, verify_ssl=plex.verify_ssl, timeout_s=plex.timeout, scope=settings.scope)
    async with open_gateway(behind, images, records=folder.records) as gateway:
        url = f"http://127.0.0.1:{await gateway.listener.on_tcp('127.0.0.1', 0)}"
        machine = gateway.library.server.machine_id
        async with (
            PlexClient(url, gateway.token, timeout_s=plex.timeout) as reader,
            ChangeClient(url, gateway.token, machine, images) as writer,
        ):
            files, missing = await asyncio.to_thread(_files, settings, configuration)
            run = _Run(configuration, reader, writer, images, files, folder.log, captured, frozenset(drawn_before))
            if missing:
                run.tell(missing)
            sections = {one.title: one for one in await reader.sections()}
            for title in settings.libraries:
                await run.library(sections[title])
            for font in sorted(files.used):
                run.warn(f"the font {font} comes with Kometa, which is not here: Inter stands in for it")
    return NativeRun(gateway.ledger, tuple(run.warnings), run.reasons, time.monotonic() - began)


def _files(settings: BoxSettings, configuration: Configuration) -> tuple[StandIn, str]:
    """Where definitions, pictures and fonts come from: Kometa's own where there is one. And why not, where there is none."""
    own = configuration.data.get("settings")
    custom = own.get("custom_repo") if isinstance(own, dict) else None
    repo = custom if isinstance(custom, str) else None
    try:
        script = find_script(settings.kometa, settings.environment, Path.cwd())
    except EngineError as problem:
        return StandIn(configuration.folder, None, repo), problem.message
    return StandIn(configuration.folder, script.parent, repo), ""


@dataclass(slots=True)
class _Run:
    """One run over some libraries."""

    configuration: Configuration
    reader: PlexClient
    writer: ChangeClient
    images: DiskImages
    files: StandIn
    log: Path
    captured: Callable[[int], None]
    drawn_before: frozenset[RatingKey]
    renderer: Renderer = field(default_factory=Renderer)
    warnings: list[str] = field(default_factory=list)
    reasons: dict[RatingKey, str] = field(default_factory=dict)
    count: int = 0

    async def library(self, section: Section) -> None:
        """Decide, draw and write one library."""
        now = datetime.now(UTC).astimezone()
        name = self.configuration.library_settings((section.title,))[0].name
        book = await asyncio.to_thread(read_book, self.configuration, name, section.type, self.files, now)
        levels = _LEVELS.get(section.type, ())
        library = await read_library(self.reader, [Wanted(section.id, levels)] if levels else [])
        decided = await asyncio.to_thread(decide, book, View(library, section.id, now))
        self.tell(f"{name}: {len(book.entries)} definitions, {len(decided.planned)} items with overlays")
        for problem in (*book.problems, *decided.problems):
            self.warn(problem)
        for left in decided.unplanned:
            self._leave(left.item, left.reason)
        grounds = Grounds(self.reader, library, shelves_of(self.configuration, section.title))
        await self._restore(decided, grounds)
        await self._draw(decided, book, grounds)

    async def _restore(self, decided: Decided, grounds: Grounds) -> None:
        for item in decided.restored:
            try:
                picture = await grounds.without_overlays(item)
            except NoGround as problem:
                self.warn(f"{item.title}: {problem}")
                continue
            await self.writer.perform(UploadImage(item.key, ImageKind.POSTER, self.images.put(picture)))
            if item.section is not None:
                await self.writer.perform(RemoveTags(item.section, item.type, (item.key,), TagKind.LABEL, (LABEL,)))
            self.tell(f"took the overlays off {item.title}")

    async def _draw(self, decided: Decided, book: LibraryBook, grounds: Grounds) -> None:
        """Draw some at a time, and write them in Kometa's order."""
        wanted = [one for one in decided.planned if one.item.key not in self.drawn_before]
        for start in range(0, len(wanted), _AT_ONCE):
            some = wanted[start : start + _AT_ONCE]
            posters = await asyncio.gather(*(self._poster(one, book, grounds) for one in some))
            for one, poster in zip(some, posters, strict=True):
                if poster is not None:
                    await self._write(one, poster)

    async def _poster(self, planned: Planned, book: LibraryBook, grounds: Grounds) -> bytes | None:
        try:
            ground = await grounds.below_overlays(planned.item)
            return await asyncio.to_thread(self._drawn, planned, book, ground)
        except (NoGround, CannotDraw, BrokenAnswer) as problem:
            self._leave(planned.item, str(problem))
            return None

    def _drawn(self, planned: Planned, book: LibraryBook, ground: bytes) -> bytes:
        drawn = self.renderer.draw(planned.composed.composition, ground)
        return encode(drawn, book.filetype, book.quality)

    async def _write(self, planned: Planned, poster: bytes) -> None:
        item = planned.item
        await self.writer.perform(UploadImage(item.key, ImageKind.POSTER, self.images.put(poster)))
        if not is_labelled(item) and item.section is not None:
            await self.writer.perform(AddTags(item.section, item.type, (item.key,), TagKind.LABEL, (LABEL,)))
        self.count += 1
        names = ", ".join(one.name for one in planned.composed.composition.drawn_by) or "no overlays"
        self.tell(f"drew {_named(item)}: {names}")
        for omitted in planned.composed.omitted:
            self.tell(f"  without {omitted.id.name}: {omitted.reason}")
        self.captured(self.count)

    def _leave(self, item: Item, reason: str) -> None:
        """Leave an item as it is, and say why."""
        self.reasons[item.key] = reason
        self.tell(f"left {item.title} as it is: {reason}")

    def warn(self, sentence: str) -> None:
        """Something that a reader of the summary should know; each once."""
        if sentence not in self.warnings:
            self.warnings.append(sentence)
            self.tell(sentence)

    def tell(self, line: str) -> None:
        """A line of the log."""
        redactor: Redactor = self.configuration.redactor
        with self.log.open("a", encoding="utf-8") as log:
            log.write(redactor(line) + "\n")


def _named(item: Item) -> str:
    return f"{item.title} ({item.year})" if item.year else item.title
