"""What goes wrong in the middle: a server that goes away, a stop before the engine runs, a report nevertheless."""

import asyncio
import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from halley.simulator.faults import Fault, FaultKind
from tests.support.previews import Desk, ended, printed

Play = Callable[..., Path]


@pytest.mark.parametrize(
    "words", [("--target", "Heat", "--target", "Ronin"), ("--library", "Movies")], ids=["targets", "all"]
)
async def test_a_server_that_goes_away_ends_with_3_and_what_was_drawn_is_told(
    desk: Desk, play: Play, words: tuple[str, ...]
) -> None:
    play("overlays: 1", "until_gone", "finish")
    desk.write_config(desk.config.read_text().replace("timeout: 20", "timeout: 2"))
    process = await desk.start(
        "preview", "--config", desk.config, "--job", desk.job, "--engine", "kometa", "--sandbox", "none", *words
    )
    await printed(process, desk.job / "logs" / "kometa.log", "asking")
    await desk.server.__aexit__()
    done = await ended(process)
    assert done.status == 3, done
    told = desk.summary
    assert (told["state"], told["exit_code"]) == ("failed", 3)
    assert {one["id"]: one["outcome"] for one in told["targets"]}["heat"] == "captured"
    assert told["counts"]["degraded"] == len(told["targets"]) - 1
    assert told["faults"][0]["kind"] == "unreachable"
    assert (desk.job / "output" / "report.html").is_file()
    assert "Traceback" not in done.errors


async def test_a_server_that_fails_now_and_then_costs_pictures_and_no_more(desk: Desk, play: Play) -> None:
    play("overlays", "finish")
    desk.server.faults.active.append(Fault(FaultKind.ERROR, path="/library/metadata/101/thumb/"))
    done = await desk.preview("--library", "Movies")
    assert done.status == 0, done
    rows = {one["id"]: (one["outcome"], one["before"]) for one in desk.summary["targets"]}
    assert rows == {
        "heat": ("captured", None),
        "matrix": ("captured", "matrix.jpg"),
        "ronin": ("captured", "ronin.jpg"),
    }


async def test_a_stop_before_the_engine_runs_is_told_too(desk: Desk, play: Play) -> None:
    play("overlays", "finish")
    desk.server.faults.active.append(Fault(FaultKind.SLOW, path="/thumb/"))
    process = await desk.start(
        "preview", "--config", desk.config, "--job", desk.job, "--engine", "kometa", "--sandbox", "none", "--target", "Heat"
    )
    assert process.stderr
    async with asyncio.timeout(30):
        while b"fetching base artwork" not in await process.stderr.readline():
            pass
    process.send_signal(signal.SIGTERM)
    done = await ended(process)
    assert done.status == 130
    assert (desk.summary["state"], desk.summary["kometa_ran"]) == ("cancelled", False)
    assert "the preview was cancelled" in (desk.job / "output" / "report.html").read_text()
