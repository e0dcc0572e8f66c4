"""How the service stands, as `/ready`, `/metrics`, the studio and `halley status` tell it; the last of them from a file."""

import json
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path

from halley.files import make_folder, write_atomic
from halley.service.lock import holder_of, is_held
from halley.service.record import RunRecord, read_state

FILE, LOCK = "status.json", "lock"
_LITTLE = 200 * 1024**2
"""Bytes without which no run can keep its way back."""
_OLD = timedelta(hours=26)
_OLD_BACKUP = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Copy:
    """The last backup, or the last drill: when, whether it went well, and what went wrong."""

    at: str = ""
    file: str = ""
    ok: bool = False
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Plex:
    """The server when it was last asked."""

    at: str = ""
    latency_s: float = 0
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that a run needs. `seen` says what was found."""

    name: str
    ok: bool
    seen: str


@dataclass(frozen=True, slots=True)
class Status:
    """How the service stands. `configuration` says what is wrong with it; `awaiting` counts plans that wait for a person."""

    mode: str
    at: str
    is_up: bool = True
    times: str = ""
    zone: str = ""
    next_run: str = ""
    running: RunRecord | None = None
    last: RunRecord | None = None
    plex: Plex = Plex()
    configuration: str = ""
    disk_free: int = 0
    awaiting: int = 0
    backup: Copy = Copy()
    drill: Copy = Copy()

    @property
    def is_ready(self) -> bool:
        """Whether nothing stands in the way of the next run, and the last one came out well."""
        return all(one.ok for one in checks_of(self))

    def to_json(self) -> dict[str, object]:
        """As JSON values."""
        return {**asdict(self), "ready": self.is_ready, "checks": [asdict(one) for one in checks_of(self)]}


def checks_of(status: Status) -> Iterator[Check]:
    """What a run needs, and whether it is there."""
    plex = status.plex
    answers = f"it answered in {plex.latency_s * 1000:.0f} ms" if plex.at else "it was not asked yet"
    yield Check("service", status.is_up, "it runs" if status.is_up else "it does not run: `halley serve` starts it")
    yield Check("plex", bool(plex.at) and not plex.problem, plex.problem or answers)
    yield Check("configuration", not status.configuration, status.configuration or "it can be used")
    free = f"{status.disk_free / 1000**3:.1f} GB are free"
    yield Check("disk", status.disk_free >= _LITTLE, free)
    last = status.last
    if last is None:
        yield Check("last run", True, "there was none yet")
        return
    is_old = _is_older(last.ended, status.at, _OLD)
    words = f"{last.outcome}: {last.words}" + (", more than 26 hours ago" if is_old else "")
    yield Check("last run", last.outcome != "failed" and not is_old, words)


def warnings_of(status: Status) -> Iterator[str]:
    """What an operator should know, though no run needs it."""
    if status.backup.problem:
        yield f"the last backup failed: {status.backup.problem}"
    elif status.backup.at and _is_older(status.backup.at, status.at, _OLD_BACKUP):
        yield "the last backup is older than two days"
    if status.drill.problem:
        yield f"the last backup could not be restored: {status.drill.problem}"


def _is_older(moment: str, now: str, than: timedelta) -> bool:
    try:
        return datetime.fromisoformat(now) - datetime.fromisoformat(moment) > than
    except (ValueError, TypeError):
        return False


def copy_of(path: Path) -> Copy:
    """What stands in a note of the backup's; nothing where there is none."""
    try:
        row = json.loads(path.read_text("utf-8"))
        return Copy(str(row["at"]), str(row.get("file", "")), bool(row.get("ok")), str(row.get("problem") or ""))
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return Copy()


def backups_of(config: Path) -> tuple[Copy, Copy]:
    """The last backup and the last drill of a configuration."""
    notes = config.parent / "halley" / "backup"
    return copy_of(notes / "last.json"), copy_of(notes / "drill.json")


def disk_free(folder: Path) -> int:
    """Bytes that are free where a folder lies."""
    try:
        return shutil.disk_usage(next(one for one in (folder, *folder.parents) if one.exists())).free
    except OSError:
        return 0


def write_status(folder: Path, status: Status) -> None:
    """Put it down for `halley status`. Raises OSError."""
    make_folder(folder)
    write_atomic(folder / FILE, json.dumps(asdict(status), ensure_ascii=False), mode=0o600, durable=False)


def read_status(folder: Path, config: Path, now: str) -> Status:
    """How the service of a configuration stands, whether it runs or not."""
    is_up = is_held(folder / LOCK) and holder_of(folder / LOCK) is not None
    state = read_state(folder / "state.json")
    backup, drill = backups_of(config)
    row = _row(folder / FILE)
    plex = row.get("plex")
    return Status(
        mode=str(row.get("mode", "")),
        at=now,
        is_up=is_up,
        times=str(row.get("times", "")),
        zone=str(row.get("zone", "")),
        next_run=str(row.get("next_run", "")) if is_up else "",
        running=state.open,
        last=state.last,
        plex=Plex(**plex) if isinstance(plex, dict) else Plex(),
        configuration=str(row.get("configuration", "")),
        disk_free=disk_free(folder),
        awaiting=int(str(row.get("awaiting", 0))),
        backup=backup,
        drill=drill,
    )


def seen_at(folder: Path) -> str:
    """When a service was there last; empty where there was none yet."""
    return str(_row(folder / FILE).get("at", ""))


def _row(path: Path) -> Mapping[str, object]:
    try:
        found = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}
