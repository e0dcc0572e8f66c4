"""Lettering: what stands on the dark plates, and the ribbons in the corner. Sizes: spec, overlays 10.7."""

import colorsys
import zlib

from PIL import Image

from halley.engines.native.art.sheet import COLOURS, FINE, WHITE, Colour, Sheet
from halley.engines.native.art.words import RANGES, ContentRating

_HALF = 60
"""Height of a resolution and of an edition: half of the plate that both share, when both are known."""
_SIZES = ("1080p", "720p", "576p", "480p", "4k")
_RIBBONS: dict[str, tuple[Colour, Colour]] = {
    "yellow": ((240, 190, 60, 255), (30, 24, 8, 255)),
    "gray": ((178, 184, 190, 255), (24, 27, 31, 255)),
    "black": ((24, 26, 30, 255), WHITE),
    "red": ((190, 40, 42, 255), WHITE),
}


def resolution(name: str) -> Image.Image:
    """`4kdvhdr`: the size in large letters, beside it in two lines what the light can do."""
    size = next((one for one in _SIZES if name.startswith(one)), "")
    reach = RANGES.get(name.removeprefix(size))
    if not size or reach is None:
        sheet = Sheet(230, _HALF)
        sheet.two_lines(size.upper() or reach or "", (4, 3, 226, _HALF - 3))
        return sheet.finished()
    wide, beside = 76 if size == "4k" else 104, 104 if "/" in reach or "+" in reach else 72
    sheet = Sheet(240, _HALF)
    left = (240 - wide - 23 - beside) / 2
    line = left + wide + 10
    sheet.text(size.upper(), (left, 4, left + wide, _HALF - 4), largest=52 if size == "4k" else 38)
    sheet.plate((line, 9, line + 3, _HALF - 9), 1.5, (255, 255, 255, 150))
    box = (line + 13, 8, line + 13 + beside, _HALF - 8)
    if "/" in reach:
        above, _, below = reach.partition("/")
        middle = _HALF / 2
        sheet.text(above, (box[0], box[1], box[2], middle - 1), largest=22)
        sheet.text(below, (box[0], middle + 1, box[2], box[3]), largest=22)
    else:
        sheet.text(reach, box, largest=32)
    return sheet.finished()


def edition(text: str) -> Image.Image:
    """An edition: its name, and below it in small letters what it is."""
    sheet = Sheet(270, _HALF)
    small, _, large = text.rpartition("/")
    if small:
        sheet.text(large, (4, 1, 266, 37), largest=36)
        sheet.text(small, (4, 40, 266, 57), bold=False, largest=19, spread=0.22)
    else:
        sheet.text(large, (4, 4, 266, 56), largest=42)
    return sheet.finished()


def codec(text: str, *, is_compact: bool) -> Image.Image:
    """A way to hold sound."""
    width, height = (270, 74) if is_compact else (258, 84)
    sheet = Sheet(width, height)
    sheet.two_lines(text, (4, 4, width - 4, height - 4))
    return sheet.finished()


def content_rating(rated: ContentRating | None) -> Image.Image:
    """A plate with a rating: an outline, or filled with what colour tells of the age."""
    text, colour = rated or ContentRating("", None)
    width = 92 if len(text) <= 2 else min(230, 46 + 36 * len(text))
    sheet = Sheet(width, 84)
    box = (3, 3, width - 3, 81)
    fill = COLOURS[colour] if colour else None
    sheet.plate(box, 20, fill, WHITE, 5)
    dark = colour in ("gold", "white")
    sheet.text(text, (14, 12, width - 14, 72), COLOURS["dark"] if dark else WHITE, largest=50)
    return sheet.finished()


def rating(text: str, verdict: str | None) -> Image.Image:
    """Who rates, and as a bar below it the verdict where there is one."""
    sheet = Sheet(140, 66)
    bottom = 54 if verdict else 62
    if "/" in text:
        above, _, below = text.partition("/")
        sheet.text(above, (2, 2, 138, 30), largest=30)
        sheet.text(below, (2, 32, 138, 52), bold=False, largest=20, spread=0.08)
    else:
        sheet.text(text, (2, 6, 138, bottom), largest=40)
    if verdict:
        sheet.plate((20, 57, 120, 64), 3.5, COLOURS[verdict])
    return sheet.finished()


def word_mark(name: str, *, is_large: bool = False, is_coloured: bool = False) -> Image.Image:
    """The name of a network, a service or a studio; in colour, above a line whose colour the name decides."""
    width, height = (440, 96) if is_large else (280, 80)
    sheet = Sheet(width, height)
    lines = _broken(name, 30 if is_large else 17)
    bottom = height - (14 if is_coloured else 4)
    step = (bottom - 4) / len(lines)
    largest = {1: 52, 2: 36, 3: 26}[len(lines)]
    for number, line in enumerate(lines):
        top = 4 + number * step
        sheet.text(line, (6, top, width - 6, top + step), largest=largest if is_large else round(largest * 0.86))
    if is_coloured:
        sheet.plate((width / 2 - 34, height - 9, width / 2 + 34, height - 3), 3, _own_colour(name))
    return sheet.finished()


def _own_colour(name: str) -> Colour:
    """A light colour, always the same for a name."""
    red, green, blue = colorsys.hls_to_rgb(zlib.crc32(name.encode()) % 360 / 360, 0.62, 0.75)
    return (round(red * 255), round(green * 255), round(blue * 255), 255)


def _broken(name: str, most: int) -> list[str]:
    """The name in up to three lines of about the same length."""
    parts = name.split()
    count = min(3, len(parts), max(1, -(-len(name) // most)))
    best, least = [name], len(name) + 1
    for cut in range(1, len(parts)) if count > 1 else ():
        for second in range(cut + 1, len(parts)) if count == 3 else (len(parts),):
            pieces = (parts[:cut], parts[cut:second], parts[second:])
            lines = [" ".join(one) for one in pieces if one]
            if max(map(len, lines)) < least:
                best, least = lines, max(map(len, lines))
    return best


def ribbon(text: str, colour: str) -> Image.Image:
    """A band across the lower right corner, with two lines along it."""
    side, band = 351, 96
    fill, ink = _RIBBONS[colour]
    length = 496
    strip = Sheet(length, band)
    strip.pen.rectangle((0, 0, length * FINE, band * FINE), fill)
    for edge in (5, band - 8):
        strip.pen.rectangle((0, edge * FINE, length * FINE, (edge + 3) * FINE), ink)
    small, _, large = text.partition("/")
    strip.text(small, (88, 16, length - 88, 42), ink, bold=False, largest=24, spread=0.1)
    strip.text(large, (100, 42, length - 100, 82), ink, largest=36)
    turned = strip.image.rotate(45, Image.Resampling.BICUBIC, expand=True)
    whole = Image.new("RGBA", (side * FINE, side * FINE), (*fill[:3], 0))
    # As far from the corner as the band is whole: its inner edge ends at the picture's other two corners.
    middle = (side - 141) * FINE
    whole.paste(turned, (middle - turned.width // 2, middle - turned.height // 2))
    return whole.resize((side, side), Image.Resampling.LANCZOS)
