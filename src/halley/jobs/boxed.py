"""One run of real Kometa between its four walls: configuration, guard, sandbox, gateway."""

import asyncio
import shutil
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from halley.clock import SystemClock
from halley.config import Configuration
from halley.engines.kometa import (
    Command,
    Generated,
    KometaHome,
    LogReader,
    PreviewRequest,
    PreviewTarget,
    RunOutcome,
    generate,
    run,
)
from halley.engines.kometa.workplace import Workplace, files_that_tell
from halley.errors import EngineError
from halley.files import DiskImages
from halley.gateway.gateway import Gateway, GatewaySettings, open_gateway
from halley.gateway.ledger import Ledger
from halley.gateway.upstream import plex_tv_reader
from halley.jobs.box_choice import home_and_box
from halley.jobs.doors import Doors, open_doors
from halley.jobs.folder import JobFolder
from halley.jobs.followed_log import Followed, FollowedLog
from halley.jobs.means import Means
from halley.jobs.outcomes import DrawnCount
from halley.jobs.plan_backups import State, changed_since, state_of
from halley.jobs.plan_steps import new_tags
from halley.jobs.run_backups import RealRun
from halley.jobs.targets import Target
from halley.jobs.walls import Standing
from halley.plans import Backup, Origin
from halley.plex.ids import RatingKey
from halley.sandbox.box import BoxRequest, Launch
from halley.sandbox.choose import Choice
from halley.sandbox.disarm import disarm
from halley.sandbox.egress import Egress, EgressLine
from halley.sandbox.egress_policy import EgressPolicy
from halley.sandbox.guard_events import GuardEvents, read_guard_events
from halley.sandbox.guard_settings import GUARD_FOLDER, GuardSettings, guarded_environment
from halley.sandbox.leashed import leashed
from halley.secrets import Redactor

_KEPT_NAMES = frozenset({"PATH", "LANG", "LC_ALL", "TZ"})


@dataclass(frozen=True, slots=True)
class BoxSettings:
    """How an engine is to be run, on which libraries. `scope` bounds what it sees; None shows whole libraries."""

    means: Means
    everything: bool
    libraries: tuple[str, ...]
    scope: tuple[RatingKey, ...] | None = None


@dataclass(frozen=True, slots=True)
class BoxedRun:
    """What a run left behind. `failure` is one sentence for why the engine did not finish, empty where it did.

    `hint` says what to do about it; `ran` whether Kometa came as far as beginning its run. `reasons` say for items that were
    to be drawn why they could not be; `warnings` are sentences for the summary. `backups` are originals that it put aside or
    threw away, `tags` what new tag ids stand for, `origins` which definitions drew posters, as far as the engine tells;
    `followed` what Kometa was at work on when it wrote.
    """

    ledger: Ledger
    failure: str = ""
    hint: str | None = None
    outcome: RunOutcome | None = None
    home: KometaHome | None = None
    standing: Standing | None = None
    events: GuardEvents = GuardEvents()
    outside: tuple[EgressLine, ...] = ()
    seconds: float = 0
    ran: bool = False
    was_cancelled: bool = False
    engine: str = "kometa"
    version: str = ""
    warnings: tuple[str, ...] = ()
    reasons: Mapping[RatingKey, str] = field(default_factory=dict)
    backups: tuple[Backup, ...] = ()
    tags: Mapping[int, tuple[str, str]] = field(default_factory=dict)
    origins: Mapping[RatingKey, Origin] = field(default_factory=dict)
    followed: Followed = Followed()


@dataclass(frozen=True, slots=True)
class _Run:
    """One run, with everything that it needs."""

    settings: BoxSettings
    configuration: Configuration
    folder: JobFolder
    targets: Sequence[Target]
    home: KometaHome
    choice: Choice
    gateway: Gateway
    egress: Egress
    images: DiskImages
    real: RealRun | None = None

    @property
    def _libraries(self) -> tuple[str, ...]:
        return tuple(one.name for one in self.configuration.library_settings(self.settings.libraries))

    @property
    def workplace(self) -> Workplace:
        return Workplace(self.folder.config, self.folder.engine / "home")

    @property
    def _followed(self) -> FollowedLog:
        """Kometa's own log, which is removed once it has ended."""
        settings = self.configuration.library_settings(self.settings.libraries)
        return FollowedLog(self.folder.config / "logs" / "meta.log", {one.name: one.title for one in settings})

    @property
    def events(self) -> Path:
        return self.folder.engine / "guard.jsonl"

    @property
    def guard(self) -> Path:
        """The guard's settings, which the engine can read only."""
        return self.folder.records / "guard.json"

    async def to_the_end(self, captured: Callable[[int], None]) -> BoxedRun:
        """Let the engine run and tell what it left behind. Raises EngineError where it cannot be started."""
        generated: Generated | None = None
        state: State | None = None
        backups: tuple[Backup, ...] = ()
        self.gateway.ledger.chapter = following = self._followed
        copy, overlays = self.folder.config / "overlays", self.configuration.folder / "overlays"
        try:
            async with open_doors(self.choice.box, self.gateway, self.egress) as doors:
                generated = await asyncio.to_thread(self._lay_out, doors)
                state = await asyncio.to_thread(state_of, copy)
                launch = await asyncio.to_thread(self.choice.box.launch, self._request(generated, doors))
                outcome = await self._to_its_end(launch, captured)
                backups = await asyncio.to_thread(changed_since, state, copy, overlays, self.images)
        finally:
            followed = following.close()
            if self.real is not None and state is not None:
                await asyncio.to_thread(self.real.originals.hand_back, state, copy, self._libraries)
                await asyncio.to_thread(self.workplace.hand_back_cache, self.configuration.path)
            await asyncio.to_thread(self.workplace.tidy, self.folder.logs, self._redactor)
            if generated is not None:
                await asyncio.to_thread(generated.restore)
        events = await asyncio.to_thread(read_guard_events, self.events)
        return BoxedRun(
            self.gateway.ledger,
            outcome.failure if outcome else f"the {'run' if self.real else 'preview'} was cancelled",
            outcome=outcome,
            home=self.home,
            standing=Standing(self.choice, generated.dropped),
            events=events,
            outside=self.egress.record,
            ran=outcome.ran if outcome else _has_begun(self.folder.log),
            was_cancelled=outcome is None,
            backups=backups,
            tags=new_tags(self.gateway.library),
            followed=followed,
        )

    async def _to_its_end(self, launch: Launch, captured: Callable[[int], None]) -> RunOutcome | None:
        """How the run ended; None where it was cancelled, which is told like any other end."""
        try:
            return await self._run(leashed(launch), captured)
        except asyncio.CancelledError:
            if (task := asyncio.current_task()) is not None:
                task.uncancel()
            return None
        finally:
            for leftover in launch.leftovers:
                shutil.rmtree(leftover, ignore_errors=True)
            for folder in (self.folder.config, self.folder.engine):
                await asyncio.to_thread(disarm, folder)

    def _lay_out(self, doors: Doors) -> Generated:
        names = self._libraries
        keys = None if self.settings.scope is None else frozenset(self.gateway.library.items)
        self.workplace.lay_out(self.configuration.folder, names, keys)
        if self.real is not None:
            self.workplace.lend_cache(self.configuration.path)
        targets = [PreviewTarget(one.id, one.item.type.word, one.item.title, one.item.key) for one in self.targets]
        request = PreviewRequest(
            names,
            targets,
            doors.gateway,
            self.gateway.token.reveal(),
            everything=self.settings.everything,
            real=self.real is not None,
        )
        guard = GuardSettings(gateway=doors.gateway, egress=doors.egress, events=self.events, captures=self.folder.captured)
        self.events.unlink(missing_ok=True)  # a job that is run again tells of its last run
        guard.write(self.guard)
        return generate(self.configuration, request, self.folder.config)

    def _request(self, generated: Generated, doors: Doors) -> BoxRequest:
        user, own = self.configuration.folder, self.home.home / "config"
        hidden = {self.configuration.path, user / ".env", own / ".env"}
        for folder in (user, own):
            hidden |= set(files_that_tell(folder, self.configuration.plex.token))
        return BoxRequest(
            command=(*self.home.command, "-r", "--config", str(generated.config)),
            environment=self._environment(generated.secrets),
            working_directory=self.workplace.home,
            writable=(self.folder.config, self.folder.engine),
            readable=(*self.home.read_paths, GUARD_FOLDER, self.guard, user, *generated.readable),
            sockets=doors.sockets,
            hidden=tuple(sorted(hidden)),
            name=f"{'run' if self.real else 'preview'}-{time.time_ns():x}",
            python=self.home.python,
        )

    def _environment(self, secrets: Mapping[str, str]) -> dict[str, str]:
        # An image has a search path of its own.
        names = _KEPT_NAMES - {"PATH"} if self.settings.means.image else _KEPT_NAMES
        given = {name: value for name, value in self.settings.means.environment.items() if name in names}
        own = {
            "PYTHONUNBUFFERED": "1",
            "PYTHONDONTWRITEBYTECODE": "1",
            "KOMETA_READ_ONLY_CONFIG": "true",
        }
        return guarded_environment(self.guard, {"LANG": "C.UTF-8", **given, **secrets, **own})

    async def _run(self, launch: Launch, captured: Callable[[int], None]) -> RunOutcome:
        among = None if self.settings.scope is None else frozenset(one.item.key for one in self.targets)
        count, told = DrawnCount(self.gateway.ledger, among), -1

        def heard(_: str) -> None:
            nonlocal told
            if (now := count()) != told:
                told = now
                captured(now)

        command = Command(launch.command, launch.environment, launch.working_directory, launch.kill)
        limit = self.settings.means.time_limit_s
        return await run(command, self.folder.log, self._redactor, time_limit_s=limit, on_line=heard)

    @property
    def _redactor(self) -> Redactor:
        return self.configuration.redactor


def _has_begun(log: Path) -> bool:
    """Whether a log says that Kometa began its run."""
    reader = LogReader()
    with log.open(encoding="utf-8", errors="replace") as lines:
        for line in lines:
            reader.read(line)
            if reader.started:
                return True
    return False


async def run_boxed(
    settings: BoxSettings,
    configuration: Configuration,
    folder: JobFolder,
    targets: Sequence[Target],
    images: DiskImages,
    captured: Callable[[int], None],
    real: RealRun | None = None,
) -> BoxedRun:
    """Run Kometa on the targets and tell what happened; `captured` is called with the number of posters drawn so far.

    With `real` the run is a real one: what Kometa writes is done on the server, and in the user's folder.

    Raises PlexError where the server cannot be used, ConfigError where what is demanded contradicts itself. An engine that
    is missing, cannot be boxed in, crashes or hangs is told in the result, not raised.
    """
    began = time.monotonic()
    ledger, means = Ledger(SystemClock()), settings.means
    try:
        home, choice = await asyncio.to_thread(home_and_box, means)
    except EngineError as problem:
        return BoxedRun(ledger, problem.message, hint=problem.hint, seconds=time.monotonic() - began)
    plex = configuration.plex
    behind = GatewaySettings(plex.url, plex.token, verify_ssl=plex.verify_ssl, timeout_s=plex.timeout, scope=settings.scope)
    recorder = real.recorder if real is not None else None
    read_plex_tv = None if means.offline else plex_tv_reader(plex.token, means.outside)
    async with open_gateway(behind, images, records=folder.records, read_plex_tv=read_plex_tv, recorder=recorder) as gateway:
        egress = Egress(EgressPolicy(offline=means.offline, outside=means.outside).with_hosts(means.hosts))
        running = _Run(settings, configuration, folder, targets, home, choice, gateway, egress, images, real)
        try:
            ended = await running.to_the_end(captured)
        except (EngineError, OSError) as problem:
            ended = BoxedRun(gateway.ledger, str(problem), home=home, standing=Standing(choice), outside=egress.record)
        finally:
            await egress.close()
    return replace(ended, seconds=time.monotonic() - began)
