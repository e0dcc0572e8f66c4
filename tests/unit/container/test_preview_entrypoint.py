"""`container/preview_entrypoint.py`: thin, and it hands on what it is given."""

import os
import subprocess
import sys
from pathlib import Path

ENTRYPOINT = Path(__file__).resolve().parents[3] / "container" / "preview_entrypoint.py"


def entrypoint(
    *arguments: str, python: tuple[str, ...] = (sys.executable,), path: str | None = None
) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PATH": path or os.environ["PATH"]}
    command = [*python, str(ENTRYPOINT), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, env=environment)


def test_without_a_job_it_says_how_it_is_used() -> None:
    done = entrypoint("--offline")
    assert done.returncode == 2
    assert "usage: preview_entrypoint.py --job DIR" in done.stderr


def test_the_exit_code_of_the_preview_is_handed_back(tmp_path: Path) -> None:
    done = entrypoint("--job", str(tmp_path / "nothing"))
    assert done.returncode == 2
    assert "is no prepared job" in done.stderr


def test_a_python_without_halley_takes_the_one_on_the_path(tmp_path: Path) -> None:
    program = tmp_path / "halley"
    program.write_text('#!/bin/sh\necho "$@" "$PYTHONUNBUFFERED"\nexit 3\n')
    program.chmod(0o755)
    done = entrypoint("--job=folder", "--json", python=(sys.executable, "-S"), path=f"{tmp_path}:/usr/bin:/bin")
    assert (done.returncode, done.stdout) == (3, "preview --job=folder --json 1\n")


def test_where_there_is_no_halley_it_says_so(tmp_path: Path) -> None:
    done = entrypoint("--job", "folder", python=(sys.executable, "-S"), path=str(tmp_path))
    assert done.returncode == 2
    assert "there is no `halley` here" in done.stderr
