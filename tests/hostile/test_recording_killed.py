"""A process that records what an engine writes is killed: all that was done is on record, and can be taken back."""

import asyncio
import multiprocessing
import random
import sqlite3
from collections import Counter
from pathlib import Path

from halley.changes import restorable
from halley.gateway.gateway import GatewaySettings, open_gateway
from halley.runs.recording import open_run_recorder
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

LIVES = 40
MOVIES = 6
STUMBLING = [Fault(FaultKind.DROP, 0.04), Fault(FaultKind.ERROR, 0.04)]
_CONTEXT = multiprocessing.get_context("forkserver")
_CONTEXT.set_forkserver_preload(["halley.runs.recording", "halley.gateway.gateway", "halley.simulator", "plexapi.server"])


def record(url: str, data: str) -> None:
    """Record a run from beginning to end: what a process does that is about to be killed."""

    async def work() -> None:
        with Store(Path(data)) as store:
            address = Address(url, Secret(TOKEN), patience=QUICK, timeout_s=5)
            async with open_run_recorder(store, address, "config.yml", Conduct()) as recorder:
                settings = GatewaySettings(url, Secret(TOKEN), timeout_s=5)
                async with open_gateway(settings, store.images, recorder=recorder) as gateway:
                    port = await gateway.listener.on_tcp("127.0.0.1", 0)
                    await asyncio.to_thread(engine, f"http://127.0.0.1:{port}", gateway.token.reveal(), Path(data))

    asyncio.run(work())


async def lived(server: Simulator, data: Path, chance: random.Random) -> bool:
    """Let a run be recorded and killed at some moment. Returns whether it was killed while it worked."""
    process = _CONTEXT.Process(target=record, args=(server.url, str(data)))
    process.start()
    moment = chance.randrange(20, 190)
    while process.is_alive() and len(server.requests) < moment:
        await asyncio.sleep(0.001)
    await asyncio.sleep(chance.random() * 0.004)
    was_killed = process.is_alive()
    process.kill()
    await asyncio.to_thread(process.join)
    await asyncio.sleep(0.05)  # what was on its way arrives
    return was_killed


def test_a_recording_that_is_killed_has_all_that_was_done_on_record_and_it_can_be_taken_back(tmp_path: Path) -> None:
    chance = random.Random(20261129)
    library, images = a_coast(movies=MOVIES)
    first = restorable(library)

    async def all_lives() -> tuple[int, int, int]:
        killed = writes = settled = 0
        for number in range(LIVES):
            data = tmp_path / f"data{number}"
            async with Simulator(library, images, token=TOKEN, latency_ms=1) as server:
                server.faults.active = STUMBLING if number % 3 == 0 else []
                killed += await lived(server, data, chance)
                server.faults.active = []
                base = sqlite3.connect(data / "journal.db")
                assert base.execute("PRAGMA integrity_check").fetchone() == ("ok",)
                base.close()
                with Store(data) as store:
                    runs = store.journal.runs()
                    done = done_by(server)
                    writes += done.total()
                    if not runs:
                        assert not done
                        continue
                    assert done - on_record(store, runs[0]) == Counter()
                    address = Address(server.url, Secret(TOKEN), patience=QUICK, timeout_s=5)
                    settled += await settle(store, address, runs[0])
                    task = undo_task(runs[0], way_back_from(store.journal, runs[0]))
                    report = await begin(store, address, task, Conduct())
                    assert report.is_good, [one for one in report.outcomes if not one.state.is_good]
                assert restorable(server.library) == first, number
        return killed, writes, settled

    killed, writes, settled = asyncio.run(all_lives())
    assert killed >= LIVES * 0.8
    assert writes > LIVES * 5
    assert settled > LIVES / 2
