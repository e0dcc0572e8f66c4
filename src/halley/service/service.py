"""The service itself: what wakes it, what it does then, how it ends."""

import asyncio
import contextlib
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from halley.clock import Clock, SystemClock, iso
from halley.errors import ConfigError, HalleyError
from halley.notices import troubles_of_backups
from halley.service.ending import Stopped, unless_stopped
from halley.service.kept import KeptConfiguration
from halley.service.log import LOG, Veil
from halley.service.metrics import Metrics
from halley.service.notices import Notice, Notices, Silent, told_in_time
from halley.service.plex import Server
from halley.service.record import Record, RunRecord
from halley.service.running import Carrier
from halley.service.schedule import PULSE_S, Schedule
from halley.service.settings import ServiceSettings
from halley.service.status import seen_at
from halley.service.tidying import is_applied, tidy
from halley.service.times import last_until, next_after
from halley.service.told import blocked_by, changes_of, notices_of
from halley.service.waiting import Patience
from halley.service.watch import Watch
from halley.studio.studio import Studio

_LATE = timedelta(seconds=2 * PULSE_S)
"""A run that begins later than this was missed."""
_EVERY_S = 15 * 60
"""How often backups are looked at for what they left to tell."""


@dataclass(slots=True)
class Service:
    """One service. `link` is the address of its studio; `reread` reads its settings anew."""

    settings: ServiceSettings
    studio: Studio
    reread: Callable[[], ServiceSettings]
    link: str = ""
    notices: Notices = field(default_factory=Silent)
    clock: Clock = field(default_factory=SystemClock)
    veil: Veil = field(default_factory=Veil)
    stopping: asyncio.Event = field(default_factory=asyncio.Event)
    record: Record = field(init=False)
    watch: Watch = field(init=False)
    metrics: Metrics = field(init=False)
    schedule: Schedule | None = None
    began: float = field(default_factory=time.monotonic)
    _due: datetime | None = None
    _items: tuple[str, ...] = ()
    _wake: asyncio.Event = field(default_factory=asyncio.Event)
    _is_busy: bool = False
    _looks_at: float = 0

    def __post_init__(self) -> None:
        self.record = Record(self.settings.own)
        self._items = self.record.state.items
        self.watch = Watch(lambda: self.settings, self.record, self.clock, self.veil, self._is_applied)
        self.metrics = Metrics(self.watch.status)

    # --- what wakes it -------------------------------------------------------------------------------------------------

    async def serve(self) -> None:
        """Wake, run, sleep, until it is to stop."""
        settings = self.settings
        self.watch.read()
        for note in settings.notes:
            LOG.warning("%s", note)
        self._look_back()
        self.schedule = Schedule(settings.times, settings.zone, self.due, self.pulse, self.clock)
        self.schedule.start()
        try:
            await unless_stopped(self.pulse(), self.stopping)
            LOG.info("%s: the next run is at %s", settings.mode, self._next_in_words())
            await self._work()
        except Stopped:
            pass
        finally:
            self.schedule.stop()
            self.watch.put_down()

    async def once(self) -> RunRecord | None:
        """Run at once, and come back when that is done; None where it was stopped."""
        self.watch.read()
        for note in self.settings.notes:
            LOG.warning("%s", note)
        opened = self.record.state.open
        is_done = opened is not None and await self._go_on(opened) and opened.is_whole
        if not is_done and not self.stopping.is_set():
            await self._whole("asked", None)
        self.watch.put_down()
        return self.record.state.runs[0] if self.record.state.open is None and self.record.state.runs else None

    async def due(self, moment: datetime) -> None:
        """A time of the schedule has come. One that was taken up already is not taken up again."""
        if self.record.is_taken(moment):
            return
        is_late = self.clock.now() - moment > _LATE
        opened = self.record.state.open
        is_doubled = self._is_busy and (opened is None or opened.is_whole)  # one of new items is over in a moment
        if self.settings.missed == "skip" and (is_late or is_doubled):
            why = "another run is on" if is_doubled else "it was missed"
            LOG.warning("the run of %s is skipped: %s", self._in_words(moment), why)
            self.record.taken(moment)
            return
        with contextlib.suppress(OSError):  # whoever starts next sees it, should this service end before its run begins
            self.record.put_off(moment)
        if self._is_busy:
            LOG.warning("the run of %s waits: another run is on", self._in_words(moment))
        elif is_late:
            LOG.warning("the run of %s was missed: it is run now", self._in_words(moment))
        self._due = moment
        self._wake.set()

    def came(self, items: tuple[str, ...]) -> None:
        """Items are new on the server."""
        self._items = tuple(dict.fromkeys((*self._items, *items)))
        with contextlib.suppress(OSError):
            self.record.came(self._items)
        self._wake.set()

    def stop(self) -> None:
        """End: a run that is on is stopped between two Changes, and goes on at the next start."""
        LOG.info("stopping")
        self.stopping.set()
        self._wake.set()

    def reload(self) -> None:
        """Read the settings anew; what cannot be used leaves them as they are."""
        try:
            new = self.reread()
        except HalleyError as problem:
            LOG.error("the settings stay as they were: %s", problem)
            return
        moved = (new.times, new.zone) != (self.settings.times, self.settings.zone)
        self.settings = replace(new, config=self.settings.config)
        if self.schedule is not None and moved:
            self.record.taken(self.clock.now())  # times that are new have not been missed
            self.schedule.turn(new.times, new.zone)
        self.watch.put_down()
        LOG.info("the settings were read anew: %s, the next run is at %s", new.mode, self._next_in_words())

    async def pulse(self) -> None:
        """Look at what a run needs, and now and then at what backups left to tell."""
        await self.watch.look(self.metrics)
        if time.monotonic() >= self._looks_at:
            self._looks_at = time.monotonic() + _EVERY_S
            troubles = await asyncio.to_thread(troubles_of_backups, self.settings.folder)
            await self.notices.standing("backup", troubles)

    # --- what it does --------------------------------------------------------------------------------------------------

    async def _work(self) -> None:
        if (opened := self.record.state.open) is not None:
            with contextlib.suppress(OSError):  # it stays open
                await self._go_on(opened)
        while not self.stopping.is_set():
            try:
                await self._next()
            except OSError as problem:
                LOG.error("no run can be kept on record, so that none is begun: %s", problem)
                self.metrics.failed("disk")

    async def _next(self) -> None:
        """Do what is due next, or wait until something is."""
        if self._due is not None:
            moment, self._due = self._due, None
            await self._whole("schedule", moment)
        elif self._items:
            items, self._items = self._items, ()
            await self._carry(self.record.begin(self._new("webhook", items=items)))
        else:
            self._wake.clear()
            await self._wake.wait()

    async def _whole(self, why: str, moment: datetime | None) -> None:
        await self._carry(self.record.begin(self._new(why, moment)))

    async def _go_on(self, run: RunRecord) -> bool:
        """Go on with a run that was cut off; False where it was one that writes, and nothing may be written any more."""
        writes = run.mode != "preview" and run.stage in {"apply", "run"}
        if self.settings.mode != "preview" or not writes:
            mode = "preview" if self.settings.mode == "preview" else run.mode
            await self._carry(replace(run, why="resumed", mode=mode))
            return True
        with contextlib.suppress(HalleyError):  # its worker may have outlived the service
            await asyncio.to_thread(self.studio.jobs.cancel, run.job)
        words = "it was cut off, and is not gone on with: the mode is preview now"
        await self._ended(self.record.end(replace(run, outcome="cancelled", words=words, ended=iso(self.clock.now()))))
        return False

    async def _carry(self, run: RunRecord) -> None:
        """Do a run, or go on with one."""
        self._is_busy = True
        try:
            self.record.turn(run)
            what = "new items" if run.items else "everything"
            LOG.info("Run %s: %s of %s (%s)", run.id, run.mode, what, run.why, extra={"run": run.id})
            self.watch.put_down()
            if run.stage == "waiting":
                run = await unless_stopped(self._ready(run), self.stopping)
            ended = await Carrier(self.settings, self.studio, self.record, self.clock, self.stopping).carry(run)
        except Stopped:
            LOG.warning("Finished %s: stopped; it goes on at the next start", run.id, extra={"run": run.id})
        except ConfigError as problem:
            ended = replace(run, outcome="failed", words=str(problem), ended=iso(self.clock.now()))
            await self._ended(self.record.end(ended))
        else:
            await self._ended(ended)
        finally:
            if run.config:
                await asyncio.to_thread(self._kept().settle)
            self._is_busy = False
            self.watch.put_down()

    async def _ready(self, run: RunRecord) -> RunRecord:
        """The run once it may begin, with the configuration that it goes by then. Raises ConfigError where there is none."""
        if run.is_whole:
            await self._patience().wait(Server(self.settings.config, self.settings.environment))
        chosen = await asyncio.to_thread(self._kept().choose)
        is_kept = chosen.is_kept(self.settings.config)
        if chosen.problem:
            await self._warn_of_configuration(chosen.problem, is_kept=is_kept)
        elif self.record.state.runs and self.record.state.runs[0].config:  # the one before went by the kept one
            await self._tell(Notice("recovered", "The configuration passes again", "it is what runs go by", self.link))
        return self.record.turn(replace(run, config=str(chosen.config) if is_kept else ""))

    async def _ended(self, run: RunRecord) -> None:
        level = 40 if run.outcome == "failed" else 30 if run.outcome == "cancelled" else 20
        LOG.log(level, "Finished %s: %s in %.0f s: %s", run.id, run.outcome, run.seconds, run.words, extra={"run": run.id})
        if run.outcome == "approval":
            where = f"{self.link}plans/{run.plan}" if self.link else f"plan {run.plan} in the studio"
            LOG.info("read it, and approve it: %s", where, extra={"run": run.id})
        self.metrics.ran(run)
        environment = self.studio.settings.environment
        for (kind, outcome), count in (await asyncio.to_thread(changes_of, run.run, environment)).items():
            self.metrics.changed(kind, outcome, count)
        if run.plan:
            with contextlib.suppress(HalleyError):
                self.metrics.blocked(blocked_by(self.studio.jobs.store.record(run.plan).plan))
        self.metrics.blocked(run.counts.get("blocked", 0))
        earlier = next((one for one in self.record.state.runs[1:] if one.is_whole == run.is_whole), None)
        await asyncio.to_thread(tidy, self.record.state.runs, self.studio.jobs)
        for notice in await asyncio.to_thread(notices_of, run, earlier, self.link, self.studio):
            await self._tell(notice)

    async def _warn_of_configuration(self, problem: str, *, is_kept: bool) -> None:
        words = "the last one that could be used is run" if is_kept else "what is wrong in it is left out"
        LOG.error("the configuration does not pass, so that %s:\n%s", words, problem)
        self.metrics.failed("configuration")
        await self._tell(Notice("configuration", "The configuration does not pass", f"{words}\n{problem}", self.link))

    async def _tell(self, notice: Notice) -> None:
        if not await told_in_time(self.notices, notice, self.stopping):
            self.metrics.failed("notice")

    def _look_back(self) -> None:
        """See whether a time was missed while no service was there."""
        settings, now = self.settings, self.clock.now()
        moment = last_until(now, settings.times, settings.zone)
        state = self.record.state
        if state.pending:
            self._due = datetime.fromisoformat(state.pending)
            return
        alive = seen_at(settings.own)
        if not alive or iso(moment) <= max(alive, state.taken):
            return
        if settings.missed == "run":
            LOG.warning("the run of %s was missed while no service was there: it is run now", self._in_words(moment))
            self._due = moment
        else:
            LOG.warning("the run of %s was missed while no service was there: it is skipped", self._in_words(moment))
            self.record.taken(moment)

    def _kept(self) -> KeptConfiguration:
        settings = self.settings
        return KeptConfiguration(settings.config, settings.own, settings.environment, self.studio.desk.kometa)

    def _patience(self) -> Patience:
        settings = self.settings
        return Patience(
            self.clock,
            settings.zone,
            self._sleep,
            settings.avoids_maintenance and not settings.runs_once,
            settings.waits_for_streams,
        )

    async def _sleep(self, seconds: float) -> bool:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self.stopping.wait(), seconds)
        return self.stopping.is_set()

    def _is_applied(self, plan: str) -> bool:
        return is_applied(plan, self.studio.jobs)

    def _new(self, why: str, moment: datetime | None = None, items: tuple[str, ...] = ()) -> RunRecord:
        now = self.clock.now()
        name = f"{now.astimezone(self.settings.zone):%Y%m%d-%H%M%S}-{secrets.token_hex(2)}"
        return RunRecord(name, self.settings.mode, why, iso(now), iso(moment) if moment is not None else "", items=items)

    def _next_in_words(self) -> str:
        settings = self.settings
        return self._in_words(next_after(self.clock.now(), settings.times, settings.zone))

    def _in_words(self, moment: datetime) -> str:
        return f"{moment.astimezone(self.settings.zone):%Y-%m-%d %H:%M %Z}"
