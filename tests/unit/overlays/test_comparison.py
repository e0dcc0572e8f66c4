"""Comparison strings, as Kometa stores them."""

import pytest

from halley.overlays.comparison import comparison, kept, read_back
from halley.overlays.model import (
    Addon,
    Back,
    Box,
    Kind,
    Overlay,
    Percent,
    Pixels,
    Place,
    Placement,
    Scale,
    TextStyle,
)

AT = Place(Placement(None, Pixels(5)), Placement(None, Pixels(6)))
PICTURE = Overlay(name="a", kind=Kind.IMAGE)


@pytest.mark.parametrize(
    ("overlay", "expected"),
    [
        (PICTURE, "a00"),
        (Overlay(name="a", kind=Kind.IMAGE, group="g", weight=5), "ag500"),
        (Overlay(name="a", kind=Kind.IMAGE, queue="q", weight=5), "a00"),
        (
            Overlay(name="a", kind=Kind.IMAGE, place=Place(Placement("left", Pixels(5)), Placement("top", Percent(7)))),
            "aleft57%top00",
        ),
        (
            Overlay(
                name="a",
                kind=Kind.IMAGE,
                place=AT,
                box=Box(305, 105),
                back=Back((0, 0, 0, 153), (255, 255, 255, 255), 3, 30, 2),
                scale=Scale(width=Percent(50)),
            ),
            "aNone56None305105center(0, 0, 0, 153)302(255, 255, 255, 255)3050%",
        ),
        (
            Overlay(name="backdrop", kind=Kind.BACKDROP, back=Back((0, 0, 0, 255)), box=Box()),
            "backdropNone00None-1-1center(0, 0, 0, 255)00",
        ),
        (
            Overlay(
                name="text(<<runtime>>)",
                kind=Kind.TEXT,
                template="<<runtime>>",
                place=AT,
                style=TextStyle("/fonts/F.ttf", 55, "Bold", (255, 255, 255, 255), 2, (0, 0, 0, 255)),
                addon=Addon("top", 15),
                scale=Scale(height=Pixels(40)),
            ),
            "text(<<runtime>>)None56None/fonts/F.ttf55top15(255, 255, 255, 255)0(0, 0, 0, 255)240",
        ),
        (Overlay(name="blur(50)", kind=Kind.BLUR, blur=50), "blur(50)00"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_the_string_is_kometas(overlay: Overlay, expected: str) -> None:
    assert comparison(overlay) == expected


@pytest.mark.parametrize(
    ("strings", "read"),
    [(("a00", "b00"), ("a00", "b00")), ((" a00",), ("a00",)), ((), ("",))],
    ids=["two", "a leading blank is lost", "none is one that is empty"],
)
def test_strings_come_back_as_kometa_reads_them(strings: tuple[str, ...], read: tuple[str, ...]) -> None:
    """So that an item whose name begins with a blank, or that has no overlay left, is drawn every time."""
    assert read_back(kept(strings)) == read
