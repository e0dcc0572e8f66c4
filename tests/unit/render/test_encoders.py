"""Files: the mark, what is kept of the base, and file types by Kometa's words."""

import io

import pytest
from PIL import Image

from halley.overlays.composition import Composition
from halley.overlays.geometry import PORTRAIT
from halley.render import CannotDraw, Drawn, Filetype, Renderer, encode, is_marked
from tests.golden.pixels_pictures import base_bytes

EXIF = bytes.fromhex("4D4D002A0000000800 0104BC0002000000080000001A00000000".replace(" ", "")) + b"overlay\0"


def saved(base: str, filetype: Filetype) -> bytes:
    return encode(Renderer().draw(Composition(PORTRAIT), base_bytes(base)), filetype)


@pytest.mark.parametrize("filetype", Filetype, ids=lambda filetype: filetype.word)
def test_every_file_bears_the_mark_and_is_rgb(filetype: Filetype) -> None:
    data = saved("LA 30x45 PNG", filetype)
    assert is_marked(data)
    with Image.open(io.BytesIO(data)) as image:
        assert (image.mode, image.size, image.format) == ("RGB", (1000, 1500), filetype.pillow)
        assert image.info["exif"].removeprefix(b"Exif\0\0") == EXIF


@pytest.mark.parametrize("filetype", Filetype, ids=lambda filetype: filetype.word)
def test_the_bases_exif_data_is_kept_its_rotation_too(filetype: Filetype) -> None:
    with Image.open(io.BytesIO(saved("RGB 64x96 JPEG rotated", filetype))) as image:
        assert dict(image.getexif()) == {0x0112: 6, 0x010E: "A harbour by night", 0x04BC: "overlay"}
        assert image.size == (1000, 1500)


def test_a_base_is_not_marked() -> None:
    assert not is_marked(base_bytes("RGB 64x96 JPEG rotated"))
    with pytest.raises(CannotDraw, match="the picture cannot be read"):
        is_marked(b"")


def test_kometas_words_name_the_types() -> None:
    assert [Filetype.of_word(word).word for word in "jpg png webp webp_lossy webp_lossless".split()] == (
        "jpg png webp_lossy webp_lossy webp_lossless".split()
    )
    with pytest.raises(KeyError):
        Filetype.of_word("gif")


def test_what_pillow_cannot_write_is_told() -> None:
    with pytest.raises(CannotDraw, match="the poster cannot be written as jpg"):
        encode(Drawn(Image.new("RGBA", (1, 1)), b""), Filetype.JPG)
