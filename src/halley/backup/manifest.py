"""The list at the end of a backup: each entry with its size, digest, permissions and time, a line of JSON each.

The first line says who made it when and of what, the last one how much there is. What is read from an archive makes the same
lines again, so that the two can be laid side by side without either being in memory.
"""

import json
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import IO, Final

from halley import __version__
from halley.backup.entries import Entry, shown
from halley.backup.errors import BackupError, DamagedBackup

NAME = ".halley-backup.jsonl"
FORMAT = 1
_LONGEST_LINE = 256 * 1024
_MOST_LEFT_OUT = 200
_IN_MEMORY = 4 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Totals:
    """How much there is: contents are in bytes."""

    files: int = 0
    folders: int = 0
    size: int = 0


class Lines:
    """The lines about entries, in a temporary file once they are many."""

    def __init__(self) -> None:
        self._spool: Final[IO[bytes]] = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115
        self.totals = Totals()

    def __enter__(self) -> "Lines":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Forget them."""
        self._spool.close()

    def add(self, entry: Entry, digest: str | None) -> None:
        """Write down one entry; a folder has no digest."""
        had = self.totals
        if entry.is_folder:
            self.totals = Totals(had.files, had.folders + 1, had.size)
        else:
            self.totals = Totals(had.files + 1, had.folders, had.size + entry.size)
        self._spool.write(_line(_row(entry, digest)))

    def __iter__(self) -> Iterator[bytes]:
        self._spool.seek(0)
        yield from iter(lambda: self._spool.readline(_LONGEST_LINE), b"")

    def rows(self) -> Iterator[tuple[Entry, str | None]]:
        """The entries again, with their digests."""
        for line in self:
            yield _entry(json.loads(line))


def head(name: str, at: str, source: str) -> bytes:
    """The first line."""
    return _line({"format": FORMAT, "made_by": f"halley {__version__}", "name": name, "at": at, "source": source})


def tail(totals: Totals, left_out: Mapping[str, str]) -> bytes:
    """The last line; `left_out` are paths that were passed over, each with the reason."""
    return _line(
        {
            "files": totals.files,
            "folders": totals.folders,
            "bytes": totals.size,
            "left_out": dict(list(left_out.items())[:_MOST_LEFT_OUT]),
        }
    )


@dataclass(frozen=True, slots=True)
class Manifest:
    """What the first and the last line say."""

    name: str
    at: str
    source: str
    totals: Totals
    left_out: Mapping[str, str]


def compare(manifest: Iterator[bytes], read: Lines) -> Manifest:
    """Lay the manifest beside what was read. Raises DamagedBackup at the first line that differs."""
    lines = _split(manifest)
    first = _object(next(lines, b""))
    if not isinstance(first.get("format"), int):
        raise DamagedBackup("the backup's manifest cannot be read")
    if first["format"] != FORMAT:
        raise BackupError(
            f"the backup's manifest has the format {first['format']}, and this Halley reads {FORMAT}",
            hint="a newer Halley made it; `age -d -i KEYFILE FILE | zstd -d | tar -x` opens it by hand",
        )
    own = iter(read)
    for line in lines:
        mine = next(own, None)
        if line == mine:
            continue
        if mine is None and "files" in (row := _object(line)):
            return _whole(first, row, read.totals, lines)
        raise _difference(line, mine)
    raise DamagedBackup("the backup's manifest has no end")


def _whole(first: Mapping[str, object], last: Mapping[str, object], read: Totals, rest: Iterator[bytes]) -> Manifest:
    left_out = last.get("left_out")
    told = Totals(*(value if isinstance(value := last.get(key), int) else -1 for key in ("files", "folders", "bytes")))
    if told != read or next(rest, None) is not None or not isinstance(left_out, dict):
        raise DamagedBackup("the backup's manifest does not count what is in the backup")
    texts = [value if isinstance(value := first.get(key), str) else "" for key in ("name", "at", "source")]
    return Manifest(texts[0], texts[1], texts[2], told, {str(path): str(why) for path, why in left_out.items()})


def _difference(line: bytes, mine: bytes | None) -> DamagedBackup:
    told = _object(line)
    path = told.get("path")
    if mine is None and isinstance(path, str):
        return DamagedBackup(f"the backup's manifest names {shown(path)}, which is not in the backup")
    if mine is None or not isinstance(path, str):
        return DamagedBackup("the backup's manifest ends before the backup does")
    seen = _object(mine)
    if seen["path"] != path:
        return DamagedBackup(f"the backup has {shown(str(seen['path']))} where its manifest has {shown(path)}")
    what = [key for key in seen if seen[key] != told.get(key)]
    return DamagedBackup(
        f"{shown(path)} is not what was backed up: its {' and '.join(what) or 'line in the manifest'} differs"
    )


def _split(chunks: Iterator[bytes]) -> Iterator[bytes]:
    rest = b""
    for chunk in chunks:
        *whole, rest = (rest + chunk).split(b"\n")
        yield from (line + b"\n" for line in whole)
        if len(rest) > _LONGEST_LINE:
            raise DamagedBackup("the backup's manifest has a line without an end")
    if rest:
        yield rest


def _object(line: bytes) -> dict[str, object]:
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise DamagedBackup("the backup's manifest cannot be read")
    return found


def _row(entry: Entry, digest: str | None) -> dict[str, object]:
    row: dict[str, object] = {"path": entry.path, "kind": "folder" if entry.is_folder else "file"}
    if not entry.is_folder:
        row |= {"size": entry.size, "sha256": digest}
    return row | {"mode": f"{entry.mode:04o}", "mtime_ns": entry.mtime_ns, "uid": entry.uid, "gid": entry.gid}


def _entry(row: Mapping[str, object]) -> tuple[Entry, str | None]:
    is_folder = row["kind"] == "folder"
    numbers = [int(str(row.get(key, 0))) for key in ("size", "mtime_ns", "uid", "gid")]
    entry = Entry(str(row["path"]), is_folder, numbers[0], int(str(row["mode"]), 8), numbers[1], numbers[2], numbers[3])
    return entry, None if is_folder else str(row["sha256"])


def _line(row: Mapping[str, object]) -> bytes:
    # Names that are no UTF-8 stay readable as JSON: their bytes become escapes.
    return json.dumps(row, ensure_ascii=True, separators=(",", ":")).encode() + b"\n"
