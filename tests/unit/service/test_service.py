"""The service over simulated days: never two runs, never one twice, and what was missed as it was set."""

import asyncio
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast
from zoneinfo import ZoneInfo

import pytest

from halley.clock import iso
from halley.service.service import Service
from halley.service.settings import Missed, ServiceSettings
from tests.unit.service.simulated import SimulatedClock, simulated

BERLIN = ZoneInfo("Europe/Berlin")
BEGIN = datetime(2026, 5, 1, 0, 0, tzinfo=UTC)


@dataclass
class Played:
    """A service whose runs take as long as a test says, and do nothing."""

    service: Service
    clock: SimulatedClock
    hours: float = 0.5
    runs: list[tuple[str, datetime]] = field(default_factory=list)
    at_once: int = 0

    def __post_init__(self) -> None:
        whole = self._whole
        cast("Any", type(self.service))._whole = lambda _, why, moment: whole(why, moment)

    async def _whole(self, why: str, moment: datetime | None) -> None:
        service = self.service
        if moment is not None:
            service.record.taken(moment)
        self.at_once += 1
        assert self.at_once == 1, "two runs at once"
        service._is_busy = True
        self.runs.append((f"{moment.astimezone(service.settings.zone):%d %H:%M}" if moment else "", self.clock.now()))
        run = service.record.turn(service._new(why, moment))
        await asyncio.sleep(self.hours * 3600)
        service.record.end(replace(run, ended=iso(self.clock.now()), outcome="finished"))
        service._is_busy = False
        self.at_once -= 1


@pytest.fixture
def settings(tmp_path: Path) -> ServiceSettings:
    (tmp_path / "config.yml").write_text("libraries: {}\n")
    return ServiceSettings(tmp_path / "config.yml", (time(6), time(18)), ZoneInfo("UTC"))


def played(
    settings: ServiceSettings, days: float, monkeypatch: pytest.MonkeyPatch, *, hours: float = 0.5, begin: datetime = BEGIN
) -> Played:
    """A service that ran for some days."""
    found: list[Played] = []
    monkeypatch.setattr("halley.service.schedule.PULSE_S", 600)
    monkeypatch.setattr("halley.service.watch.Watch.read", lambda _: None)

    async def work(clock: SimulatedClock) -> None:
        cls = type("Served", (Service,), {})  # of its own, so that what is put into it stays there
        service = cls(settings, cast("Any", SimpleNamespace()), lambda: settings, clock=clock)
        monkeypatch.setattr("halley.service.watch.Watch.look", lambda watch, _: _put_down(watch))
        one = Played(service, clock, hours)
        found.append(one)
        serving = asyncio.create_task(service.serve())
        await asyncio.sleep(days * 86400)
        service.stop()
        await serving

    simulated(begin, work, monkeypatch)
    return found[0]


async def _put_down(watch: Any) -> None:
    watch.put_down()


def times_of(found: Played) -> list[str]:
    return [one for one, _ in found.runs]


def test_it_wakes_runs_and_sleeps_at_its_times(settings: ServiceSettings, monkeypatch: pytest.MonkeyPatch) -> None:
    found = played(settings, 3, monkeypatch)
    assert times_of(found) == ["01 06:00", "01 18:00", "02 06:00", "02 18:00", "03 06:00", "03 18:00"]
    assert all(at.hour in {6, 18} and at.minute == 0 for _, at in found.runs)


@pytest.mark.parametrize(
    ("begin", "told"),
    [
        (datetime(2026, 3, 28, 12, tzinfo=UTC), ["29 03:30", "30 02:30"]),
        (datetime(2026, 10, 24, 12, tzinfo=UTC), ["25 02:30", "26 02:30"]),
    ],
    ids=["spring", "autumn"],
)
def test_a_run_at_a_change_of_the_clock_is_one_run(
    settings: ServiceSettings, monkeypatch: pytest.MonkeyPatch, begin: datetime, told: list[str]
) -> None:
    nightly = replace(settings, times=(time(2, 30),), zone=BERLIN)
    assert times_of(played(nightly, 2, monkeypatch, begin=begin)) == told


@pytest.mark.parametrize(
    ("missed", "told"),
    [("run", ["01 06:00", "01 18:00", "02 18:00"]), ("skip", ["01 06:00", "02 06:00"])],
    ids=["run", "skip"],
)
def test_a_time_that_comes_while_a_run_is_on_is_run_late_or_skipped(
    settings: ServiceSettings, monkeypatch: pytest.MonkeyPatch, missed: Missed, told: list[str]
) -> None:
    # A run of 20 hours: that of 18:00 comes while the first is on, and that of the next morning while the late one is.
    found = played(replace(settings, missed=missed), 2, monkeypatch, hours=20)
    assert times_of(found)[: len(told)] == told


@pytest.mark.parametrize(("missed", "told"), [("run", ["30 18:00"]), ("skip", [])], ids=["run", "skip"])
def test_a_time_that_came_while_no_service_was_there_is_run_late_or_skipped(
    settings: ServiceSettings, monkeypatch: pytest.MonkeyPatch, missed: Missed, told: list[str]
) -> None:
    settings = replace(settings, missed=missed)
    alive = played(settings, 0.1, monkeypatch, begin=BEGIN - timedelta(hours=10))  # until 16:24
    assert times_of(alive) == []
    assert times_of(played(settings, 0.2, monkeypatch)) == told
    assert times_of(played(settings, 0.01, monkeypatch, begin=BEGIN + timedelta(hours=5))) == []  # and not again


def test_a_first_start_makes_nothing_up(settings: ServiceSettings, monkeypatch: pytest.MonkeyPatch) -> None:
    assert times_of(played(settings, 0.2, monkeypatch)) == []


def test_a_service_that_is_started_again_within_the_same_moment_does_not_run_twice(
    settings: ServiceSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = played(settings, 0.26, monkeypatch, hours=0)  # until 06:14
    again = played(settings, 0.1, monkeypatch, hours=0, begin=BEGIN + timedelta(hours=5, minutes=59, seconds=59))
    assert (times_of(first), times_of(again)) == (["01 06:00"], [])


def test_times_that_were_set_anew_have_not_been_missed(settings: ServiceSettings, monkeypatch: pytest.MonkeyPatch) -> None:
    played(settings, 0.9, monkeypatch)  # until 21:36
    moved = replace(settings, times=(time(20),))
    assert times_of(played(moved, 0.05, monkeypatch, begin=BEGIN + timedelta(hours=21, minutes=37))) == []


def test_what_a_service_put_down_in_no_order_at_all_stops_none(
    settings: ServiceSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.own.mkdir(parents=True)
    (settings.own / "state.json").write_text("{half")
    (settings.own / "status.json").write_text("[]")
    assert times_of(played(settings, 0.3, monkeypatch)) == ["01 06:00"]
