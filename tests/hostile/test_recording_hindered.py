"""Recording on a disk that fills up, and against a server that stumbles: nothing is done that is not on record."""

import asyncio
import subprocess
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

import pytest

from halley.changes import restorable
from halley.gateway.gateway import GatewaySettings, open_gateway
from halley.gateway.ledger import Ledger
from halley.runs.errors import JournalError
from halley.runs.recording import RunRecorder, open_run_recorder
from halley.runs.running import Address, Conduct, begin, undo_task
from halley.runs.settling import settle
from halley.runs.store import Store
from halley.runs.undo import way_back_from
from halley.secrets import Secret
from halley.simulator import Simulator
from halley.simulator.faults import Fault, FaultKind
from tests.support.coast import a_coast
from tests.support.recorded import done_by, engine, on_record
from tests.support.runs import QUICK, TOKEN

ROOMS_KIB = (160, 256, 320, 384, 448)
PADDING = 20_000


@pytest.fixture
def small_disk(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Path]:
    """A disk of so many KiB. Mark the test `needs("mount")`."""
    folder = tmp_path / "disk"
    folder.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={request.param}k", "tmpfs", folder], check=True)
    try:
        yield folder
    finally:
        subprocess.run(["umount", folder], check=True)


async def recorded(
    server: Simulator, store: Store, folder: Path, padding: int = 0, faults: Sequence[Fault] = ()
) -> tuple[RunRecorder, Ledger]:
    """Let the engine come to its end, on record, on a server that has faults while it works."""
    address = Address(server.url, Secret(TOKEN), patience=QUICK, timeout_s=5)
    async with open_run_recorder(store, address, "config.yml", Conduct()) as recorder:
        settings = GatewaySettings(server.url, Secret(TOKEN), timeout_s=5)
        async with open_gateway(settings, store.images, recorder=recorder) as gateway:
            port = await gateway.listener.on_tcp("127.0.0.1", 0)
            url, began = f"http://127.0.0.1:{port}", partial(server.faults.active.extend, faults)
            await asyncio.to_thread(engine, url, gateway.token.reveal(), folder, padding, began)
    return recorder, gateway.ledger


async def taken_back(server: Simulator, store: Store) -> None:
    """Take the one run back."""
    (run,) = store.journal.runs()
    address = Address(server.url, Secret(TOKEN), patience=QUICK, timeout_s=5)
    await settle(store, address, run)
    report = await begin(store, address, undo_task(run, way_back_from(store.journal, run)), Conduct())
    assert report.is_good, [one for one in report.outcomes if not one.state.is_good]


@pytest.mark.needs("mount")
@pytest.mark.parametrize("small_disk", ROOMS_KIB, indirect=True, ids=str)
async def test_on_a_disk_that_fills_up_writes_are_refused_rather_than_done_unrecorded(
    small_disk: Path, tmp_path: Path
) -> None:
    library, images = a_coast()
    first = restorable(library)
    async with Simulator(library, images, token=TOKEN) as server:
        with Store(small_disk / "data") as store:
            recorder, ledger = await recorded(server, store, tmp_path, PADDING)
            assert done_by(server) - on_record(store, store.journal.runs()[0]) == Counter()
            assert any("507" in one.reason or "No space" in one.reason or "full" in one.reason for one in ledger.refused)
            assert recorder.problem is None or isinstance(recorder.problem, JournalError)
        subprocess.run(["mount", "-o", "remount,size=16m", small_disk], check=True)
        with Store(small_disk / "data") as store:
            await taken_back(server, store)
        assert restorable(server.library) == first


@pytest.mark.parametrize("kind", [FaultKind.DROP, FaultKind.ERROR], ids=lambda kind: kind.value)
@pytest.mark.parametrize("rate", [0.1, 0.3])
async def test_what_a_stumbling_server_did_is_on_record_as_it_is_and_taken_back(
    kind: FaultKind, rate: float, tmp_path: Path
) -> None:
    library, images = a_coast(movies=6)
    first = restorable(library)
    async with Simulator(library, images, token=TOKEN) as server:
        with Store(tmp_path / "data") as store:
            await recorded(server, store, tmp_path, faults=[Fault(kind, rate)])
            server.faults.active = []
            done, told = done_by(server), on_record(store, store.journal.runs()[0])
            assert done
            assert done - told == Counter()
            states = {one.number: one.state.is_good for one in store.journal.outcomes(store.journal.runs()[0].id)}
            assert sum(states.values()) >= done.total()
            await taken_back(server, store)
        assert restorable(server.library) == first
