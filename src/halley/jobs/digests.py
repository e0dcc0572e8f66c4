"""What posters are made of, by SHA-256: bases, overlay pictures, fonts; each file is read once."""

import hashlib
from importlib.metadata import version
from pathlib import Path

from halley.engines.native import LibraryBook
from halley.jobs.assets import value_of
from halley.overlays.composition import Composition, Materials
from halley.overlays.model import PictureSource
from halley.render import Renderer

_NOTHING = "nothing"


def sha256_of(data: bytes) -> str:
    """The name of a picture."""
    return hashlib.sha256(data).hexdigest()


class Digests:
    """Digests for one run. A file that cannot be read has a digest too: it will be another one once it can."""

    def __init__(self, renderer: Renderer) -> None:
        self._layout = renderer.fonts.layout.value
        self._drawing = f"Pillow {version('pillow')}"
        self._files: dict[str, str] = {}

    def file(self, path: Path) -> str:
        """The digest of a file; where there is none, that of its name."""
        name = str(path)
        if name not in self._files:
            try:
                self._files[name] = sha256_of(path.read_bytes())
            except OSError:
                self._files[name] = f"{_NOTHING} at {name}"
        return self._files[name]

    def inputs(self, composition: Composition, base: str, book: LibraryBook) -> str:
        """A hash of all that decides on the bytes of a poster; `base` is the SHA-256 of the picture below."""
        return composition.fingerprint(
            Materials(
                base=base,
                pictures={source: self._picture(source) for source in composition.pictures()},
                fonts={font: self.file(Path(font)) for font in composition.fonts()},
                layout=self._layout,
                drawing=self._drawing,
                filetype=book.filetype.word,
                quality=book.quality if book.filetype.has_quality else None,
            )
        )

    def _picture(self, source: PictureSource) -> str:
        return self.file(source.path) if source.path is not None else f"{_NOTHING} at {source}"


def standing_of(path: Path) -> str | None:
    """The value of a file, None where there is none."""
    try:
        return value_of(path)
    except OSError:
        return None
