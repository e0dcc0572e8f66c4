"""Laws of drawing, held against a plain program that draws on layers as large as the canvas, as Kometa does."""

import io
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw, ImageFont

from halley.overlays.composition import Composition, Layer
from halley.overlays.geometry import Extent
from halley.overlays.model import (
    Addon,
    Back,
    Box,
    Kind,
    PictureFile,
    Pixels,
    Place,
    Placement,
    Scale,
    TextStyle,
)
from halley.render import CannotDraw, Fonts, Layout, Pictures, Renderer
from tests.golden.pixels_pictures import DEJAVU, base_bytes, gradient, picture_bytes

CANVAS = Extent(160, 120)
RENDERER = Renderer(Pictures(lambda source: picture_bytes(source.path.name)), Fonts(Layout.BASIC))

colours = st.tuples(*(st.integers(0, 255),) * 4)
maybe_colours = st.none() | colours
offsets = st.integers(-400, 400).map(Pixels)
places = st.builds(
    Place,
    st.builds(Placement, st.sampled_from([None, "left", "center", "right"]), offsets),
    st.builds(Placement, st.sampled_from([None, "top", "center", "bottom"]), offsets),
)
backs = st.builds(
    Back, maybe_colours, maybe_colours, st.none() | st.integers(1, 30), st.none() | st.integers(1, 90), st.integers(0, 40)
)
boxes = st.none() | st.builds(
    Box, st.integers(-1, 300), st.integers(-1, 300), st.sampled_from("left right center top bottom TOP".split())
)
styles = st.builds(
    TextStyle,
    font=st.just(str(DEJAVU)),
    size=st.integers(1, 120),
    colour=maybe_colours,
    stroke_width=st.integers(0, 9),
    stroke_colour=maybe_colours,
)
pictures = st.sampled_from(["badge", "dot", "disc"]).map(lambda name: PictureFile(Path(name)))
texts = st.builds(
    Layer,
    kind=st.just(Kind.TEXT),
    place=places,
    back=backs,
    box=boxes,
    text=st.text(st.sampled_from("AVjg8.7% Ág"), max_size=9),
    style=styles,
    picture=st.none() | pictures,
    addon=st.builds(Addon, st.sampled_from("left right top bottom TOP".split()), st.integers(0, 40)),
)
images = st.builds(Layer, kind=st.just(Kind.IMAGE), place=places, back=backs, box=boxes, picture=pictures)
backdrops = st.builds(
    Layer, kind=st.just(Kind.BACKDROP), place=places, back=backs.filter(lambda back: back.is_drawn), box=boxes.filter(bool)
)
layers = texts | images | backdrops


@cache
def _base() -> bytes:
    return _png(gradient(CANVAS.width, CANVAS.height))


def _png(image: Image.Image) -> bytes:
    written = io.BytesIO()
    image.save(written, "PNG")
    return written.getvalue()


def drawn(*layers: Layer, base: bytes | None = None, canvas: Extent = CANVAS) -> Image.Image:
    return RENDERER.draw(Composition(canvas, layers), base or _base()).image


def drawn_on_whole_layers(layer: Layer) -> Image.Image:
    """The same layer, drawn with nothing in mind but the specification's sequence."""
    poster = Image.open(io.BytesIO(_base())).convert("RGB")
    placed = RENDERER.placed(layer, CANVAS)
    whole = Image.new("RGBA", poster.size, (255, 255, 255, 0))
    drawing = ImageDraw.Draw(whole)
    if placed.back is not None:
        corners = (placed.back.left, placed.back.top, placed.back.right, placed.back.bottom)
        width = layer.back.line_width if layer.back.line_width is not None else 1
        colours = {"fill": layer.back.colour, "outline": layer.back.line_colour, "width": width}
        if layer.back.radius:
            drawing.rounded_rectangle(corners, radius=layer.back.radius, **colours)
        else:
            drawing.rectangle(corners, **colours)
    if placed.text is not None and layer.text is not None and layer.style is not None:
        font = ImageFont.truetype(layer.style.font, layer.style.size, layout_engine=ImageFont.Layout.BASIC)
        drawing.text(
            (placed.text.x, placed.text.y),
            layer.text,
            font=font,
            fill=layer.style.colour,
            stroke_fill=layer.style.stroke_colour,
            stroke_width=layer.style.stroke_width,
            anchor="lt",
        )
    poster.paste(whole, (0, 0), whole)
    if layer.picture is not None and placed.picture is not None:
        picture = Image.open(io.BytesIO(picture_bytes(layer.picture.path.name))).convert("RGBA")
        poster.paste(picture, (placed.picture.x, placed.picture.y), picture)
    return poster


@settings(max_examples=300)
@given(layers)
def test_a_layer_cut_to_what_it_covers_gives_the_same_pixels_as_a_whole_one(layer: Layer) -> None:
    assert drawn(layer).tobytes() == drawn_on_whole_layers(layer).tobytes()


@given(pictures, st.integers(0, 300), st.sampled_from("left right top bottom".split()))
def test_what_lies_outside_the_canvas_changes_nothing(picture: PictureFile, by: int, side: str) -> None:
    far = Pixels(-(400 + by))
    horizontal = Placement(side if side in {"left", "right"} else "left", far if side in {"left", "right"} else Pixels(0))
    vertical = Placement(side if side in {"top", "bottom"} else "top", far if side in {"top", "bottom"} else Pixels(0))
    back = Back((255, 0, 0, 255), (0, 255, 0, 255), 3, 5, 10)
    layer = Layer(kind=Kind.IMAGE, place=Place(horizontal, vertical), back=back, picture=picture)
    text = Layer(kind=Kind.TEXT, place=layer.place, back=back, text="8.7", style=TextStyle(str(DEJAVU), 40, stroke_width=4))
    assert drawn(layer, text).tobytes() == drawn().tobytes()


@given(st.integers(-60, 200), st.integers(-60, 200))
def test_a_picture_right_and_below_is_the_mirror_of_one_left_and_above(x: int, y: int) -> None:
    """On a poster of one colour, with a picture that is the same from both sides."""
    plain = _png(Image.new("RGB", (CANVAS.width, CANVAS.height), (9, 99, 199)))

    def poster(horizontal: str, vertical: str) -> Image.Image:
        place = Place(Placement(horizontal, Pixels(x)), Placement(vertical, Pixels(y)))
        return drawn(Layer(kind=Kind.IMAGE, place=place, picture=PictureFile(Path("dot"))), base=plain)

    turned = poster("right", "bottom").transpose(Image.Transpose.ROTATE_180)
    assert turned.tobytes() == poster("left", "top").tobytes()


@given(st.integers(-60, 200), st.integers(0, 90), st.integers(0, 30), colours)
def test_a_back_on_the_right_mirrors_one_on_the_left_that_reaches_a_pixel_less(
    x: int, side: int, padding: int, colour: tuple[int, int, int, int]
) -> None:
    """Pillow's corners are inclusive: a back is one pixel wider and higher than it says, to the right and downwards."""
    plain = _png(Image.new("RGB", (CANVAS.width, CANVAS.height), (9, 99, 199)))

    def poster(horizontal: str, vertical: str, shift: int) -> Image.Image:
        place = Place(Placement(horizontal, Pixels(x + shift)), Placement(vertical, Pixels(x + shift)))
        back = Back(colour, padding=padding)
        return drawn(Layer(kind=Kind.BACKDROP, place=place, back=back, box=Box(side, side)), base=plain)

    turned = poster("right", "bottom", 1).transpose(Image.Transpose.ROTATE_180)
    assert turned.tobytes() == poster("left", "top", 0).tobytes()


@given(st.lists(layers, max_size=4))
def test_drawing_twice_gives_the_same_and_leaves_what_is_kept_alone(some: list[Layer]) -> None:
    first = drawn(*some).tobytes()
    assert drawn(*some).tobytes() == first
    for _ in range(2):
        assert RENDERER.draw(Composition(CANVAS, tuple(some)), _base(), keep_base=True).image.tobytes() == first
    assert (
        Renderer(RENDERER.pictures, RENDERER.fonts).draw(Composition(CANVAS, tuple(some)), _base()).image.tobytes() == first
    )
    assert drawn().tobytes() == gradient(CANVAS.width, CANVAS.height).tobytes()


def test_threads_may_share_a_renderer() -> None:
    style = TextStyle(str(DEJAVU), 40, stroke_width=2)
    at = Place(Placement("center", Pixels(0)), Placement("center", Pixels(0)))
    told = [Composition(CANVAS, (Layer(kind=Kind.TEXT, place=at, text=f"{n}%", style=style),)) for n in range(200)]
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(lambda one: RENDERER.draw(one, _base()).image.tobytes(), told))
    alone = Renderer(fonts=Fonts(Layout.BASIC))
    assert together == [alone.draw(one, _base()).image.tobytes() for one in told]


def test_a_picture_without_coordinates_resamples_what_lies_under_it() -> None:
    under = Layer(
        kind=Kind.IMAGE,
        place=Place(Placement(None, Pixels(9)), Placement(None, Pixels(9))),
        picture=PictureFile(Path("dot")),
    )
    over = Layer(kind=Kind.IMAGE, place=None, picture=PictureFile(Path("badge")))
    poster = drawn(under, over)
    assert poster.size == (CANVAS.width, CANVAS.height)

    plain = drawn(under).resize((120, 60), Image.Resampling.LANCZOS)
    badge = Image.open(io.BytesIO(picture_bytes("badge")))
    plain.paste(badge, (0, 0), badge)
    assert poster.tobytes() == plain.resize(poster.size, Image.Resampling.LANCZOS).tobytes()


@pytest.mark.parametrize(
    ("layer", "sentence"),
    [
        (
            Layer(kind=Kind.IMAGE, place=Place(), picture=PictureFile(Path("/nowhere/x.png"))),
            "overlay picture /nowhere/x.png cannot be read",
        ),
        (
            Layer(kind=Kind.IMAGE, place=Place(), picture=PictureFile(Path(__file__))),
            "cannot be used: it is no picture",
        ),
        (
            Layer(kind=Kind.TEXT, place=Place(), text="8.7", style=TextStyle("/nowhere/font.ttf")),
            "font /nowhere/font.ttf cannot be used: cannot open resource",
        ),
        (
            Layer(kind=Kind.TEXT, place=Place(), text="8.7", style=TextStyle(__file__)),
            "cannot be used: unknown file format",
        ),
        (
            Layer(kind=Kind.TEXT, place=Place(), text="a\nb", style=TextStyle(str(DEJAVU))),
            "text `a\nb` cannot be drawn: anchor not supported for multiline text",
        ),
    ],
    ids=["missing picture", "no picture", "missing font", "no font", "line break"],
)
def test_what_cannot_be_drawn_is_told_in_a_sentence(layer: Layer, sentence: str) -> None:
    with pytest.raises(CannotDraw) as caught:
        Renderer(fonts=Fonts(Layout.BASIC)).draw(Composition(CANVAS, (layer,)), _base())
    assert sentence in str(caught.value)


def test_a_picture_scaled_to_nothing_cannot_be_drawn() -> None:
    layer = Layer(kind=Kind.IMAGE, place=Place(), picture=PictureFile(Path("dot")), scale=Scale(width=Pixels(0)))
    with pytest.raises(CannotDraw, match="overlay picture dot cannot be used: height and width must be > 0"):
        drawn(layer)


@pytest.mark.parametrize("data", [b"", b"no picture", base_bytes("RGB 40x60 PNG")[:20]], ids=["empty", "text", "cut off"])
def test_a_base_that_is_no_picture_is_told_of(data: bytes) -> None:
    with pytest.raises(CannotDraw, match="the base picture cannot be used"):
        RENDERER.draw(Composition(CANVAS), data)


def test_a_base_too_large_to_be_meant_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 1000)
    with pytest.raises(CannotDraw, match="it is too large"):
        RENDERER.draw(Composition(CANVAS), base_bytes("RGB 61x61 PNG"))


def test_a_base_of_twenty_thousand_pixels_is_drawn_on() -> None:
    assert drawn(base=base_bytes("RGB 20000x9 PNG")).size == (CANVAS.width, CANVAS.height)
