"""A transparent sheet on which art is drawn four times as large, so that every edge is smooth once it is made smaller."""

from functools import lru_cache
from pathlib import Path
from typing import Final

from PIL import Image, ImageDraw, ImageFont

FINE: Final = 4
WHITE: Final = (255, 255, 255, 255)
COLOURS: Final = {
    "gold": (245, 197, 66, 255),
    "green": (86, 176, 92, 255),
    "orange": (240, 140, 50, 255),
    "red": (216, 58, 52, 255),
    "blue": (52, 112, 190, 255),
    "white": WHITE,
    "gray": (140, 146, 154, 255),
    "dark": (18, 20, 24, 255),
}
_FONTS = Path(__file__).parent.parent / "fonts"
_SMALLEST = 6

Colour = tuple[int, int, int, int]
Box = tuple[float, float, float, float]


@lru_cache(maxsize=256)
def font(size: int, *, bold: bool = True) -> ImageFont.FreeTypeFont:
    """Inter. Basic layout, so that the same picture comes out on every machine."""
    name = "Inter-Bold.otf" if bold else "Inter-Medium.otf"
    return ImageFont.truetype(str(_FONTS / name), size, layout_engine=ImageFont.Layout.BASIC)


class Sheet:
    """Boxes are (left, top, right, bottom) in pixels of the finished picture."""

    def __init__(self, width: int, height: int) -> None:
        self.size = (width, height)
        self.image = Image.new("RGBA", (width * FINE, height * FINE), (255, 255, 255, 0))
        self.pen = ImageDraw.Draw(self.image)

    def finished(self) -> Image.Image:
        """The picture in its own size."""
        return self.image.resize(self.size, Image.Resampling.LANCZOS)

    def text(
        self, words: str, box: Box, colour: Colour = WHITE, *, bold: bool = True, largest: int = 64, spread: float = 0
    ) -> None:
        """A line in the middle of a box, as large as it fits. Lines of one size share a baseline, whatever their letters.

        `spread` is the room between letters, in parts of their size.
        """
        left, top, right, bottom = box
        size = self._fitting(words, right - left, bottom - top, bold=bold, largest=largest, spread=spread)
        face = font(size, bold=bold)
        capitals = face.getbbox("H", anchor="ls")
        baseline = (top + bottom) / 2 * FINE - (capitals[1] + capitals[3]) / 2
        x = (left + right) / 2 * FINE - _width(words, face, spread * size) / 2
        for letter in [words] if not spread else words:
            self.pen.text((x, baseline), letter, colour, font=face, anchor="ls")
            x += face.getlength(letter) + spread * size

    def two_lines(self, words: str, box: Box, colour: Colour = WHITE, *, small_above: bool = True) -> None:
        """`SMALL/LARGE` in two lines, or one large line."""
        small, _, large = words.rpartition("/")
        left, top, right, bottom = box
        height = bottom - top
        if not small:
            self.text(large, box, colour, largest=round(height * 0.92))
            return
        part = height * 0.36
        upper, lower = (top, top + part), (top + part, bottom)
        if not small_above:
            upper, lower = (bottom - part, bottom), (top, bottom - part)
        self.text(small, (left, upper[0], right, upper[1]), colour, bold=False, largest=round(height * 0.31), spread=0.06)
        self.text(large, (left, lower[0], right, lower[1]), colour, largest=round(height * 0.66))

    def plate(self, box: Box, radius: float, fill: Colour | None, outline: Colour | None = None, line: float = 0) -> None:
        """A rectangle with round corners."""
        fine = tuple(value * FINE for value in box)
        self.pen.rounded_rectangle(fine, radius * FINE, fill, outline, round(line * FINE))

    def disc(
        self, x: float, y: float, radius: float, fill: Colour | None, outline: Colour | None = None, line: float = 0
    ) -> None:
        """A circle."""
        box = tuple(value * FINE for value in (x - radius, y - radius, x + radius, y + radius))
        self.pen.ellipse(box, fill, outline, round(line * FINE))

    def shape(self, points: list[tuple[float, float]], fill: Colour) -> None:
        """A filled polygon."""
        self.pen.polygon([(x * FINE, y * FINE) for x, y in points], fill)

    def line(self, points: list[tuple[float, float]], colour: Colour, width: float) -> None:
        """A line with round joints."""
        self.pen.line([(x * FINE, y * FINE) for x, y in points], colour, round(width * FINE), joint="curve")

    def _fitting(self, words: str, width: float, height: float, *, bold: bool, largest: int, spread: float) -> int:
        size = largest * FINE
        while size > _SMALLEST * FINE:
            face = font(size, bold=bold)
            box = face.getbbox(words, anchor="ls")
            wide = _width(words, face, spread * size)
            if wide <= width * FINE and box[3] - box[1] <= height * FINE:
                return size
            size = min(size - FINE, max(_SMALLEST * FINE, int(size * min(1, width * FINE / max(wide, 1)))))
        return _SMALLEST * FINE


def _width(words: str, face: ImageFont.FreeTypeFont, spread: float) -> float:
    if not spread:
        return face.getlength(words)
    return sum(face.getlength(letter) for letter in words) + spread * (len(words) - 1)
