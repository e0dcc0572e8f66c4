"""A real run on record: an engine works behind a gateway that does its writes on the server, and journals every one."""

import asyncio
from collections.abc import Coroutine, Iterable
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Literal, TypeVar

from halley.config import Configuration, load_configuration
from halley.engines.native.changed import Redraw
from halley.errors import EngineError, HalleyError
from halley.gateway.gateway import GatewaySettings, open_gateway
from halley.jobs.box_choice import check_box
from halley.jobs.boxed import BoxSettings, run_boxed
from halley.jobs.engine import OVERLAYS_ONLY
from halley.jobs.folder import JobFolder
from halley.jobs.means import Means
from halley.jobs.overlays_applied import ApplySettings, apply_overlays
from halley.jobs.run_backups import NotedBackups, NotedOriginals, RealRun
from halley.jobs.run_log import RunLog
from halley.jobs.sections import sections_called
from halley.plex.client import PlexClient
from halley.plex.items import Item
from halley.runs.recording import RunRecorder, open_run_recorder
from halley.runs.running import Address, Conduct, Report
from halley.runs.store import Store

EngineName = Literal["kometa", "native"]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class RunSettings:
    """What a run was asked for. `libraries` empty: all of the configuration."""

    config: Path
    engine: EngineName
    libraries: tuple[str, ...] = ()
    overlays_only: bool = False
    redraw: Redraw = Redraw.AS_KOMETA
    means: Means = Means()


@dataclass(frozen=True, slots=True)
class Ended:
    """How a run ended: what is on record of it, what the gateway refused, and sentences on everything else."""

    report: Report
    refused: tuple[str, ...]
    warnings: tuple[str, ...]
    log: Path


async def run_recorded(settings: RunSettings, store: Store, conduct: Conduct) -> Ended:
    """Let an engine do its work on the server, every write on record.

    Raises HalleyError where it cannot be begun. What stops it later is in the report.
    """
    check_box(settings.means)
    configuration = load_configuration(settings.config, settings.means.environment)
    plex = configuration.plex
    async with PlexClient(plex.url, plex.token, verify_ssl=plex.verify_ssl, timeout_s=plex.timeout) as reader:
        titles = tuple(one.title for one in await sections_called(configuration, reader, settings.libraries))
    address = Address(plex.url, plex.token, plex.verify_ssl, plex.timeout)
    async with open_run_recorder(store, address, str(configuration.path), conduct) as recorder:
        folder = JobFolder(store.folder(recorder.run) / "job")
        job = _Job(settings, configuration, store, recorder, conduct, folder, titles)
        with folder.opened():
            await (job.by_kometa() if settings.engine == "kometa" else job.by_our_own())
        await recorder.end()
        recorder.problem = recorder.problem or job.problem
    return Ended(job.report(), tuple(job.refused), tuple(job.warnings), folder.log)


@dataclass(slots=True)
class _Job:
    settings: RunSettings
    configuration: Configuration
    store: Store
    recorder: RunRecorder
    conduct: Conduct
    folder: JobFolder
    titles: tuple[str, ...]
    refused: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    problem: HalleyError | None = None

    @property
    def real(self) -> RealRun:
        """What does this run's writes, on the server and beside the configuration."""
        overlays = self.configuration.folder / "overlays"
        return RealRun(self.recorder, NotedBackups(self.store, self.recorder.run, overlays))

    def drawn(self, count: int) -> None:
        """How many posters there are now."""
        if self.conduct.progress is not None:
            self.conduct.progress("posters", count, 0)

    async def by_kometa(self) -> None:
        """Real Kometa in its box."""
        box = BoxSettings(self.settings.means, not self.settings.overlays_only, self.titles)
        work = run_boxed(box, self.configuration, self.folder, (), self.store.images, self.drawn, self.real)
        ran = await _until(self.conduct.stop, work)
        self._refused((one.method, one.path, one.reason) for one in ran.ledger.refused)
        self.warnings += ran.warnings
        if ran.outcome is not None:
            self.warnings += [*ran.outcome.criticals, *ran.outcome.errors]
        if ran.standing is not None and ran.standing.dropped:
            self.warnings.append(f"left out of the run: {', '.join(ran.standing.dropped)}")
        self.recorder.was_stopped = self.recorder.was_stopped or ran.was_cancelled
        if ran.failure and not ran.was_cancelled:
            self.problem = EngineError(ran.failure, hint=ran.hint)

    async def by_our_own(self) -> None:
        """Our own engine, behind a gateway like any other."""
        given, plex = self.settings, self.configuration.plex
        if not given.overlays_only:
            self.warnings.append(OVERLAYS_ONLY)
        behind = GatewaySettings(plex.url, plex.token, verify_ssl=plex.verify_ssl, timeout_s=plex.timeout)
        images = self.store.images
        async with open_gateway(behind, images, records=self.folder.records, recorder=self.recorder) as gateway:
            url = f"http://127.0.0.1:{await gateway.listener.on_tcp('127.0.0.1', 0)}"
            through = replace(self.configuration, plex=replace(plex, url=url, token=gateway.token))
            originals = partial(NotedOriginals, record=self.real.originals)
            told = _RunLog(self.folder.log, self.configuration.redactor, self.drawn, self.warnings)
            work = apply_overlays(through, self.titles, images, told, ApplySettings(given.redraw, given.means, originals))
            try:
                await _until(self.conduct.stop, work)
            except asyncio.CancelledError:
                if not self.conduct.stop.is_set():
                    raise
                self.recorder.was_stopped = True
            except HalleyError as problem:
                self.problem = problem
            self._refused((one.method, one.path, one.reason) for one in gateway.ledger.refused)

    def _refused(self, rows: Iterable[tuple[str, str, str]]) -> None:
        self.refused += [f"{method} {path}: {reason}" for method, path, reason in rows]

    def report(self) -> Report:
        """What is on record."""
        outcomes = tuple(self.store.journal.outcomes(self.recorder.run))
        run = next(one for one in self.store.journal.runs() if one.id == self.recorder.run)
        return Report(run.id, run.state, outcomes, 0, self.recorder.problem)


async def _until(stop: asyncio.Event, work: Coroutine[object, object, T]) -> T:
    """What the work comes to; it is cancelled once `stop` is set."""
    working, stopping = asyncio.ensure_future(work), asyncio.ensure_future(stop.wait())
    try:
        await asyncio.wait([working, stopping], return_when=asyncio.FIRST_COMPLETED)
        if stop.is_set():
            working.cancel()
        return await working
    finally:
        working.cancel()
        stopping.cancel()


class _RunLog(RunLog):
    """One whose items that stay as they are go among the warnings: a run has no list of targets that would tell of them."""

    __slots__ = ()

    def left(self, item: Item, reason: str) -> None:
        """An item that stays as it is."""
        self.warn(f"left {item.title} as it is: {reason}")
