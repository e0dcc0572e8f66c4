"""At most one notice a cause in some hours. What was told is kept as digests, in a file that two processes may share."""

import fcntl
import json
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from halley.clock import iso
from halley.files import make_folder, write_atomic

FILE = "notices.json"
_LOCK = f".{FILE}.lock"
MEMORY = (FILE, _LOCK)
"""What is written into the folder of the service's state."""
_MOST, _FORGOTTEN = 500, timedelta(days=60)
_LARGEST = 1024 * 1024


@dataclass(slots=True)
class Told:
    """A cause that was told: when, how often it came again since, and whether it stands, waiting to be right again."""

    at: datetime
    held: int = 0
    group: str = ""
    title: str = field(default="", repr=False)

    @property
    def stands(self) -> bool:
        """Whether something is still wrong."""
        return bool(self.group)


@dataclass(slots=True)
class Memory:
    """What was told, in `folder`. `problem` says why it is kept in this process alone."""

    folder: Path
    problem: str = ""
    _told: dict[str, Told] = field(default_factory=dict)

    def seen(self) -> dict[str, Told]:
        """What was told, to look at only."""
        return self._told if self.problem else _read(self.folder / FILE)

    @contextmanager
    def opened(self, now: datetime) -> Iterator[dict[str, Told]]:
        """What was told by cause; what is changed in it is kept. Nobody else has it meanwhile."""
        try:
            make_folder(self.folder)
            lock = (self.folder / _LOCK).open("ab")
        except OSError as failed:
            self.problem = failed.strerror or "it cannot be written"
            yield self._told
            return
        with lock:
            with suppress(OSError):  # a file system without locks
                fcntl.flock(lock, fcntl.LOCK_EX)
            if not self.problem:
                self._told = _read(self.folder / FILE)
            yield self._told
            self._told = _pruned(self._told, now)
            try:
                write_atomic(self.folder / FILE, _text(self._told), mode=0o600, durable=False)
            except OSError as failed:
                self.problem = failed.strerror or "it cannot be written"
            else:
                self.problem = ""


def is_due(told: Told | None, now: datetime, apart: timedelta) -> bool:
    """Whether a cause may be told again. A clock that was set back holds nothing for longer than that time."""
    return told is None or not timedelta(0) <= now - told.at < apart


def _pruned(told: dict[str, Told], now: datetime) -> dict[str, Told]:
    fresh = {cause: one for cause, one in told.items() if one.stands or abs(now - one.at) < _FORGOTTEN}
    newest = sorted(fresh.items(), key=lambda pair: pair[1].at, reverse=True)[:_MOST]
    return dict(newest)


def _text(told: dict[str, Told]) -> str:
    rows = {
        cause: {"at": iso(one.at), "held": one.held, "group": one.group, "title": one.title} for cause, one in told.items()
    }
    return json.dumps({"version": 1, "told": rows}, ensure_ascii=False, indent=1) + "\n"


def _read(path: Path) -> dict[str, Told]:
    """What a file holds; nothing where it is damaged: then one notice too many is sent."""
    try:
        with path.open("rb") as stream:
            data = json.loads(stream.read(_LARGEST))
        rows = data["told"]
        return {
            str(cause): Told(
                datetime.fromisoformat(one["at"]).astimezone(UTC),
                max(0, int(one["held"])),
                str(one["group"])[:40],
                str(one["title"])[:300],
            )
            for cause, one in rows.items()
        }
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError, OverflowError):
        return {}
