"""What `--fix` does. Nothing else in this room writes.

It may run as root over a folder that somebody else writes to: no link is followed on the way to a file, and a file with
several names, one of which may be outside, is left alone.
"""

import fcntl
import json
import os
import stat
from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path

from halley.clock import Clock, iso
from halley.doctor.finding import EmptyLock, Fix, GiveBack, NoteServer
from halley.doctor.gathering.locks import said
from halley.files import make_folder, write_atomic

_LARGEST = 4096


def mend(fix: Fix, clock: Clock) -> str:
    """Do it, and say in words what was done. Raises OSError."""
    match fix:
        case EmptyLock(path, pid):
            return _empty(path, pid)
        case GiveBack(folder, paths, uid, gid):
            given = _give(folder, paths, uid, gid)
            left = f", and left {len(paths) - given} alone that have other names or went away" if given < len(paths) else ""
            return f"gave {given} files to {uid}:{gid}{left}"
        case NoteServer(path, machine_id, name, url):
            make_folder(path.parent)
            row = {"machine_id": machine_id, "name": name, "url": url, "at": iso(clock.now())}
            write_atomic(path, json.dumps(row, ensure_ascii=False) + "\n")
            return f"noted in {path} that the server is {name}"


def _empty(path: Path, pid: int) -> str:
    """Whoever holds it now keeps it. The file of a lock stays, or two could hold it by two files of one name."""
    with os.fdopen(os.open(path, os.O_RDWR | os.O_NOFOLLOW), "r+b") as file:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        text = file.read(_LARGEST).decode("utf-8", "replace").strip()
        if said(text)[0] != pid:
            return f"left {path} alone: it says something else by now"
        if text.isdecimal():
            path.unlink()
            return f"removed {path}"
        file.truncate(0)
    return f"emptied {path}"


def _give(folder: Path, paths: Iterable[Path], uid: int, gid: int) -> int:
    """How many files were given away."""
    given = 0
    for path in paths:
        try:
            given += _give_one(folder, path.relative_to(folder).parts, uid, gid)
        except (FileNotFoundError, NotADirectoryError):
            continue
    return given


def _give_one(folder: Path, parts: tuple[str, ...], uid: int, gid: int) -> bool:
    if not parts:
        return False
    with ExitStack() as open_folders:

        def below(name: str | Path, above: int | None) -> int:
            handle = os.open(name, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW, dir_fd=above)
            open_folders.callback(os.close, handle)
            return handle

        here = below(folder, None)
        for name in parts[:-1]:
            here = below(name, here)
        about = os.stat(parts[-1], dir_fd=here, follow_symlinks=False)
        if not stat.S_ISDIR(about.st_mode) and (about.st_nlink > 1 or not stat.S_ISREG(about.st_mode)):
            return False
        os.chown(parts[-1], uid, gid, dir_fd=here, follow_symlinks=False)
    return True
