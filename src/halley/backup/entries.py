"""One file or folder of an archive, and the names that such a thing may have."""

import os
import stat
from dataclasses import dataclass

from halley.backup.errors import HostileArchive

LONGEST_NAME = 255
"""Bytes of one part of a path, on every common file system of Linux."""
LONGEST_PATH = 3000
"""Bytes of a whole path; the kernel takes 4,096, and the folder that it lies in needs some of them."""
DEEPEST = 200
"""Folders within folders."""
MOST_ENTRIES = 1_000_000
FILE_BITS = 0o1777
FOLDER_BITS = 0o7777
ROOT = "."


@dataclass(frozen=True, slots=True)
class Entry:
    """A file or folder: its path from the top of the archive with `/`, `.` for the top itself, and what is known of it.

    A file's `size` is in bytes; `mode` is permissions alone; `mtime_ns` may lie before 1970. A name that is no UTF-8 has
    surrogate escapes, as `os.fsdecode` makes them.
    """

    path: str
    is_folder: bool
    size: int
    mode: int
    mtime_ns: int
    uid: int
    gid: int


def entry_of(path: str, seen_as: os.stat_result) -> Entry:
    """The entry of what lies on a disk. Set-uid and set-gid bits of files stay behind."""
    is_folder = stat.S_ISDIR(seen_as.st_mode)
    mode = stat.S_IMODE(seen_as.st_mode) & (FOLDER_BITS if is_folder else FILE_BITS)
    size = 0 if is_folder else seen_as.st_size
    return Entry(path, is_folder, size, mode, seen_as.st_mtime_ns, seen_as.st_uid, seen_as.st_gid)


def safe_path(name: str) -> str:
    """A name of an archive as a path below its top, or HostileArchive where it would lead elsewhere or cannot exist."""
    if "\0" in name:
        raise HostileArchive(f"the archive has a name with a zero byte: {shown(name)}")
    if name.startswith("/"):
        raise HostileArchive(f"the archive has an absolute path: {shown(name)}")
    parts = [part for part in name.split("/") if part not in {"", "."}]
    if ".." in parts:
        raise HostileArchive(f"the archive has a path that leaves its folder: {shown(name)}")
    if not parts:
        if name.strip("/") != ".":
            raise HostileArchive("the archive has an entry without a name")
        return ROOT
    if any(length(part) > LONGEST_NAME for part in parts) or length(name) > LONGEST_PATH or len(parts) > DEEPEST:
        raise HostileArchive(f"the archive has a path that is too long for a disk: {shown(name)}")
    return "/".join(parts)


def length(text: str) -> int:
    """Bytes of a name on the disk."""
    return len(text.encode("utf-8", "surrogateescape"))


def shown(name: str) -> str:
    """A name for a message: one line, no control characters, not too long."""
    text = name if len(name) <= 80 else f"{name[:40]}…{name[-35:]}"
    return f"`{text}`" if text.isprintable() else f"`{ascii(text)[1:-1]}`"
