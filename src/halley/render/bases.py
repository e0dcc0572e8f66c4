"""Base pictures: what a poster was before anything was drawn on it, brought to the size of the canvas.

Alpha is thrown away, the aspect ratio is not kept, a rotation in the EXIF data is kept and not carried out (spec, overlays
5.1). What cannot be read to its end is drawn as far as it could be: Kometa switches that on for the whole process, and so
must we, as Pillow knows no other way.
"""

import hashlib
import io
from dataclasses import dataclass

from PIL import Image, ImageFile

from halley.overlays.geometry import Extent
from halley.render.bounded import Bounded
from halley.render.failures import told
from halley.render.pictures import bytes_in

ImageFile.LOAD_TRUNCATED_IMAGES = True

MARK_TAG, MARK = 0x04BC, "overlay"
"""The EXIF tag by which Kometa and a dozen other tools know a poster that has been drawn on."""
_MOST_BYTES = 48 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Base:
    """A base of the canvas's size, and the picture's own EXIF data with the mark in it."""

    image: Image.Image
    exif: bytes

    def copy(self) -> "Base":
        return Base(self.image.copy(), self.exif)


class Bases:
    """Bases by their bytes and canvas, where the same one is drawn on again and again."""

    def __init__(self) -> None:
        self._ready: Bounded[tuple[bytes, Extent], Base] = Bounded(_MOST_BYTES, lambda base: bytes_in(base.image))

    def base(self, data: bytes, canvas: Extent) -> Base:
        """A base of a picture file, to be drawn on. Raises CannotDraw."""
        return self._ready.get((hashlib.sha256(data).digest(), canvas), lambda: read_base(data, canvas)).copy()


def read_base(data: bytes, canvas: Extent) -> Base:
    """A base of a picture file, to be drawn on. Raises CannotDraw."""
    with told("the base picture cannot be used"), Image.open(io.BytesIO(data)) as opened:
        exif = opened.getexif()
        exif[MARK_TAG] = MARK
        opened.load()
        size = (canvas.width, canvas.height)
        # Kometa converts and resizes in any case; where there is nothing to do, these are plain copies.
        image: Image.Image = opened if opened.mode == "RGB" else opened.convert("RGB")
        return Base(image if image.size == size else image.resize(size, Image.Resampling.LANCZOS), exif.tobytes())


def is_marked(data: bytes) -> bool:
    """Whether a picture file bears the mark. Raises CannotDraw where it is no picture."""
    with told("the picture cannot be read"), Image.open(io.BytesIO(data)) as opened:
        return opened.getexif().get(MARK_TAG) == MARK
