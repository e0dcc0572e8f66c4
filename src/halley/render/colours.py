"""Colours as Pillow reads them: names, `#RGB` to `#RRGGBBAA`, `rgb(1, 2, 3)`, `hsl(...)`."""

from PIL import ImageColor

from halley.overlays.model import Colour


def read_colour(text: str) -> Colour | None:
    """The colour that a text names, with its alpha; None where Pillow knows none."""
    try:
        found = ImageColor.getcolor(text, "RGBA")
    except ValueError:
        return None
    return found if isinstance(found, tuple) and len(found) == 4 else None
