"""A tar stream read by one who trusts nobody: files and folders come out, and everything else is refused by name.

The rules. A stream is headers of 512 bytes, each followed by as many bytes as it says, filled up to whole blocks, and ended
by two empty blocks with nothing but zeros behind them. An extended header (`x`) or GNU's long name (`L`) may stand before a
header, once. A name must stay below the top and come up once; what is a file cannot be a folder as well. Links, devices,
pipes, sparse files, several volumes and all that we do not know are refused. Nothing is read into memory because a header
says so.
"""

import hashlib
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from halley.backup.entries import FILE_BITS, FOLDER_BITS, MOST_ENTRIES, ROOT, Entry, safe_path, shown
from halley.backup.errors import DamagedBackup, HostileArchive, TooLittleRoom
from halley.backup.records import LONGEST, nanoseconds, number, records
from halley.backup.sealed import Unpacked

BLOCK = tarfile.BLOCKSIZE
PIECE = 256 * 1024
_MOST_BEHIND = 1024 * 1024
"""Zeros that may follow the end: tar fills up to whole records, which are of 10 KiB unless somebody asked for more."""
_HIGHEST_ID = 2**32 - 2
_KIND_BITS = 0o170000
"""Some archivers write what a thing is into its mode too."""
_LATEST = 2**36 * 10**9
_KINDS = {
    tarfile.LNKTYPE: "a hard link",
    tarfile.SYMTYPE: "a symbolic link",
    tarfile.CHRTYPE: "a device",
    tarfile.BLKTYPE: "a device",
    tarfile.FIFOTYPE: "a named pipe",
    tarfile.GNUTYPE_SPARSE: "a file with holes, whose size is what somebody wrote down,",
    tarfile.GNUTYPE_LONGLINK: "a link",
    b"D": "a list of an incremental backup",
    b"M": "a part of a file that began on another volume",
    b"N": "a long name of an old kind",
    b"V": "the name of a volume",
}


@dataclass(frozen=True, slots=True)
class Limits:
    """What is too much: entries, bytes of all contents, and bytes that the disk has room for (None: nothing is written)."""

    entries: int = MOST_ENTRIES
    size: int = 1 << 40
    room: int | None = None


class Content:
    """The bytes of one file of the stream, read from the beginning to the end."""

    def __init__(self, stream: Unpacked, size: int) -> None:
        self._stream = stream
        self._left = size
        self._padding = -size % BLOCK

    def __iter__(self) -> Iterator[bytes]:
        while self._left:
            chunk = self._stream.read(min(PIECE, self._left))
            if not chunk:
                raise cut_short(self._stream)
            self._left -= len(chunk)
            yield chunk

    def finish(self) -> None:
        """Pass over what is left of it, and what fills its last block."""
        for _ in self:
            pass
        if len(self._stream.read(self._padding)) != self._padding:
            raise cut_short(self._stream)
        self._padding = 0


def cut_short(stream: Unpacked) -> DamagedBackup:
    """The error for a stream that ends in the middle."""
    return DamagedBackup(f"{stream.path} was cut short: the archive in it has no end")


@dataclass(frozen=True, slots=True)
class _Told:
    """What stood before a header and belongs to it."""

    by_records: dict[str, str] | None = None
    long_name: str | None = None


class Members:
    """The entries of a stream, each with its content, in the order of the stream. Raises BackupError."""

    def __init__(self, stream: Unpacked, limits: Limits) -> None:
        self._stream: Final = stream
        self._limits: Final = limits
        self._files: set[bytes] = set()
        self._folders: set[bytes] = set()
        self._implied: set[bytes] = set()
        self.count = 0
        self.size = 0

    def __iter__(self) -> Iterator[tuple[Entry, Content]]:
        told = _Told()
        while (member := self._header()) is not None:
            if member.type in {tarfile.XHDTYPE, tarfile.GNUTYPE_LONGNAME, tarfile.XGLTYPE}:
                told = self._extended(member, told)
                continue
            entry = self._entry(member, told)
            told = _Told()
            self._admit(entry)
            content = Content(self._stream, entry.size)
            yield entry, content
            content.finish()
        if told != _Told():
            raise DamagedBackup("the archive has an extended header with nothing behind it")
        self._expect_silence()

    def _header(self) -> tarfile.TarInfo | None:
        block = self._stream.read(BLOCK)
        if len(block) < BLOCK:
            raise cut_short(self._stream)
        try:
            return tarfile.TarInfo.frombuf(block, "utf-8", "surrogateescape")
        except tarfile.EOFHeaderError:  # type: ignore[attr-defined]
            return None
        except (tarfile.HeaderError, ValueError, IndexError) as problem:
            raise DamagedBackup(f"the archive has a header that cannot be read ({problem})") from None

    def _extended(self, member: tarfile.TarInfo, told: _Told) -> _Told:
        if not 0 < member.size <= LONGEST:
            raise HostileArchive(f"the archive has an extended header of {member.size} bytes")
        content = Content(self._stream, member.size)
        text = b"".join(content)
        content.finish()
        if member.type == tarfile.GNUTYPE_LONGNAME:
            if told.long_name is not None:
                raise HostileArchive("the archive has two long names for one entry")
            return _Told(told.by_records, text.rstrip(b"\0").decode("utf-8", "surrogateescape"))
        found = records(text)
        if member.type == tarfile.XGLTYPE:
            if extra := sorted(found.keys() - {"comment"}):
                raise HostileArchive(f"the archive says {', '.join(shown(one) for one in extra)} for all entries at once")
            return told
        if told.by_records is not None:
            raise HostileArchive("the archive has two extended headers for one entry")
        return _Told(found, told.long_name)

    def _entry(self, member: tarfile.TarInfo, told: _Told) -> Entry:
        if told.by_records is not None and told.long_name is not None:
            raise HostileArchive("the archive has two long names for one entry")
        found = told.by_records or {}
        name = found.get("path", told.long_name if told.long_name is not None else member.name)
        if member.type in _KINDS:
            raise HostileArchive(
                f"the archive has {_KINDS[member.type]} at {shown(name)}; only files and folders are put back"
            )
        if member.type not in {tarfile.REGTYPE, tarfile.AREGTYPE, tarfile.DIRTYPE}:
            raise HostileArchive(f"the archive has an entry of an unknown kind ({member.type!r}) at {shown(name)}")
        is_folder = member.type == tarfile.DIRTYPE
        if name.endswith("/") and not is_folder:
            raise HostileArchive(f"the archive has a file whose name is that of a folder: {shown(name)}")
        size = number(found, "size", member.size)
        if size != member.size and member.size and size < 8 << 30:
            raise HostileArchive(f"the archive has two sizes for {shown(name)}: {member.size} and {size}")
        path = safe_path(name)
        uid, gid = number(found, "uid", member.uid), number(found, "gid", member.gid)
        mtime = nanoseconds(found, int(member.mtime) * 10**9)
        if size < 0 or not 0 <= uid <= _HIGHEST_ID or not 0 <= gid <= _HIGHEST_ID or abs(mtime) > _LATEST:
            raise HostileArchive(f"the archive has a number that cannot be, at {shown(name)}")
        if is_folder and size:
            raise HostileArchive(f"the archive has a folder with contents of its own: {shown(name)}")
        mode = member.mode & ~_KIND_BITS
        if mode & ~(FOLDER_BITS if is_folder else FILE_BITS):
            raise HostileArchive(f"the archive has permissions that no backup has, {mode:o}, at {shown(name)}")
        return Entry(path, is_folder, size, mode, mtime, uid, gid)

    def _admit(self, entry: Entry) -> None:
        """Refuse what would write over another entry, and what is too much."""
        self.count += 1
        self.size += entry.size
        if self.count > self._limits.entries:
            raise HostileArchive(f"the archive has more than {self._limits.entries:,} entries")
        if self.size > self._limits.size:
            raise HostileArchive(
                f"the archive would unpack to more than {self._limits.size:,} bytes", hint="`--largest` lets more through"
            )
        if self._limits.room is not None and self.size > self._limits.room:
            raise TooLittleRoom(
                f"the disk has {self._limits.room:,} bytes free, and the backup needs at least {self.size:,}; "
                "nothing was changed"
            )
        if entry.path == ROOT:
            if not entry.is_folder:
                raise HostileArchive("the archive has a file in place of its own top folder")
            if _key(ROOT) in self._folders:
                raise HostileArchive("the archive has its top folder twice")
            self._folders.add(_key(ROOT))
            return
        parts = entry.path.split("/")
        above = [_key("/".join(parts[:end])) for end in range(1, len(parts))]
        if any(one in self._files for one in above):
            raise HostileArchive(f"the archive has something below a file: {shown(entry.path)}")
        key = _key(entry.path)
        if key in self._files or key in self._folders or (key in self._implied and not entry.is_folder):
            raise HostileArchive(f"the archive has a name twice: {shown(entry.path)}")
        self._implied.update(above)
        (self._folders if entry.is_folder else self._files).add(key)

    def _expect_silence(self) -> None:
        """After the end there may be zeros, and not too many."""
        behind = BLOCK
        if self._stream.read(BLOCK) != b"\0" * BLOCK:
            raise DamagedBackup("the archive has half an end: something follows one empty block, or nothing does")
        while chunk := self._stream.read(PIECE):
            behind += len(chunk)
            if chunk.count(0) != len(chunk):
                raise HostileArchive("the archive has something hidden behind its end")
            if behind > _MOST_BEHIND:
                raise HostileArchive("the archive goes on for more than a megabyte behind its end")


def _key(path: str) -> bytes:
    # A million of these have to fit into memory, whatever the length of the paths.
    return hashlib.blake2b(path.encode("utf-8", "surrogateescape"), digest_size=12).digest()
