"""Extended headers of POSIX tar: records that say what does not fit into a header, and often what nobody should believe."""

import re
from collections.abc import Mapping

from halley.backup.entries import shown
from halley.backup.errors import DamagedBackup, HostileArchive

LONGEST = 64 * 1024
"""Bytes of all records of one entry. A path, a link and a few times need 10,000."""
_KNOWN = {"path", "size", "mtime", "atime", "ctime", "uid", "gid", "uname", "gname", "comment", "hdrcharset"}
_HARMLESS = ("SCHILY.", "LIBARCHIVE.", "RHT.security.", "security.")
"""What other archivers add and we do not put back: extended attributes, device numbers, the time of creation."""
_CHARSETS = {"BINARY", "ISO-IR 10646 2000 UTF-8"}
_LARGEST = 2**62


def records(data: bytes) -> dict[str, str]:
    """What the records say, by name. Raises DamagedBackup where they are none, HostileArchive for what they must not say."""
    found: dict[str, str] = {}
    place = 0
    while place < len(data):
        digits, space, _ = data[place : place + 21].partition(b" ")
        if not space or not re.fullmatch(rb"[1-9][0-9]*", digits):
            raise DamagedBackup("the archive has an extended header that cannot be read")
        end = place + int(digits)
        record = data[place + len(digits) + 1 : end]
        name, equals, value = record.removesuffix(b"\n").partition(b"=")
        if end > len(data) or not record.endswith(b"\n") or not equals or not name:
            raise DamagedBackup("the archive has an extended header that cannot be read")
        key = name.decode("utf-8", "surrogateescape")
        _judge(key, key in found)
        found[key] = value.decode("utf-8", "surrogateescape")
        place = end
    if found.get("hdrcharset", "BINARY") not in _CHARSETS:
        raise HostileArchive(f"the archive has names in a character set that is not known: {shown(found['hdrcharset'])}")
    return found


def _judge(key: str, is_repeated: bool) -> None:
    if key == "linkpath":
        raise HostileArchive("the archive has a link, hidden in an extended header")
    if key.startswith("GNU.sparse."):
        raise HostileArchive(
            "the archive has a file with holes, whose size is what somebody wrote down", hint="make it without `tar -S`"
        )
    if key not in _KNOWN and not key.startswith(_HARMLESS):
        raise HostileArchive(f"the archive has an extended header that no backup needs: {shown(key)}")
    if is_repeated:
        raise HostileArchive(f"the archive has an extended header that says `{key}` twice")


def number(found: Mapping[str, str], key: str, otherwise: int) -> int:
    """A whole number of 0 or more."""
    text = found.get(key)
    if text is None:
        return otherwise
    if not re.fullmatch(r"[0-9]{1,19}", text) or int(text) > _LARGEST:
        raise HostileArchive(f"the archive has an extended header whose {key} is no number: {shown(text)}")
    return int(text)


def nanoseconds(found: Mapping[str, str], otherwise: int) -> int:
    """The time of the last change."""
    text = found.get("mtime")
    if text is None:
        return otherwise
    match = re.fullmatch(r"(-?)([0-9]{1,11})(?:\.([0-9]{0,30}))?", text)
    if match is None:
        raise HostileArchive(f"the archive has an extended header whose mtime is no time: {shown(text)}")
    sign, whole, part = match.groups()
    size = int(whole) * 10**9 + int((part or "").ljust(9, "0")[:9])
    return -size if sign else size
