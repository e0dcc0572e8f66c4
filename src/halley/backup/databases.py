"""Databases of SQLite, copied as they stood at one moment, also while somebody writes into them."""

import os
import shutil
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import BinaryIO

from halley.backup.errors import BackupError

_FIRST = b"SQLite format 3\0"
_SHARED = "-shm"
"""What processes that have it open share; it is made anew by the next one."""
_COMPANIONS = ("-wal", _SHARED, "-journal")
_TRIES = 3
_PATIENCE_S = 30


def open_file(name: str, inside: int) -> BinaryIO:
    """A file of a folder that is open, to be read, and never what a link leads to. Raises OSError."""
    return os.fdopen(os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC, dir_fd=inside), "rb")


def begins_as_database(name: str, inside: int) -> bool:
    """Whether a file of an open folder begins as a database does. Raises OSError."""
    with open_file(name, inside) as file:
        return file.read(len(_FIRST)) == _FIRST


def database_of(name: str) -> str:
    """Whose notes a file is by its name: SQLite keeps some beside a database, worth nothing without it. Else nothing."""
    return next((name.removesuffix(ending) for ending in _COMPANIONS if name.endswith(ending)), "")


@contextmanager
def snapshot(path: Path) -> Iterator[BinaryIO | None]:
    """A copy of a database, open to be read; None where it is no database after all.

    The copy has no name while it is read. Raises BackupError where the database cannot be read.
    """
    try:
        with tempfile.TemporaryDirectory(prefix="halley-backup-") as folder:
            copy = Path(folder) / "copy.db"
            file = copy.open("rb") if _copied(path, copy) else None
    except (sqlite3.Error, OSError) as problem:
        raise BackupError(
            f"the database {path} cannot be copied: {problem}; no backup was made",
            hint="its copy needs room in TMPDIR, and nobody may hold the database locked for half a minute",
        ) from None
    try:
        yield file
    finally:
        if file is not None:
            file.close()


def _copied(path: Path, copy: Path) -> bool:
    try:
        _copy(path, copy, "mode=ro")
    except sqlite3.OperationalError as problem:
        if _is_held(problem):
            raise
        if any(one.exists() for one in _companions(path)):
            _copy_aside(path, copy)
            return True
        if os.access(path.parent, os.W_OK):
            raise
        # To read, SQLite needs to make a file, which it may not in a folder that is read-only. But nothing waits to be
        # written, so that the file alone is the database.
        _copy(path, copy, "immutable=1")
    except sqlite3.DatabaseError:
        return False
    return True


def _is_held(problem: sqlite3.OperationalError) -> bool:
    """Whether somebody holds it locked. What gave up waiting, in this file, has no number."""
    number = getattr(problem, "sqlite_errorcode", sqlite3.SQLITE_BUSY) & 0xFF
    return number in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}


def _companions(path: Path) -> list[Path]:
    return [path.with_name(f"{path.name}{ending}") for ending in _COMPANIONS]


def _copy_aside(path: Path, copy: Path) -> None:
    """Copy what somebody who was killed left half written: SQLite writes to put it right, and may do so elsewhere."""
    aside = copy.with_name("aside.db")
    for _ in range(_TRIES):
        before = _stamps(path)
        for theirs, ours in zip((path, *_companions(path)), (aside, *_companions(aside)), strict=True):
            ours.unlink(missing_ok=True)
            if theirs.exists() and not theirs.name.endswith(_SHARED):
                shutil.copyfile(theirs, ours, follow_symlinks=False)
        if _stamps(path) == before:
            _copy(aside, copy, "mode=rw")
            return
    raise sqlite3.OperationalError("it is written to all the time")


def _stamps(path: Path) -> list[tuple[int, int, int] | None]:
    """What changes when somebody writes to a database or puts it right."""
    seen = [one.stat() if one.exists() else None for one in (path, *_companions(path)) if not one.name.endswith(_SHARED)]
    return [(one.st_ino, one.st_size, one.st_mtime_ns) if one else None for one in seen]


def _copy(path: Path, copy: Path, how: str) -> None:
    copy.unlink(missing_ok=True)
    address = f"{path.absolute().as_uri()}?{how}"
    with (
        closing(sqlite3.connect(address, uri=True, timeout=_PATIENCE_S)) as source,
        closing(sqlite3.connect(copy)) as target,
    ):
        target.execute("PRAGMA journal_mode=OFF")
        source.backup(target, pages=-1, progress=_giving_up_after(_PATIENCE_S))


def _giving_up_after(seconds: float) -> Callable[[int, int, int], None]:
    """A copy tries again for ever while the database is locked; this ends it."""
    deadline = time.monotonic() + seconds

    def heard(status: int, _left: int, _of: int) -> None:
        if status in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED} and time.monotonic() > deadline:
            raise sqlite3.OperationalError("database is locked")

    return heard
