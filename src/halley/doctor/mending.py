"""What `--fix` does. Nothing else in this room writes."""

import fcntl
import json
import os
from pathlib import Path

from halley.clock import Clock, iso
from halley.doctor.finding import EmptyLock, Fix, GiveBack, NoteServer
from halley.files import make_folder, write_atomic


def mend(fix: Fix, clock: Clock) -> str:
    """Do it, and say in words what was done. Raises OSError."""
    match fix:
        case EmptyLock(path):
            return _empty(path)
        case GiveBack(paths, uid, gid):
            for path in paths:
                os.lchown(path, uid, gid)
            return f"gave {len(paths)} files to {uid}:{gid}"
        case NoteServer(path, machine_id, name, url):
            make_folder(path.parent)
            row = {"machine_id": machine_id, "name": name, "url": url, "at": iso(clock.now())}
            write_atomic(path, json.dumps(row, ensure_ascii=False) + "\n")
            return f"noted in {path} that the server is {name}"


def _empty(path: Path) -> str:
    """Whoever holds it now keeps it. The file of a lock stays, or two could hold it by two files of one name."""
    with path.open("r+b") as file:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if file.read(64).strip().isdigit():
            path.unlink()
            return f"removed {path}"
        file.truncate(0)
    return f"emptied {path}"
