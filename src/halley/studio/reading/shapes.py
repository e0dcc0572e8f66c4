"""How large pictures are, read from their first bytes: thousands in a moment, and none is decoded."""

import struct
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import BinaryIO

Size = tuple[int, int]
_UNKNOWN: Size = (0, 0)
_HEAD = 32
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
"""Markers of a JPEG after which its size comes."""
_MOST_SEGMENTS = 200


def sizes_of(folder: Path, names: Iterable[str]) -> Mapping[str, Size]:
    """Width and height of pictures of a folder, by name; of those whose size can be told."""
    found = ((name, size_of(folder / name)) for name in names)
    return {name: size for name, size in found if size != _UNKNOWN}


def size_of(path: Path) -> Size:
    """Width and height of a picture; 0 and 0 where it is none, or of no known kind."""
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD)
            if head.startswith(b"\x89PNG\r\n\x1a\n"):
                return _of(">II", head, 16)
            if head.startswith(b"GIF8"):
                return _of("<HH", head, 6)
            if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
                return _of_webp(head)
            return _of_jpeg(file) if head.startswith(b"\xff\xd8") else _UNKNOWN
    except (OSError, struct.error):
        return _UNKNOWN


def _of(form: str, head: bytes, at: int) -> Size:
    width, height = struct.unpack_from(form, head, at)
    return int(width), int(height)


def _of_webp(head: bytes) -> Size:
    match head[12:16]:
        case b"VP8X":
            return int.from_bytes(head[24:27], "little") + 1, int.from_bytes(head[27:30], "little") + 1
        case b"VP8L":
            bits = int.from_bytes(head[21:25], "little")
            return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
        case b"VP8 ":
            width, height = _of("<HH", head, 26)
            return width & 0x3FFF, height & 0x3FFF
        case _:
            return _UNKNOWN


def _of_jpeg(file: BinaryIO) -> Size:
    at = 2
    for _ in range(_MOST_SEGMENTS):
        file.seek(at)
        sign, marker, length = struct.unpack(">BBH", file.read(4))
        if sign != 0xFF:
            return _UNKNOWN
        if marker in _FRAMES:
            height, width = _of(">HH", file.read(5), 1)
            return width, height
        at += 2 + length
    return _UNKNOWN
