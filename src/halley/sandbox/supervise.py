"""Runs one command and ends whatever it leaves behind: programs that went on alone, in sessions of their own.

    python supervise.py -- COMMAND...

Stands outside the restricted command, as its parent, for sandboxes without a process namespace. What loses its parent
becomes this program's child (a subreaper), and is killed when the command has ended or somebody asks for the end. Its exit
status is the command's (128 + n where signal n ended it). Stands alone: standard library only, Python 3.9 or later.
"""

from __future__ import annotations

import argparse
import contextlib
import ctypes
import os
import signal
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

CANNOT_RUN = 127
_PATIENCE_S = 5
"""How long the command may take to end by itself once it was asked to."""
_ENDING_S = 20
_SUBREAPER, _DIE_WITH_PARENT = 36, 1
_ASKED_TO_END = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGQUIT)

_libc = ctypes.CDLL(None, use_errno=True)


def run(command: Sequence[str]) -> int:
    """Run a command to its end, and everything that it started too. Returns the status to exit with."""
    _libc.prctl(_SUBREAPER, *[ctypes.c_ulong(number) for number in (1, 0, 0, 0)])
    signal.pthread_sigmask(signal.SIG_BLOCK, {*_ASKED_TO_END, signal.SIGCHLD})
    here = os.getpid()
    child = os.fork()
    if child == 0:
        _become(command, here)
    try:
        return _status(_wait(child))
    finally:
        end_all()


def _become(command: Sequence[str], parent: int) -> None:
    _libc.prctl(_DIE_WITH_PARENT, *[ctypes.c_ulong(number) for number in (signal.SIGKILL, 0, 0, 0)])
    if os.getppid() != parent:  # it died before it could be asked to take this process along
        os._exit(CANNOT_RUN)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {*_ASKED_TO_END, signal.SIGCHLD})
    try:
        os.execvp(command[0], list(command))  # noqa: S606
    except OSError as problem:
        os.write(2, f"halley: cannot run {command[0]}: {problem}\n".encode())
    os._exit(CANNOT_RUN)


def _wait(child: int) -> int:
    """The wait status of the command. It has heard of a request to end itself, being in the same process group."""
    deadline: float | None = None
    while True:
        left = None if deadline is None else deadline - time.monotonic()
        if left is not None and left <= 0:
            os.kill(child, signal.SIGKILL)
            return os.waitpid(child, 0)[1]
        waited_for = {*_ASKED_TO_END, signal.SIGCHLD}
        heard = signal.sigtimedwait(waited_for, left) if left is not None else signal.sigwaitinfo(waited_for)
        if heard is not None and heard.si_signo in _ASKED_TO_END:
            deadline = deadline or time.monotonic() + _PATIENCE_S
        for ended, status in _reaped():
            if ended == child:
                return status


def _reaped() -> Iterator[tuple[int, int]]:
    """Children that have ended."""
    with contextlib.suppress(ChildProcessError):
        while (found := os.waitpid(-1, os.WNOHANG))[0]:
            yield found


def end_all() -> None:
    """Kill every child until there is none: the children of those that go become children of this process."""
    deadline = time.monotonic() + _ENDING_S
    while time.monotonic() < deadline:
        for one in children():
            with contextlib.suppress(ProcessLookupError):
                os.kill(one, signal.SIGKILL)
        try:
            os.waitpid(-1, 0)
        except ChildProcessError:
            return


def children() -> list[int]:
    """Processes whose parent is this one."""
    found = []
    for place in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError, ValueError, IndexError):
            # The name stands in brackets and may hold anything; the parent is the second field behind it.
            if int(place.read_text(errors="replace").rpartition(")")[2].split()[1]) == os.getpid():
                found.append(int(place.parent.name))
    return found


def _status(waited: int) -> int:
    code = os.waitstatus_to_exitcode(waited)
    return code if code >= 0 else 128 - code


def main(arguments: Sequence[str] | None = None) -> int:
    """Read the command line and run."""
    parser = argparse.ArgumentParser(description="Run a command, and end whatever it leaves behind.")
    parser.add_argument("command", nargs="+")
    return run(parser.parse_args(arguments).command)


if __name__ == "__main__":
    sys.exit(main())
