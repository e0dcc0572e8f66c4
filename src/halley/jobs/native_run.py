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
from halley.engines.native.grounds import Ground, Source, ground_choice
from halley.errors import BrokenAnswer
from halley.files import ImageStore
from halley.jobs.artwork import has_mark, shown_poster
from halley.jobs.assets import value_of
from halley.jobs.digests import Digests, sha256_of
from halley.jobs.ground import Below, Grounds, NoGround
from halley.jobs.judging import CannotJudge, Judge, Judged
from halley.jobs.memory import LibraryMemory, NoMemory
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
from halley.render import CannotDraw, Renderer, encode

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

    def __post_init__(self) -> None:
        planned, settings = self.planned, self.settings
        self.definitions = {entry.definition.id: entry.definition for entry in planned.book.entries}
        self.memory = settings.memory(planned.library.server.machine_id, planned.name)
        self.grounds = planned.grounds.keeping(settings.originals(planned.grounds.shelves.originals))
        self.restoring = Restoring(self.grounds, self.writer, self.images, self.told)
        self.judge = Judge(planned, self.grounds, self.memory, Digests(self.renderer), settings.redraw)

    async def run(self) -> None:
        book, decided = self.planned.book, self.planned.decided
        self.told.line(f"{self.planned.name}: {len(book.entries)} definitions, {len(decided.planned)} items with overlays")
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
        posters = await asyncio.gather(*(self._poster(one) for one in some))
        for one, poster in zip(some, posters, strict=True):
            await self._upload_others(one)
            if poster is not None:
                await self._write(poster)

    async def _poster(self, judged: Judged) -> "_Poster | None":
        """The poster of an item, drawn; None where it stays as it is."""
        try:
            if not judged.waits and judged.reason is None:
                self.outcome.unchanged += 1
                return None
            judged, below = await self._grounded(judged)
            if below is None or judged.reason is None:
                self.outcome.unchanged += 1
                return None
            if isinstance(judged.outcome, Unplanned):
                self._leave(judged.item, judged.outcome.reason)
                return None
            return _Poster(judged, below, await asyncio.to_thread(self._drawn, judged.outcome, below.data))
        except (NoGround, CannotJudge, CannotDraw, BrokenAnswer) as problem:
            self._leave(judged.item, str(problem))
        except OSError as problem:
            self._leave(judged.item, f"its backup cannot be written: {problem.strerror}")
        return None

    async def _grounded(self, judged: Judged) -> tuple[Judged, Below | None]:
        """The picture below, put aside where it is a new one, and what that makes of the judgement."""
        item, ground, replaced = judged.item, judged.ground, None
        if judged.is_suspect:
            replaced = await self._replacement(judged)
            if replaced is not None and not has_mark(replaced) and ground.source is not Source.ASSET:
                ground = Ground(Source.CURRENT)
            elif judged.reason is None and replaced is None and not ground.is_new:
                return judged, None
        elif ground.source is Source.CURRENT:
            ground = await self._resumed(item, ground)
        below = await self.grounds.below(item, ground)
        if below.media_type is not None:
            await asyncio.to_thread(self.grounds.originals.keep, item.key, below.data, below.media_type)
        return self.judge.with_below(judged.on(ground), below, is_replaced=replaced is not None), below

    async def _replacement(self, judged: Judged) -> bytes | None:
        """What the server shows in place of the poster that was drawn; None where it shows that one still."""
        path, before = shown_poster(judged.item), judged.before
        if path is None or before is None:
            return None
        shown = await self.grounds.reader.image(path)
        if sha256_of(shown) != before.uploaded:
            return shown
        if (own := judged.item.attributes.get("thumb")) is not None:
            self.memory.keep_shown({judged.item.key: own})
        return None

    async def _resumed(self, item: Item, ground: Ground) -> Ground:
        """What a poster without a label is drawn on: what was put aside, where a killed run had not come to its label."""
        begun, path = self.memory.begun(item.key), shown_poster(item)
        if begun is None or path is None or sha256_of(await self.grounds.reader.image(path)) != begun:
            return ground
        has_backup = self.grounds.originals.of(item.key) is not None
        return ground_choice(has_asset=False, is_labelled=True, has_backup=has_backup)

    def _drawn(self, planned: Planned, ground: bytes) -> bytes:
        drawn = self.renderer.draw(planned.composed.composition, ground)
        return encode(drawn, self.planned.book.filetype, self.planned.book.quality)

    async def _write(self, poster: "_Poster") -> None:
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


@dataclass(frozen=True, slots=True)
class _Poster:
    """A poster that has been drawn, and from what."""

    judged: Judged
    below: Below
    data: bytes


def _named(item: Item) -> str:
    return f"{item.title} ({item.year})" if item.year else item.title
