"""Real Kometa on record ends in the same server as Kometa that nobody watched, and what it did can be taken back."""

import asyncio
from pathlib import Path
from typing import Literal

import pytest

from halley.changes import restorable
from halley.gateway.gateway import GatewaySettings, open_gateway
from halley.runs.guards import NAMES
from halley.runs.model import State
from halley.runs.recording import open_run_recorder
from halley.runs.running import Address, Conduct, begin, undo_task
from halley.runs.store import Store
from halley.runs.undo import way_back_from
from halley.secrets import Secret
from halley.simulator import Simulator
from tests.equality.library import equality_library, lay_out
from tests.equality.sides import Planner, sides
from tests.equality.test_kometa import (
    MATRIX,
    REAL_TOKEN,
    Case,
    differences_of,
    kometa,
    run_alone,
    shown_by,
)
from tests.support.kometa import Kometa, Outside, Ran, an_outside

__all__ = ["kometa"]
OF_OVERLAYS = frozenset(case.name for case in MATRIX if case.name.startswith("overlays"))
CHOSEN = ("overlays", "overlays-taken-away", "collections-that-change", "operations-that-tidy", "everything-at-once")


@pytest.mark.kometa
@pytest.mark.parametrize("case", [one for one in MATRIX if one.name in CHOSEN], ids=lambda case: case.name)
async def test_a_recorded_run_ends_where_a_direct_one_ends_and_is_taken_back(
    case: Case, kometa: Kometa, tmp_path: Path
) -> None:
    one, other = equality_library(), equality_library()
    async with (
        an_outside(one.library) as outside,
        Simulator(one.library, one.images, token=REAL_TOKEN) as direct,
        Simulator(other.library, other.images, token=REAL_TOKEN) as recorded,
    ):
        before = restorable(recorded.library)
        with Store(tmp_path / "data") as store:
            alone, behind = await asyncio.gather(
                run_alone(kometa, tmp_path / "direct", direct.url, case, outside),
                run_on_record(kometa, tmp_path / "recorded", recorded, case, outside, store),
            )
            assert [ran.complaints for ran in behind] == [ran.complaints for ran in alone]
            assert all(ran.is_finished for ran in behind)
            assert differences_of(restorable(direct.library), restorable(recorded.library)) == []
            assert shown_by(direct) == shown_by(recorded)
            for run in store.journal.runs():
                steps = store.journal.outcomes(run.id)
                assert steps
                assert [(one.words, one.reason) for one in steps if not one.state.is_good or one.state is State.BEGUN] == []

            for run in store.journal.runs():
                address = Address(recorded.url, Secret(REAL_TOKEN))
                report = await begin(store, address, undo_task(run, way_back_from(store.journal, run)), Conduct())
                assert report.is_good, [one for one in report.outcomes if not one.state.is_good]
            assert differences_of(before, restorable(recorded.library)) == []


@pytest.mark.kometa
@pytest.mark.parametrize("engine", ["native", "kometa"])
@pytest.mark.parametrize("case", [one for one in MATRIX if one.name in OF_OVERLAYS], ids=lambda case: case.name)
async def test_either_engine_on_record_leaves_posters_and_their_originals_as_kometa_does_and_all_is_taken_back(
    case: Case, engine: Literal["kometa", "native"], kometa: Kometa, tmp_path: Path
) -> None:
    planner = Planner(engine, kometa, name=f"{engine} on record")
    async with an_outside() as outside, sides(tmp_path, outside, equality_library, kometa, [planner]) as both:
        first = both.held()
        (recorded,) = both.planned.values()
        for step in case.steps:
            await asyncio.gather(both.direct.direct(step.config()), recorded.record(step.config(), engine))
            both.hold_alike()
        assert both.held() != first
        await both.back(first)


async def run_on_record(
    kometa: Kometa, folder: Path, server: Simulator, case: Case, outside: Outside, store: Store
) -> tuple[Ran, ...]:
    """Each step of a case as a run of its own, on record."""
    lay_out(folder)
    address, ran = Address(server.url, Secret(REAL_TOKEN)), list[Ran]()
    for step in case.steps:
        async with open_run_recorder(store, address, step.name, Conduct(passed=frozenset(NAMES))) as recorder:
            settings = GatewaySettings(server.url, Secret(REAL_TOKEN))
            async with open_gateway(settings, store.images, records=folder, recorder=recorder) as gateway:
                url = f"http://127.0.0.1:{await gateway.listener.on_tcp('127.0.0.1', 0)}"
                token = gateway.token.reveal()
                ran.append(await kometa.run(folder, url, token, step.config(), outside, is_gateway=True))
                assert gateway.ledger.refused == []
        assert recorder.problem is None
    return tuple(ran)
