"""Fonts: layout engines, measures, variations."""

import pytest

from halley.overlays.geometry import Extent
from halley.overlays.model import TextStyle
from halley.render import CannotDraw, Fonts, Layout
from halley.render.fonts import variations
from tests.golden.pixels_pictures import DEJAVU, INTER

LAYOUTS = [pytest.param(Layout.RAQM, marks=pytest.mark.needs("fribidi"), id="raqm"), pytest.param(Layout.BASIC, id="basic")]


def style(size: int, font: str = str(DEJAVU), variation: str | None = None, stroke: int = 0) -> TextStyle:
    return TextStyle(font, size, variation, stroke_width=stroke)


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize(
    ("text", "size", "extent"),
    [
        (" ", 63, Extent(20, 0)),
        ("", 63, Extent(0, 0)),
        ("EN", 50, None),
        ("8.7", 63, Extent(100, 48)),
    ],
)
def test_a_text_reaches_to_its_right_edge_and_down_to_its_ink(
    text: str, size: int, extent: Extent | None, layout: Layout
) -> None:
    measured = Fonts(layout).extent(text, style(size))
    assert measured.height == 36 if extent is None else measured == extent


def test_the_height_depends_on_the_letters() -> None:
    fonts = Fonts(Layout.BASIC)
    assert [fonts.extent(text, style(50)).height for text in ("EN", "CC")] == [36, 38]


def test_the_stroke_is_not_measured() -> None:
    fonts = Fonts(Layout.BASIC)
    assert fonts.extent("8.7", style(80, stroke=9)) == fonts.extent("8.7", style(80))


@pytest.mark.needs("fribidi")
def test_the_two_engines_kern_differently() -> None:
    widths = {layout: Fonts(layout).extent("AVATAR", style(63)).width for layout in Layout}
    assert widths[Layout.RAQM] < widths[Layout.BASIC]


def test_a_variation_changes_the_letters_and_only_those_of_its_style() -> None:
    fonts = Fonts(Layout.BASIC)
    plain, black = (fonts.extent("Toy", style(90, str(INTER), variation)) for variation in (None, "Black"))
    assert black.width > plain.width
    assert fonts.extent("Toy", style(90, str(INTER))) == plain
    assert "Black" in (variations(str(INTER)) or ())


def test_a_font_without_variations_ignores_one() -> None:
    fonts = Fonts(Layout.BASIC)
    assert variations(str(DEJAVU)) is None
    assert fonts.extent("Toy", style(90, variation="Black")) == fonts.extent("Toy", style(90))


def test_an_unknown_variation_cannot_be_drawn() -> None:
    with pytest.raises(CannotDraw, match=r"InterLatin\.ttf cannot be used"):
        Fonts(Layout.BASIC).font(style(40, str(INTER), "Crooked"))


def test_raqm_without_fribidi_is_refused_and_not_silently_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Layout, "can_be_raqm", staticmethod(lambda: False))
    assert Layout.of_this_machine() is Layout.BASIC
    assert Fonts().layout is Layout.BASIC
    with pytest.raises(CannotDraw, match="the system has no FriBiDi"):
        Fonts(Layout.RAQM)
