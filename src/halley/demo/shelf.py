"""Putting pictures side by side on one sheet, for the README and for looking them over."""

import io
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from PIL import Image, ImageDraw

GAP: Final = 14
BACKGROUND: Final = (20, 21, 26)


def shelf(pictures: Sequence[Path], columns: int, width: int = 240, quality: int = 86) -> bytes:
    """One JPEG with all the pictures in rows, each so many pixels wide and cut to the shape of the first, corners rounded.

    Raises OSError where a picture cannot be read, ValueError where there is none.
    """
    if not pictures:
        raise ValueError("there are no pictures to put on the shelf")
    with Image.open(pictures[0]) as first:
        height = round(width * first.height / first.width)
    rows = -(-len(pictures) // columns)
    columns = min(columns, len(pictures))
    sheet = Image.new("RGB", (columns * (width + GAP) + GAP, rows * (height + GAP) + GAP), BACKGROUND)
    corners = Image.new("L", (width * 4, height * 4))
    ImageDraw.Draw(corners).rounded_rectangle((0, 0, width * 4 - 1, height * 4 - 1), width // 7, fill=255)
    mask = corners.reduce(4)
    for place, path in enumerate(pictures):
        with Image.open(path) as picture:
            small = picture.convert("RGB").resize((width, height), Image.Resampling.LANCZOS)
        row, column = divmod(place, columns)
        sheet.paste(small, (GAP + column * (width + GAP), GAP + row * (height + GAP)), mask)
    stream = io.BytesIO()
    sheet.save(stream, "JPEG", quality=quality, optimize=True, progressive=True)
    return stream.getvalue()
