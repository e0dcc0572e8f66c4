"""Runs a command so that nothing of it outlives it, nor the process that wanted it, whatever end that comes to.

    python leash.py --parent PID [--kill WORD]... -- COMMAND...

Every process that the command leaves behind becomes a child of this one, also from a session of its own, and is ended with
it. Where the parent dies, even by SIGKILL, the kernel tells (PR_SET_PDEATHSIG), and all is ended. The words of `--kill` are
a command that ends what is no descendant: a container. Stands alone: standard library only, Linux.
"""

from __future__ import annotations

import argparse
import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

CANNOT_RUN = 127
_SUBREAPER, _PARENT_DEATH = 36, 1
_ENDING = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
_GRACE_S, _KILL_S, _LAST_S, _PAUSE_S = 3.0, 20.0, 2.0, 0.02


def run(command: Sequence[str], parent: int, kill: Sequence[str]) -> int:
    """Run a command to its end, or until asked to end it. Returns the status to exit with."""
    prctl = ctypes.CDLL(None, use_errno=True).prctl
    prctl(_SUBREAPER, ctypes.c_ulong(1), *[ctypes.c_ulong(0)] * 3)
    prctl(_PARENT_DEATH, ctypes.c_ulong(signal.SIGTERM), *[ctypes.c_ulong(0)] * 3)
    signal.pthread_sigmask(signal.SIG_BLOCK, {*_ENDING, signal.SIGCHLD})
    if os.getppid() != parent:
        return 128 + signal.SIGTERM  # it died before we could ask to be told
    try:
        child = os.posix_spawnp(command[0], list(command), os.environ, setsigmask=())
    except OSError as problem:
        print(f"halley: cannot run {command[0]}: {problem.strerror}", file=sys.stderr)  # noqa: T201
        return CANNOT_RUN
    status, was_asked = _wait(child)
    if was_asked and kill:
        with contextlib.suppress(OSError, subprocess.TimeoutExpired):
            subprocess.run(kill, timeout=_KILL_S, check=False, capture_output=True)  # noqa: S603 - our own caller's
    _end_all(patience_s=_LAST_S if kill else 0)
    return status


def _wait(child: int) -> tuple[int, bool]:
    """The exit status, and whether somebody asked for the end. Who does not go when asked is left to `_end_all`."""
    deadline = None
    while True:
        patience_s = 3600 if deadline is None else deadline - time.monotonic()
        told = signal.sigtimedwait({*_ENDING, signal.SIGCHLD}, max(patience_s, 0))
        for pid, status in _reaped():
            if pid == child:
                code = os.waitstatus_to_exitcode(status)
                return code if code >= 0 else 128 - code, deadline is not None
        if told is not None and told.si_signo in _ENDING and deadline is None:
            deadline = time.monotonic() + _GRACE_S
            _ask(child)
        if deadline is not None and time.monotonic() >= deadline:
            return 128 + signal.SIGKILL, True


def _ask(child: int) -> None:
    """Ask for the end, of a whole process group where it is ours: the child may be a guardian who relies on that."""
    if os.getpgrp() == os.getpid():
        os.killpg(0, signal.SIGTERM)  # held back from this process, which waits for signals one by one
    else:
        os.kill(child, signal.SIGTERM)


def _reaped() -> Iterator[tuple[int, int]]:
    """Children that have ended, and how."""
    with contextlib.suppress(ChildProcessError):
        while (found := os.waitpid(-1, os.WNOHANG))[0]:
            yield found


def _end_all(patience_s: float) -> None:
    """End every descendant: orphans become our children, so that ending children until there are none ends all."""
    patient_until = time.monotonic() + patience_s
    give_up = patient_until + _KILL_S
    while (children := list(_children())) and time.monotonic() < give_up:
        if time.monotonic() >= patient_until:
            for pid in children:
                with contextlib.suppress(ProcessLookupError, PermissionError):
                    os.kill(pid, signal.SIGKILL)
        time.sleep(_PAUSE_S)
        list(_reaped())


def _children() -> Iterator[int]:
    own = str(os.getpid())
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            with contextlib.suppress(OSError, IndexError):
                # `pid (name) state parent ...`, where the name may hold anything
                told = (folder / "stat").read_text("utf-8", "replace").rpartition(")")[2].split()
                if told[1] == own:
                    yield int(folder.name)


def main(arguments: Sequence[str] | None = None) -> int:
    """Read the command line and run."""
    parser = argparse.ArgumentParser(description="Run a command so that nothing of it outlives it.")
    parser.add_argument("--parent", type=int, required=True, metavar="PID")
    parser.add_argument("--kill", action="append", default=[], metavar="WORD")
    parser.add_argument("command", nargs="+")
    chosen = parser.parse_args(arguments)
    return run(chosen.command, chosen.parent, chosen.kill)


if __name__ == "__main__":
    sys.exit(main())
