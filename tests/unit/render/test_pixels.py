"""Every case that real Kometa drew (`tools/record_pixels.py`), drawn by us: the same pixels and the same bytes."""

import hashlib
import io
import json
from pathlib import Path

import pytest
from PIL import Image

from halley.overlays.compose import Book, Composed, compose
from halley.overlays.model import OverlayId
from halley.overlays.subject import Subject
from halley.overlays.suppress import survivors
from halley.plex.ids import ItemType
from halley.plex.library import Library
from halley.render import CannotDraw, Drawn, Filetype, Fonts, Layout, Pictures, Renderer, encode
from halley.simulator import load_library
from tests.golden.pixels_cases import FONTS, Case, lay_out_library
from tests.golden.pixels_matrix import CASES
from tests.golden.pixels_notation import overlay_of, queue_of
from tests.golden.pixels_pictures import base_bytes, picture_bytes

GOLDEN = {
    layout: json.loads((Path(__file__).parents[2] / f"golden/pixels-{layout.value}.json").read_text("utf-8"))
    for layout in Layout
}
RECORDED = {layout: golden["cases"] for layout, golden in GOLDEN.items()}
#: Every case with Raqm, and with basic layout those that it makes look otherwise.
DRAWN = [pytest.param(case, Layout.RAQM, marks=pytest.mark.needs("fribidi")) for case in CASES] + [
    pytest.param(case, Layout.BASIC) for case in CASES if RECORDED[Layout.BASIC][case.id] != RECORDED[Layout.RAQM][case.id]
]


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    return load_library(lay_out_library(CASES, tmp_path_factory.mktemp("pixels"))).library


@pytest.fixture(scope="module")
def renderers() -> dict[Layout, Renderer]:
    pictures = Pictures(lambda source: picture_bytes(source.path.name))
    return {layout: Renderer(pictures, Fonts(layout)) for layout in Layout if layout is Layout.BASIC or layout.can_be_raqm()}


def _drawn(case: Case, library: Library, renderer: Renderer) -> Drawn | str:
    """The poster, or why there is none."""
    level = ItemType.of_word(case.level)
    overlays = {
        OverlayId(0, name): overlay_of(told, Path, lambda font: FONTS[font]) for name, told in case.overlays().items()
    }
    suppressed = {
        OverlayId(0, f"{case.id} {one}"): frozenset({OverlayId(0, f"{case.id} {other}")})
        for one, other in case.suppresses.items()
    }
    left = survivors(tuple(overlays), overlays, suppressed)
    queues = {(0, name): queue_of(name, text) for name, text in case.queues.items()}
    item = next(item for item in library.items.values() if item.title == case.title and item.type is level)
    composed = compose(left, Book(overlays, dict.fromkeys(overlays, level), queues), Subject(item, library))
    if not isinstance(composed, Composed):
        return composed.reason
    try:
        return renderer.draw(composed.composition, base_bytes(case.base))
    except CannotDraw as failure:
        return str(failure)


@pytest.mark.parametrize(("case", "layout"), DRAWN, ids=lambda value: value.id if isinstance(value, Case) else value.value)
def test_the_poster_is_kometas_to_the_last_bit(
    case: Case, layout: Layout, library: Library, renderers: dict[Layout, Renderer]
) -> None:
    expected = RECORDED[layout][case.id]
    drawn = _drawn(case, library, renderers[layout])
    if expected is None:
        assert isinstance(drawn, str)
        return
    assert isinstance(drawn, Drawn), drawn

    if case.filetype == "png" and case.id[0] not in "FP":  # what PNG encodes comes back as it was; this saves a minute
        assert _digest(drawn.image.tobytes()) == expected[0]
        return
    file = encode(drawn, Filetype.of_word(case.filetype), case.quality)
    with Image.open(io.BytesIO(file)) as image:
        assert _digest(image.convert("RGB").tobytes()) == expected[0]
    assert _digest(file) == expected[1]


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:32]


@pytest.mark.parametrize("layout", Layout, ids=lambda layout: layout.value)
def test_what_was_recorded_is_what_is_there(layout: Layout) -> None:
    assert list(RECORDED[layout]) == [case.id for case in CASES]
    assert GOLDEN[layout]["versions"]["layout"] == layout.value
    assert GOLDEN[layout]["versions"]["pillow"] == Image.__version__


def test_at_least_two_hundred_posters_were_drawn_by_real_kometa() -> None:
    assert sum(case is not None for case in RECORDED[Layout.RAQM].values()) >= 200
    assert len(DRAWN) >= len(CASES) + 30
