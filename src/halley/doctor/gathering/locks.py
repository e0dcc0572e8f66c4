"""Locks that lie beside a configuration, and whether anybody holds them."""

import fcntl
import json
from collections.abc import Iterable, Iterator
from pathlib import Path

from halley.doctor.facts import Lock
from halley.doctor.gathering.reachable import is_file, is_folder

_LARGEST = 4096
_DEEPEST = 3


def stale_locks(folders: Iterable[Path], system: Path) -> tuple[Lock, ...]:
    """Those that name a process, that nobody holds, and whose process is gone."""
    paths = {path: None for folder in folders for path in _named(folder, _DEEPEST)}
    return tuple(found for path in paths if (found := _stale(path, system)) is not None)


def _named(folder: Path, deeper: int) -> Iterator[Path]:
    try:
        rows = sorted(folder.iterdir())
    except OSError:
        return
    for one in rows:
        if one.is_symlink():
            continue
        if is_file(one) and (one.suffix in {".lock", ".pid"} or one.name in {"lock", ".lock"}):
            yield one
        elif deeper and is_folder(one) and (one.name in {"halley", "service", "backup", "studio", "jobs"}):
            yield from _named(one, deeper - 1)


def _stale(path: Path, system: Path) -> Lock | None:
    try:
        with path.open("rb") as file:
            text = file.read(_LARGEST).decode("utf-8", "replace").strip()
            pid, at = said(text)
            if pid <= 0:
                return None
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except OSError:
        return None  # it is held, or is not for us to read
    return Lock(path, pid, at) if not (system / "proc" / str(pid)).exists() else None


def said(text: str) -> tuple[int, str]:
    """The process that a note names: a plain number, or JSON with `pid`, and `at` where it says since when."""
    if text.isdecimal():
        return int(text), ""
    try:
        row = json.loads(text)
        return int(row["pid"]), str(row.get("at", ""))
    except (ValueError, KeyError, TypeError, AttributeError):
        return 0, ""
