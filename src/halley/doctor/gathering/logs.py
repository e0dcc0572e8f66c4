"""What logs and records tell: of runs without an end, and of trouble that is known by its words."""

import fcntl
import json
import os
import re
import stat
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path

from halley.doctor.facts import Logs, OpenRun
from halley.doctor.gathering.reachable import is_file
from halley.engines.kometa import LogReader

_HEAD, _TAIL = 256 * 1024, 512 * 1024
_MOST_LOGS = 12
_VERSION = re.compile(r"\bVersion: (\d[\w.-]*)")
KNOWN = {
    "s6-overlay-suexec: fatal": re.compile(r"s6-overlay-suexec: fatal"),
    "network not found": re.compile(
        r"(?i)network[^\n]{0,80}\.network[\"' :]*(?::| )[^\n]{0,40}not found|unable to find network[^\n]*\.network"
    ),
}
"""Lines that mean trouble, by the name that checks know them by."""


def logs_of(
    folder: Path, own: Path, named: Sequence[Path], journals: Mapping[str, str], now: datetime
) -> tuple[Logs, tuple[str, ...]]:
    """What is told by Kometa's log, by Halley's own state and by logs that were named; and which cannot be read.

    `journals` are texts of the system's journal by what they are called.
    """
    open_runs: list[OpenRun] = []
    known = {name: journal for journal, text in journals.items() for name, one in KNOWN.items() if one.search(text)}
    unread: list[str] = []
    version, looked = "", 0
    main = folder / "logs" / "meta.log"
    mains = (main,) if is_file(main) else ()
    for path in dict.fromkeys((*mains, *_beside(folder / "logs"), *named)):
        try:
            head, tail, age = _ends(path, now)
        except OSError as problem:
            if path in named:
                unread.append(f"{path} cannot be read: {problem.strerror}")
            continue
        for name, pattern in KNOWN.items():
            if name not in known and (pattern.search(tail) or pattern.search(head)):
                known[name] = str(path)
        if path != main and path not in named:
            continue
        reader = LogReader()
        for line in (*head.splitlines(), *tail.splitlines()):
            reader.read(line)
        looked += reader.started
        if path == main:
            told = _VERSION.search(head)
            version = told[1] if told else ""
        if reader.started and not reader.finished:
            said = reader.criticals[-1] if reader.criticals else reader.exception
            open_runs.append(OpenRun(f"the run of Kometa in {path}", age, said))
    state = _of_service(own)
    return Logs(looked + (1 if state is not None else 0), (*open_runs, *(state or ())), known, version), tuple(unread)


def _beside(folder: Path) -> Iterable[Path]:
    """The logs that were written last."""
    try:
        found = [one for one in folder.iterdir() if one.suffix == ".log" and one.is_file()]
        return sorted(found, key=lambda one: one.stat().st_mtime, reverse=True)[:_MOST_LOGS]
    except OSError:
        return ()


def _ends(path: Path, now: datetime) -> tuple[str, str, float]:
    """The beginning and the end of a file, which may be far apart, and for how many seconds nobody wrote there."""
    with path.open("rb") as file:
        about = os.fstat(file.fileno())
        if not stat.S_ISREG(about.st_mode):  # such as `<(podman logs kometa)`
            return file.read(_HEAD + _TAIL).decode("utf-8", "replace"), "", 0.0
        head = file.read(_HEAD)
        start = max(_HEAD, about.st_size - _TAIL)
        file.seek(start)
        tail = file.read(_TAIL)
    return head.decode("utf-8", "replace"), tail.decode("utf-8", "replace"), max(now.timestamp() - about.st_mtime, 0.0)


def _of_service(own: Path) -> tuple[OpenRun, ...] | None:
    """The run that the service has open, where no service is there to finish it; None where there was never a service."""
    try:
        row = json.loads((own / "service" / "state.json").read_text("utf-8"))
        opened = row["open"]
    except (OSError, ValueError, KeyError, TypeError):
        return None
    if not isinstance(opened, dict) or not _is_left(own / "service" / "lock"):
        return ()
    began = f" of {opened['began']}" if opened.get("began") else ""
    what = f"the service's run {opened.get('id', '')}{began}"
    return (OpenRun(what, None, mend="start the service again: it takes the run up, or says what became of it"),)


def _is_left(lock: Path) -> bool:
    """Whether a lock names somebody who is gone, or is empty."""
    try:
        with lock.open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except FileNotFoundError:
        return True
    except OSError:
        return False
    return True
