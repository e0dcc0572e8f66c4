"""Days in a moment: an event loop that never waits, and a clock that shows what it would have waited for."""

import asyncio
import selectors
from collections.abc import Callable, Coroutine
from contextlib import contextmanager
from datetime import datetime, timedelta, tzinfo
from typing import Any

import pytest


class _Selector(selectors.SelectSelector):
    """Waits for nothing: whatever time it is told to wait for is over."""

    passed: Callable[[float], None]

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        found = super().select(0)
        if not found and timeout:
            self.passed(timeout)
        return found


class _Loop(asyncio.SelectorEventLoop):
    def __init__(self) -> None:
        self._passed = 0.0
        selector = _Selector()
        selector.passed = self._pass
        super().__init__(selector)

    def _pass(self, seconds: float) -> None:
        self._passed += seconds

    def time(self) -> float:
        return self._passed


class SimulatedClock:
    """A clock that goes with the loop; `turned` is by how much somebody put it forward."""

    def __init__(self, begin: datetime, loop: asyncio.AbstractEventLoop) -> None:
        self._begin, self._loop = begin, loop
        self.turned = timedelta(0)

    def now(self) -> datetime:
        return self._begin + timedelta(seconds=self._loop.time()) + self.turned


def simulated(
    begin: datetime, work: Callable[[SimulatedClock], Coroutine[Any, Any, None]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Do work in simulated time, APScheduler's look at the clock included."""
    loop = _Loop()
    clock = SimulatedClock(begin, loop)

    class Shown(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
            return clock.now().astimezone(tz)

    monkeypatch.setattr("apscheduler.schedulers.base.datetime", Shown)
    monkeypatch.setattr("apscheduler.triggers.interval.datetime", Shown)
    with _closed(loop):
        loop.run_until_complete(work(clock))


@contextmanager
def _closed(loop: asyncio.AbstractEventLoop) -> Any:
    try:
        yield
    finally:
        for task in asyncio.all_tasks(loop):
            task.cancel()
        loop.run_until_complete(asyncio.sleep(0))
        loop.close()
