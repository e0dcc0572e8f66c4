"""A restore for practice: the newest backup, written out into a scratch folder, read again from there, and thrown away."""

import fcntl
import hashlib
import os
import stat
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from halley.backup.archive import Checked
from halley.backup.entries import ROOT, Entry, entry_of, shown
from halley.backup.errors import BackupError, DamagedBackup
from halley.backup.keys import Identity
from halley.backup.manifest import Lines
from halley.backup.reading import Limits
from halley.backup.restore import Return, write_out
from halley.backup.runner import heeding_signals
from halley.backup.swap import remove

_PREFIX = "halley-drill-"
_FRESH_S = 60
"""Whoever makes a scratch folder holds it a moment later."""


def drill(file: Path, identities: Sequence[Identity], scratch: Path | None = None, limits: Limits | None = None) -> Checked:
    """Write a backup out and hold every file against its digest. Raises BackupError or WrongKey.

    Everything belongs to us there, whoever it belonged to. The scratch folder is gone either way; what a drill that was
    killed left behind goes too.
    """
    try:
        _clear(Path(scratch or tempfile.gettempdir()))
        above = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=scratch))
    except OSError as problem:
        raise BackupError(
            f"there can be no scratch folder in {scratch or tempfile.gettempdir()}: {problem.strerror}"
        ) from None
    try:
        folder = above / "restored"
        folder.mkdir(mode=0o700)
        # A signal must not leave behind what lies open there.
        with heeding_signals(), _held(above), Lines() as lines:
            order = Return(file, identities, folder, (os.geteuid(), os.getegid()), limits=limits or Limits())
            checked = write_out(order, folder, 0o700, lines)
            _compare(folder, lines)
        return checked
    finally:
        remove(above)


def _clear(scratch: Path) -> None:
    """Delete scratch folders of ours that nobody holds: what was sealed lies open there. Raises OSError for `scratch`."""
    for left in scratch.iterdir():
        if not left.name.startswith(_PREFIX):
            continue
        with suppress(OSError):  # it is gone by now, or no folder of ours
            about = left.lstat()
            if about.st_uid == os.geteuid() and about.st_mtime < time.time() - _FRESH_S:
                with _held(left) as is_ours:
                    if is_ours:
                        remove(left)


@contextmanager
def _held(folder: Path) -> Iterator[bool]:
    """Hold a folder for as long as this process lives; whether that could be done. Raises OSError where it is none."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:  # another one has it, or the file system has no locks
            yield False
        else:
            yield True
    finally:
        os.close(handle)


def _compare(folder: Path, lines: Lines) -> None:
    for entry, digest in lines.rows():
        path = folder if entry.path == ROOT else folder / entry.path
        try:
            seen = entry_of(entry.path, path.lstat())
            read = None if entry.is_folder else _digest(path)
        except OSError as problem:
            raise DamagedBackup(
                f"{shown(entry.path)} cannot be read again once it is restored: {problem.strerror}"
            ) from None
        if (_known(seen), read) != (_known(entry), digest):
            raise DamagedBackup(f"{shown(entry.path)} is not what was backed up once it is restored")


def _known(entry: Entry) -> tuple[bool, int, int, int]:
    return entry.is_folder, entry.size, entry.mode, entry.mtime_ns


def _digest(path: Path) -> str:
    mode = stat.S_IMODE(path.stat().st_mode)
    if not mode & stat.S_IRUSR and os.geteuid() != 0:
        return _digest_of_locked(path, mode)
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _digest_of_locked(path: Path, mode: int) -> str:
    path.chmod(mode | stat.S_IRUSR)
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    finally:
        path.chmod(mode)
