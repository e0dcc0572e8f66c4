"""Draws a picture by its name, and puts it where it is looked for."""

import io
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from PIL import Image

from halley.engines.native.art import badges, flags, signs, words
from halley.files import write_atomic


def picture(name: str) -> Image.Image:
    """The picture of that name; it is the same on every machine."""
    folder, _, last = name.rpartition("/")
    kind, _, style = folder.partition("/")
    return _DRAWN_BY[kind](last, style)


_DRAWN_BY: Final[Mapping[str, Callable[[str, str], Image.Image]]] = {
    "": lambda name, _: signs.SIGNS[name](),
    "resolution": lambda name, _: badges.resolution(name),
    "edition": lambda name, _: badges.edition(words.EDITIONS[name]),
    "audio_codec": lambda name, style: badges.codec(words.CODECS[name], is_compact=style == "compact"),
    "cr": lambda name, _: badges.content_rating(words.content_rating(name)),
    "rating": lambda name, _: signs.star() if name == "Star" else badges.rating(*words.RATINGS[name]),
    "ribbon": lambda name, colour: badges.ribbon(words.RIBBONS[name], colour),
    "flag": lambda name, shape: flags.flag(name, is_round=shape == "round"),
    "network": lambda name, style: badges.word_mark(name, is_coloured=style == "color"),
    "streaming": lambda name, style: badges.word_mark(name, is_coloured=style == "color"),
    "studio": lambda name, style: badges.word_mark(name, is_large=style == "bigger"),
}


def draw_into(path: Path, name: str) -> None:
    """Draw the picture of that name into a file, which is whole whenever it is there."""
    written = io.BytesIO()
    picture(name).save(written, "PNG", compress_level=3)
    path.parent.mkdir(parents=True, exist_ok=True)
    write_atomic(path, written.getvalue())
