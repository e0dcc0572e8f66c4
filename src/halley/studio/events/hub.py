"""Turns what changes in the folders of jobs into numbered events, for everybody who listens.

Numbers begin with the time, so that they grow over restarts of the server. The last events are kept: who names the number of
one gets all after it. Who names one that is too old, or none, gets every job as it stands.
"""

import asyncio
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime

from halley.errors import HalleyError
from halley.studio.jobs.log import moment
from halley.studio.jobs.record import ACTIVE
from halley.studio.jobs.store import JobStore, Stamp, stamp_of
from halley.studio.wire.jobs import Event, LogLine

_EVERY_S = 0.25
_KEPT_EVENTS, _KEPT_BYTES = 5_000, 16 * 1024 * 1024
_LINES, _LINES_AT_ONCE = 500, 5_000
_QUEUE_EVENTS, _QUEUE_BYTES = 2_000, 8 * 1024 * 1024
_MARGIN_S = 2
"""How much later a line may have been found than it was written."""
_NEVER: Stamp = (0, 0, 0)


@dataclass(frozen=True, slots=True)
class Numbered:
    """An event as it goes over the wire. `of` is the job whose log it belongs to, empty where it is for everybody."""

    number: int
    of: str
    data: bytes


class Listener:
    """One who listens: what goes to him first, then what happens. One who does not keep up is dropped."""

    def __init__(self, job: str) -> None:
        self.job = job
        self.first: Iterator[bytes] = iter(())
        self.is_dropped = False
        self._coming: deque[bytes] = deque()
        self._bytes = 0
        self._news = asyncio.Event()

    def hear(self, event: Numbered) -> None:
        """Put an event into the queue, if it is one for him."""
        if self.is_dropped or event.of not in {"", self.job}:
            return
        self._coming.append(event.data)
        self._bytes += len(event.data)
        self._news.set()
        if len(self._coming) > _QUEUE_EVENTS or self._bytes > _QUEUE_BYTES:
            self.end()

    def end(self) -> None:
        """Nothing more comes."""
        self.is_dropped = True
        self._coming.clear()
        self._news.set()

    async def next(self) -> bytes | None:
        """What comes next, once it does; None where nothing more does."""
        while not self._coming:
            if self.is_dropped:
                return None
            self._news.clear()
            await self._news.wait()
        data = self._coming.popleft()
        self._bytes -= len(data)
        return data

    @property
    def is_waiting(self) -> bool:
        """Whether he has all that there is."""
        return not self._coming


@dataclass(slots=True)
class _Seen:
    """What is known of a job: its state's file, how it stood, how many lines of its log were told."""

    stamp: Stamp
    is_active: bool
    lines: int


class Hub:
    """Events of the jobs of a store. `start` and `close` belong to the server's beginning and end."""

    def __init__(self, store: JobStore, clock: Callable[[], float] = time.time) -> None:
        self._store, self._clock = store, clock
        self._seen: dict[str, _Seen] = {}
        self._kept: deque[Numbered] = deque()
        self._bytes = 0
        self._forgotten = self._last = self._now()
        self._listeners: set[Listener] = set()
        self._wake = asyncio.Event()
        self._looking = asyncio.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._task: asyncio.Task[None] | None = None
        self.is_closed = False

    async def start(self) -> None:
        """Look at what there is, and follow it from now on."""
        self._loop = asyncio.get_running_loop()
        await asyncio.to_thread(self._first_look)
        self._task = asyncio.create_task(self._follow())

    async def stop(self) -> None:
        """End all streams and follow no more."""
        self.close()
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    def close(self) -> None:
        """End all streams, so that a server that waits for its answers to end can end. In the event loop's thread."""
        self.is_closed = True
        for one in tuple(self._listeners):
            one.end()
        self._listeners.clear()

    def wake(self) -> None:
        """Look at once. It may be called from any thread."""
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._wake.set)

    async def listener(self, job: str = "", last: int | None = None, after: int | None = None) -> Listener:
        """One who listens from now on, to the log of `job` too. `last` is the number of the last event that he had.

        `after` has him begin with the log's lines after that one.
        """
        found = Listener(job)
        if self.is_closed:
            found.end()
            return found
        self._wake.set()
        await self.look()
        here, told = self._last, self._seen[job].lines if job in self._seen else 0
        self._listeners.add(found)
        if last is not None and self._forgotten <= last <= here and after is None:
            found.first = iter([one.data for one in self._kept if one.number > last and one.of in {"", job}])
            return found
        jobs = await asyncio.to_thread(lambda: [Event(kind="job", id=one.id, job=one) for one in self._store.jobs()])
        begin = await asyncio.to_thread(self._missed, job, last, after, told)
        found.first = self._as_it_stands(jobs, job, (begin, told), here)
        return found

    def leave(self, listener: Listener) -> None:
        """He listens no more."""
        self._listeners.discard(listener)

    async def look(self) -> None:
        """Tell of everything that changed."""
        async with self._looking:
            for of, event in await asyncio.to_thread(lambda: list(self._changes())):
                self._tell(of, event)

    async def _follow(self) -> None:
        while True:
            await self.look()
            is_busy = self._listeners or any(one.is_active for one in self._seen.values())
            with suppress(TimeoutError):
                await asyncio.wait_for(self._wake.wait(), _EVERY_S if is_busy else None)
            self._wake.clear()

    def _tell(self, of: str, event: Event) -> None:
        self._last = max(self._last + 1, self._now())
        told = Numbered(self._last, of, framed(event, self._last))
        self._kept.append(told)
        self._bytes += len(told.data)
        while len(self._kept) > _KEPT_EVENTS or self._bytes > _KEPT_BYTES:
            gone = self._kept.popleft()
            self._bytes -= len(gone.data)
            self._forgotten = gone.number
        for one in tuple(self._listeners):
            one.hear(told)
            if one.is_dropped:
                self._listeners.discard(one)

    def _now(self) -> int:
        return int(self._clock() * 1_000_000)

    # --- in a thread ---------------------------------------------------------------------------------------------------

    def _first_look(self) -> None:
        for identity in self._store.ids():
            with suppress(HalleyError):
                self._seen[identity] = self._met(identity, self._store.log(identity).count)

    def _met(self, identity: str, lines: int) -> _Seen:
        record = self._store.record(identity)
        return _Seen(stamp_of(record.state), self._store.standing(identity).is_active, lines)

    def _changes(self) -> Iterator[tuple[str, Event]]:
        """What happened since the last time, each with the job that its listeners must have asked for."""
        ids = set(self._store.ids())
        for identity in [one for one in self._seen if one not in ids]:
            del self._seen[identity]
            yield "", Event(kind="gone", id=identity)
        for identity in sorted(ids):
            with suppress(HalleyError):  # it was deleted meanwhile: that is told next time
                yield from self._changes_of(identity)

    def _changes_of(self, identity: str) -> Iterator[tuple[str, Event]]:
        before, now = self._seen.get(identity), self._met(identity, 0)
        now.lines = before.lines if before is not None else 0
        is_changed = before is None or before.stamp != now.stamp
        if is_changed or now.is_active:
            job = self._store.job(identity)  # before the log is read: what it says of its end comes after its last line
            told = now.lines
            for lines in self._new_lines(identity, told):
                now.lines = lines[-1].number
                yield identity, Event(kind="log", id=identity, lines=lines)
            if now.lines - told >= _LINES_AT_ONCE:  # there may be more: they are told next time, and its end after them
                now.stamp, now.is_active = before.stamp if before is not None else _NEVER, True
            else:
                if is_changed:
                    yield "", Event(kind="job", id=identity, job=job)
                now.is_active = job.state in ACTIVE
        self._seen[identity] = now

    def _new_lines(self, identity: str, after: int) -> Iterator[tuple[LogLine, ...]]:
        log = self._store.log(identity)
        for start in range(after, after + _LINES_AT_ONCE, _LINES):
            lines = log.after(start, _LINES)
            if not lines:
                return
            yield lines

    def _missed(self, job: str, last: int | None, after: int | None, told: int) -> int:
        """The line after which those begin that a listener misses, of those that were told."""
        if not job or (last is None and after is None):
            return told
        if after is not None:
            return min(after, told)
        since = datetime.fromtimestamp(min(last or 0, self._last) / 1_000_000 - _MARGIN_S, UTC)
        try:
            return min(self._store.log(job).before(moment(since)), told)
        except HalleyError:
            return told

    def _as_it_stands(self, jobs: Sequence[Event], job: str, lines: tuple[int, int], here: int) -> Iterator[bytes]:
        """Every job, and the lines that are missed. Only the last event has a number: before it, not all is had."""
        begin, end = lines
        for number, event in enumerate(jobs, 1):
            yield framed(event, here if number == len(jobs) and begin >= end else None)
        for start in range(begin, end, _LINES):
            with suppress(HalleyError):  # it was deleted meanwhile
                part = self._store.log(job).after(start, min(_LINES, end - start))
                yield framed(Event(kind="log", id=job, lines=part), here if start + _LINES >= end else None)


def framed(event: Event, number: int | None) -> bytes:
    """An event as it goes over the wire."""
    name = f"id: {number}\n" if number is not None else ""
    return f"{name}event: {event.kind}\ndata: {event.model_dump_json()}\n\n".encode()
