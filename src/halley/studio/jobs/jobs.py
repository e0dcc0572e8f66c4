"""Jobs, as the API has them: asked for, listed, cancelled, resumed, deleted."""

from dataclasses import dataclass, field, replace
from pathlib import Path

from halley.clock import Clock, SystemClock
from halley.studio.desk.desk import Desk
from halley.studio.jobs.asking import Asking
from halley.studio.jobs.errors import Busy
from halley.studio.jobs.runner import Runner
from halley.studio.jobs.store import JobStore
from halley.studio.wire.jobs import Job, JobState, NewJob

_RESUMABLE: frozenset[JobState] = frozenset({"interrupted", "cancelled", "failed"})


@dataclass(slots=True)
class Jobs:
    """All jobs below a folder. `start` and `stop` belong to the server's beginning and end."""

    desk: Desk
    folder: Path
    at_once: int = 2
    clock: Clock = field(default_factory=SystemClock)
    store: JobStore = field(init=False)
    runner: Runner = field(init=False)

    def __post_init__(self) -> None:
        self.store = JobStore(self.folder)
        self.runner = Runner(self.store, self.desk.environment, self.at_once)

    async def start(self) -> None:
        """Find again what an earlier server left, and follow it."""
        await self.runner.start()

    async def stop(self) -> None:
        """Follow no more; workers go on."""
        await self.runner.stop()

    def make(self, new: NewJob, config: Path | None = None) -> Job:
        """Begin work; `config` stands in for the configuration's file. Raises NotThere, Busy, ConfigError, CannotKeep."""
        with self.store.lock:
            errand = Asking(self.desk, self.store, self.clock).errand(new)
            if config is not None:
                errand = replace(errand, config=str(config))
            self.store.make(errand)
        self.runner.wake()
        return self.store.job(errand.id)

    def all(self, configuration: str = "", state: JobState | None = None) -> list[Job]:
        """Those of a configuration and a state, newest first."""
        return [one for one in self.store.jobs() if configuration in {"", one.configuration} and state in {None, one.state}]

    def cancel(self, identity: str) -> Job:
        """Have one end. One that has ended stays as it is. Raises NotThere, CannotKeep."""
        self.runner.cancel(identity)
        return self.store.job(identity)

    def resume(self, identity: str) -> Job:
        """Go on with one that was cut off, stopped, or failed. Raises NotThere, Busy, CannotKeep."""
        self.runner.let_leave(identity)
        with self.store.lock:
            record, standing = self.store.record(identity), self.store.standing(identity)
            if standing.state not in _RESUMABLE or self.runner.is_at_work(identity):
                raise Busy(
                    f"the job {identity} is {standing.state}", hint="what was cut off, stopped or failed can be resumed"
                )
            record.cancel.unlink(missing_ok=True)
            waiting = replace(standing, state="waiting", ended="", problem="", hint="", words="", done=0, total=0, counts={})
            self.store.turn(identity, waiting)
        self.runner.wake()
        return self.store.job(identity)

    def remove(self, identity: str) -> None:
        """Delete one with everything in it; the journal stays. Raises NotThere, Busy, CannotKeep."""
        self.runner.let_leave(identity)
        with self.store.lock:
            state = self.store.standing(self.store.record(identity).id).state
            if state in {"waiting", "running"} or self.runner.is_at_work(identity):
                raise Busy(f"the job {identity} is {state}", hint="cancel it first")
            if users := [
                one.id for one in self.store.jobs() if one.state in {"waiting", "running"} and one.plan == identity
            ]:
                raise Busy(f"the plan {identity} is being carried out by job {users[0]}", hint="wait for it, or cancel it")
            self.store.remove(identity)
