"""A run that is killed goes on where it stood: nothing is lost, and nothing is done twice."""

import asyncio
import multiprocessing
import random
import sqlite3
from collections import Counter
from pathlib import Path

from halley.changes import apply_all, restorable
from halley.plans import read_plan, write_plan
from halley.runs.running import Address, Conduct, Task, begin, resume
from halley.runs.store import Store
from halley.secrets import Secret
from halley.simulator import Simulator
from halley.simulator.faults import Fault, FaultKind
from tests.support.coast import a_coast, pictures, the_plan
from tests.support.runs import QUICK, TOKEN, as_planned

LIVES = 20
KILLS = 5  # of each run, one after the other
STUMBLING = [Fault(FaultKind.DROP, 0.03), Fault(FaultKind.ERROR, 0.03)]
_CONTEXT = multiprocessing.get_context("forkserver")
_CONTEXT.set_forkserver_preload(["halley.runs.running", "halley.simulator"])


def go_on(url: str, data: str, plan: str) -> None:
    """Begin the run, or go on with it: what a process does that is about to be killed."""

    async def work() -> None:
        with Store(Path(data)) as store:
            address = Address(url, Secret(TOKEN), patience=QUICK)
            runs = store.journal.runs()
            if runs:
                await resume(store, address, runs[0], Conduct())
            else:
                found = read_plan(Path(plan))
                await begin(store, address, Task("apply", found, frozenset(one.number for one in found.steps)), Conduct())

    asyncio.run(work())


async def lived(server: Simulator, data: Path, plan: Path, chance: random.Random) -> int:
    """Let the run be killed again and again, then come to its end. Returns how often it was killed while it worked."""
    killed = 0
    for _ in range(KILLS):
        process = _CONTEXT.Process(target=go_on, args=(server.url, str(data), str(plan)))
        process.start()
        before = len(server.requests)
        moment = chance.randrange(0, 60)
        while process.is_alive() and len(server.requests) - before < moment:
            await asyncio.sleep(0.001)
        await asyncio.sleep(chance.random() * 0.004)
        killed += process.is_alive()
        process.kill()
        await asyncio.to_thread(process.join)
        await asyncio.sleep(0.01)  # what was on its way arrives
    process = _CONTEXT.Process(target=go_on, args=(server.url, str(data), str(plan)))
    process.start()
    await asyncio.to_thread(process.join)
    assert process.exitcode == 0
    return killed


def test_a_run_that_is_killed_at_a_hundred_moments_comes_to_its_end_and_does_nothing_twice(tmp_path: Path) -> None:
    chance = random.Random(20260101)
    library, images = a_coast()
    plan = the_plan(library)
    write_plan(plan, tmp_path / "plan")
    expected = restorable(apply_all(tuple(step.change for step in plan.steps), as_planned(library), 0))

    async def all_lives() -> int:
        killed = 0
        for number in range(LIVES):
            data = tmp_path / f"data{number}"
            with Store(data) as store:
                for one in pictures():
                    store.keep(one)
                store.put_down()
            async with Simulator(library, images, token=TOKEN, latency_ms=1) as server:
                server.faults.active = STUMBLING if number % 2 else []
                killed += await lived(server, data, tmp_path / "plan", chance)
                assert restorable(server.library).items == expected.items
                twice = [one for one, count in Counter(writes(server)).items() if count > allowed(one)]
                assert twice == []
                with Store(data) as store:
                    assert {one.state.is_good for one in store.journal.outcomes(store.journal.runs()[0].id)} == {True}
                    assert len(store.journal.outcomes(store.journal.runs()[0].id)) == len(plan.steps)
            base = sqlite3.connect(data / "journal.db")
            assert base.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            base.close()
        return killed

    assert asyncio.run(all_lives()) >= LIVES * KILLS * 0.9


def writes(server: Simulator) -> list[str]:
    return [f"{one.method} {one.target}" for one in server.requests if one.method != "GET" and one.status == 200]


def allowed(write: str) -> int:
    """The plan adds the same movie to the playlist twice, by two steps."""
    return 2 if write.startswith("PUT /playlists/") else 1
