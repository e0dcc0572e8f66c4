"""Running an engine: it is heard line by line, and nothing of it is left when the run is over."""

import asyncio
import resource
import time
from pathlib import Path

import pytest

from halley.engines.kometa import Command, run
from halley.engines.kometa.printed import LOG_LIMIT
from halley.errors import EngineMissing
from halley.secrets import Redactor
from tests.unit.engines.playing import GOOD_RUN, Stage, has_ended

IGNORES_SIGTERM = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
#: A child of the same group that ignores SIGTERM too, writes down its number and then sleeps for long.
FORKS = """
import os, signal, sys, time
if os.fork() == 0:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    with open('child.part', 'w') as file: file.write(str(os.getpid()))
    os.rename('child.part', 'child')
    time.sleep(600)
    os._exit(0)
while not os.path.exists('child'): time.sleep(0.01)
"""


@pytest.fixture
def stage(tmp_path: Path) -> Stage:
    return Stage(tmp_path)


async def test_a_run_that_begins_and_finishes_is_a_success(stage: Stage) -> None:
    outcome = await stage.play(GOOD_RUN)
    assert (outcome.exit_code, outcome.failure, outcome.ran) == (0, "", True)
    assert stage.lines == ["|  Starting Run  |", "|  Finished Run  |"]
    assert stage.log.read_text() == "|  Starting Run  |\n|  Finished Run  |\n"


async def test_lines_are_heard_and_logged_while_the_engine_still_runs(stage: Stage) -> None:
    """The engine goes on only when its first line has been heard: it would wait for ever for a buffer."""

    def answer(line: str) -> None:
        if line == "first":
            (stage.folder / "go").touch()

    stage.on_line = answer
    outcome = await stage.play(
        "import os, time\nprint('first')\nwhile not os.path.exists('go'): time.sleep(0.01)\n" + GOOD_RUN
    )
    assert outcome.failure == ""


async def test_progress_that_ends_in_a_carriage_return_is_heard_at_once(stage: Stage) -> None:
    stage.on_line = lambda line: (stage.folder / "go").touch() if "1/2" in line else None
    program = (
        "import os, time\nprint('| 1/2', end='\\r')\nwhile not os.path.exists('go'): time.sleep(0.01)\nprint('| 2/2\\n')\n"
    )
    await stage.play(program + GOOD_RUN)
    assert stage.lines[:2] == ["| 1/2", "| 2/2"]


async def test_what_goes_to_either_output_is_heard(stage: Stage) -> None:
    await stage.play("import sys\nprint('out')\nprint('err', file=sys.stderr)\n")
    assert stage.lines == ["out", "err"]


async def test_nothing_of_our_own_environment_goes_along(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KOMETA_SECRET", "not-for-you")
    await stage.play("import os; print(sorted(set(os.environ) - {'LC_CTYPE'}))")
    assert stage.lines == ["['PATH']"]


async def test_an_engine_that_crashes_says_with_what(stage: Stage) -> None:
    outcome = await stage.play("print('|  Starting Run  |')\nraise RuntimeError('the sky fell')")
    assert outcome.exit_code == 1
    assert outcome.failure == "Kometa died with exit status 1: RuntimeError: the sky fell"
    assert outcome.ran


async def test_an_engine_that_is_killed_says_by_what(stage: Stage) -> None:
    outcome = await stage.play("import os, signal\nprint('working', flush=True)\nos.kill(os.getpid(), signal.SIGSEGV)")
    assert outcome.failure == "Kometa was killed by SIGSEGV: working"


async def test_exit_status_0_without_a_run_is_no_success(stage: Stage) -> None:
    outcome = await stage.play("print('Config Error: Configuration file not found')")
    assert outcome.exit_code == 0
    assert outcome.failure.startswith("Kometa never began its run")
    assert "Configuration file not found" in outcome.failure
    assert not outcome.ran


async def test_exit_status_0_without_an_end_is_no_success(stage: Stage) -> None:
    assert (await stage.play("print('|  Starting Run  |')")).failure == "Kometa did not finish its run"


async def test_a_program_that_is_not_there_is_named(tmp_path: Path) -> None:
    command = Command((str(tmp_path / "absent"),), {}, tmp_path)
    with pytest.raises(EngineMissing, match=r"absent cannot be started: .*absent: No such file"):
        await run(command, tmp_path / "log", Redactor([]), time_limit_s=5)


async def test_a_working_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    command = Command(("/bin/true",), {}, tmp_path / "nowhere")
    with pytest.raises(EngineMissing, match="nowhere: No such file"):
        await run(command, tmp_path / "log", Redactor([]), time_limit_s=5)


async def test_an_engine_that_hangs_is_stopped_at_the_time_limit(stage: Stage) -> None:
    outcome = await stage.play("import time\nprint('|  Starting Run  |')\ntime.sleep(600)", time_limit_s=0.5)
    assert outcome.timed_out
    assert outcome.failure == "Kometa did not finish within 0.5 seconds and was stopped"


async def test_an_engine_that_ends_when_asked_is_not_waited_for_longer(stage: Stage) -> None:
    began = time.monotonic()
    await stage.play("import time; time.sleep(600)", time_limit_s=0.3, grace_s=60)
    assert time.monotonic() - began < 20


async def test_a_run_that_has_ended_is_not_waited_for(stage: Stage) -> None:
    began = time.monotonic()
    await stage.play(GOOD_RUN, grace_s=60)
    assert time.monotonic() - began < 20


async def test_cancelling_ends_the_whole_group_even_where_it_will_not_listen(stage: Stage) -> None:
    heard = asyncio.Event()
    stage.on_line = lambda line: heard.set() if line == "ready" else None
    program = FORKS + IGNORES_SIGTERM + "open('own', 'w').write(str(os.getpid()))\nprint('ready')\ntime.sleep(600)"
    running = asyncio.create_task(stage.play(program, grace_s=0.3))
    await heard.wait()
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    assert await has_ended(stage.number_in("own"))
    assert await has_ended(stage.number_in("child"))
    assert "ready" in stage.log.read_text()


async def test_children_of_an_engine_that_has_ended_are_ended_too(stage: Stage) -> None:
    """The child holds the output open, so that the end of the output would never come."""
    began = time.monotonic()
    outcome = await stage.play(FORKS + GOOD_RUN, time_limit_s=60)
    assert outcome.failure == ""
    assert not outcome.timed_out
    assert await has_ended(stage.number_in("child"))
    assert time.monotonic() - began < 30


async def test_what_outlives_the_group_is_ended_by_the_command_for_it(stage: Stage) -> None:
    await stage.play(GOOD_RUN, kill=("/bin/sh", "-c", f"touch {stage.folder}/killed"))
    assert (stage.folder / "killed").exists()


async def test_a_command_to_end_it_that_is_gone_is_no_matter(stage: Stage) -> None:
    assert (await stage.play(GOOD_RUN, kill=(str(stage.folder / "absent"),))).failure == ""


async def test_an_engine_that_prints_100_mb_fills_neither_memory_nor_disk(stage: Stage) -> None:
    stage.on_line = lambda _: stage.lines.clear()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    row = "'x' * 9_999 + chr(10)"
    program = f"import sys\nprint('|  Starting Run  |')\nrow = {row}\nfor _ in range(10_500): sys.stdout.write(row)\n"
    outcome = await stage.play(program + "print('|  Finished Run  |')", time_limit_s=120)
    assert (outcome.failure, outcome.truncated) == ("", True)
    assert stage.log.stat().st_size <= LOG_LIMIT + 200
    assert "the log is cut here" in stage.log.read_bytes()[-200:].decode()
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 64 * 1024


async def test_a_log_that_cannot_be_written_ends_the_run(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: object, __: bytes) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("halley.engines.kometa.printed.Printed.take", full)
    program = "import os, time\nopen('own', 'w').write(str(os.getpid()))\nprint('x')\ntime.sleep(600)"
    with pytest.raises(OSError, match="No space left"):
        await stage.play(program)
    assert await has_ended(stage.number_in("own"))


async def test_a_log_goes_on_where_it_ended(stage: Stage) -> None:
    stage.log.write_text("before\n")
    await stage.play("print('after')")
    assert stage.log.read_text() == "before\nafter\n"
