"""What a recorded run did to the originals of posters beside the configuration: on record before it is done.

In the run's folder, one line of JSON a file: its path below `overlays/`, the picture that lay there, and the one that lies
there now, each null where there is none. The pictures themselves are in the store.
"""

import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import asdict, replace
from pathlib import Path, PurePosixPath

from halley.files import Picture, flush_folder, make_folder, picture_of
from halley.plans import Backup
from halley.runs.errors import JournalError

FILE = "originals.jsonl"


def note(folder: Path, backups: Iterable[Backup]) -> None:
    """Put down what is about to become of files, in the folder of a run. Raises JournalError."""
    lines = "".join(json.dumps(asdict(one)) + "\n" for one in backups)
    if not lines:
        return
    try:
        make_folder(folder)
        is_new = not (folder / FILE).exists()
        with (folder / FILE).open("a", encoding="utf-8") as file:
            file.write(lines)
            file.flush()
            os.fsync(file.fileno())
        if is_new:
            flush_folder(folder)
    except OSError as problem:
        raise JournalError(f"what becomes of the originals cannot be put on record: {problem.strerror}") from None


def noted(folder: Path) -> tuple[Backup, ...]:
    """What became of files in a run, each from what lay there first to what was put there last."""
    found: dict[str, Backup] = {}
    for one in _lines(folder / FILE):
        found[one.path] = replace(one, before=found[one.path].before) if one.path in found else one
    return tuple(one for one in found.values() if one.before != one.after)


def _lines(path: Path) -> Iterator[Backup]:
    try:
        text = path.read_text("utf-8")
    except FileNotFoundError:
        return
    except (OSError, ValueError) as problem:
        raise JournalError(f"{path} cannot be read: {problem}") from None
    *whole, torn = text.split("\n")  # the last one ends where the process was killed: nothing came of it
    del torn
    for line in whole:
        try:
            row = json.loads(line)
            name = PurePosixPath(row["path"])
            before, after = (_picture(row[word]) for word in ("before", "after"))
        except (ValueError, KeyError, TypeError, AttributeError):
            raise JournalError(f"{path} is damaged") from None
        yield Backup(str(name), before, after)


def _picture(row: object) -> Picture | None:
    return None if row is None else picture_of(dict(row))  # type: ignore[call-overload]
