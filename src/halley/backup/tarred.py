"""Files and folders as a tar stream that every tar of today reads: POSIX headers, times to the nanosecond."""

import tarfile
from collections.abc import Iterable, Iterator

from halley.backup.entries import ROOT, Entry

BLOCK = tarfile.BLOCKSIZE
END = b"\0" * (2 * BLOCK)


def header(entry: Entry) -> bytes:
    """What comes before the contents of an entry."""
    member = tarfile.TarInfo(entry.path if entry.path == ROOT else f"./{entry.path}")
    member.type = tarfile.DIRTYPE if entry.is_folder else tarfile.REGTYPE
    member.size, member.mode, member.uid, member.gid = entry.size, entry.mode, entry.uid, entry.gid
    member.pax_headers = {"mtime": seconds(entry.mtime_ns)}
    return member.tobuf(tarfile.PAX_FORMAT, "utf-8", "surrogateescape")


def padded(chunks: Iterable[bytes], size: int) -> Iterator[bytes]:
    """Contents of `size` bytes, filled up to whole blocks."""
    yield from chunks
    if rest := size % BLOCK:
        yield b"\0" * (BLOCK - rest)


def seconds(nanoseconds: int) -> str:
    """A time as an extended header writes it: `1700000000.000000001`, `-0.5`."""
    sign, size = ("-", -nanoseconds) if nanoseconds < 0 else ("", nanoseconds)
    whole, part = divmod(size, 10**9)
    return f"{sign}{whole}" + (f".{part:09d}".rstrip("0") if part else "")
