"""Pictures by what they are: the SHA-256 of their bytes is their name."""

import hashlib
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from halley.files.atomic import flush_folder, make_folder, write_atomic

_SIGNATURES = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"GIF8", "image/gif"),
    (b"ID3", "audio/mpeg"),
    (b"\xff\xfb", "audio/mpeg"),
)


@dataclass(frozen=True, slots=True)
class Picture:
    """The identity of stored bytes.

    `sha256` (hex) names them in Halley's stores; `sha1` (hex) is how Plex names an upload
    (`upload://posters/<sha1>`; spec, plex-api 8.1); `size` in bytes; `media_type` is read from the bytes.
    """

    sha256: str
    sha1: str
    size: int
    media_type: str


_NAME = re.compile(r"[0-9a-f]{64} [0-9a-f]{40}")


def picture_of(row: Mapping[str, object]) -> Picture:
    """A picture of its four JSON values, which may come from anybody. Raises ValueError."""
    match row:
        case {"sha256": str(sha256), "sha1": str(sha1), "size": int(size), "media_type": str(media_type), **others} if (
            not others and _NAME.fullmatch(f"{sha256} {sha1}") and size >= 0
        ):
            return Picture(sha256, sha1, size, media_type)
        case _:
            raise ValueError(f"{dict(row)!r} is no picture")


def describe_picture(data: bytes) -> Picture:
    """What these bytes are. Bytes of no known kind are `application/octet-stream`."""
    return Picture(
        sha256=hashlib.sha256(data).hexdigest(),
        sha1=hashlib.sha1(data, usedforsecurity=False).hexdigest(),
        size=len(data),
        media_type=_media_type(data),
    )


def _media_type(data: bytes) -> str:
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image/webp"
    return next((kind for start, kind in _SIGNATURES if data.startswith(start)), "application/octet-stream")


class ImageStore(Protocol):
    """Keeps pictures by their SHA-256."""

    def put(self, data: bytes) -> Picture:
        """Store the bytes, once, and say what they are."""
        ...

    def get(self, sha256: str) -> bytes:
        """The bytes of a stored picture. Raises KeyError when there is none of that name, or it is damaged."""
        ...


class MemoryImages:
    """Pictures in memory, for the simulator and for tests."""

    def __init__(self) -> None:
        self._bytes: dict[str, bytes] = {}

    def put(self, data: bytes) -> Picture:
        picture = describe_picture(data)
        self._bytes[picture.sha256] = data
        return picture

    def get(self, sha256: str) -> bytes:
        return self._bytes[sha256]


class DiskImages:
    """Pictures in a folder, one file each, named by SHA-256. With `durable` each is on the disk before `put` returns."""

    def __init__(self, folder: Path, *, durable: bool = False) -> None:
        self._folder, self._durable = folder, durable
        if durable:
            make_folder(folder)
            flush_folder(folder)  # whoever put pictures here before may have been killed before it came to that
        else:
            folder.mkdir(parents=True, exist_ok=True)

    def path(self, sha256: str) -> Path:
        """Where the picture of that name lies, or would. Raises KeyError for what is no such name."""
        if not re.fullmatch(r"[0-9a-f]{64}", sha256):
            raise KeyError(sha256)
        return self._folder / sha256

    def put(self, data: bytes) -> Picture:
        picture = describe_picture(data)
        path = self.path(picture.sha256)
        # Thousands of pictures are put here while an engine waits for each; one that a power cut tore is known by its size.
        if not path.exists() or path.stat().st_size != picture.size:
            write_atomic(path, data, durable=self._durable)
        return picture

    def flush(self, sha256: str) -> None:
        """Have a picture that was put here on the disk. Raises OSError."""
        with self.path(sha256).open("rb") as file:
            os.fsync(file.fileno())
        flush_folder(self._folder)

    def get(self, sha256: str) -> bytes:
        try:
            data = self.path(sha256).read_bytes()
        except FileNotFoundError:
            raise KeyError(sha256) from None
        # A disk may give back something else than it was given. Half a poster must not go to a server as the whole one.
        if hashlib.sha256(data).hexdigest() != sha256:
            raise KeyError(sha256)
        return data
