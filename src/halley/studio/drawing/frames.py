"""Pictures as they are sent: a poster that was drawn, or a thumbnail, of a width and in a type."""

import io
from typing import Literal

from PIL import Image

from halley.render import CannotDraw
from halley.render.failures import told

Format = Literal["jpg", "png", "webp"]
MEDIA_TYPES: dict[Format, str] = {"jpg": "image/jpeg", "png": "image/png", "webp": "image/webp"}
_MOST_PIXELS = 60_000_000
_OPTIONS: dict[Format, tuple[str, dict[str, int | bool]]] = {
    "jpg": ("JPEG", {"quality": 85}),
    "png": ("PNG", {"compress_level": 1}),
    "webp": ("WEBP", {"quality": 85, "method": 0}),
}


def frame(image: Image.Image, width: int | None, as_type: Format) -> bytes:
    """A drawn poster in that type, no wider than `width`. Raises CannotDraw."""
    with told("the picture cannot be made smaller"):
        return _written(_narrowed(image, width), as_type)


def thumbnail(data: bytes, width: int) -> bytes:
    """A picture of the server as a JPEG no wider than `width`. Raises CannotDraw, also for one of too many pixels."""
    with told("the picture cannot be read"), Image.open(io.BytesIO(data)) as opened:
        if opened.width * opened.height > _MOST_PIXELS:
            raise CannotDraw(f"the picture has {opened.width}x{opened.height} pixels, which is too much")
        opened.draft("RGB", (width * 2, width * 4))
        image: Image.Image = opened if opened.mode == "RGB" else opened.convert("RGB")
        return _written(_narrowed(image, width), "jpg")


def _narrowed(image: Image.Image, width: int | None) -> Image.Image:
    if width is None or width >= image.width:
        return image
    if image.width % width == 0:  # by a whole factor the mean of a square is as good, and quicker
        return image.reduce(image.width // width)
    return image.resize(
        (width, max(1, round(image.height * width / image.width))), Image.Resampling.BILINEAR, reducing_gap=2
    )


def _written(image: Image.Image, as_type: Format) -> bytes:
    pillow, options = _OPTIONS[as_type]
    written = io.BytesIO()
    image.save(written, pillow, **options)
    return written.getvalue()
