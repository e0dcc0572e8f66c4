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
from halley.engines.native import LABEL, Decided, LibraryBook, Planned, is_labelled
from halley.errors import BrokenAnswer
from halley.files import DiskImages
from halley.gateway.gateway import GatewaySettings, open_gateway
from halley.gateway.ledger import Ledger
from halley.jobs.boxed import BoxSettings
from halley.jobs.folder import JobFolder
from halley.jobs.ground import Grounds, NoGround
from halley.jobs.planning import Planner, PlannerSettings, open_planner
from halley.plex.client import PlexClient
from halley.plex.ids import RatingKey
from halley.plex.images import ImageKind
from halley.plex.items import Item
from halley.plex.library import Section
from halley.plex.tags import TagKind
from halley.render import CannotDraw, Renderer, encode
from halley.secrets import Redactor

_AT_ONCE = max(2, os.cpu_count() or 2)


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
        means = PlannerSettings(settings.kometa, settings.environment, settings.filters, settings.outside, settings.offline)
        async with (
            PlexClient(url, gateway.token, timeout_s=plex.timeout) as reader,
            ChangeClient(url, gateway.token, machine, images) as writer,
            open_planner(configuration, reader, means) as planner,
        ):
            run = _Run(planner, writer, images, folder.log, captured, frozenset(drawn_before))
            sections = {one.title: one for one in await reader.sections()}
            for title in settings.libraries:
                await run.library(sections[title])
            for sentence in planner.stood_in():
                run.warn(sentence)
    return NativeRun(gateway.ledger, tuple(run.warnings), run.reasons, time.monotonic() - began)


@dataclass(slots=True)
class _Run:
    """One run over some libraries."""

    planner: Planner
    writer: ChangeClient
    images: DiskImages
    log: Path
    captured: Callable[[int], None]
    drawn_before: frozenset[RatingKey]
    renderer: Renderer = field(default_factory=Renderer)
    warnings: list[str] = field(default_factory=list)
    reasons: dict[RatingKey, str] = field(default_factory=dict)
    count: int = 0

    async def library(self, section: Section) -> None:
        """Decide, draw and write one library."""
        planned = await self.planner.library(section, datetime.now(UTC).astimezone())
        book, decided = planned.book, planned.decided
        self.tell(f"{planned.name}: {len(book.entries)} definitions, {len(decided.planned)} items with overlays")
        for problem in (*book.problems, *decided.problems):
            self.warn(problem)
        for left in decided.unplanned:
            self._leave(left.item, left.reason)
        await self._restore(decided, planned.grounds)
        await self._draw(decided, book, planned.grounds)

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
        redactor: Redactor = self.planner.configuration.redactor
        with self.log.open("a", encoding="utf-8") as log:
            log.write(redactor(line) + "\n")


def _named(item: Item) -> str:
    return f"{item.title} ({item.year})" if item.year else item.title
