"""What a run waits for: that Plex has tidied up, and if asked that nobody watches."""

import asyncio
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, cast
from zoneinfo import ZoneInfo

import pytest

from halley.errors import Unreachable
from halley.service.plex import is_within
from halley.service.waiting import Patience


@dataclass
class Clock:
    at: datetime

    def now(self) -> datetime:
        return self.at


@dataclass
class Server:
    """One that tidies up between two hours, and has somebody watching until a moment."""

    hours: tuple[int, int] = (2, 5)
    until: datetime | None = None
    clock: Clock | None = None
    is_down: bool = False
    asked: list[str] = field(default_factory=list)

    async def maintenance(self) -> tuple[int, int]:
        self.asked.append("maintenance")
        if self.is_down:
            raise Unreachable("it does not answer")
        return self.hours

    async def streams(self) -> int:
        self.asked.append("streams")
        return int(self.until is not None and self.clock is not None and self.clock.at < self.until)


def waited(
    clock: Clock, server: Server, *, streams: bool = False, avoids: bool = True, zone: str = "Europe/Berlin"
) -> timedelta:
    """How long a run waited."""
    began = clock.at

    async def sleep(seconds: float) -> bool:
        clock.at += timedelta(seconds=seconds)
        return False

    patience = Patience(clock, ZoneInfo(zone), sleep, avoids, streams)
    assert asyncio.run(patience.wait(cast("Any", server)))
    return clock.at - began


@pytest.mark.parametrize(
    ("hour", "first", "last", "is_in"),
    [
        (3, 2, 5, True),
        (5, 2, 5, False),
        (1, 2, 5, False),
        (23, 22, 3, True),
        (2, 22, 3, True),
        (12, 22, 3, False),
        (0, 0, 0, False),
    ],
)
def test_a_window_may_go_over_midnight(hour: int, first: int, last: int, is_in: bool) -> None:
    assert is_within(hour, first, last) is is_in


def test_a_run_within_the_hours_of_maintenance_begins_after_them_by_the_users_clock() -> None:
    clock = Clock(datetime(2026, 5, 1, 1, 30, tzinfo=UTC))  # 03:30 in Berlin
    assert waited(clock, Server()) == timedelta(minutes=90)
    assert waited(Clock(datetime(2026, 5, 1, 1, 30, tzinfo=UTC)), Server(), zone="UTC") == timedelta(0)
    assert waited(Clock(datetime(2026, 5, 1, 1, 30, tzinfo=UTC)), Server(), avoids=False) == timedelta(0)


def test_streams_are_waited_for_only_where_that_is_asked_for_and_not_for_ever() -> None:
    clock = Clock(datetime(2026, 5, 1, 10, tzinfo=UTC))
    server = Server((0, 0), clock.at + timedelta(minutes=30), clock)
    assert waited(clock, server) == timedelta(0)
    assert waited(clock, server, streams=True) == timedelta(minutes=30)
    server.until = clock.at + timedelta(days=9)
    assert waited(clock, server, streams=True) == timedelta(hours=12)


def test_a_server_that_does_not_answer_is_the_runs_business() -> None:
    assert waited(Clock(datetime(2026, 5, 1, 1, 30, tzinfo=UTC)), Server(is_down=True)) == timedelta(0)


def test_a_service_that_is_to_stop_waits_no_longer() -> None:
    async def sleep(_: float) -> bool:
        return True

    patience = Patience(Clock(datetime(2026, 5, 1, 3, tzinfo=UTC)), ZoneInfo("UTC"), sleep)
    assert not asyncio.run(patience.wait(cast("Any", Server())))
