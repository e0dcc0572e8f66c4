"""Notices of a service that is to stop."""

import asyncio
from datetime import UTC, datetime

import pytest

from halley.notices import Notice, Telling
from halley.service.notices import Silent, told_in_time
from tests.unit.service.simulated import SimulatedClock, simulated

NOTICE = Notice("finished", "A run is over", "12 changes", "http://halley.example/")


class Slow(Silent):
    """Takes its time; what is left of it when it is given up is written down."""

    def __init__(self, seconds: float) -> None:
        self.seconds, self.told = seconds, ""

    async def tell(self, notice: Telling) -> None:
        try:
            await asyncio.sleep(self.seconds)
            self.told = notice.title
        except asyncio.CancelledError:
            self.told = "given up"
            raise


@pytest.mark.parametrize(
    ("seconds", "stops_at", "went_well", "took"),
    [(18, None, True, 18), (18, 0, False, 2), (18, 5, False, 7), (1, 0, True, 1), (5.5, 5, True, 5.5)],
)
def test_a_notice_keeps_a_service_that_is_to_stop_for_two_seconds_at_most(
    monkeypatch: pytest.MonkeyPatch, seconds: float, stops_at: float | None, went_well: bool, took: float
) -> None:
    async def work(clock: SimulatedClock) -> None:
        slow, stopping, began = Slow(seconds), asyncio.Event(), clock.now()
        if stops_at is not None:
            asyncio.get_running_loop().call_later(stops_at, stopping.set)
        assert await told_in_time(slow, NOTICE, stopping) is went_well
        assert slow.told == (NOTICE.title if went_well else "given up")
        assert abs((clock.now() - began).total_seconds() - took) < 0.1

    simulated(datetime(2026, 1, 1, tzinfo=UTC), work, monkeypatch)


async def test_a_notice_that_fails_ends_nothing() -> None:
    class Broken(Silent):
        async def tell(self, notice: Telling) -> None:
            raise OSError("no network")

    assert not await told_in_time(Broken(), NOTICE, asyncio.Event())
