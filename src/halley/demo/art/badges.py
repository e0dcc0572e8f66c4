"""The overlay pictures of the demo configuration: pills of dark glass, rings for ratings, words for sound, a ribbon.

All are PNG with an alpha channel, drawn at four times their size and reduced. The lettering is that of the posters.
"""

import io
from collections.abc import Callable
from functools import partial
from typing import Final

from PIL import Image, ImageDraw

from halley.demo.art.canvas import Stops, rgb, rgb_at
from halley.demo.art.lettering import BOLD, Face, letters

FINE: Final = 4
GLASS: Final = (11, 14, 20, 196)
PILL: Final = (176, 84)
RING: Final = 148
WORD: Final = (330, 88)
RIBBON: Final = (372, 84)

_GOLD: Final[Stops] = ((0, "#ffe9a8"), (1, "#f4b63f"))
_SILVER: Final[Stops] = ((0, "#ffffff"), (1, "#d5dbe6"))
_STEEL: Final[Stops] = ((0, "#dfe5ee"), (1, "#a9b4c4"))
_SPECTRUM: Final[Stops] = ((0, "#ff8a6b"), (0.5, "#ffd97a"), (1, "#6fe3d0"))
_LILAC: Final[Stops] = ((0, "#f3e2ff"), (1, "#b693ff"))

#: Words of sound, and how many bars of the level meter are lit for each.
_WORDS: Final = {
    "atmos": ("ATMOS", 5), "dtsx": ("DTS:X", 5), "lossless": ("LOSSLESS", 4),
    "surround": ("SURROUND", 3), "stereo": ("STEREO", 2), "mono": ("MONO", 1),
}  # fmt: skip


def pill(text: str, ink: Stops, *, sideways: bool = False) -> Image.Image:
    """Glass with a word in the middle, inked from top to bottom or, sideways, from left to right."""
    width, height = PILL
    image = _glass(width, height, height // 2)
    word = _inked(letters(text, 34 * FINE, BOLD), ink, sideways=sideways)
    image.alpha_composite(word, ((image.width - word.width) // 2, (image.height - word.height) // 2))
    return image.reduce(FINE)


def ring(ink: Stops) -> Image.Image:
    """A glass disc with a coloured rim, for a number in its middle."""
    image = _glass(RING, RING, RING // 2)
    rim = Image.new("L", image.size)
    inset, width = 7 * FINE, 8 * FINE
    ImageDraw.Draw(rim).ellipse((inset, inset, image.width - inset, image.height - inset), outline=255, width=width)
    image.alpha_composite(_inked(rim, ink))
    return image.reduce(FINE)


def word(text: str, bars: int) -> Image.Image:
    """A word of sound with a few bars of a level meter before it, all at the right edge of a clear picture."""
    width, height = (side * FINE for side in WORD)
    image = Image.new("RGBA", (width, height))
    mask = letters(text, 29 * FINE, Face(0.17, 0.95, 0.14))
    margin = round(0.17 * 29 * FINE)
    x = width - mask.width + margin
    image.alpha_composite(_inked(mask, _SILVER), (x, (height - mask.height) // 2))
    draw = ImageDraw.Draw(image)
    levels = (0.4, 0.75, 1.0, 0.6, 0.3)
    for place in range(5):
        tall = 38 * FINE * levels[place] / 2
        left = x - (74 - 13 * place) * FINE
        fill = (*rgb("#ffd166"), 255) if place < bars else (255, 255, 255, 80)
        draw.rounded_rectangle((left, height / 2 - tall, left + 7 * FINE, height / 2 + tall), 3 * FINE, fill=fill)
    return image.reduce(FINE)


def ribbon() -> Image.Image:
    """A golden ribbon that comes in from the left edge and ends in a swallow's tail."""
    width, height = (side * FINE for side in RIBBON)
    mask = Image.new("L", (width, height))
    ImageDraw.Draw(mask).polygon(
        [(0, 0), (width, 0), (width - 30 * FINE, height / 2), (width, height), (0, height)], fill=255
    )
    image = Image.new("RGBA", (width, height))
    image.alpha_composite(_inked(mask, ((0, "#ffdf8a"), (0.55, "#f0b43c"), (1, "#d9922a"))))
    draw = ImageDraw.Draw(image)
    for y in (8 * FINE, height - 10 * FINE):
        draw.rectangle((0, y, width - 26 * FINE, y + 2 * FINE), fill=(90, 52, 8, 120))
    return image.reduce(FINE)


#: Every picture of the demo's overlay files, by the name of its file.
BADGES: Final[dict[str, Callable[[], Image.Image]]] = {
    "4k": lambda: pill("4K", _GOLD),
    "1080": lambda: pill("1080", _SILVER),
    "720": lambda: pill("720", _STEEL),
    "480": lambda: pill("480", _STEEL),
    "hdr": lambda: pill("HDR", _SPECTRUM, sideways=True),
    "dv": lambda: pill("DV", _LILAC),
    "ring-great": lambda: ring(((0, "#8ff0c0"), (1, "#2fbf8f"))),
    "ring-good": lambda: ring(_GOLD),
    "ring-mixed": lambda: ring(((0, "#ffb09a"), (1, "#ef6a4c"))),
    "ribbon": ribbon,
    **{name: partial(word, *said) for name, said in _WORDS.items()},
}


def badge(name: str) -> bytes:
    """One of the badges as PNG."""
    stream = io.BytesIO()
    BADGES[name]().save(stream, "PNG", optimize=True)
    return stream.getvalue()


def _glass(width: int, height: int, radius: int) -> Image.Image:
    """A dark translucent shape with a bright edge, lighter at its top."""
    size = (width * FINE, height * FINE)
    mask = Image.new("L", size)
    ImageDraw.Draw(mask).rounded_rectangle((0, 0, size[0] - 1, size[1] - 1), radius * FINE, fill=255)
    body = Image.new("RGBA", size, GLASS)
    shine = Image.linear_gradient("L").resize(size).point([max(0, 46 - value // 3) for value in range(256)])
    white = Image.new("RGBA", size, (255, 255, 255, 255))
    white.putalpha(shine)
    body.alpha_composite(white)
    edge = Image.new("RGBA", size)
    ImageDraw.Draw(edge).rounded_rectangle(
        (0, 0, size[0] - 1, size[1] - 1), radius * FINE, outline=(255, 255, 255, 92), width=2 * FINE
    )
    body.alpha_composite(edge)
    clear = Image.new("RGBA", size)
    clear.paste(body, (0, 0), mask)
    return clear


def _inked(mask: Image.Image, ink: Stops, *, sideways: bool = False) -> Image.Image:
    """A mask filled with a gradient."""
    length = mask.width if sideways else mask.height
    line = Image.new("RGB", (length, 1) if sideways else (1, length))
    line.putdata([rgb_at(ink, place / max(1, length - 1)) for place in range(length)])
    inked = line.resize(mask.size, Image.Resampling.NEAREST).convert("RGBA")
    inked.putalpha(mask)
    return inked
