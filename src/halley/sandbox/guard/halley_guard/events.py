"""What the guard saw, one JSON object a line, appended to a file that outlives the program.

Kinds: `guard` (state up, gap), `blocked_write`, `refused_connection`, `upload`, `subprocess`.
"""

from __future__ import annotations

import json
import os
import time
from pathlib import Path

_MOST_EVENTS = 20_000


class Recorder:
    """Appends events. A disk that is full or gone never disturbs the program that is watched."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._count = 0

    def note(self, kind: str, **facts: object) -> None:
        """Put one event on record. After very many, says so once and keeps silent."""
        self._count += 1
        if self._count > _MOST_EVENTS:
            return
        if self._count == _MOST_EVENTS:
            kind, facts = "guard", {"state": "full"}
        event = {"kind": kind, "timestamp": now(), "pid": os.getpid(), **facts}
        line = (json.dumps(event, default=str) + "\n").encode("ascii")
        try:
            # One write of one line to a file opened for appending does not mix with another process's.
            handle = os.open(self._path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o644)
            try:
                os.write(handle, line)
            finally:
                os.close(handle)
        except OSError:
            return


class Refused(PermissionError):
    """The guard does not let this through. Every HTTP library takes it for a failed connection."""


def now() -> str:
    """RFC 3339 text in UTC with whole seconds."""
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
