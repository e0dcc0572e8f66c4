"""The artist's tools: colours, shapes and letters."""

import random

import pytest

from halley.demo.art.canvas import Canvas, arc, curve, mix, placed, rgb_at, turned
from halley.demo.art.glyphs import GLYPHS
from halley.demo.art.lettering import BOLD, DECO, LIGHT, OPEN, SPEED, TALL, THIN, Face, height_for, letters, width_of
from halley.demo.art.palette import PALETTES
from halley.demo.art.posters import SETTINGS
from halley.demo.art.scenes import SCENES
from halley.demo.pictures import drawings


def test_mixing_ends_at_both_colours() -> None:
    assert (mix("#000000", "#ffffff", 0), mix("#000000", "#ffffff", 1), mix("#000000", "#ffffff", 2)) == (
        "#000000",
        "#ffffff",
        "#ffffff",
    )


def test_a_gradient_passes_through_its_stops() -> None:
    stops = ((0, "#000000"), (0.5, "#ff0000"), (1, "#ffffff"))
    assert [rgb_at(stops, place) for place in (0, 0.5, 1)] == [(0, 0, 0), (255, 0, 0), (255, 255, 255)]


def test_a_curve_passes_through_its_points() -> None:
    line = curve((0, 0), (5, 9), (10, 0))
    assert [point in line for point in ((0, 0), (5, 9), (10, 0))] == [True] * 3


def test_an_arc_begins_at_three_oclock_and_runs_clockwise() -> None:
    line = arc((0, 0), 10, 0, 90)
    assert line[0] == (10, 0)
    assert line[-1] == pytest.approx((0, 10))


def test_turning_and_placing_keep_the_centre() -> None:
    assert turned([(3, 4)], (3, 4), 77) == [(3, 4)]
    assert placed([(1, -1)], (10, 10), 2, mirrored=True) == [(8, 8)]


def test_every_letter_of_every_title_exists() -> None:
    written = {letter for drawing in drawings() for line in (*drawing.words, drawing.small) for letter in line}
    assert written <= set(GLYPHS)


@pytest.mark.parametrize(
    "face", [THIN, LIGHT, BOLD, TALL, DECO, OPEN, SPEED], ids=["thin", "light", "bold", "tall", "deco", "open", "speed"]
)
def test_every_letter_leaves_ink_in_every_face(face: Face) -> None:
    for letter in GLYPHS:
        assert (letters(letter, 40, face).getbbox() is not None) == (letter != " "), letter


def test_a_line_fits_the_width_it_was_given() -> None:
    height = height_for("KITES OVER", BOLD, 500, 1000)
    assert width_of("KITES OVER", BOLD) * height == pytest.approx(500)
    assert height_for("A", BOLD, 500, 30) == 30


@pytest.mark.parametrize("name", SCENES)
def test_every_scene_has_inks_and_a_setting_and_covers_any_sheet(name: str) -> None:
    assert name in SETTINGS
    canvas = Canvas(160, 90)
    SCENES[name](canvas, PALETTES[name], random.Random(1))
    picture = canvas.finished(1)
    assert picture.size == (160, 90)
    assert len(picture.getcolors(160 * 90) or []) > 200
