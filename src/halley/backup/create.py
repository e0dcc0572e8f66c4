"""Making a backup: one way through the folder, everything in a stream, and a name only when it is whole and on the disk."""

import errno
import fcntl
import hashlib
import math
import os
import secrets
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import BinaryIO

from halley.backup import manifest, tarred
from halley.backup.contents import JOURNAL, Found, Walk, Wanted, unreadable
from halley.backup.databases import snapshot
from halley.backup.entries import MOST_ENTRIES, Entry, entry_of, shown
from halley.backup.errors import BackupError
from halley.backup.keys import Recipient
from halley.backup.manifest import Lines, Totals
from halley.backup.naming import Backup, backups_in, file_name, service_name
from halley.backup.runner import heeding_signals, putting_off_signals
from halley.backup.sealed import packed, seal
from halley.clock import iso
from halley.errors import ConfigError
from halley.files import flush_folder, make_folder

_PIECE = 256 * 1024
_SMALL = 4 * 1024 * 1024
_IN_MEMORY = 4 * 1024 * 1024
_TRIES = 3
_LOCK = ".lock"
_NO_LOCKS = frozenset({errno.ENOLCK, errno.ENOTSUP, errno.ENOSYS})
_PART = ".part"
_DAY_S = 86400


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be backed up, where to, and for whom."""

    source: Path
    dest: Path
    name: str
    recipients: Sequence[Recipient]
    wanted: Wanted = field(default_factory=Wanted)
    journal: Path | None = None
    """A folder with Halley's own journal that lies elsewhere; it goes in as `halley/data`."""

    @property
    def folder(self) -> Path:
        """Where the backups of this service lie."""
        return self.dest / service_name(self.name)


@dataclass(frozen=True, slots=True)
class Made:
    """A backup that was made."""

    backup: Backup
    totals: Totals
    left_out: Mapping[str, str]


class _Changed(Exception):
    """A file was written to while it was being read."""

    def __init__(self, path: Path) -> None:
        super().__init__(str(path))
        self.path = path


def create(order: Order, now: datetime) -> Made:
    """Make a backup. `now` has the zone that the name is told in.

    Raises BackupError or ConfigError; then nothing was left behind.
    """
    source = order.source.resolve()
    if not source.is_dir():
        raise ConfigError(f"`{order.source}` is no folder that could be backed up")
    try:
        make_folder(order.folder)
        with heeding_signals(), _alone(order.folder):
            for tried in range(_TRIES):
                try:
                    return _made(order, source, now)
                except _Changed as changed:
                    if tried == _TRIES - 1:
                        raise BackupError(
                            f"{changed.path} was written to each time that it was read; no backup was made",
                            hint="stop what writes to it, or make the backup at another time",
                        ) from None
    except OSError as problem:
        raise BackupError(f"no backup could be written to {order.folder}: {problem.strerror or problem}") from None
    raise AssertionError("unreachable")


def _made(order: Order, source: Path, now: datetime) -> Made:
    # Not by the process's number: in a container that is the same each night, and what was killed there may have left one.
    part = order.folder / f".{order.name}-{secrets.token_hex(8)}{_PART}"
    walk = Walk(source, order.wanted, frozenset({order.dest.resolve(), order.folder.resolve()}))
    try:
        with Lines() as lines, _private(part) as file:
            head = manifest.head(order.name, iso(now), str(source))
            with putting_off_signals() as heed:
                seal(packed(_between(_stream(walk, order, lines, head), heed)), file, order.recipients)
            file.flush()
            os.fsync(file.fileno())
            totals = lines.totals
        path, at = _free(order, now)
        part.rename(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    flush_folder(order.folder)
    return Made(Backup(path, at, path.stat().st_size), totals, walk.left_out)


def _between(chunks: Iterator[bytes], heed: Callable[[], None]) -> Iterator[bytes]:
    """The same, with signals heeded between two of them: one that came amid sealing would be told as an error of age."""
    for chunk in chunks:
        heed()
        yield chunk


def _private(path: Path) -> BinaryIO:
    """A new file that only its owner can read, from its first moment on. Raises OSError."""
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600), "wb")


def _free(order: Order, now: datetime) -> tuple[Path, datetime]:
    """A name that no backup has, and later than those that were made before.

    Two in one second are a second apart. In the hour that comes twice in autumn, the clock says less than it did: prune and
    drill would take the older one for the newest.
    """
    at = now.replace(microsecond=0, tzinfo=None)
    last = max((one.at for one in backups_in(order.folder, order.name)), default=at)
    if at <= last < at + timedelta(hours=1):
        at = last
    while (path := order.folder / file_name(order.name, at)).exists():
        at += timedelta(seconds=1)
    return path, at


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Keep others from making a backup of the same service, and clear away what they left when they were killed."""
    with (folder / _LOCK).open("ab") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BackupError(f"another backup into {folder} is being made just now") from None
        except OSError as problem:
            if problem.errno not in _NO_LOCKS:
                raise
            _clear(folder, older_than=time.time() - _DAY_S)  # a file system over a network without locks: it may be in use
        else:
            _clear(folder)
        yield


def _clear(folder: Path, older_than: float = math.inf) -> None:
    for left in folder.glob(f".*{_PART}"):
        with suppress(FileNotFoundError):
            if left.stat().st_mtime < older_than:
                left.unlink()


def _stream(walk: Walk, order: Order, lines: Lines, head: bytes) -> Iterator[bytes]:
    """The whole archive."""
    for found in walk:
        yield from _member(found, lines)
        if lines.totals.files + lines.totals.folders >= MOST_ENTRIES:
            raise BackupError(f"{walk.source} holds more than {MOST_ENTRIES:,} files and folders; no backup was made")
    if order.journal is not None and (elsewhere := _elsewhere(order.journal, walk)):
        for found in elsewhere:
            yield from _member(found, lines)
    with tempfile.SpooledTemporaryFile(_IN_MEMORY) as listed:
        listed.write(head)
        for line in lines:
            listed.write(line)
        listed.write(manifest.tail(lines.totals, walk.left_out))
        size = listed.tell()
        listed.seek(0)
        now = time.time_ns()
        yield tarred.header(Entry(manifest.NAME, is_folder=False, size=size, mode=0o600, mtime_ns=now, uid=0, gid=0))
        yield from tarred.padded(iter(lambda: listed.read(_PIECE), b""), size)
    yield tarred.END


def _elsewhere(journal: Path, walk: Walk) -> Walk | None:
    """The journal's folder, unless it is in the backup already, there is none, or another one has its place."""
    try:
        journal = journal.resolve()
        if journal.is_relative_to(walk.source) or not journal.is_dir():
            return None
    except OSError as problem:
        raise BackupError(
            f"Halley's journal in {journal} cannot be looked for: {problem.strerror}; no backup was made",
            hint="HALLEY_DATA names another folder; `--no-journal` makes a backup without it",
        ) from None
    if (walk.source / JOURNAL).exists():
        # As after a restore from which nobody moved it: without a word, the one in use would never be backed up again.
        walk.left_out[shown(str(journal))[1:-1]] = f"the folder has a journal of its own, {JOURNAL}"
        return None
    return Walk(journal, walk.wanted, walk.never, walk.left_out, JOURNAL)


def _member(found: Found, lines: Lines) -> Iterator[bytes]:
    if found.entry.is_folder:
        lines.add(found.entry, None)
        yield tarred.header(found.entry)
        return
    if found.is_database:
        with snapshot(found.path) as copy:
            if copy is not None:
                yield from _large(_Source(copy, found, os.fstat(copy.fileno()).st_size), lines)
                return
    try:
        file = found.open()
    except FileNotFoundError:
        return  # gone since it was looked at
    except OSError as problem:
        raise unreadable(found.path, problem) from None
    with file:
        yield from _ordinary(file, found, lines)


@dataclass(frozen=True, slots=True)
class _Source:
    """An open file, which stands for what was found, and how much of it is to be read."""

    file: BinaryIO
    found: Found
    size: int

    def chunks(self) -> Iterator[bytes]:
        """The bytes. Raises _Changed where they are fewer than there should be."""
        left = self.size
        while left:
            try:
                chunk = self.file.read(min(_PIECE, left))
            except OSError as problem:
                raise unreadable(self.found.path, problem) from None
            if not chunk:
                raise _Changed(self.found.path)
            left -= len(chunk)
            yield chunk


def _ordinary(file: BinaryIO, found: Found, lines: Lines) -> Iterator[bytes]:
    """A file that somebody may be writing to: a small one is read until it held still, a large one may have grown."""
    for _ in range(_TRIES):
        seen = os.fstat(file.fileno())
        source = _Source(file, replace(found, entry=entry_of(found.entry.path, seen)), seen.st_size)
        if seen.st_size > _SMALL:
            yield from _large(source, lines)
            after = os.fstat(file.fileno())
            if after.st_mtime_ns != seen.st_mtime_ns and after.st_size <= seen.st_size:
                raise _Changed(found.path)
            return
        file.seek(0)
        try:
            content = b"".join(source.chunks())
        except _Changed:
            continue
        after = os.fstat(file.fileno())
        if (after.st_mtime_ns, after.st_size) == (seen.st_mtime_ns, seen.st_size):
            lines.add(source.found.entry, hashlib.sha256(content).hexdigest())
            yield tarred.header(source.found.entry)
            yield from tarred.padded([content], len(content))
            return
    raise _Changed(found.path)


def _large(source: _Source, lines: Lines) -> Iterator[bytes]:
    entry = replace(source.found.entry, size=source.size)
    digest = hashlib.sha256()

    def hashed() -> Iterator[bytes]:
        for chunk in source.chunks():
            digest.update(chunk)
            yield chunk

    yield tarred.header(entry)
    yield from tarred.padded(hashed(), entry.size)
    lines.add(entry, digest.hexdigest())
