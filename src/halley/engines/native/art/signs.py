"""Small signs of plain shapes."""

import math
from collections.abc import Callable, Mapping
from typing import Final

from PIL import Image

from halley.engines.native.art.sheet import COLOURS, WHITE, Sheet


def five_points(x: float, y: float, radius: float, turn: float = 0) -> list[tuple[float, float]]:
    """The outline of a star whose first point is at the top, turned by so many degrees."""
    points = []
    for number in range(10):
        reach = radius if number % 2 == 0 else radius * 0.382
        angle = math.radians(number * 36 + turn)
        points.append((x + reach * math.sin(angle), y - reach * math.cos(angle)))
    return points


def star() -> Image.Image:
    """A golden star."""
    sheet = Sheet(88, 84)
    sheet.shape(five_points(44, 46, 42), COLOURS["gold"])
    return sheet.finished()


def _age() -> Image.Image:
    sheet = Sheet(84, 80)
    sheet.disc(42, 40, 36, None, WHITE, 7)
    sheet.line([(26, 41), (38, 53), (59, 29)], WHITE, 8)
    return sheet.finished()


def _direct_play() -> Image.Image:
    sheet = Sheet(270, 130)
    sheet.shape([(18, 37), (18, 93), (66, 65)], WHITE)
    sheet.text("DIRECT", (80, 14, 262, 64), largest=35)
    sheet.text("PLAY ONLY", (80, 64, 262, 114), largest=35)
    return sheet.finished()


def _after_credits() -> Image.Image:
    sheet = Sheet(84, 86)
    for top, width in ((6, 52), (24, 64), (42, 44)):
        sheet.plate((42 - width / 2, top, 42 + width / 2, top + 9), 4.5, (255, 255, 255, 170))
    sheet.plate((28, 68, 56, 76), 3, COLOURS["gold"])
    sheet.plate((38, 58, 46, 86), 3, COLOURS["gold"])
    return sheet.finished()


def _versions() -> Image.Image:
    sheet = Sheet(100, 100)
    sheet.plate((34, 14, 80, 70), 9, None, (255, 255, 255, 170), 6)
    sheet.plate((20, 30, 66, 86), 9, (20, 22, 26, 255), WHITE, 6)
    sheet.text("2", (24, 36, 62, 80), largest=36)
    return sheet.finished()


def _count(text: str) -> Callable[[], Image.Image]:
    def draw() -> Image.Image:
        sheet = Sheet(156, 80)
        above, _, below = text.partition("/")
        sheet.text(above, (4, 4, 152, 48), largest=46)
        sheet.text(below, (4, 52, 152, 76), bold=False, largest=23, spread=0.14)
        return sheet.finished()

    return draw


SIGNS: Final[Mapping[str, Callable[[], Image.Image]]] = {
    "Commonsense": _age,
    "Direct-Play": _direct_play,
    "Mediastinger": _after_credits,
    "versions": _versions,
    "dual_audio": _count("DUAL/AUDIO"),
    "dual_subs": _count("DUAL/SUBS"),
    "multi_audio": _count("MULTI/AUDIO"),
    "multi_subs": _count("MULTI/SUBS"),
}
