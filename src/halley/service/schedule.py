"""Wakes the service: APScheduler waits, our own trigger says for when."""

from collections.abc import Awaitable, Callable
from datetime import datetime, time
from zoneinfo import ZoneInfo

from apscheduler.schedulers.asyncio import AsyncIOScheduler  # type: ignore[import-untyped]
from apscheduler.triggers.base import BaseTrigger  # type: ignore[import-untyped]
from apscheduler.triggers.interval import IntervalTrigger  # type: ignore[import-untyped]

from halley.clock import Clock
from halley.service.times import last_until, next_after

PULSE_S = 30
_WAKE, _PULSE = "wake", "pulse"


class Daily(BaseTrigger):  # type: ignore[misc]
    """Fires at times of the day in a zone."""

    __slots__ = ("times", "zone")

    def __init__(self, times: tuple[time, ...], zone: ZoneInfo) -> None:
        self.times, self.zone = times, zone

    def get_next_fire_time(self, previous_fire_time: datetime | None, now: datetime) -> datetime:
        """The first time after the one before, or after now where there was none."""
        return next_after(previous_fire_time or now, self.times, self.zone)


class Schedule:
    """Calls `due` with the moment that came, and `pulse` every half minute. Several moments that were missed are one."""

    def __init__(
        self,
        times: tuple[time, ...],
        zone: ZoneInfo,
        due: Callable[[datetime], Awaitable[None]],
        pulse: Callable[[], Awaitable[None]],
        clock: Clock,
    ) -> None:
        self._trigger, self._due, self._pulse, self._clock = Daily(times, zone), due, pulse, clock
        defaults = {"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
        self._scheduler = AsyncIOScheduler(job_defaults=defaults, timezone=zone)

    def start(self) -> None:
        """Begin; the pulse first, at once."""
        self._scheduler.add_job(self._woke, self._trigger, id=_WAKE)
        self._scheduler.add_job(self._pulse, IntervalTrigger(seconds=PULSE_S), id=_PULSE)
        self._scheduler.start()

    def turn(self, times: tuple[time, ...], zone: ZoneInfo) -> None:
        """Wake at other times from now on."""
        self._trigger = Daily(times, zone)
        self._scheduler.reschedule_job(_WAKE, trigger=self._trigger)

    def stop(self) -> None:
        """Wake no more."""
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)

    async def _woke(self) -> None:
        await self._due(last_until(self._clock.now(), self._trigger.times, self._trigger.zone))
