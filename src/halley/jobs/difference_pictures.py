"""Two posters of one item compared pixel by pixel, and a picture of where they differ. Pictures are opened here."""

import io
from collections.abc import Sequence
from dataclasses import dataclass

from PIL import Image, ImageChops, ImageDraw, ImageFont, UnidentifiedImageError

from halley.engines.native.stand_in import FONTS

_CAPTIONS = ("before", "Kometa", "Halley", "difference")
_CAPTION_PX, _GAP_PX, _FRAME_PX = 64, 16, 4
_GROUND, _WORDS, _FRAME = (21, 23, 28), (232, 232, 236), (229, 160, 13)
_UNREADABLE = (Image.DecompressionBombError, UnidentifiedImageError, OSError, ValueError, SyntaxError)


@dataclass(frozen=True, slots=True)
class PixelDifference:
    """What two pictures have in common.

    `is_same_file`: byte for byte. `differing` pixels of `total`, by at most `largest` in a channel (0 to 255), all within
    `box` (left, top, right, bottom). `why` is a sentence where they cannot be compared like this: other sizes, no picture.
    """

    is_same_file: bool = False
    differing: int = 0
    total: int = 0
    largest: int = 0
    box: tuple[int, int, int, int] | None = None
    why: str = ""

    @property
    def is_same(self) -> bool:
        """Whether nobody could see a difference."""
        return not self.differing and not self.why

    def __str__(self) -> str:
        if self.why:
            return self.why
        if self.is_same:
            return "the same file" if self.is_same_file else "the same pixels"
        left, top, right, bottom = self.box or (0, 0, 0, 0)
        where = f"at {left},{top} in {right - left}x{bottom - top}"
        return f"{self.differing:,} of {self.total:,} pixels differ, by {self.largest} of 255 at most, {where}"

    def to_json(self) -> dict[str, object]:
        """As an object of JSON values."""
        return {
            "same": self.is_same,
            "same_file": self.is_same_file,
            "differing": self.differing,
            "total": self.total,
            "largest": self.largest,
            "box": list(self.box) if self.box else None,
            "why": self.why,
        }


def compare_pictures(one: bytes, other: bytes) -> PixelDifference:
    """What two picture files have in common once they are decoded."""
    if one == other:
        return PixelDifference(is_same_file=True)
    try:
        first, second = _decoded(one), _decoded(other)
    except _UNREADABLE as problem:
        return PixelDifference(why=f"one of the pictures cannot be read ({type(problem).__name__})")
    if first.size != second.size:
        return PixelDifference(why=f"one is {first.width}x{first.height}, the other {second.width}x{second.height}")
    highest = _highest(first, second)
    counts = highest.histogram()
    total = first.width * first.height
    largest = max((value for value, count in enumerate(counts) if count), default=0)
    return PixelDifference(
        differing=total - counts[0], total=total, largest=largest, box=highest.getbbox() if largest else None
    )


def picture_of_difference(before: bytes | None, one: bytes, other: bytes) -> bytes:
    """A PNG with four panels: before, Kometa's poster, Halley's, and where they differ, bright on dark.

    Raises ValueError where one of the two posters cannot be read.
    """
    try:
        first, second = _decoded(one).convert("RGB"), _decoded(other).convert("RGB")
    except _UNREADABLE as problem:
        raise ValueError(f"a poster cannot be read: {type(problem).__name__}") from None
    width, height = max(first.width, second.width), max(first.height, second.height)
    ground = Image.new("RGB", (width, height), _GROUND)
    if before is not None:
        try:
            ground = _decoded(before).convert("RGB").resize((width, height))
        except _UNREADABLE:
            before = None
    panels = (ground, _padded(first, width, height), _padded(second, width, height))
    return _side_by_side((*panels, _shown_difference(panels[1], panels[2])))


def _decoded(data: bytes) -> Image.Image:
    with Image.open(io.BytesIO(data)) as picture:
        return picture.convert("RGBA")


def _highest(first: Image.Image, second: Image.Image) -> Image.Image:
    """For each pixel the largest difference of its channels; colours that nobody sees count, as they would in a file."""
    channels = ImageChops.difference(first, second).split()
    highest = channels[0]
    for channel in channels[1:]:
        highest = ImageChops.lighter(highest, channel)
    return highest


def _padded(picture: Image.Image, width: int, height: int) -> Image.Image:
    if picture.size == (width, height):
        return picture
    padded = Image.new("RGB", (width, height), _GROUND)
    padded.paste(picture, (0, 0))
    return padded


def _shown_difference(first: Image.Image, second: Image.Image) -> Image.Image:
    """Differing pixels from half to full brightness over a shadow of the poster, and a frame around them all."""
    highest = _highest(first, second)
    shadow = second.convert("L").point(lambda value: value // 6).convert("RGB")
    bright = highest.point(lambda value: 128 + value // 2 if value else 0)
    shown = Image.composite(
        Image.merge("RGB", (bright, bright, bright)), shadow, highest.point(lambda value: 255 if value else 0)
    )
    if (box := highest.getbbox()) is not None:
        left, top, right, bottom = box
        around = (left - _FRAME_PX, top - _FRAME_PX, right + _FRAME_PX - 1, bottom + _FRAME_PX - 1)
        ImageDraw.Draw(shown).rectangle(around, outline=_FRAME, width=_FRAME_PX)
    return shown


def _side_by_side(panels: Sequence[Image.Image]) -> bytes:
    width, height = panels[0].size
    sheet = Image.new("RGB", (len(panels) * (width + _GAP_PX) - _GAP_PX, height + _CAPTION_PX), _GROUND)
    drawing = ImageDraw.Draw(sheet)
    font = ImageFont.truetype(str(FONTS / "Inter-Medium.otf"), _CAPTION_PX // 2)
    for place, (panel, caption) in enumerate(zip(panels, _CAPTIONS, strict=True)):
        left = place * (width + _GAP_PX)
        drawing.text((left + _GAP_PX, _CAPTION_PX // 2), caption, fill=_WORDS, font=font, anchor="lm")
        sheet.paste(panel, (left, _CAPTION_PX))
    written = io.BytesIO()
    sheet.save(written, "PNG")
    return written.getvalue()
