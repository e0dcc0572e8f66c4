"""The service over simulated days: never two runs, never one twice, and what was missed as it was set."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast
from zoneinfo import ZoneInfo

import pytest

from halley.clock import iso
from halley.notices import Telling
from halley.service.ending import unless_stopped
from halley.service.kept import Chosen, KeptConfiguration
from halley.service.notices import Silent
from halley.service.record import Record, RunRecord, Stage, read_state
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
    carried: list[RunRecord] = field(default_factory=list)
    cancelled: list[str] = field(default_factory=list)
    at_once: int = 0

    async def carry(self, run: RunRecord) -> RunRecord:
        service = self.service
        self.at_once += 1
        assert self.at_once == 1, "two runs at once"
        self.carried.append(run)
        zone = service.settings.zone
        self.runs.append(
            (f"{datetime.fromisoformat(run.due).astimezone(zone):%d %H:%M}" if run.due else "", self.clock.now())
        )
        try:
            await unless_stopped(asyncio.sleep(self.hours * 3600), service.stopping)
        finally:
            self.at_once -= 1
        return service.record.end(replace(run, ended=iso(self.clock.now()), outcome="finished"))


@pytest.fixture
def settings(tmp_path: Path) -> ServiceSettings:
    (tmp_path / "config.yml").write_text("libraries: {}\n")
    return ServiceSettings(tmp_path / "config.yml", (time(6), time(18)), ZoneInfo("UTC"))


def played(
    settings: ServiceSettings,
    days: float,
    monkeypatch: pytest.MonkeyPatch,
    *,
    hours: float = 0.5,
    begin: datetime = BEGIN,
    meanwhile: Callable[[Service], Awaitable[object]] | None = None,
) -> Played:
    """A service that ran for some days, or, where its settings say so, once."""
    found: list[Played] = []
    monkeypatch.setattr("halley.service.schedule.PULSE_S", 600)
    monkeypatch.setattr("halley.service.watch.Watch.read", lambda _: None)
    monkeypatch.setattr("halley.service.watch.Watch.look", lambda watch, _: _put_down(watch))
    monkeypatch.setattr("halley.service.waiting.Patience.wait", _nothing)
    monkeypatch.setattr("halley.service.service.Service._ended", _nothing)
    monkeypatch.setattr("halley.service.running.Carrier.carry", lambda _, run: found[-1].carry(run))
    monkeypatch.setattr("asyncio.to_thread", _here)  # simulated time would run away from a thread

    async def work(clock: SimulatedClock) -> None:
        cancelled: list[str] = []
        jobs = SimpleNamespace(cancel=cancelled.append)
        studio = SimpleNamespace(desk=SimpleNamespace(kometa=None), jobs=jobs)
        service = Service(settings, cast("Any", studio), lambda: settings, clock=clock)
        found.append(Played(service, clock, hours, cancelled=cancelled))
        if settings.runs_once:
            await service.once()
            return
        serving = asyncio.create_task(service.serve())
        if meanwhile is not None:
            await meanwhile(service)
        await asyncio.sleep(days * 86400)
        service.stop()
        await serving

    simulated(begin, work, monkeypatch)
    return found[0]


@pytest.fixture(autouse=True)
def _passes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every configuration does."""
    monkeypatch.setattr("halley.service.kept.KeptConfiguration.choose", lambda kept: Chosen(kept.config))


async def _here(do: Callable[..., object], *given: object) -> object:
    return do(*given)


async def _nothing(*_: object) -> None:
    pass


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


def test_no_whole_run_is_skipped_for_one_of_new_items(settings: ServiceSettings, monkeypatch: pytest.MonkeyPatch) -> None:
    async def told(service: Service) -> None:
        await asyncio.sleep(6 * 3600 - 5)
        service.came(("101",))

    found = played(replace(settings, missed="skip"), 0.1, monkeypatch, hours=0.005, meanwhile=told)
    assert times_of(found) == ["", "01 06:00"]


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


def test_a_run_is_open_before_its_configuration_is_looked_at_so_that_a_kill_meanwhile_loses_none(
    settings: ServiceSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = []

    def choose(kept: KeptConfiguration) -> Chosen:
        seen.append(read_state(settings.own / "state.json"))
        return Chosen(kept.config)

    monkeypatch.setattr("halley.service.kept.KeptConfiguration.choose", choose)
    played(settings, 0.3, monkeypatch)
    (state,) = seen
    assert state.open is not None
    assert state.taken == state.open.due


def test_a_time_that_comes_in_the_moment_of_a_stop_is_run_at_the_next_start(
    settings: ServiceSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def stopped_as_it_came(service: Service) -> None:
        await asyncio.sleep(6 * 3600 - 1)
        service.stop()
        await service.due(BEGIN + timedelta(hours=6))
        await asyncio.sleep(60)
        service.watch.put_down()

    first = played(settings, 0, monkeypatch, meanwhile=stopped_as_it_came)
    again = played(settings, 0.1, monkeypatch, begin=BEGIN + timedelta(hours=7))
    assert (times_of(first), times_of(again)) == ([], ["01 06:00"])


def test_a_clock_that_was_years_ahead_once_does_not_end_all_runs(
    settings: ServiceSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert times_of(played(settings, 0.3, monkeypatch, begin=BEGIN + timedelta(days=3650))) != []
    assert times_of(played(settings, 1, monkeypatch)) == ["01 06:00", "01 18:00"]
    back = played(settings, 0.3, monkeypatch, begin=BEGIN + timedelta(hours=17, minutes=59))
    assert times_of(back) == [], "but one that was set back by hours runs nothing twice"


def test_what_came_in_while_a_run_was_on_outlives_a_restart_and_is_run_once(
    settings: ServiceSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def told(service: Service) -> None:
        await asyncio.sleep(7 * 3600)
        service.came(("101", "102"))

    played(settings, 0.01, monkeypatch, hours=9, meanwhile=told)
    again = played(settings, 0.05, monkeypatch, hours=0.1, begin=BEGIN + timedelta(hours=8))
    assert [one.items for one in again.carried] == [(), ("101", "102")]
    assert played(settings, 0.05, monkeypatch, begin=BEGIN + timedelta(hours=10)).carried == []


def test_a_configuration_that_passes_again_is_told_once(settings: ServiceSettings, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []
    problems = ["", "line 3 is wrong", "", ""]

    def choose(kept: KeptConfiguration) -> Chosen:
        problem = problems.pop(0)
        return Chosen(kept.shadow if problem else kept.config, problem)

    async def tell(_: Silent, notice: Telling) -> None:
        told.append(notice.title)

    monkeypatch.setattr("halley.service.kept.KeptConfiguration.choose", choose)
    monkeypatch.setattr("halley.service.notices.Silent.tell", tell)
    played(settings, 1.9, monkeypatch)
    assert problems == []
    assert told == ["The configuration does not pass", "The configuration passes again"]


def opened(settings: ServiceSettings, stage: Stage, items: tuple[str, ...] = ()) -> None:
    """A run of mode `apply` that was cut off."""
    Record(settings.own).begin(
        RunRecord("earlier", "apply", "schedule", iso(BEGIN), stage=stage, job="j1", plan="p1", items=items)
    )


@pytest.mark.parametrize(("items", "carried"), [((), ["earlier"]), (("7",), ["earlier", ""])], ids=["whole", "items"])
def test_a_run_at_once_goes_on_with_one_that_was_cut_off_and_does_all_where_that_was_about_items_only(
    settings: ServiceSettings, monkeypatch: pytest.MonkeyPatch, items: tuple[str, ...], carried: list[str]
) -> None:
    opened(settings, "plan", items)
    found = played(replace(settings, runs_once=True, mode="apply"), 0, monkeypatch)
    assert [one.id if one.id == "earlier" else "" for one in found.carried] == carried
    assert found.carried[-1].is_whole


def test_nothing_is_written_any_more_once_the_mode_is_preview(
    settings: ServiceSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened(settings, "plan")
    (gone_on,) = played(settings, 0.05, monkeypatch).carried
    assert (gone_on.id, gone_on.mode) == ("earlier", "preview")
    opened(settings, "apply")
    found = played(settings, 0.05, monkeypatch)
    assert (found.carried, found.cancelled) == ([], ["j1"])
    state = read_state(settings.own / "state.json")
    assert state.open is None
    assert (state.runs[0].outcome, state.runs[0].words[:14]) == ("cancelled", "it was cut off")


def test_what_comes_in_goes_by_the_configuration_that_passed_last_and_so_does_a_run_that_waited(
    settings: ServiceSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def told(service: Service) -> None:
        service.came(("101",))

    def choose(kept: KeptConfiguration) -> Chosen:
        return Chosen(kept.shadow, "line 3 is wrong")

    monkeypatch.setattr("halley.service.kept.KeptConfiguration.choose", choose)
    opened(settings, "waiting")
    found = played(replace(settings, mode="apply"), 0.05, monkeypatch, hours=0.1, meanwhile=told)
    assert [one.items for one in found.carried] == [(), ("101",)]
    assert {one.config for one in found.carried} == {str(settings.own / "kept" / "config.yml")}
