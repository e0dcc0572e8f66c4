"""A run of Halley's own engine over libraries: restore, judge, draw, write, remember, in Kometa's order (spec, overlays 8).

A preview is a run that remembers nothing and puts no file anywhere; who writes what it does decides whether a server hears
of it.
"""

import asyncio
import os
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from halley.changes.kinds import AddTags, UploadImage
from halley.config import Configuration
from halley.definitions.definition import Definition
from halley.engines.native import LABEL, Planned, Unplanned, is_labelled
from halley.engines.native.changed import Redraw
from halley.engines.native.decide import sort_title
from halley.errors import BrokenAnswer
from halley.files import ImageStore
from halley.jobs.assets import value_of
from halley.jobs.digests import Digests
from halley.jobs.ground import Grounds
from halley.jobs.judging import CannotJudge, Judge, Judged
from halley.jobs.memory import LibraryMemory, NoMemory
from halley.jobs.native_poster import Drawing, Poster
from halley.jobs.old_labels import old_labels
from halley.jobs.originals import Originals
from halley.jobs.planning import PlannedLibrary, Planner
from halley.jobs.restoring import Restoring
from halley.jobs.told import Told, Writer
from halley.overlays.model import OverlayId
from halley.plex.ids import RatingKey
from halley.plex.images import ImageKind
from halley.plex.items import Item
from halley.plex.library import Section
from halley.plex.tags import TagKind
from halley.render import Renderer

_AT_ONCE = max(2, os.cpu_count() or 2)
_LARGEST = 10_480_000
"""Bytes of a background or a square picture; larger ones Kometa does not upload (spec, plex-api 8.2)."""


@dataclass(frozen=True, slots=True)
class RunSettings:
    """How a run goes about its work. `memory` gives what is remembered of a library, by the server's id and its name.

    `originals` opens the folder of backups. `skipped` items are left alone.
    """

    redraw: Redraw = Redraw.AS_KOMETA
    memory: Callable[[str, str], LibraryMemory] = lambda server, name: NoMemory()
    originals: Callable[[Path], Originals] = Originals
    skipped: frozenset[RatingKey] = frozenset()


PREVIEW = RunSettings()


@dataclass(slots=True)
class RunOutcome:
    """What a run did. `unchanged` counts items whose posters are what they should be; `definitions` drew each poster."""

    drawn: list[RatingKey] = field(default_factory=list)
    restored: list[RatingKey] = field(default_factory=list)
    left: list[RatingKey] = field(default_factory=list)
    unchanged: int = 0
    definitions: dict[RatingKey, tuple[Definition, ...]] = field(default_factory=dict)


async def run_overlays(
    planner: Planner,
    writer: Writer,
    images: ImageStore,
    sections: Sequence[Section],
    told: Told,
    settings: RunSettings = PREVIEW,
) -> RunOutcome:
    """Give each item of the libraries the overlays that the configuration says. Raises PlexError, ConfigError."""
    outcome, renderer = RunOutcome(), Renderer()
    for section in sections:
        planned = await planner.library(section, datetime.now(UTC).astimezone())
        await _LibraryRun(planned, planner.configuration, writer, images, told, settings, outcome, renderer).run()
    for sentence in planner.stood_in():
        told.warn(sentence)
    return outcome


@dataclass(slots=True)
class _LibraryRun:
    planned: PlannedLibrary
    configuration: Configuration
    writer: Writer
    images: ImageStore
    told: Told
    settings: RunSettings
    outcome: RunOutcome
    renderer: Renderer
    memory: LibraryMemory = field(init=False)
    grounds: Grounds = field(init=False)
    judge: Judge = field(init=False)
    definitions: Mapping[OverlayId, Definition] = field(init=False)
    restoring: Restoring = field(init=False)
    drawing: Drawing = field(init=False)

    def __post_init__(self) -> None:
        planned, settings = self.planned, self.settings
        self.definitions = {entry.definition.id: entry.definition for entry in planned.book.entries}
        self.memory = settings.memory(planned.library.server.machine_id, planned.name)
        self.grounds = planned.grounds.keeping(settings.originals(planned.grounds.shelves.originals))
        self.restoring = Restoring(self.grounds, self.writer, self.images, self.told)
        self.judge = Judge(planned, self.grounds, self.memory, Digests(self.renderer), settings.redraw)
        self.drawing = Drawing(planned, self.grounds, self.memory, self.judge, self.renderer)

    async def run(self) -> None:
        book, decided = self.planned.book, self.planned.decided
        self.told.line(f"{self.planned.name}: {len(book.entries)} definitions, {len(decided.planned)} items with overlays")
        self.told.expected(len(decided.planned))
        for problem in (*book.problems, *decided.problems):
            self.told.warn(problem)
        if not (book.has_files or book.removes_all):
            self.told.line(f"{self.planned.name}: there is no overlay file that could be read, so that everything stays")
            return
        for old in old_labels(self.planned.view):
            await self.restoring.old(old, self.configuration.folder / "overlays" / old.folder)
        for item in decided.restored:
            await self.restoring.one(item, LABEL)
        self.outcome.restored += self.restoring.done
        if not book.removes_all:
            await self._draw_all()
        self.memory.keep_picture_sizes(self.judge.picture_sizes)

    async def _draw_all(self) -> None:
        """Draw some at a time, and write them in Kometa's order.

        An item that shows the poster of another one, as a season does that has none, comes after that one.
        """
        waiting: list[Judged] = []
        for judged in self._judged():
            if len(waiting) == _AT_ONCE or self._shows_one_of(waiting, judged.item):
                await self._draw_some(waiting)
                waiting = []
            waiting.append(judged)
        await self._draw_some(waiting)
        await self._keep_shown()

    def _judged(self) -> Iterator[Judged]:
        """Items with which there is something to do; the others are counted."""
        decided, library = self.planned.decided, self.planned.library
        outcomes: list[Planned | Unplanned] = [*decided.planned, *decided.unplanned]
        for one in sorted(outcomes, key=lambda each: sort_title(each.item, library)):
            if one.item.key in self.settings.skipped:
                continue
            try:
                judged = self.judge.judge(one, was_restored=one.item.key in self.restoring.labels)
            except CannotJudge as problem:
                self._leave(one.item, str(problem))
                continue
            if judged.ground.drops_backups:
                self.grounds.originals.drop(one.item.key)
            if judged.reason is not None or judged.waits or self._has_other_assets(judged):
                yield judged
            else:
                self.outcome.unchanged += 1

    def _shows_one_of(self, waiting: Collection[Judged], item: Item) -> bool:
        above = () if item.attributes.get("thumb") else self.grounds.above(item)
        return not {one.key for one in above}.isdisjoint(one.item.key for one in waiting)

    def _has_other_assets(self, judged: Judged) -> bool:
        return any(True for _ in judged.assets.others)

    async def _draw_some(self, some: Collection[Judged]) -> None:
        posters = await asyncio.gather(*(self.drawing.poster(one) for one in some))
        for one, poster in zip(some, posters, strict=True):
            await self._upload_others(one)
            if isinstance(poster, Poster):
                await self._write(poster)
            elif poster.reason:
                self._leave(one.item, poster.reason)
            else:
                self.outcome.unchanged += 1

    async def _write(self, poster: Poster) -> None:
        """Upload, label, remember. A run that is killed in between finds out the next time where it was."""
        judged, item = poster.judged, poster.judged.item
        picture = self.images.put(poster.data)
        self.memory.begin(item.key, picture.sha256)
        try:
            await self.writer.perform(UploadImage(item.key, ImageKind.POSTER, picture))
            if not is_labelled(item) and item.section is not None:
                await self.writer.perform(
                    AddTags(item.section, item.type, (item.key,), TagKind.LABEL, (*self._stale_labels(item), LABEL))
                )
        except BrokenAnswer as problem:
            self._leave(item, str(problem))
            return
        assert isinstance(judged.outcome, Planned)  # noqa: S101 - nothing else is drawn
        composed = judged.outcome.composed
        remembered = self.judge.remembered(judged, poster.below, picture.sha256)
        self.memory.keep(item.key, remembered, composed.values)
        self.outcome.drawn.append(item.key)
        drawn_by = dict.fromkeys(composed.composition.drawn_by)
        self.outcome.definitions[item.key] = tuple(self.definitions[one] for one in drawn_by if one in self.definitions)
        names = ", ".join(one.name for one in composed.composition.drawn_by) or "no overlays"
        self.told.line(f"drew {_named(item)}: {names}")
        for omitted in composed.omitted:
            self.told.line(f"  without {omitted.id.name}: {omitted.reason}")
        self.told.drawn(item)

    def _stale_labels(self, item: Item) -> tuple[str, ...]:
        """Labels that Kometa puts back: it adds its own to those that it read before it took an old one off."""
        is_fresh = self.planned.book.orders.reapplies or self.settings.redraw is not Redraw.AS_KOMETA
        return () if is_fresh else self.restoring.labels.get(item.key, ())

    async def _upload_others(self, judged: Judged) -> None:
        """Backgrounds, logos and square pictures from asset directories, where they are not the ones from before."""
        for kind, path in judged.assets.others:
            try:
                value = value_of(path)
                if self.memory.asset(judged.item.key, kind) == value:
                    continue
                if kind is not ImageKind.CLEAR_LOGO and path.stat().st_size >= _LARGEST:
                    self.told.warn(f"{path} is larger than Plex takes")
                    continue
                await self.writer.perform(UploadImage(judged.item.key, kind, self.images.put(path.read_bytes())))
            except (BrokenAnswer, OSError) as problem:
                self.told.warn(f"{path} was not uploaded: {problem}")
                continue
            self.memory.keep_asset(judged.item.key, kind, value)
            self.told.line(f"gave {_named(judged.item)} its {kind.one} from {path}")

    async def _keep_shown(self) -> None:
        """Remember under which path the server shows what was drawn: another one later means another poster, perhaps."""
        here = [key for key in self.outcome.drawn if key in self.planned.library.items]
        if here and not isinstance(self.memory, NoMemory):
            found = await self.grounds.reader.items(here)
            self.memory.keep_shown({one.key: path for one in found if (path := one.attributes.get("thumb"))})

    def _leave(self, item: Item, reason: str) -> None:
        self.outcome.left.append(item.key)
        self.told.left(item, reason)


def _named(item: Item) -> str:
    return f"{item.title} ({item.year})" if item.year else item.title
