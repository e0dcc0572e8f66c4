"""Ctrl-C ends `halley apply` between two changes; `--resume` goes on. A rate that was asked for is kept."""

import asyncio
import json
import os
import signal
import sys
from pathlib import Path

from halley.changes import restorable
from halley.changes.apply import apply_all
from halley.files import DiskImages
from halley.plans import write_plan
from halley.runs.running import Report
from halley.simulator import Simulator
from tests.support.coast import a_coast, pictures, the_plan
from tests.support.runs import TOKEN, a_bench, as_planned


async def halley(
    folder: Path, *words: str, stop_after: int | None = None, server: Simulator
) -> tuple[int, dict[str, object], str]:
    """Type a command in a process of its own, and press Ctrl-C once the server has heard so many writes."""
    environment = {**os.environ, "HALLEY_DATA": str(folder / "data")}
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "halley.cli", *words, "--config", str(folder / "config.yml"), "--json"),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        env=environment,
    )
    if stop_after is not None:
        while sum(one.method != "GET" for one in server.requests) < stop_after and process.returncode is None:
            await asyncio.sleep(0.002)
        process.send_signal(signal.SIGINT)
    told, errors = await process.communicate()
    return process.returncode or 0, json.loads(told), errors.decode()


def test_ctrl_c_ends_a_run_between_two_changes_and_resume_finishes_it(tmp_path: Path) -> None:
    async def stopped() -> None:
        library, images = a_coast()
        plan = the_plan(library)
        expected = restorable(apply_all(tuple(step.change for step in plan.steps), as_planned(library), 0))
        write_plan(plan, tmp_path / "plan")
        store = DiskImages(tmp_path / "plan" / "images")
        for one in pictures():
            store.put(one)
        async with Simulator(library, images, token=TOKEN, latency_ms=10) as server:
            (tmp_path / "config.yml").write_text(
                f"plex: {{url: '{server.url}', token: {TOKEN}}}\nlibraries: {{Movies: {{}}}}\n"
            )
            slowly = ("apply", str(tmp_path / "plan"), "--yes", "--connections", "1")
            code, told, errors = await halley(tmp_path, *slowly, stop_after=4, server=server)
            assert (code, told["state"]) == (130, "stopped"), (told, errors)
            assert "stopping" in errors
            writes = sum(one.method != "GET" for one in server.requests)
            assert writes < len(plan.steps)
            counts = told["counts"]
            assert isinstance(counts, dict)
            assert counts == {"exact": writes}
            code, told, errors = await halley(tmp_path, "apply", "--resume", "latest", server=server)
            assert (code, told["state"], told["left"]) == (0, "finished", 0), (told, errors)
            assert sum(one.method != "GET" for one in server.requests) == len(plan.steps)
            assert restorable(server.library).items == expected.items

    asyncio.run(stopped())


def test_no_more_writes_go_out_in_a_second_than_were_asked_for(tmp_path: Path) -> None:
    async def paced() -> tuple[Report, float]:
        library, images = a_coast()
        async with a_bench(library, tmp_path, images) as bench:
            for one in pictures():
                bench.keep(one)
            bench.address = bench.address.__class__(
                bench.address.url, bench.address.token, per_second=50, patience=bench.address.patience
            )
            numbers = [step.number for step in the_plan(library).steps if step.kind == "AddTags"]
            began = asyncio.get_running_loop().time()
            report = await bench.apply(the_plan(library), numbers)
            return report, asyncio.get_running_loop().time() - began

    report, seconds = asyncio.run(paced())
    assert report.is_good
    assert seconds >= (len(report.outcomes) - 1) / 50
