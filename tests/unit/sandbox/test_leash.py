"""Nothing of a command outlives it, nor the process that wanted it."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from halley.sandbox.box import Launch
from halley.sandbox.leashed import leashed
from tests.support.previews import processes_with

LASTING = "import sys, time\nprint('up', flush=True)\nwhile True: time.sleep(60)"
#: Leaves a child in a session of its own, deaf to polite requests, then does what its last word says.
FORKING = """
import signal, subprocess, sys, time
child = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('up', flush=True); time.sleep(600)"
subprocess.Popen([sys.executable, "-S", "-c", child, sys.argv[1]], start_new_session=True)
signal.signal(signal.SIGTERM, signal.SIG_IGN if sys.argv[2] == "deaf" else signal.SIG_DFL)
time.sleep(600 if sys.argv[2] != "end" else 0.2)
sys.exit(7)
"""


@pytest.fixture
def mark(tmp_path: Path) -> str:
    """A word by which to find the processes of one test."""
    return f"mark-{os.getpid()}-{tmp_path.name}"


def start(*command: str, kill: tuple[str, ...] | None = None) -> "subprocess.Popen[str]":
    launch = leashed(Launch(command, dict(os.environ), Path("/"), kill=kill))
    return subprocess.Popen(launch.command, stdout=subprocess.PIPE, text=True, start_new_session=True)


def gone(mark: str, patience_s: float = 10) -> bool:
    end = time.monotonic() + patience_s
    while processes_with(mark) and time.monotonic() < end:
        time.sleep(0.02)
    return not processes_with(mark)


@pytest.fixture
def running(mark: str) -> Iterator[list["subprocess.Popen[str]"]]:
    """Ends what a failed test leaves."""
    started: list[subprocess.Popen[str]] = []
    yield started
    for one in started:
        one.kill()
        one.wait()
        if one.stdout:
            one.stdout.close()
    for pid in processes_with(mark):
        os.kill(pid, signal.SIGKILL)


def test_the_exit_status_is_the_commands_own() -> None:
    assert start("/bin/sh", "-c", "exit 7").wait(10) == 7


def test_an_end_by_a_signal_is_told_as_a_shell_would() -> None:
    assert start("/bin/sh", "-c", "kill -9 $$").wait(10) == 128 + 9


def test_a_command_that_is_not_there_is_named(capfd: pytest.CaptureFixture[str]) -> None:
    assert start("/no/such/program").wait(10) == 127
    assert "cannot run /no/such/program: No such file" in capfd.readouterr().err


def test_a_child_in_a_session_of_its_own_ends_with_the_command(mark: str, running: list["subprocess.Popen[str]"]) -> None:
    process = start(sys.executable, "-c", FORKING, mark, "end")
    running.append(process)
    assert process.wait(10) == 7
    assert gone(mark, 0.5)


@pytest.mark.parametrize(("how", "status"), [("waits", 128 + signal.SIGTERM), ("deaf", 128 + signal.SIGKILL)])
def test_who_asks_for_the_end_ends_all_of_it(
    mark: str, running: list["subprocess.Popen[str]"], how: str, status: int
) -> None:
    process = start(sys.executable, "-c", FORKING, mark, how)
    running.append(process)
    assert process.stdout
    assert process.stdout.readline() == "up\n"
    process.terminate()
    assert process.wait(10) == status
    assert gone(mark, 0.5)


def test_when_the_parent_is_killed_all_ends_and_the_container_with_it(mark: str, tmp_path: Path) -> None:
    killed = tmp_path / "killed"
    parent = f"""
import subprocess, sys, time
from pathlib import Path
from halley.sandbox.box import Launch
from halley.sandbox.leashed import leashed
command = ({sys.executable!r}, "-c", {FORKING!r}, {mark!r}, "waits")
launch = leashed(Launch(command, {{}}, Path("/"), ("touch", {str(killed)!r})))
subprocess.Popen(launch.command, start_new_session=True)
time.sleep(600)
"""
    process = subprocess.Popen([sys.executable, "-c", parent], stdout=subprocess.PIPE, text=True)
    assert process.stdout
    with process.stdout:
        assert process.stdout.readline() == "up\n"
        process.kill()
        process.wait()
        assert gone(mark)
    assert killed.exists()


def test_who_comes_too_late_to_be_told_of_the_parents_end_does_not_begin(tmp_path: Path) -> None:
    began = tmp_path / "began"
    leash = leashed(Launch(("touch", str(began)), {}, Path("/"))).command
    orphaned = [word if word != str(os.getpid()) else "1" for word in leash]
    assert subprocess.run(orphaned, check=False).returncode == 128 + signal.SIGTERM
    assert not began.exists()
