"""Folders to back up, keys to seal them with, and archives that nobody's tar would write."""

import hashlib
import os
import stat
import tarfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pyrage
import zstandard

from halley.backup import keys
from halley.backup.contents import Wanted
from halley.backup.create import Made, Order, create
from halley.backup.keys import Identity, Recipient

NOW = datetime(2026, 3, 7, 3, 0, tzinfo=UTC)
EVERYTHING = Wanted(assets=True, originals=True, logs=True)


@dataclass(frozen=True, slots=True)
class Pair:
    """A key of age: its public side as text, its secret side as a file."""

    recipient: str
    file: Path

    @property
    def recipients(self) -> list[Recipient]:
        return keys.recipients([self.recipient])

    @property
    def identities(self) -> list[Identity]:
        return list(keys.identities(self.file))


def a_pair(folder: Path, name: str = "key.txt") -> Pair:
    folder.mkdir(parents=True, exist_ok=True)
    made = pyrage.x25519.Identity.generate()
    file = folder / name
    file.write_text(f"# public key: {made.to_public()}\n{made}\n")
    return Pair(str(made.to_public()), file)


def a_home(folder: Path, files: Mapping[str, bytes] | None = None) -> Path:
    """A folder as Kometa has it, less what is large."""
    usual = {"config.yml": b"plex: {}\n", "overlays/top.yml": b"overlays: {}\n", "fonts/One.ttf": b"\0\1\2" * 1000}
    for name, content in (files if files is not None else usual).items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def a_backup(source: Path, dest: Path, pair: Pair, wanted: Wanted = EVERYTHING, at: datetime = NOW) -> Made:
    return create(Order(source, dest, "kometa", pair.recipients, wanted), at)


@dataclass(frozen=True, slots=True)
class Thing:
    """What there is to know of a file or folder on a disk; of a link, where it leads."""

    kind: int
    mode: int
    mtime_ns: int
    content: str


def things(folder: Path) -> dict[str, Thing]:
    """Everything in a folder, itself included, by its path."""
    found = {}
    for above, folders, files in os.walk(folder):
        for path in [Path(above), *(Path(above) / name for name in (*files, *folders))]:
            found[str(path.relative_to(folder))] = _thing(path)
    return found


def _thing(path: Path) -> Thing:
    seen = path.lstat()
    content = ""
    if stat.S_ISREG(seen.st_mode):
        content = hashlib.sha256(path.read_bytes()).hexdigest()
    elif stat.S_ISLNK(seen.st_mode):
        content = str(path.readlink())
    return Thing(stat.S_IFMT(seen.st_mode), stat.S_IMODE(seen.st_mode), seen.st_mtime_ns, content)


def sealed(stream: bytes | Iterable[bytes], pair: Pair, path: Path) -> Path:
    """Some bytes of a tar, packed and sealed as a backup is."""
    packing = zstandard.ZstdCompressor().compressobj()
    chunks = [stream] if isinstance(stream, bytes) else stream
    return sealed_raw(b"".join([*map(packing.compress, chunks), packing.flush()]), pair, path)


def sealed_raw(data: bytes, pair: Pair, path: Path) -> Path:
    """Some bytes, sealed."""
    path.write_bytes(pyrage.encrypt(data, pair.recipients))
    return path


def a_member(name: str, content: bytes = b"", kind: bytes = tarfile.REGTYPE, **others: object) -> bytes:
    """One entry of a tar, as Python's tarfile writes it, with whatever `TarInfo` may say."""
    member = tarfile.TarInfo(name)
    member.type, member.size = kind, len(content)
    for key, value in others.items():
        setattr(member, key, value)
    return member.tobuf(tarfile.PAX_FORMAT, "utf-8", "surrogateescape") + content + b"\0" * (-len(content) % 512)


END = b"\0" * 1024
