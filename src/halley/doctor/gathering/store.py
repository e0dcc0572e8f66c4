"""What is on record of servers and runs. The journal is read without a trace: a look must not leave a file behind."""

import fcntl
import json
import shutil
import sqlite3
import tempfile
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from halley.doctor.facts import KnownServer, OpenRun
from halley.doctor.gathering.reachable import is_file


@dataclass(frozen=True, slots=True)
class OnRecord:
    """The servers that runs were on, newest first: machine id and name; and runs that nobody carries on."""

    servers: tuple[tuple[str, str], ...] = ()
    open_runs: tuple[OpenRun, ...] = ()
    runs: int = 0


def on_record(data: Path) -> OnRecord:
    """What the journal in a folder says; nothing where there is none, or none that can be read."""
    path = data / "journal.db"
    if not is_file(path):
        return OnRecord()
    try:
        with tempfile.TemporaryDirectory(prefix="halley-") as scratch:
            rows = _rows(path, Path(scratch))
    except (OSError, sqlite3.Error):
        return OnRecord()
    servers = dict.fromkeys((str(machine), str(name)) for _, _, machine, name, _, _ in rows)
    going = [one for one in rows if one[5] == "running"] if not _is_held(data / "lock") else []
    return OnRecord(tuple(servers), tuple(_open(*one) for one in going), len(rows))


def _open(identity: str, kind: str, _machine: str, name: str, began: str, _state: str) -> OpenRun:
    mend = f"`halley undo {identity}` takes back what it did"
    if kind == "apply":
        mend = f"`halley apply --resume {identity}` goes on with it; {mend}"
    return OpenRun(f"the run {identity} ({kind}, on {name}, {began})", None, mend=mend)


def _rows(path: Path, scratch: Path) -> list[tuple[str, str, str, str, str, str]]:
    # Whoever opens a database that was left amid writing writes beside it; so a copy is opened.
    wal = path.with_name(f"{path.name}-wal")
    if wal.exists() and wal.stat().st_size:
        for one in (path, wal):
            shutil.copyfile(one, scratch / one.name)
        address = (scratch / path.name).as_uri()
    else:
        address = f"{path.absolute().as_uri()}?mode=ro&immutable=1"
    with closing(sqlite3.connect(address, uri=True, timeout=1)) as base:
        return base.execute(
            "SELECT id, kind, machine_id, name, began, state FROM runs ORDER BY place DESC LIMIT 500"
        ).fetchall()


def known_server(own: Path, record: OnRecord) -> KnownServer:
    """The server that was noted for a configuration, else those of earlier runs."""
    path = own / "doctor" / "server.json"
    try:
        row = json.loads(path.read_text("utf-8"))
        return KnownServer((str(row["machine_id"]),), str(row["name"]), True, path)
    except (OSError, ValueError, KeyError, TypeError):
        pass
    name = record.servers[0][1] if record.servers else ""
    return KnownServer(tuple(machine for machine, _ in record.servers), name, False, path)


def _is_held(lock: Path) -> bool:
    try:
        with lock.open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except FileNotFoundError:
        return False
    except OSError:
        return True
    return False
