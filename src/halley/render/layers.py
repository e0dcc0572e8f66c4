"""One layer to pixels: the back, then the text, within the rectangle that they cover.

Kometa draws on a layer as large as the canvas. What lies outside of what was drawn is transparent there, and pasting
transparent pixels changes nothing, so that a layer of just the covered size gives the same poster (spec, overlays 5.1).
"""

from dataclasses import dataclass

from PIL import Image, ImageDraw

from halley.overlays.composition import Layer
from halley.overlays.geometry import Extent, Placed, Point, Rectangle
from halley.overlays.model import Back, TextStyle
from halley.render.bounded import Bounded
from halley.render.failures import told
from halley.render.fonts import Fonts
from halley.render.pictures import bytes_in

_MOST_BYTES = 64 * 1024 * 1024
_MARGIN = 2  #: around a text's box, lest a pixel of it be lost
CLEAR = (255, 255, 255, 0)


@dataclass(frozen=True, slots=True)
class Painted:
    """The part of a layer that was drawn on, and where it belongs. None: all of it lies outside the canvas."""

    image: Image.Image | None
    at: Point


@dataclass(frozen=True, slots=True)
class _Key:
    canvas: Extent
    rectangle: Rectangle | None
    back: Back
    at: Point | None
    text: str | None
    style: TextStyle | None


class Layers:
    """Painted layers; a badge at the same place is painted once for all posters."""

    def __init__(self, fonts: Fonts) -> None:
        self._fonts = fonts
        self._painted: Bounded[_Key, Painted] = Bounded(_MOST_BYTES, _weight)

    def painted(self, layer: Layer, placed: Placed, canvas: Extent) -> Painted:
        """Back and text of a layer. Raises CannotDraw."""
        key = _Key(canvas, placed.back, layer.back, placed.text, layer.text, layer.style)
        return self._painted.get(key, lambda: self._paint(key))

    def _paint(self, key: _Key) -> Painted:
        covered = _cut(self._covered(key), key.canvas)
        if covered is None:
            return Painted(None, Point(0, 0))
        size = (covered.right - covered.left + 1, covered.bottom - covered.top + 1)
        image = Image.new("RGBA", size, CLEAR)
        drawing = ImageDraw.Draw(image)
        if key.rectangle is not None:
            _draw_back(drawing, _moved(key.rectangle, covered), key.back)
        if key.text is not None and key.style is not None and key.at is not None:
            at = (key.at.x - covered.left, key.at.y - covered.top)
            self._draw_text(drawing, at, key.text, key.style)
        return Painted(image, Point(covered.left, covered.top))

    def _covered(self, key: _Key) -> list[Rectangle]:
        covered = [key.rectangle] if key.rectangle is not None else []
        if key.text is None or key.style is None or key.at is None:
            return covered
        text = self._fonts.covered(key.text, key.style, key.at)
        return [
            *covered,
            Rectangle(text.left - _MARGIN, text.top - _MARGIN, text.right + _MARGIN, text.bottom + _MARGIN),
        ]

    def _draw_text(self, drawing: ImageDraw.ImageDraw, at: tuple[int, int], text: str, style: TextStyle) -> None:
        with told(f"text `{text}` cannot be drawn"):
            drawing.text(
                at,
                text,
                font=self._fonts.font(style),
                fill=style.colour,
                stroke_fill=style.stroke_colour,
                stroke_width=style.stroke_width,
                anchor="lt",
            )


def _draw_back(drawing: ImageDraw.ImageDraw, rectangle: Rectangle, back: Back) -> None:
    corners = (rectangle.left, rectangle.top, rectangle.right, rectangle.bottom)
    width = back.line_width if back.line_width is not None else 1
    with told("the back cannot be drawn"):
        if back.radius:
            drawing.rounded_rectangle(corners, back.radius, fill=back.colour, outline=back.line_colour, width=width)
        else:
            drawing.rectangle(corners, fill=back.colour, outline=back.line_colour, width=width)


def _cut(covered: list[Rectangle], canvas: Extent) -> Rectangle | None:
    """The smallest rectangle around all of them, as far as it lies on the canvas."""
    if not covered:
        return None
    left = max(0, min(one.left for one in covered))
    top = max(0, min(one.top for one in covered))
    right = min(canvas.width - 1, max(one.right for one in covered))
    bottom = min(canvas.height - 1, max(one.bottom for one in covered))
    return Rectangle(left, top, right, bottom) if left <= right and top <= bottom else None


def _moved(rectangle: Rectangle, origin: Rectangle) -> Rectangle:
    return Rectangle(
        rectangle.left - origin.left,
        rectangle.top - origin.top,
        rectangle.right - origin.left,
        rectangle.bottom - origin.top,
    )


def _weight(painted: Painted) -> int:
    return bytes_in(painted.image) if painted.image is not None else 1
