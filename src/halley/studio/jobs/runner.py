"""Starts workers, follows them, stops them. A worker is a session of its own: whoever ends the server leaves it running."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace

from halley.clock import SystemClock, iso
from halley.errors import ConfigError, HalleyError
from halley.studio.jobs.processes import started_at
from halley.studio.jobs.record import JobRecord, Standing
from halley.studio.jobs.store import JobStore
from halley.studio.wire.jobs import JobState

_EVERY_S = 0.25
GRACE_S = 10
"""How long a worker has between being asked to end and being ended."""
_LAST_WORDS = 2000
_LEAVES_WITHIN_S, _PAUSE_S = 5, 0.02


@dataclass(slots=True)
class Runner:
    """Runs the jobs of a store, `at_once` at a time, and of those that write one."""

    store: JobStore
    environment: Mapping[str, str]
    at_once: int = 2
    grace_s: float = GRACE_S
    clock: Callable[[], float] = time.monotonic
    _started: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
    _running: list[str] = field(default_factory=list)
    _ends: dict[str, float] = field(default_factory=dict)
    _wake: asyncio.Event = field(default_factory=asyncio.Event)
    _loop: asyncio.AbstractEventLoop | None = None
    _task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Find the jobs again that an earlier server left, and follow all from now on."""
        self._loop = asyncio.get_running_loop()
        await asyncio.to_thread(self.store.sweep)
        await asyncio.to_thread(self.look)
        self._task = asyncio.create_task(self._follow())

    async def stop(self) -> None:
        """Follow no more; workers go on."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    def wake(self) -> None:
        """Look at once. It may be called from any thread."""
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._wake.set)

    async def _follow(self) -> None:
        while True:
            is_busy = await asyncio.to_thread(self.look)
            with suppress(TimeoutError):
                await asyncio.wait_for(self._wake.wait(), _EVERY_S if is_busy else None)
            self._wake.clear()

    def look(self) -> bool:
        """Look after every job that has not come to its end; whether there are any."""
        with self.store.lock:
            every = self.store.ids()
            self._running = [one for one in every if self._is_running(one)]
            active = [one for one in reversed(every) if self._standing(one).is_active or one in self._started]
            for one in active:
                # Where one was deleted, or the disk is full, what can be done is done next time.
                with suppress(HalleyError, OSError):
                    try:
                        self._look_after(one)
                    except ConfigError as problem:  # nobody can read what was asked, next time neither
                        self._end(one, self._standing(one), "failed", problem.message, problem.hint or "")
            return bool(active)

    def cancel(self, identity: str) -> None:
        """Have a job end. Raises NotThere, CannotKeep."""
        with self.store.lock:
            record, standing = self.store.record(identity), self._standing(identity)
            if standing.state == "waiting" and identity not in self._started:
                self._end(identity, standing, "cancelled")
            elif standing.is_active:
                with suppress(OSError):
                    record.cancel.touch()
                self._look_after(identity)
        self.wake()

    def is_at_work(self, identity: str) -> bool:
        """Whether a worker has the job still, its last word said or not."""
        self._reap(identity)
        return identity in self._started or self.store.record(identity).is_held

    def let_leave(self, identity: str) -> None:
        """Give a worker that has said its last word the moment that it takes to go. Raises NotThere."""
        ends = self.clock() + _LEAVES_WITHIN_S
        while not self._standing(self.store.record(identity).id).is_active and self.clock() < ends:
            with self.store.lock:
                if not self.is_at_work(identity):
                    return
            time.sleep(_PAUSE_S)

    def _look_after(self, identity: str) -> None:
        standing = self._standing(identity)
        process = self._reap(identity)
        if standing.state == "waiting":
            if process is None and identity in self._started:
                if not self.store.record(identity).is_held:  # else another server's worker has it
                    self._has_not_begun(identity)
            elif process is None and self._has_room(identity):
                self._start(identity)
        elif standing.state == "running":
            if not self.store.record(identity).is_held and process is None:
                self._lost(identity)
        elif process is None:
            self._started.pop(identity, None)
        if self.store.record(identity).cancel.exists():
            self._press(identity)

    def _reap(self, identity: str) -> subprocess.Popen[bytes] | None:
        """The process of a job that we started, while it lives."""
        process = self._started.get(identity)
        if process is not None and process.poll() is not None:
            if self._standing(identity).state != "waiting":
                self._started.pop(identity)
            return None
        return process

    def _has_room(self, identity: str) -> bool:
        running = self._running
        if len(running) >= self.at_once:
            return False
        if self.store.errand(identity).asked.kind == "plan":
            return True
        # The journal is one, and takes one run at a time.
        return all(self._is_plan(one) for one in running)

    def _is_plan(self, identity: str) -> bool:
        """Whether a job writes nothing; of one that cannot be read nobody knows."""
        try:
            return self.store.errand(identity).asked.kind == "plan"
        except ConfigError:
            return False

    def _is_running(self, identity: str) -> bool:
        state = self._standing(identity).state
        return state == "running" or (state == "waiting" and identity in self._started)

    def _start(self, identity: str) -> None:
        record = self.store.record(identity)
        command = [sys.executable, "-m", "halley.studio.jobs", str(record.root.absolute())]
        try:
            with record.errors.open("wb") as errors:
                self._running.append(identity)
                self._started[identity] = subprocess.Popen(  # noqa: S603 - our own interpreter and module
                    command,
                    env=dict(self.environment),
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.DEVNULL,
                    stderr=errors,
                    start_new_session=True,
                )
        except OSError as problem:
            why = f"no worker could be started: {problem.strerror or problem}"
            self._end(identity, self._standing(identity), "failed", why, "make room on this machine, then try again")

    def _has_not_begun(self, identity: str) -> None:
        """A worker that ended before it said a word."""
        self._started.pop(identity)
        if self.store.record(identity).cancel.exists():
            self._end(identity, self._standing(identity), "cancelled")
            return
        lines = self._last_words(self.store.record(identity)).strip().splitlines()
        why = f"the worker ended before it began: {lines[-1]}" if lines else "the worker ended before it began"
        self._end(identity, self._standing(identity), "failed", why)

    def _lost(self, identity: str) -> None:
        """A worker that is gone, and did not say how it ended."""
        standing = self._standing(identity)
        if standing.state != "running":  # it has said so since
            return
        self._started.pop(identity, None)
        if self.store.record(identity).cancel.exists():
            self._end(identity, standing, "cancelled")
        else:
            why = "its process was ended from outside: the machine or the container was stopped, or memory ran out"
            self._end(identity, standing, "interrupted", why, "resume it: it goes on from where it was")

    def _end(self, identity: str, standing: Standing, state: JobState, problem: str = "", hint: str = "") -> None:
        ended = replace(
            standing,
            state=state,
            ended=iso(SystemClock().now()),
            problem=problem,
            hint=hint,
            seconds_left=None,
            size=self.store.record(identity).size(),
            pid=0,
            started=0,
        )
        self.store.turn(identity, ended)

    def _press(self, identity: str) -> None:
        """Ask a worker to end; end it with all that it started where it does not."""
        standing = self._standing(identity)
        pid = standing.pid if standing.pid and started_at(standing.pid) == standing.started != 0 else 0
        if not pid or not (standing.is_active or self.store.record(identity).is_held):
            self._ends.pop(identity, None)
            return
        with suppress(OSError):
            if identity not in self._ends:
                self._ends[identity] = self.clock() + self.grace_s
                os.kill(pid, signal.SIGTERM)
            elif self.clock() >= self._ends[identity]:
                os.killpg(pid, signal.SIGKILL)

    def _last_words(self, record: JobRecord) -> str:
        try:
            return record.errors.read_bytes()[-_LAST_WORDS:].decode("utf-8", "replace")
        except OSError:
            return ""

    def _standing(self, identity: str) -> Standing:
        return self.store.standing(identity)
