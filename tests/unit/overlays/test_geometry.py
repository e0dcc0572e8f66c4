"""Places: the specification's examples, and laws of alignment."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from halley.overlays.geometry import (
    PORTRAIT,
    Extent,
    Placed,
    Point,
    Rectangle,
    canvas_of,
    place_axis,
    place_backdrop,
    place_layer,
    scaled,
)
from halley.overlays.model import Addon, Back, Box, Length, Percent, Pixels, Place, Placement, Scale
from halley.plex.ids import ItemType

BADGE, DOT, LANDSCAPE = Extent(120, 60), Extent(31, 17), Extent(1920, 1080)
DARK = Back(colour=(0, 0, 0, 153))
extents = st.integers(0, 4000)
canvases = st.sampled_from([1000, 1080, 1500, 1920])
offsets = st.integers(-2000, 2000)


def at(x: Length, horizontal: str | None, y: Length, vertical: str | None) -> Place:
    return Place(Placement(horizontal, x), Placement(vertical, y))


def px(x: int, horizontal: str | None, y: int, vertical: str | None) -> Place:
    return at(Pixels(x), horizontal, Pixels(y), vertical)


@pytest.mark.parametrize(
    ("kind", "canvas"),
    [
        (ItemType.MOVIE, Extent(1000, 1500)),
        (ItemType.SEASON, Extent(1000, 1500)),
        (ItemType.ARTIST, Extent(1000, 1500)),
        (ItemType.EPISODE, Extent(1920, 1080)),
        (ItemType.ALBUM, Extent(1000, 1000)),
    ],
)
def test_the_item_decides_on_the_canvas(kind: ItemType, canvas: Extent) -> None:
    assert canvas_of(kind) == canvas


@pytest.mark.parametrize(
    ("canvas", "extent", "place", "corner"),
    [
        (PORTRAIT, BADGE, px(15, "right", 20, "bottom"), Point(865, 1420)),
        (PORTRAIT, DOT, px(0, "center", 0, "center"), Point(485, 742)),
        (PORTRAIT, DOT, px(-7, "center", 9, "center"), Point(478, 751)),
        (LANDSCAPE, BADGE, at(Percent(33), "left", Percent(7), "top"), Point(633, 75)),
        (PORTRAIT, BADGE, at(Percent(33), "right", Percent(7), "bottom"), Point(550, 1335)),
        (PORTRAIT, BADGE, at(Percent(100), "right", Pixels(0), "top"), Point(-120, 0)),
        (PORTRAIT, BADGE, px(15, "RIGHT", 7, "BOTTOM"), Point(15, 7)),
        (PORTRAIT, BADGE, px(15, None, 7, None), Point(15, 7)),
    ],
)
def test_a_picture_stands_where_kometa_puts_it(canvas: Extent, extent: Extent, place: Place, corner: Point) -> None:
    assert place_layer(canvas, place, None, Back(), picture=extent) == Placed(None, None, corner)


def test_without_coordinates_everything_begins_at_the_corner() -> None:
    assert place_layer(PORTRAIT, None, None, Back(), picture=BADGE).picture == Point(0, 0)


@pytest.mark.parametrize(
    ("picture", "place", "box", "back", "expected"),
    [
        (BADGE, px(15, "right", 15, "bottom"), Box(305, 105), DARK, (Rectangle(680, 1380, 985, 1485), Point(772, 1402))),
        (
            BADGE,
            px(30, "right", 30, "bottom"),
            Box(160, 160),
            Back(colour=(0, 0, 0, 1), padding=15),
            (Rectangle(795, 1295, 985, 1485), Point(830, 1360)),
        ),
        (BADGE, px(200, "left", 200, "top"), Box(51, 21), DARK, (Rectangle(200, 200, 251, 221), Point(165, 180))),
        (DOT, px(200, "left", 200, "top"), Box(0, 0), DARK, (Rectangle(200, 200, 200, 200), Point(184, 191))),
        (BADGE, px(15, "right", 15, "bottom"), Box(305, 105), Back(), (None, Point(680, 1380))),
    ],
)
def test_a_back_box_holds_its_content(
    picture: Extent, place: Place, box: Box, back: Back, expected: tuple[Rectangle | None, Point]
) -> None:
    placed = place_layer(PORTRAIT, place, box, back, picture=picture)
    assert (placed.back, placed.picture) == expected


@pytest.mark.parametrize(
    ("align", "corner"),
    [
        ("center", Point(107, 37)),
        ("left", Point(15, 37)),
        ("right", Point(200, 37)),
        ("top", Point(107, 15)),
        ("bottom", Point(107, 60)),
        ("TOP", Point(15, 15)),
    ],
)
def test_content_is_aligned_in_its_box(align: str, corner: Point) -> None:
    placed = place_layer(PORTRAIT, px(15, "left", 15, "top"), Box(305, 105, align), DARK, picture=BADGE)
    assert placed.picture == corner


@pytest.mark.parametrize(
    ("position", "text", "picture"),
    [
        ("left", Point(127, 86), Point(-8, 80)),
        ("right", Point(-8, 86), Point(107, 80)),
        ("top", Point(60, 123), Point(50, 48)),
        ("bottom", Point(60, 48), Point(50, 111)),
    ],
)
def test_a_picture_stands_beside_its_text(position: str, text: Point, picture: Point) -> None:
    back = Back(colour=(0, 0, 0, 153), padding=15)
    words = Extent(100, 48)  # `8.7` at 63 pixels of DejaVu Sans
    placed = place_layer(
        PORTRAIT, px(30, "left", 30, "top"), Box(160, 160), back, text=words, picture=BADGE, addon=Addon(position, 15)
    )
    assert (placed.text, placed.picture) == (text, picture)


def test_halves_beside_a_picture_are_cut_towards_zero_on_both_sides_of_it() -> None:
    for start, middle in ((0, 15), (-20, -4), (-21, -5)):
        placed = place_layer(
            PORTRAIT, px(start, None, 0, None), None, Back(), text=Extent(0, 10), picture=DOT, addon=Addon("top", 1)
        )
        assert placed.text is not None
        assert placed.text.x == middle


@pytest.mark.parametrize(
    ("place", "box", "padding", "rectangle"),
    [
        (Place(), Box(), 0, Rectangle(0, 0, 1000, 1500)),
        (px(0, "left", 0, "bottom"), Box(-1, 300), 0, Rectangle(0, 1200, 1000, 1500)),
        (px(0, "center", 0, "center"), Box(500, 300), 5, Rectangle(245, 595, 755, 905)),
        (px(50, "right", 0, "bottom"), Box(-1, 300), 0, Rectangle(951, 1200, 1951, 1500)),
        (px(7, "center", 0, "top"), Box(-1, 300), 0, Rectangle(507, 0, 1507, 300)),
    ],
)
def test_a_backdrop_counts_a_missing_side_as_minus_one(place: Place, box: Box, padding: int, rectangle: Rectangle) -> None:
    back = Back(colour=(0, 0, 0, 153), padding=padding)
    assert place_backdrop(PORTRAIT, place, box, back) == rectangle


@pytest.mark.parametrize(
    ("scale", "size"),
    [
        (Scale(width=Pixels(50)), Extent(50, 25)),
        (Scale(width=Percent(50)), Extent(60, 30)),
        (Scale(height=Percent(33)), Extent(38, 19)),
        (Scale(width=Percent(33), height=Percent(77)), Extent(39, 46)),
        (Scale(height=Pixels(50)), Extent(100, 50)),
        (Scale(), BADGE),
    ],
)
def test_a_picture_is_scaled(scale: Scale, size: Extent) -> None:
    assert scaled(BADGE, scale) == size


def test_a_percent_that_comes_to_nothing_counts_as_not_given() -> None:
    assert scaled(DOT, Scale(width=Percent(1), height=Pixels(34))) == Extent(62, 34)
    assert scaled(DOT, Scale(width=Percent(1))) == Extent(0, 0)


@given(canvases, extents, offsets)
def test_left_and_right_are_each_others_mirror(canvas: int, extent: int, offset: int) -> None:
    left = place_axis(canvas, extent, Placement("left", Pixels(offset)))
    right = place_axis(canvas, extent, Placement("right", Pixels(offset)))
    assert left == canvas - (right + extent)


@given(canvases, extents, offsets)
def test_centred_room_is_the_same_on_both_sides_but_for_a_pixel(canvas: int, extent: int, offset: int) -> None:
    start = place_axis(canvas, extent, Placement("center", Pixels(offset)))
    before, after = start - offset, canvas - (start - offset) - extent
    assert before - after == extent % 2
    assert start == offset + place_axis(canvas, extent, Placement("center", Pixels(0)))


@given(canvases, st.integers(-200, 200))
def test_a_percent_is_cut_towards_zero(canvas: int, percent: int) -> None:
    exact = canvas * percent / 100
    placed = place_axis(canvas, 0, Placement("left", Percent(percent)))
    assert placed == int(exact)


@given(
    st.integers(0, 900), st.integers(0, 900), st.integers(0, 900), st.integers(0, 900), st.sampled_from("left right".split())
)
def test_content_in_a_box_is_mirrored_with_its_align(width: int, height: int, wide: int, high: int, align: str) -> None:
    other = {"left": "right", "right": "left"}[align]
    here, there = (
        place_layer(PORTRAIT, px(50, "left", 50, "top"), Box(width, height, word), DARK, picture=Extent(wide, high)).picture
        for word in (align, other)
    )
    assert here is not None
    assert there is not None
    assert here.x + there.x == 2 * 50 + width - wide
    assert here.y == there.y


@given(st.builds(Extent, extents, extents), st.builds(Extent, extents, extents), st.integers(0, 300), offsets)
def test_moving_an_overlay_moves_all_its_parts_alike(text: Extent, picture: Extent, distance: int, by: int) -> None:
    for position in ("left", "right"):
        one, other = (
            place_layer(
                PORTRAIT, px(x, "left", 0, "top"), None, DARK, text=text, picture=picture, addon=Addon(position, distance)
            )
            for x in (0, by)
        )
        assert one.text is not None
        assert other.text is not None
        assert one.picture is not None
        assert other.picture is not None
        assert other.text.x - one.text.x == other.picture.x - one.picture.x == by


@given(st.builds(Extent, extents, extents), st.builds(Extent, extents, extents), st.integers(0, 300))
def test_text_and_picture_keep_their_distance(text: Extent, picture: Extent, distance: int) -> None:
    def beside(position: str) -> tuple[Point, Point]:
        placed = place_layer(
            PORTRAIT, px(0, None, 0, None), None, Back(), text=text, picture=picture, addon=Addon(position, distance)
        )
        assert placed.text is not None
        assert placed.picture is not None
        return placed.text, placed.picture

    words, image = beside("left")
    assert words.x - (image.x + picture.width) == distance
    words, image = beside("right")
    assert image.x - (words.x + text.width) == distance
    words, image = beside("top")
    assert words.y - (image.y + picture.height) == distance
    words, image = beside("bottom")
    assert image.y - (words.y + text.height) == distance
