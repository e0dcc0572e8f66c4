"""A preview that is killed at any moment leaves a folder that can be read and says so, and nothing of its engine running."""

import asyncio
import json
import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support.previews import Desk, ended, nothing_left_of, printed, processes_with

Play = Callable[..., Path]
SANDBOXES = [
    "none",
    pytest.param("landlock", marks=pytest.mark.needs("landlock")),
    pytest.param("bubblewrap", marks=pytest.mark.needs("bubblewrap")),
    pytest.param("container", marks=pytest.mark.needs("podman")),
]
#: What to wait for before killing: a file in the job folder, and a text in it.
MOMENTS = {
    "as soon as there is a folder": ("output/summary.json", "{"),
    "while base artwork is fetched": ("meta.json", "}"),
    "as the engine begins": ("logs/kometa.log", "Starting Run"),
    "between two posters": ("logs/kometa.log", "drew Heat"),
    "while the engine hangs": ("logs/kometa.log", "hanging"),
}


async def began(desk: Desk, moment: tuple[str, str], *words: str, sandbox: str = "none") -> asyncio.subprocess.Process:
    """A preview that came so far."""
    own = ("preview", "--config", desk.config, "--job", desk.job, "--engine", "kometa", "--sandbox", sandbox)
    process = await desk.start(*own, *words)
    await printed(process, desk.job / moment[0], moment[1])
    return process


@pytest.mark.parametrize("moment", MOMENTS.values(), ids=MOMENTS)
async def test_a_killed_preview_leaves_a_readable_folder_that_says_so(
    desk: Desk, play: Play, moment: tuple[str, str]
) -> None:
    play("overlays", "hang")
    process = await began(desk, moment, "--target", "Heat", "--target", "Ronin")
    process.send_signal(signal.SIGKILL)
    assert (await ended(process)).status == -signal.SIGKILL
    told = desk.summary
    assert (told["state"], told["success"], told["exit_code"]) == ("running", False, None)
    assert told["errors"] == ["this preview has not come to its end: it is still running, or it was killed"]
    shown = await desk.call("jobs", "show", str(desk.job))
    assert shown.told["state"] == "killed"
    listed = await desk.call("jobs", "list", "--folder", desk.folder, "--json")
    assert [(one["name"], one["state"], one["success"]) for one in json.loads(listed.output)] == [("job", "killed", False)]


async def test_a_preview_that_is_killed_before_it_wrote_anything_can_be_run_again(desk: Desk, play: Play) -> None:
    play("overlays", "finish")
    (desk.job / "halley").mkdir(parents=True)
    (desk.job / "halley" / ".running").touch()  # the lock is the first file
    assert (await desk.preview("--target", "Heat")).status == 0


async def test_a_killed_preview_can_be_run_again(desk: Desk, play: Play) -> None:
    play("overlays: 1", "hang")
    process = await began(desk, MOMENTS["while the engine hangs"], "--target", "Heat")
    process.send_signal(signal.SIGKILL)
    await ended(process)
    done = await desk.call("preview", "--job", desk.job, "--engine", "kometa", "--sandbox", "none", "--time-limit", "1")
    assert done.status == 4
    assert desk.summary["state"] == "failed"
    assert desk.summary["output_files"] == ["heat_after.webp"]


async def test_a_running_job_is_listed_as_running_and_what_it_captured_is_there_already(desk: Desk, play: Play) -> None:
    play("overlays", "hang")
    process = await began(desk, MOMENTS["while the engine hangs"], "--target", "Heat")
    listed = await desk.call("jobs", "list", "--folder", desk.folder, "--json")
    assert [one["state"] for one in json.loads(listed.output)] == ["running"]
    assert len((desk.job / "halley" / "changes.jsonl").read_text().splitlines()) == 2
    process.send_signal(signal.SIGTERM)
    assert (await ended(process)).status == 130


@pytest.mark.parametrize("sandbox", SANDBOXES)
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT], ids=["killed", "cancelled"])
async def test_nothing_of_the_engine_is_left_running(
    desk: Desk, play: Play, sandbox: str, how: signal.Signals, tmp_path: Path
) -> None:
    """Neither the engine, nor what it left behind in a session of its own, nor the container."""
    mark = f"left-{tmp_path.name}"
    home = play(f"fork: {mark}", "hang")
    process = await began(desk, MOMENTS["while the engine hangs"], "--target", "Heat", sandbox=sandbox)
    assert processes_with(mark)
    process.send_signal(how)
    await ended(process)
    assert await nothing_left_of(mark) == []
    assert await nothing_left_of(str(home)) == []


@pytest.mark.parametrize("sandbox", SANDBOXES)
async def test_nothing_that_the_engine_left_behind_outlives_a_good_run(
    desk: Desk, play: Play, sandbox: str, tmp_path: Path
) -> None:
    mark = f"left-{tmp_path.name}"
    play(f"fork: {mark}", "overlays", "finish")
    done = await desk.preview("--target", "Heat", sandbox=sandbox)
    assert done.status == 0, done
    assert await nothing_left_of(mark, 2) == []
