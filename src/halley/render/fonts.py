"""Fonts, and the engine that lays out their glyphs.

Pillow has two engines, and they give other widths and other pixels (spec, overlays 11.1). Kometa takes Raqm where the
system has FriBiDi and basic layout where it has not; Halley says which one it draws with, and can do both.
"""

from enum import Enum
from functools import cached_property

from PIL import Image, ImageDraw, ImageFont, features

from halley.overlays.geometry import Extent, Point, Rectangle
from halley.overlays.model import TextStyle
from halley.render.bounded import Bounded
from halley.render.failures import CannotDraw, told

_MOST_FONTS = 128
_MOST_TEXTS = 20_000


class Layout(Enum):
    """A layout engine. The names go into fingerprints and reports."""

    RAQM = "raqm"  #: kerning and ligatures; needs the system's FriBiDi
    BASIC = "basic"  #: one glyph after the other

    @classmethod
    def of_this_machine(cls) -> "Layout":
        """The one that Kometa would draw with here, were it run with our Pillow."""
        return cls.RAQM if cls.can_be_raqm() else cls.BASIC

    @staticmethod
    def can_be_raqm() -> bool:
        """Whether Raqm works at run time: Pillow's wheel carries it, but loads FriBiDi from the system."""
        return bool(features.check_feature("raqm") and features.check_feature("fribidi"))


_ENGINES = {Layout.RAQM: ImageFont.Layout.RAQM, Layout.BASIC: ImageFont.Layout.BASIC}


class Fonts:
    """Opened fonts and measured texts, with one layout engine."""

    def __init__(self, layout: Layout | None = None) -> None:
        self.layout = layout or Layout.of_this_machine()
        if self.layout is Layout.RAQM and not Layout.can_be_raqm():
            raise CannotDraw("texts cannot be laid out with Raqm here: the system has no FriBiDi (libfribidi.so.0)")
        self._opened: Bounded[tuple[str, int, str | None], ImageFont.FreeTypeFont] = Bounded(_MOST_FONTS)
        self._measured: Bounded[tuple[str, int, str | None, str, int], Rectangle] = Bounded(_MOST_TEXTS)

    def font(self, style: TextStyle) -> ImageFont.FreeTypeFont:
        """The font of a style. A style's variation is ignored where the font has none. Raises CannotDraw."""
        key = (style.font, style.size, style.variation)
        return self._opened.get(key, lambda: self._open(style))

    def extent(self, text: str, style: TextStyle) -> Extent:
        """How much room a text takes: to the right edge of its box and down to the end of its ink, stroke not counted.

        Source: spec, overlays 4.3. Raises CannotDraw, also for a text with a line break.
        """
        box = self._box(text, style, 0)
        return Extent(box.right, box.bottom)

    def covered(self, text: str, style: TextStyle, at: Point) -> Rectangle:
        """The rectangle that a text drawn at a point fills, stroke included. Raises CannotDraw."""
        box = self._box(text, style, style.stroke_width)
        return Rectangle(at.x + box.left, at.y + box.top, at.x + box.right, at.y + box.bottom)

    def _box(self, text: str, style: TextStyle, stroke: int) -> Rectangle:
        """The box of a text that is drawn at the origin."""
        key = (style.font, style.size, style.variation, text, stroke)
        return self._measured.get(key, lambda: self._measure(text, style, stroke))

    def _open(self, style: TextStyle) -> ImageFont.FreeTypeFont:
        with told(f"font {style.font} cannot be used"):
            font = ImageFont.truetype(style.font, style.size, layout_engine=_ENGINES[self.layout])
            if style.variation and _variations(font) is not None:
                font.set_variation_by_name(style.variation)
        return font

    def _measure(self, text: str, style: TextStyle, stroke: int) -> Rectangle:
        font = self.font(style)
        with told(f"text `{text}` cannot be drawn"):
            box = self._ruler.textbbox((0, 0), text, font=font, anchor="lt", stroke_width=stroke)
        return Rectangle(*map(int, box))

    @cached_property
    def _ruler(self) -> ImageDraw.ImageDraw:
        return ImageDraw.Draw(Image.new("RGBA", (0, 0)))


def variations(font: str, size: int = 10) -> tuple[str, ...] | None:
    """Names of a font's variations, None for a font that has no such thing. Raises CannotDraw where it cannot be opened."""
    with told(f"font {font} cannot be used"):
        return _variations(ImageFont.truetype(font, size))


def _variations(font: ImageFont.FreeTypeFont) -> tuple[str, ...] | None:
    try:
        return tuple(name.decode("utf-8", "replace") for name in font.get_variation_names())
    except OSError:
        return None
