"""Posters to files: the types that Kometa knows, with its parameters and Pillow's defaults (spec, overlays 8.6)."""

import io
from enum import Enum

from halley.render.canvas import Drawn
from halley.render.failures import told


class Filetype(Enum):
    """A type of picture file: Kometa's name for it, Pillow's, and the ending of its files."""

    JPG = ("jpg", "JPEG", "jpg")
    PNG = ("png", "PNG", "png")
    WEBP_LOSSY = ("webp_lossy", "WEBP", "webp")
    WEBP_LOSSLESS = ("webp_lossless", "WEBP", "webp")

    def __init__(self, word: str, pillow: str, ending: str) -> None:
        self.word = word
        self.pillow = pillow
        self.ending = ending

    @property
    def has_quality(self) -> bool:
        """Whether the quality has any say."""
        return self in {Filetype.JPG, Filetype.WEBP_LOSSY}

    @classmethod
    def of_word(cls, word: str) -> "Filetype":
        """The type that Kometa calls so; `webp` is the lossy one. Raises KeyError for other words."""
        return _BY_WORD[word]


_BY_WORD = {filetype.word: filetype for filetype in Filetype} | {"webp": Filetype.WEBP_LOSSY}


def encode(drawn: Drawn, filetype: Filetype, quality: int | None = 90) -> bytes:
    """The file of a poster. Without a quality Pillow's own counts. Raises CannotDraw."""
    options: dict[str, int | bool] = {}
    if quality and filetype.has_quality:
        options["quality"] = quality
    elif filetype is Filetype.WEBP_LOSSLESS:
        options["lossless"] = True
    written = io.BytesIO()
    with told(f"the poster cannot be written as {filetype.word}"):
        drawn.image.save(written, filetype.pillow, exif=drawn.exif, **options)
    return written.getvalue()
