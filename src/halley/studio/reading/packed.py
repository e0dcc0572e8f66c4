"""The posters of a plan as one file to take away: a ZIP that is made while it is sent, and a page of one file."""

import re
import zipfile
from collections.abc import Collection, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import IO, cast

from halley.jobs.plan_page import plan_page, rows_of
from halley.jobs.report import CARDS_LIMIT, PICTURES_LIMIT, inlined
from halley.studio.reading.opened import OpenPlan
from halley.studio.reading.rows import SERVER
from halley.studio.wire.plans import Picture, Tile

_ENDINGS = {"image/jpeg": "jpg", "image/png": "png", "image/gif": "gif", "image/webp": "webp"}
_NOT_IN_NAMES = re.compile(r'[\x00-\x1f\x7f-\x9f/\\:*?"<>|]+')
_LONGEST = 180
"""Bytes of a name; file systems take 255 with what comes after it."""
_WIDTH = 240
_AT_ONCE = 8


class _Outlet:
    """What a ZIP is written into piece by piece; it cannot be gone back in."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []

    def write(self, data: bytes) -> int:
        """Take some bytes."""
        self._pieces.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        """Everything is there already."""

    def taken(self) -> bytes:
        """What was written since the last time."""
        found = b"".join(self._pieces)
        self._pieces.clear()
        return found


def packed(plan: OpenPlan) -> Iterator[bytes]:
    """A ZIP of all posters, `Movies/Heat (1995) - after.jpg`, in pieces of a picture each, without what cannot be read."""
    outlet, used = _Outlet(), set[str]()
    with zipfile.ZipFile(cast("IO[bytes]", outlet), "w", zipfile.ZIP_STORED) as pack:
        for row in plan.posters:
            stem = _stem(row.shown, used)
            for when, picture in (("before", row.shown.before), ("after", row.shown.after)):
                data = _bytes(plan, picture)
                if picture is not None and data is not None:
                    ending = _ENDINGS.get(plan.pictures[picture.sha256].media_type, "bin")
                    pack.writestr(f"{stem} - {when}.{ending}", data)
                    yield outlet.taken()
    yield outlet.taken()


def report(plan: OpenPlan, left_out: Collection[int] = ()) -> str:
    """The page of a plan as one file that needs nothing else; of many things the first ones have pictures."""
    wanted: dict[str, None] = {}
    things = 0
    for row in rows_of(plan.plan):
        both = [one for one in (row.before, row.after) if one]
        things += bool(both)
        if things > CARDS_LIMIT:
            break
        wanted.update(dict.fromkeys(both))
    return plan_page(plan.plan, dict(_inlined(plan, list(wanted))), left_out)


def _inlined(plan: OpenPlan, names: list[str]) -> Iterator[tuple[str, str]]:
    """Pictures as data addresses, as far as there is room."""
    room = PICTURES_LIMIT
    with ThreadPoolExecutor(2) as pool:  # Pillow lets go of the lock
        for start in range(0, len(names), _AT_ONCE):
            some = names[start : start + _AT_ONCE]
            for name, (address, _) in zip(some, pool.map(lambda one: inlined(plan.images / one, _WIDTH), some), strict=True):
                room -= len(address)
                if room < 0:
                    return
                if address:
                    yield name, address


def _stem(tile: Tile, used: set[str]) -> str:
    """A folder and a name for an item that nothing else has, and that every system takes."""
    stem = f"{_name(tile.library or SERVER)}/{_name(tile.title)}"
    if stem.casefold() in used:
        stem = f"{stem} [{tile.key}]"
    used.add(stem.casefold())
    return stem


def _name(text: str) -> str:
    plain = " ".join(_NOT_IN_NAMES.sub(" ", text).split()).strip(" .")
    return plain.encode(errors="ignore")[:_LONGEST].decode(errors="ignore").strip(" .") or "untitled"


def _bytes(plan: OpenPlan, picture: Picture | None) -> bytes | None:
    if picture is None or picture.sha256 not in plan.pictures:
        return None
    try:
        return (plan.images / picture.sha256).read_bytes()
    except OSError:
        return None
