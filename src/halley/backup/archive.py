"""One way through a backup: every entry handed to a taker, every digest held against the manifest."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final, Protocol

from halley.backup import manifest
from halley.backup.entries import ROOT, Entry
from halley.backup.errors import BackupError, HostileArchive
from halley.backup.keys import Identity
from halley.backup.manifest import Lines, Manifest, Totals
from halley.backup.reading import Limits, Members
from halley.backup.sealed import opened


class Taker(Protocol):
    """Gets what is in an archive. It need not read a file to its end."""

    def folder(self, entry: Entry) -> None:
        """A folder, before or after what is in it."""

    def file(self, entry: Entry, content: Iterable[bytes]) -> None:
        """A file, whose folder need not have come up."""


class Nobody:
    """Takes nothing: the archive is only looked through."""

    def folder(self, entry: Entry) -> None:
        """Nothing is done."""

    def file(self, entry: Entry, content: Iterable[bytes]) -> None:
        """Nothing is done."""


class Stripped:
    """Hands on what lies in one folder of an archive, as if that were its top."""

    def __init__(self, taker: Taker, top: str) -> None:
        self._taker: Final = taker
        self._top: Final = top

    def folder(self, entry: Entry) -> None:
        """The same, one folder higher."""
        self._taker.folder(self._raised(entry))

    def file(self, entry: Entry, content: Iterable[bytes]) -> None:
        """The same, one folder higher."""
        self._taker.file(self._raised(entry), content)

    def _raised(self, entry: Entry) -> Entry:
        return replace(entry, path=ROOT if entry.path == self._top else entry.path.removeprefix(f"{self._top}/"))


@dataclass(frozen=True, slots=True)
class Checked:
    """An archive that is whole. `manifest` is None where another program made it: there is nothing to compare it with."""

    totals: Totals
    manifest: Manifest | None
    owners: frozenset[tuple[int, int]]
    """The first few pairs of user and group that things belong to."""
    only_folder: str | None = None
    """The folder that everything lies in, where the archive names no top of its own."""


_MOST_OWNERS = 4
_MOST_TOPS = 2


def read_through(
    path: Path, identities: Sequence[Identity], taker: Taker, limits: Limits | None = None, lines: Lines | None = None
) -> Checked:
    """Read a whole backup. Raises BackupError or WrongKey; `lines` keep what was read, if given."""
    try:
        return _read_through(path, identities, taker, limits or Limits(), lines)
    except OSError as problem:
        raise BackupError(f"{path} cannot be read to its end: {problem.strerror or problem}") from None


def _read_through(path: Path, identities: Sequence[Identity], taker: Taker, limits: Limits, lines: Lines | None) -> Checked:
    with nullcontext(lines) if lines is not None else Lines() as read, opened(path, identities) as stream:
        told: Manifest | None = None
        owners: set[tuple[int, int]] = set()
        tops: dict[str, bool] = {}
        for entry, content in Members(stream, limits):
            if told is not None:
                raise HostileArchive("the archive goes on behind its manifest")
            if entry.path == manifest.NAME and not entry.is_folder:
                told = manifest.compare(iter(content), read)
                continue
            if len(owners) < _MOST_OWNERS:
                owners.add((entry.uid, entry.gid))
            if len(tops) < _MOST_TOPS:
                tops[entry.path.split("/")[0]] = entry.is_folder or "/" in entry.path
            _hand_over(entry, content, taker, read)
        only = next(iter(tops)) if len(tops) == 1 and all(tops.values()) and ROOT not in tops else None
        return Checked(read.totals, told, frozenset(owners), only)


def _hand_over(entry: Entry, content: Iterable[bytes], taker: Taker, read: Lines) -> None:
    if entry.is_folder:
        taker.folder(entry)
        read.add(entry, None)
        return
    digest = hashlib.sha256()

    def hashed() -> Iterator[bytes]:
        for chunk in content:
            digest.update(chunk)
            yield chunk

    chunks = hashed()
    taker.file(entry, chunks)
    for _ in chunks:
        pass
    read.add(entry, digest.hexdigest())
