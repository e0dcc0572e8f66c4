"""The pictures of plans: found by their digest among those of the plan, whole or as small as they are shown."""

import asyncio
import threading
from collections import OrderedDict
from pathlib import Path

from halley.render import CannotDraw
from halley.studio.desk.errors import NotThere
from halley.studio.drawing.frames import thumbnail
from halley.studio.reading.opened import OpenPlan

_ROOM = 96 * 1024 * 1024
"""Bytes of small pictures that are kept: some 7,000 posters as a grid shows them."""
_AT_ONCE = 2
_KINDS = frozenset({"image/jpeg", "image/png", "image/gif", "image/webp"})


class Pictures:
    """Pictures of plans, the small ones kept as long as there is room."""

    def __init__(self, room: int = _ROOM) -> None:
        self._room, self._taken = room, 0
        self._small: OrderedDict[tuple[str, int], bytes] = OrderedDict()
        self._lock = threading.Lock()
        self._making = asyncio.Semaphore(_AT_ONCE)

    async def whole(self, plan: OpenPlan, sha256: str) -> tuple[bytes, str]:
        """A picture as it is, and its media type. Raises NotThere."""
        path, media_type = _found(plan, sha256)
        return await asyncio.to_thread(_read, path), media_type

    async def small(self, plan: OpenPlan, sha256: str, width: int) -> bytes:
        """A picture as a JPEG no wider than that. Raises NotThere."""
        path, _ = _found(plan, sha256)
        if known := self._known((sha256, width)):
            return known
        async with self._making:
            found = self._known((sha256, width))
            if found is None:
                found = await asyncio.to_thread(_small, path, width)
        self._keep((sha256, width), found)
        return found

    def _known(self, key: tuple[str, int]) -> bytes | None:
        with self._lock:
            if key in self._small:
                self._small.move_to_end(key)
            return self._small.get(key)

    def _keep(self, key: tuple[str, int], data: bytes) -> None:
        with self._lock:
            self._taken += len(data) - len(self._small.get(key, b""))
            self._small[key] = data
            while self._taken > self._room and self._small:
                self._taken -= len(self._small.popitem(last=False)[1])


def _found(plan: OpenPlan, sha256: str) -> tuple[Path, str]:
    """Where a picture of a plan lies, and what it is. Raises NotThere."""
    known = plan.pictures.get(sha256)
    if known is None or known.media_type not in _KINDS:
        raise NotThere(f"the plan has no picture {sha256[:64]!r}")
    return plan.images / known.sha256, known.media_type


def _small(path: Path, width: int) -> bytes:
    try:
        return thumbnail(_read(path), width)
    except CannotDraw as problem:
        raise NotThere(f"the picture cannot be shown: {problem}") from None


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as problem:
        raise NotThere(f"the picture {path.name[:12]} is no longer with the plan: {problem.strerror}") from None
