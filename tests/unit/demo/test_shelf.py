"""Pictures side by side."""

import io
from pathlib import Path

import pytest
from PIL import Image

from halley.demo.shelf import GAP, shelf


def a_picture(folder: Path, name: str, colour: str) -> Path:
    path = folder / name
    Image.new("RGB", (200, 300), colour).save(path)
    return path


def test_pictures_stand_in_rows_of_so_many_columns(tmp_path: Path) -> None:
    pictures = [a_picture(tmp_path, f"{colour}.png", colour) for colour in ("red", "green", "blue")]
    with Image.open(io.BytesIO(shelf(pictures, columns=2, width=100))) as sheet:
        assert sheet.size == (2 * (100 + GAP) + GAP, 2 * (150 + GAP) + GAP)
        red, _, _ = sheet.getpixel((GAP + 50, GAP + 75))
        _, _, blue = sheet.getpixel((GAP + 50, GAP + 150 + GAP + 75))
    assert red > 240
    assert blue > 240


def test_an_empty_shelf_is_refused() -> None:
    with pytest.raises(ValueError, match="no pictures"):
        shelf([], 3)
