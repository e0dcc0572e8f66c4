"""A plan from beginning to end: an engine runs in preview over all that is asked, and what it wrote becomes `plan.json`."""

import asyncio
import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from halley import __version__
from halley.changes.restorable import shown_image
from halley.clock import Clock, SystemClock, iso
from halley.config import Configuration, load_configuration
from halley.errors import BrokenAnswer, ConfigError, EngineError
from halley.files import DiskImages, Picture
from halley.jobs.artwork import shown_poster
from halley.jobs.boxed import BoxedRun, BoxSettings
from halley.jobs.engine import OVERLAYS_ONLY, EngineName, Work, is_fault_of_the_server, run_engine
from halley.jobs.folder import JobFolder
from halley.jobs.means import Means
from halley.jobs.plan_backups import with_backups
from halley.jobs.plan_definitions import definitions_of
from halley.jobs.plan_page import write_plan_page
from halley.jobs.plan_sources import Sources, origins_of, unsupported
from halley.jobs.plan_steps import Known, Places, Shown, fetches_asked, pictures_asked, steps_of, titles_of
from halley.jobs.sample import cover
from halley.jobs.sections import sections_called
from halley.jobs.targets import Target, Wish, choose
from halley.plans import Identity, Plan, Source, write_plan
from halley.plex.client import PlexClient
from halley.plex.ids import RatingKey
from halley.plex.images import ImageKind
from halley.plex.items import Item
from halley.plex.library import Section
from halley.plex.reader import PlexReader

IMAGES = "images"
_AT_ONCE = 16
ProgressCall = Callable[[str, int, int], None]
ChosenCall = Callable[[Sequence[Target]], None]


@dataclass(frozen=True, slots=True)
class PlanSettings:
    """What a plan was asked for. `libraries` empty: all of the configuration.

    `items` (as a person writes them), `sample` and `covers` (the fewest items that exercise every definition) narrow it to
    some items. It is overlays alone then: what is in a collection depends on the whole library.
    """

    config: Path
    libraries: tuple[str, ...] = ()
    overlays_only: bool = False
    engine: EngineName = "auto"
    means: Means = Means()
    items: tuple[str, ...] = ()
    sample: int | None = None
    covers: bool = False

    @property
    def is_narrowed(self) -> bool:
        """Whether it is about some items only."""
        return bool(self.items) or self.sample is not None or self.covers

    @property
    def is_overlays_only(self) -> bool:
        """Whether nothing but overlays is planned."""
        return self.overlays_only or self.is_narrowed


async def make_plan(
    settings: PlanSettings,
    folder: Path,
    progress: ProgressCall,
    clock: Clock | None = None,
    chosen: ChosenCall = lambda targets: None,
) -> Plan:
    """Make a plan in a folder, whole or not at all; the engine's own records lie in `run/` beside it.

    `chosen` hears which items it is about, before the engine begins.
    Raises ConfigError, PlexError, EngineError where there is none to be had.
    """
    clock = clock or SystemClock()
    configuration = load_configuration(settings.config, settings.means.environment)
    plex = configuration.plex
    async with PlexClient(plex.url, plex.token, verify_ssl=plex.verify_ssl, timeout_s=plex.timeout) as reader:
        server = await reader.server()
        sections = await sections_called(configuration, reader, settings.libraries)
        progress("reading Plex", 0, 0)
        targets = await choose(reader, sections, await _wish(settings, configuration, reader, sections))
        chosen(targets)
        scope = tuple(one.item.key for one in targets) if settings.is_narrowed else None
        read_at = iso(clock.now())
        run = JobFolder((folder / "run").expanduser().absolute())
        images = DiskImages(folder / IMAGES)
        with run.opened():
            run.clear()
            posters = _Posters(progress)
            box = BoxSettings(settings.means, not settings.is_overlays_only, tuple(one.title for one in sections), scope)
            work = Work(box, configuration, run, targets, images, posters.heard, posters.heard, posters.expecting)
            progress("the engine is at work", 0, 0)
            ran = await run_engine(settings.engine, work)
            _check(ran)
            captures = ran.ledger.captures
            shelves = _Shelves(reader, images)
            sources = Sources(await asyncio.to_thread(definitions_of, configuration), ran.followed, ran.events, run.root)
            names = {one.id: configuration.library_settings((one.title,))[0].name for one in sections}
            known = Known(
                {one.id: one.title for one in sections},
                await shelves.of(list(pictures_asked(captures)), progress),
                {**await origins_of(run.log, captures, reader, sources, names), **ran.origins},
                await shelves.fetched(fetches_asked(captures)),
                sources.asked,
            )
        plan = Plan(
            Identity(server.machine_id, server.name, server.attributes.get("version", "")),
            _source(configuration, ran),
            read_at,
            tuple(one.title for one in sections),
            with_backups(steps_of(captures, known), ran.backups),
            titles_of(captures),
            tuple(unsupported(configuration, ran, settings.libraries, overlays_only=settings.is_overlays_only)),
            (*_narrowed(settings, targets), *(one for one in ran.warnings if one != OVERLAYS_ONLY)),
            ran.tags,
        )
        await asyncio.to_thread(write_plan_page, plan, folder)
        await asyncio.to_thread(write_plan, plan, folder)
    return plan


@dataclass(slots=True)
class _Posters:
    """How many posters there are, of how many as far as anybody knows."""

    progress: ProgressCall
    total: int = 0

    def expecting(self, count: int) -> None:
        """So many more may come."""
        self.total += count

    def heard(self, count: int) -> None:
        """So many there are."""
        self.progress("posters", count, self.total)


async def _wish(
    settings: PlanSettings, configuration: Configuration, reader: PlexReader, sections: Sequence[Section]
) -> Wish:
    """Which items are meant. Raises ConfigError where none are."""
    if not settings.covers:
        return Wish(settings.libraries, settings.items, settings.sample)
    keys = await cover(configuration, reader, sections, settings.means)
    if not keys:
        raise ConfigError("no definition means any item, so that there is nothing to plan", hint="`halley why` tells more")
    return Wish(settings.libraries, (*map(str, keys), *settings.items))


def _narrowed(settings: PlanSettings, targets: Sequence[Target]) -> tuple[str, ...]:
    if not settings.is_narrowed:
        return ()
    what = f"{len(targets)} item{'s' if len(targets) > 1 else ''}"
    return (f"it is about {what} only, and about overlays alone: collections and metadata need whole libraries",)


def _check(ran: BoxedRun) -> None:
    """Raises EngineError where the engine did not come to its end: half a plan is none."""
    if ran.failure:
        hint = "the server could not be read" if is_fault_of_the_server(ran) else ran.hint
        raise EngineError(f"no plan was made: {ran.failure}", hint=hint)


def _source(configuration: Configuration, ran: BoxedRun) -> Source:
    version = ran.version or (ran.home.version if ran.home is not None else None) or __version__
    return Source(
        str(configuration.path), hashlib.sha256(configuration.path.read_bytes()).hexdigest(), ran.engine, str(version)
    )


@dataclass(frozen=True, slots=True)
class _Shelves:
    """Reads which pictures items show, and the pictures."""

    reader: PlexReader
    images: DiskImages

    async def of(self, wanted: list[tuple[RatingKey, ImageKind]], progress: ProgressCall) -> Places:
        keys = list(dict.fromkeys(key for key, _ in wanted))
        items = {item.key: item for item in await self.reader.items(keys)} if keys else {}
        found: dict[tuple[RatingKey, ImageKind], Shown] = {}
        for start in range(0, len(wanted), _AT_ONCE):
            progress("reading what is shown now", start, len(wanted))
            some = [one for one in wanted[start : start + _AT_ONCE] if one[0] in items]
            shown = await asyncio.gather(*(self._shown(items[key], kind) for key, kind in some))
            found |= dict(zip(some, shown, strict=True))
        return found

    async def fetched(self, asked: Mapping[str, tuple[RatingKey, str]]) -> dict[str, Picture]:
        """The pictures behind addresses of the server's own, of each its owner and its name."""
        found: dict[str, Picture] = {}
        for address, (owner, name) in asked.items():
            try:
                data = await self.reader.image(f"/library/metadata/{owner}/file?url={quote(name, safe='')}")
            except BrokenAnswer:  # the server cannot fetch it either
                continue
            found[address] = await asyncio.to_thread(self.images.put, data)
        return found

    async def _shown(self, item: Item, kind: ImageKind) -> Shown:
        shelf = await self.reader.shelf(item.key, kind)
        path = shown_poster(item) if kind is ImageKind.POSTER else item.attributes.get(kind.field)
        picture = None
        if path is not None and path.startswith("/") and kind is not ImageKind.THEME:
            try:
                picture = await asyncio.to_thread(self.images.put, await self.reader.image(path))
            except BrokenAnswer:  # it has none that can be had: the plan shows none
                picture = None
        return Shown(shown_image(item.with_shelf(kind, shelf), kind), picture)
