"""Posters compared pixel by pixel, and the picture of where they differ."""

import io

import pytest
from PIL import Image

from halley.jobs.difference_pictures import compare_pictures, picture_of_difference

SIZE = (40, 60)


def a_picture(colour: tuple[int, int, int] = (10, 20, 30), size: tuple[int, int] = SIZE) -> Image.Image:
    return Image.new("RGB", size, colour)


def written(picture: Image.Image, form: str = "PNG") -> bytes:
    file = io.BytesIO()
    picture.save(file, form)
    return file.getvalue()


def test_the_same_file_is_the_same() -> None:
    data = written(a_picture())
    found = compare_pictures(data, data)
    assert (found.is_same, found.is_same_file, str(found)) == (True, True, "the same file")


def test_other_bytes_with_the_same_pixels_are_the_same_to_the_eye() -> None:
    found = compare_pictures(written(a_picture()), written(a_picture().convert("RGBA")))
    assert (found.is_same, found.is_same_file, str(found)) == (True, False, "the same pixels")


def test_what_differs_is_counted_and_bounded() -> None:
    changed = a_picture()
    changed.putpixel((5, 6), (10, 27, 30))
    changed.putpixel((15, 46), (9, 20, 30))
    found = compare_pictures(written(a_picture()), written(changed))
    assert (found.differing, found.total, found.largest, found.box) == (2, 2400, 7, (5, 6, 16, 47))
    assert str(found) == "2 of 2,400 pixels differ, by 7 of 255 at most, at 5,6 in 11x41"
    assert not found.is_same


def test_a_difference_of_transparency_alone_is_one() -> None:
    clear = Image.new("RGBA", SIZE, (10, 20, 30, 254))
    assert compare_pictures(written(a_picture()), written(clear)).largest == 1


def test_other_sizes_and_broken_files_are_told_in_a_sentence() -> None:
    data = written(a_picture())
    assert str(compare_pictures(data, written(a_picture(size=(41, 60))))) == "one is 40x60, the other 41x60"
    assert "cannot be read" in str(compare_pictures(data, b"no picture"))


@pytest.mark.parametrize("before", [written(a_picture(size=(20, 30))), None, b"broken"], ids=["before", "none", "broken"])
def test_the_picture_has_four_panels_and_shows_a_single_pixel_bright(before: bytes | None) -> None:
    changed = a_picture()
    changed.putpixel((20, 30), (11, 20, 30))
    with Image.open(io.BytesIO(picture_of_difference(before, written(a_picture()), written(changed)))) as sheet:
        assert sheet.size == (4 * (40 + 16) - 16, 60 + 64)
        assert sheet.getpixel((56 + 5, 64 + 5)) == sheet.getpixel((112 + 5, 64 + 5)) == (10, 20, 30)
        assert sheet.getpixel((168 + 20, 64 + 30)) == (128, 128, 128)
        assert sheet.getpixel((168 + 2, 64 + 2)) != (128, 128, 128)


def test_posters_of_two_sizes_are_shown_too() -> None:
    sheet = picture_of_difference(None, written(a_picture()), written(a_picture(size=(60, 40))))
    with Image.open(io.BytesIO(sheet)) as shown:
        assert shown.size == (4 * (60 + 16) - 16, 60 + 64)
    with pytest.raises(ValueError, match="cannot be read"):
        picture_of_difference(None, b"broken", written(a_picture()))
