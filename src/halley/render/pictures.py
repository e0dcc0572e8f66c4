"""Overlay pictures, ready to be pasted."""

import io
from collections.abc import Callable
from pathlib import Path

from PIL import Image

from halley.overlays.geometry import Extent, scaled
from halley.overlays.model import PictureAddress, PictureFile, PictureSource, Scale
from halley.render.bounded import Bounded
from halley.render.failures import CannotDraw, told

_MOST_BYTES = 96 * 1024 * 1024

ReadPicture = Callable[[PictureSource], bytes]


def read_file(source: PictureSource) -> bytes:
    """A picture's bytes from the disk. Raises CannotDraw, also for one that would have to be downloaded first."""
    match source:
        case PictureFile(path) | PictureAddress(path=Path() as path):
            return _read(path)
        case PictureAddress():
            raise CannotDraw(f"overlay picture {_named(source)} has not been downloaded")


def _read(path: Path) -> bytes:
    with told(f"overlay picture {path} cannot be read"):
        return path.read_bytes()


class Pictures:
    """Decoded, converted and scaled pictures. `read` gives the bytes of one, where they are not known yet."""

    def __init__(self, read: ReadPicture = read_file) -> None:
        self._read = read
        self._ready: Bounded[tuple[PictureSource, Scale], Image.Image] = Bounded(_MOST_BYTES, bytes_in)

    def picture(self, source: PictureSource, scale: Scale) -> Image.Image:
        """The picture as RGBA in its final size; not to be changed. Raises CannotDraw."""
        return self._ready.get((source, scale), lambda: self._make(source, scale))

    def _make(self, source: PictureSource, scale: Scale) -> Image.Image:
        data = self._read(source)
        with told(f"overlay picture {_named(source)} cannot be used"), Image.open(io.BytesIO(data)) as opened:
            picture = opened.convert("RGBA")
            size = scaled(Extent(*picture.size), scale)
            # Pillow takes a size of 0 for an error, as Kometa finds out when it reads the definition.
            return picture if scale == Scale() else picture.resize((size.width, size.height), Image.Resampling.LANCZOS)


def bytes_in(image: Image.Image) -> int:
    return image.width * image.height * len(image.getbands())


def _named(source: PictureSource) -> str:
    return str(source.path) if isinstance(source, PictureFile) else source.url.partition("?")[0]
