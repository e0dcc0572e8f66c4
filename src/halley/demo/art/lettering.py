"""Setting words in our own capitals: weight, width, spacing and finish make a face of one alphabet."""

import math
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Final, Literal

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from halley.demo.art.canvas import SCALE, Canvas, Point, Points
from halley.demo.art.glyphs import GLYPHS, Stroke

#: Letters are drawn this many times finer than the doubled canvas and then reduced.
FINE: Final = 3


@dataclass(frozen=True, slots=True)
class Face:
    """A way to draw the alphabet.

    `weight` is the thickness of a stroke and `spacing` the gap between letters, both in letter heights; `wide` stretches
    the letters; `slant` leans them, in heights over the height. `inline` cuts a line out of the strokes.
    """

    weight: float
    wide: float = 1.0
    spacing: float = 0.16
    slant: float = 0.0
    finish: Literal["solid", "inline", "outline"] = "solid"


THIN: Final = Face(0.07, 1.0, 0.26)
LIGHT: Final = Face(0.105, 1.0, 0.2)
BOOK: Final = Face(0.15, 0.95, 0.16)
BOLD: Final = Face(0.21, 0.92, 0.11)
HEAVY: Final = Face(0.27, 0.9, 0.07)
TALL: Final = Face(0.13, 0.46, 0.1)
NARROW: Final = Face(0.185, 0.5, 0.08)
DECO: Final = Face(0.24, 0.95, 0.09, finish="inline")
OPEN: Final = Face(0.24, 0.92, 0.09, finish="outline")
SPEED: Final = Face(0.2, 0.85, 0.09, 0.22)
CREDIT: Final = Face(0.115, 1.0, 0.34)


def width_of(text: str, face: Face) -> float:
    """How wide a line is, in letter heights."""
    advances = [GLYPHS[letter][0] * face.wide + face.weight for letter in text]
    return sum(advances) + face.spacing * (len(text) - 1) + face.slant


def set_line(canvas: Canvas, text: str, at: Point, height: float, look: "tuple[Face, str]") -> None:
    """One line with its top left corner at a place."""
    face, colour = look
    margin = face.weight * height
    canvas.stamp(letters(text, round(height * SCALE * 4) / 4, face), (at[0] - margin, at[1] - margin), colour)


def set_centred(canvas: Canvas, text: str, at: Point, height: float, look: "tuple[Face, str]") -> None:
    """One line with the middle of its top edge at a place."""
    width = width_of(text, look[0]) * height
    set_line(canvas, text, (at[0] - width / 2, at[1]), height, look)


def height_for(text: str, face: Face, width: float, most: float) -> float:
    """The letter height at which a line is so wide, but at most so high."""
    return min(most, width / width_of(text, face))


@lru_cache(maxsize=256)
def letters(text: str, height: float, face: Face) -> Image.Image:
    """The letters as coverage, `height` pixels high, with a margin of one stroke weight on every side."""
    unit = height * FINE
    pen = face.weight * unit
    size = (math.ceil((width_of(text, face) * unit + 2 * pen) / FINE) * FINE, math.ceil((unit + 2 * pen) / FINE) * FINE)
    sheet = Image.new("L", size)
    x = pen
    for letter in text:
        across, strokes = GLYPHS[letter]
        for stroke in strokes:
            _stroke(sheet, _outlined(stroke, (x, pen), unit, face), pen)
        x += (across * face.wide + face.weight + face.spacing) * unit
    _cut(sheet, pen, unit, text)
    if face.slant:
        lean = face.slant
        shear = (1, lean, -lean * (pen + unit), 0, 1, 0)
        sheet = sheet.transform(sheet.size, Image.Transform.AFFINE, shear, Image.Resampling.BILINEAR)
    if face.finish != "solid":
        sheet = _hollow(sheet, pen, thin=face.finish == "inline")
    return sheet.reduce(FINE)


def _outlined(stroke: Stroke, origin: Point, unit: float, face: Face) -> list[Point]:
    """The middle line of a stroke on the sheet: half a pen inside the letter's box on every side."""
    half, tall = face.weight / 2, 1 - face.weight
    line = [(origin[0] + (x * face.wide + half) * unit, origin[1] + (half + y * tall) * unit) for x, y in stroke]
    first = _reach(stroke[0], stroke[1], face.weight * unit)
    last = _reach(stroke[-1], stroke[-2], face.weight * unit)
    line[0], line[-1] = _beyond(line[1], line[0], first), _beyond(line[-2], line[-1], last)
    return line


def _reach(end: Point, inner: Point, pen: float) -> float:
    """How far a stroke goes on beyond its end: it must reach the flat cut, or be as square as the pen."""
    across, down = abs(end[0] - inner[0]), abs(end[1] - inner[1])
    if across + down < 0.2:  # a dot is a square; a curve ends where it ends
        return pen / 2 if across == 0 else 0
    if end[1] in {0, 1} and down > 0.1:
        return pen
    return pen / 2 if down == 0 and end[1] in {0, 1} else 0


def _stroke(sheet: Image.Image, points: Points, pen: float) -> None:
    draw = ImageDraw.Draw(sheet)
    thick, half = max(1, round(pen)), pen / 2
    for one, other in pairwise(points):
        draw.line((one, other), fill=255, width=thick)
    for x, y in points[1:-1]:  # Pillow's own joints leave cracks in thick curves
        draw.ellipse((x - half, y - half, x + half, y + half), fill=255)


def _beyond(inner: Point, end: Point, reach: float) -> Point:
    length = math.dist(inner, end) or 1.0
    return end[0] + (end[0] - inner[0]) / length * reach, end[1] + (end[1] - inner[1]) / length * reach


def _cut(sheet: Image.Image, pen: float, unit: float, text: str) -> None:
    """Cut everything flat at the top of the letters and, unless a comma hangs below, at the base line."""
    draw = ImageDraw.Draw(sheet)
    draw.rectangle((0, 0, sheet.width, max(0, pen - 1)), fill=0)
    if "," not in text:
        draw.rectangle((0, pen + unit, sheet.width, sheet.height), fill=0)


def _hollow(sheet: Image.Image, pen: float, *, thin: bool) -> Image.Image:
    """Letters with a line taken out of their middle, or with only their outline left."""
    small = sheet.reduce(2)  # eroding is slow on the fine sheet and needs no such fineness
    width = max(3, round(pen / 2 * (0.72 if thin else 0.28))) | 1
    for _ in range(max(1, width // 2)):
        small = small.filter(ImageFilter.MinFilter(3))
    return ImageChops.subtract(sheet, small.resize(sheet.size, Image.Resampling.BILINEAR))
