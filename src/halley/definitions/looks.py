"""Whether pictures and fonts can be used: Kometa opens them when it reads a definition, and leaves out what it cannot open.

Source: spec, overlays 2.2, 2.3, 2.5.
"""

from functools import lru_cache
from pathlib import Path

from halley.overlays.model import PictureFile, Scale
from halley.render import CannotDraw
from halley.render.fonts import variations
from halley.render.pictures import Pictures


def flaw_of_picture(path: Path, scale: Scale) -> str | None:
    """Why a picture cannot be drawn in that scale; None where it can."""
    try:
        about = path.stat()
    except (OSError, ValueError):
        return "it cannot be read"
    return _flaw(path, scale, about.st_mtime_ns, about.st_size)


@lru_cache(maxsize=4096)
def _flaw(path: Path, scale: Scale, _changed_ns: int, _size: int) -> str | None:
    try:
        Pictures().picture(PictureFile(path), scale)
    except CannotDraw as problem:
        return str(problem).rpartition(" cannot be used: ")[2]
    return None


@lru_cache(maxsize=512)
def variations_of(font: str, size: int) -> tuple[str, ...] | str | None:
    """The names of a font's variations, None where it has none. A text says why the font cannot be opened."""
    try:
        return variations(font, size)
    except CannotDraw as problem:
        return str(problem)
