"""The one picture of a notice, made small: some hundred kilobytes, whatever lies there."""

import io
from pathlib import Path

from PIL import Image

_LARGEST_FILE, _MOST_PIXELS = 32 * 1024 * 1024, 50_000_000
_SIZE = (800, 1200)
LARGEST = 1024 * 1024
"""Bytes that are sent at most."""


def small_picture(path: Path) -> bytes | None:
    """A JPEG without anything but its pixels; None where there is no picture that can be read."""
    try:
        if path.stat().st_size > _LARGEST_FILE:
            return None
        with Image.open(path, formats=("JPEG", "PNG", "WEBP")) as found:
            if found.width * found.height > _MOST_PIXELS:
                return None
            found.draft("RGB", _SIZE)
            small = found.convert("RGB")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None
    small.thumbnail(_SIZE)
    stream = io.BytesIO()
    small.save(stream, "JPEG", quality=85)
    return stream.getvalue() if stream.tell() <= LARGEST else None
