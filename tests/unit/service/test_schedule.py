"""The scheduler over whole days of simulated time, changes of the clock both ways included."""

import asyncio
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from halley.service.schedule import Schedule
from tests.unit.service.simulated import SimulatedClock, simulated

BERLIN = ZoneInfo("Europe/Berlin")
TIMES = (time(2, 30), time(6), time(18))


def woken(begin: datetime, days: float, monkeypatch: pytest.MonkeyPatch, turn: timedelta | None = None) -> list[datetime]:
    """The moments for which a schedule called, in some days. `turn`: the clock is put forward by that after half of them."""
    found: list[datetime] = []

    async def work(clock: SimulatedClock) -> None:
        async def due(moment: datetime) -> None:
            found.append(moment)

        async def pulse() -> None:
            pass

        schedule = Schedule(TIMES, BERLIN, due, pulse, clock)
        schedule.start()
        await asyncio.sleep(days * 43200)
        clock.turned += turn or timedelta(0)
        await asyncio.sleep(days * 43200)
        schedule.stop()

    monkeypatch.setattr("halley.service.schedule.PULSE_S", 600)
    simulated(begin, work, monkeypatch)
    return found


@pytest.mark.parametrize(
    "day", [datetime(2026, 3, 27, tzinfo=UTC), datetime(2026, 10, 23, tzinfo=UTC)], ids=["spring", "autumn"]
)
def test_it_wakes_for_each_time_once_over_a_change_of_the_clock(day: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    found = woken(day, 5, monkeypatch)
    assert len(found) == len(set(found)) == 15
    hours = [f"{one.astimezone(BERLIN):%d %H:%M}" for one in found]
    left_out = {"29 03:30"} if day.month == 3 else set()
    expected = {f"{day.day + one:02} {at}" for one in range(5) for at in ("02:30", "06:00", "18:00")}
    assert set(hours) == (expected - {"29 02:30"} if left_out else expected) | left_out


def test_a_clock_that_jumps_ahead_makes_of_many_times_one(monkeypatch: pytest.MonkeyPatch) -> None:
    found = woken(datetime(2026, 5, 1, tzinfo=UTC), 2, monkeypatch, turn=timedelta(days=3))
    assert len(found) == len(set(found)) == 7
    assert found[3] - found[2] > timedelta(days=2)


def test_a_clock_that_is_put_back_doubles_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    found = woken(datetime(2026, 5, 1, tzinfo=UTC), 2, monkeypatch, turn=-timedelta(hours=5))
    assert len(found) == len(set(found))
