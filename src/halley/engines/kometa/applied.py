"""Which overlays real Kometa chose, as its log tells: for each item that it drew its title, then the names of its overlays.

    | (3/24) Heat                                                    |
    |   Overlays Applied: Overlay File (0) 4K, Overlay File (1) HDR  |

These are what was left to the item after suppression and groups; one whose text has no value, or whose queue is too short,
is among them and is not drawn.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from halley.overlays.model import OverlayId

_TITLE = re.compile(r"\(\d+/\d+\) (?P<title>.*)")
_APPLIED = re.compile(r"Overlays Applied: ?(?P<names>.*)")
_NAME = re.compile(r"Overlay File \((?P<file>\d+)\) (?P<name>.*)", re.DOTALL)
_BETWEEN = re.compile(r", (?=Overlay File \(\d+\) )")


@dataclass(frozen=True, slots=True)
class Applied:
    """An item by the title that Kometa shows, and the overlays that it chose for it, in its order."""

    title: str
    overlays: tuple[OverlayId, ...]


def applied_in(lines: Iterable[str]) -> Iterator[Applied]:
    """What a log tells of, in the order of drawing."""
    title = ""
    for line in lines:
        text = line.rstrip("\r\n").strip().removeprefix("|").removesuffix("|").strip()
        if found := _TITLE.fullmatch(text):
            title = found["title"]
        elif found := _APPLIED.fullmatch(text):
            yield Applied(title, tuple(_overlays(found["names"])))


def _overlays(names: str) -> Iterator[OverlayId]:
    for one in _BETWEEN.split(names):
        if found := _NAME.fullmatch(one):
            yield OverlayId(int(found["file"]), found["name"])
