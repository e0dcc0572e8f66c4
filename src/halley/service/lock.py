"""One service a configuration: a lock that the kernel lets go of when its holder dies, with a note on who holds it.

The note outlives a holder that was killed; who finds it without a holder knows that an earlier service came to no end.
"""

import fcntl
import json
import os
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TextIO

from halley.clock import SystemClock, iso
from halley.errors import ConfigError, HalleyError
from halley.files import make_folder
from halley.studio.jobs.processes import started_at

_NO_LOCKS = frozenset({37, 38, 95})
"""ENOLCK, ENOSYS, ENOTSUP: of file systems that know no locks."""
_PAUSES_S = (0.01, 0.04, 0.2)


class Held(HalleyError):
    """Another service holds the configuration."""


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds a lock: a process by its number and the moment it began, on which machine, since when."""

    pid: int
    started: int
    host: str
    at: str

    @property
    def lives(self) -> bool:
        """Whether that process is there still, as far as this machine can tell."""
        return self.host == socket.gethostname() and self.started != 0 and started_at(self.pid) == self.started


def holder_of(path: Path) -> Holder | None:
    """Who wrote the note in a lock; None where there is none. It says nothing on whether they live."""
    try:
        row = json.loads(path.read_text("utf-8"))
        return Holder(int(row["pid"]), int(row["started"]), str(row["host"]), str(row["at"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def is_held(path: Path) -> bool:
    """Whether somebody holds a lock at this moment."""
    try:
        with path.open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except FileNotFoundError:
        return False
    except OSError as problem:
        if problem.errno not in _NO_LOCKS:
            return True
        holder = holder_of(path)
        return holder is not None and holder.lives
    return False


@contextmanager
def held(path: Path) -> Iterator[Holder | None]:
    """Hold a lock; yields the holder that came to no end, if one did. Raises Held, ConfigError."""
    try:
        make_folder(path.parent)
        file = path.open("a+", encoding="utf-8")
    except OSError as problem:
        raise ConfigError(
            f"{path.parent} cannot be written: {problem.strerror}",
            hint="the folder of the configuration has to belong to the user that Halley runs as (PUID, PGID)",
        ) from None
    with file:
        before = holder_of(path)
        try:
            _lock(file)
        except OSError as problem:
            if problem.errno not in _NO_LOCKS or (before is not None and before.lives):
                raise Held(_who(before), hint="stop that one first: one configuration has one service") from None
        me = Holder(os.getpid(), started_at(os.getpid()), socket.gethostname(), iso(SystemClock().now()))
        file.truncate(0)
        file.write(json.dumps(asdict(me)))
        file.flush()
        try:
            yield before
        finally:
            file.truncate(0)


def _lock(file: TextIO) -> None:
    """Hold it. Somebody who only looks whether it is held has it for a moment, which is waited for. Raises OSError."""
    for pause_s in _PAUSES_S:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            time.sleep(pause_s)
        else:
            return
    fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _who(holder: Holder | None) -> str:
    if holder is None:
        return "another service holds this configuration"
    return f"another service holds this configuration: process {holder.pid} on {holder.host}, since {holder.at}"
