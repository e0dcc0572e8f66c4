"""The specification's test matrix: where everything stands, every layer and every poster, with both layout engines."""

import hashlib
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
from immutables import Map
from PIL import Image

from halley.overlays.compose import Book, Composed, Failed, compose
from halley.overlays.composition import Composition
from halley.overlays.geometry import Extent
from halley.overlays.model import Kind, OverlayId
from halley.overlays.subject import Subject
from halley.overlays.suppress import survivors
from halley.plex.ids import ItemType, RatingKey, SectionId
from halley.plex.items import Item, Media
from halley.plex.library import Library, Server
from halley.render import CannotDraw, Drawn, Filetype, Fonts, Layout, Pictures, Renderer, encode
from halley.render.layers import CLEAR
from tests.golden.pixels_notation import attributes, overlay_of, places, queue_of
from tests.golden.pixels_pictures import DEJAVU, gradient, picture_bytes

_FIELDS = {
    "T13": {"editionTitle": ""},
    "T15": {"index": "2", "parentIndex": "1"},
    "S01": {"duration": "8190000"},
    "S02": {"rating": "8.7"},
    "S03": {"userRating": "9.3"},
    "S04": {"audienceRating": "8.0"},
    "S05": {"originallyAvailableAt": "2003-12-07"},
    "X01": {"title": "a\nb"},
}
_MEDIA = {"S06": (Media(Map()),) * 3, "X02": (Media(Map()),)}


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the table."""

    id: str
    overlays: str
    drawn: str
    poster: str
    layer: str

    @property
    def kind(self) -> ItemType:
        words = ("episode", "album", "season", "artist")
        return next((ItemType.of_word(word) for word in words if f"*{word}" in self.overlays), ItemType.MOVIE)


def _rows() -> Iterator[Row]:
    for line in (Path(__file__).parent / "matrix.md").read_text("utf-8").splitlines():
        if re.match(r"\| [A-Z]\d\d", line):
            cells = [cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]]
            yield Row(*cells) if len(cells) == 5 else Row(*cells, layer="-")


ROWS = tuple(_rows())
LAYOUTS = [pytest.param(Layout.RAQM, marks=pytest.mark.needs("fribidi"), id="raqm"), pytest.param(Layout.BASIC, id="basic")]


def _plain(canvas: Extent) -> Image.Image:
    return _gradient(canvas.width, canvas.height).copy()


def _clear(canvas: Extent) -> Image.Image:
    image = _plain(canvas).convert("RGBA")
    image.putalpha(0)
    return image


@cache
def _gradient(width: int, height: int) -> Image.Image:
    return gradient(width, height)


_BASES = {
    "base 300x300": lambda _: gradient(300, 300),
    "base 1400x2100": lambda _: gradient(1400, 2100),
    "base with alpha 0 everywhere": _clear,
    "base converted to L": lambda canvas: _plain(canvas).convert("L"),
    "base `quantize(64)`": lambda canvas: _plain(canvas).quantize(64),
    "base 1280x720": lambda _: gradient(1280, 720),
    "base 600x600": lambda _: gradient(600, 600),
}


@cache
def _file(told: str, canvas: Extent) -> bytes:
    written = io.BytesIO()
    (_BASES[told](canvas) if told else _plain(canvas)).save(written, "PNG", compress_level=1)
    return written.getvalue()


def _base(row: Row, canvas: Extent) -> bytes:
    return _file(next((told for told in _BASES if told in row.overlays), ""), canvas)


@pytest.fixture(scope="module")
def renderers() -> dict[Layout, Renderer]:
    return {
        layout: Renderer(Pictures(lambda source: picture_bytes(source.path.name)), Fonts(layout))
        for layout in Layout
        if layout is Layout.BASIC or layout.can_be_raqm()
    }


def _composed(row: Row) -> Composed | Failed:
    told = re.sub(r"\*[^*`]*(`[^`]*`)?[^*]*\*", "", row.overlays).strip()
    told, _, note = re.sub(r" (at|Places:?) (?=[(P\w])", "\n", told, count=1).partition("\n")
    queues = {(0, name): queue_of(name, _of_queue(name, note)) for name in ("q", "r")}
    overlays, suppressed = {}, {}
    for place, part in enumerate(told.split(" / ")):
        found = re.fullmatch(r"(?:([A-Z]): )?(.*?)(?: \(suppresses ([A-Z])\))?", part)
        assert found is not None
        one = OverlayId(0, found[1] or f"overlay {place}")
        overlays[one] = overlay_of(attributes(found[2]), Path, lambda _: DEJAVU)
        suppressed[one] = frozenset({OverlayId(0, found[3])} if found[3] else ())
    left = survivors(tuple(overlays), overlays, suppressed)
    level = row.kind
    told_of_it = Map({"title": "Heat"} | _FIELDS.get(row.id, {}))
    item = Item(RatingKey(1), level, SectionId(1), told_of_it, media=_MEDIA.get(row.id, ()))
    book = Book(overlays, dict.fromkeys(overlays, level), queues)
    return compose(left, book, Subject(item, Library(Server("m"))))


def _of_queue(name: str, note: str) -> str:
    """The places of one of the queues of `q: (..); r: (..)`; without names all are q's."""
    named = dict(part.strip().split(": ", 1) for part in note.split(";") if ": " in part)
    return named.get(name, "") if named else note


def _pair(cell: str) -> tuple[str, str]:
    """What Raqm gives and what basic layout gives."""
    raqm, _, basic = cell.partition("<br>basic")
    return raqm.strip(), basic.lstrip(": ").strip() or raqm.strip()


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:16]


def _layer(renderer: Renderer, composition: Composition, place: int) -> Image.Image:
    """A layer as large as the canvas, with only back and text on it."""
    canvas, layer = composition.canvas, composition.layers[place]
    whole = Image.new("RGBA", (canvas.width, canvas.height), CLEAR)
    painted = renderer._layers.painted(layer, renderer.placed(layer, canvas), canvas)
    if painted.image is not None:
        whole.paste(painted.image, (painted.at.x, painted.at.y))
    return whole


def _drawn(renderer: Renderer, composition: Composition, told: str) -> str:
    """What is drawn, in the matrix's words; parts that `told` does not mention are left out."""
    found: list[str] = []
    for place, layer in enumerate(composition.layers):
        picture = renderer.pictures.picture(layer.picture, layer.scale) if layer.picture else None
        if layer.kind is Kind.IMAGE and layer.place is None and picture is not None:
            found.append("L 0,0,{},{}".format(*picture.size))
            continue
        placed = renderer.placed(layer, composition.canvas)
        if placed.back is not None:
            corners = f"{placed.back.left},{placed.back.top}-{placed.back.right},{placed.back.bottom}"
            found.append(f"RR {corners} r{layer.back.radius}" if layer.back.radius else f"R {corners}")
        if placed.text is not None:
            found.append(f"T {placed.text.x},{placed.text.y}")
        if (placed.back is not None or layer.text is not None) and "L " in told:
            found.append("L {},{},{},{}".format(*(_layer(renderer, composition, place).getbbox() or ())))
        if picture is not None and placed.picture is not None:
            size = f" {picture.width}x{picture.height}" if re.search(r"P -?\d+,-?\d+ ", told) else ""
            found.append(f"P {placed.picture.x},{placed.picture.y}{size}")
    return "; ".join(found)


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("row", [row for row in ROWS if row.poster != "-"], ids=lambda row: row.id)
def test_the_poster_is_kometas(row: Row, layout: Layout, renderers: dict[Layout, Renderer]) -> None:
    renderer = renderers[layout]
    composed = _composed(row)
    assert isinstance(composed, Composed)
    composition = composed.composition

    which = list(Layout).index(layout)
    if row.drawn != "-":
        assert _drawn(renderer, composition, row.drawn) == _pair(row.drawn)[which]
    if row.layer != "-":
        first = next(
            place for place, layer in enumerate(composition.layers) if layer.back.is_drawn or layer.text is not None
        )
        assert _digest(_layer(renderer, composition, first).tobytes()) == _pair(row.layer)[which]
    drawn = renderer.draw(composition, _base(row, composition.canvas))
    assert _digest(drawn.image.tobytes()) == _pair(row.poster)[which]


@pytest.mark.parametrize("row", [row for row in ROWS if row.poster == "-"], ids=lambda row: row.id)
def test_what_kometa_fails_to_draw_fails(row: Row, renderers: dict[Layout, Renderer]) -> None:
    composed = _composed(row)
    if isinstance(composed, Composed):
        with pytest.raises(CannotDraw):
            renderers[Layout.BASIC].draw(composed.composition, _base(row, composed.composition.canvas))
    else:
        assert composed.reason
        assert composed.blamed


@pytest.mark.parametrize(
    ("filetype", "quality", "size", "digest", "pixels"),
    [
        (Filetype.PNG, 90, 11080, "8c4b63ea3f1d706c", "1d70586171777259"),
        (Filetype.WEBP_LOSSLESS, 90, 8686, "83fbf92f92e0400d", "1d70586171777259"),
        (Filetype.WEBP_LOSSY, 90, 44346, "0dba6c0d1fc62145", "ac1ab665d0428526"),
        (Filetype.WEBP_LOSSY, None, 30148, "2951ca5fc2acd365", "fd3b0cbe43ee77cf"),
        (Filetype.JPG, 90, 108575, "a4076d7bb4d0c1c8", "95a264c5f6fa37cb"),
        (Filetype.JPG, 75, 75489, "18722ea4222c2627", "0d25d1bd53ce4e9d"),
        (Filetype.JPG, None, 75489, "18722ea4222c2627", "0d25d1bd53ce4e9d"),
    ],
    ids=str,
)
def test_the_file_is_kometas_to_the_byte(
    filetype: Filetype, quality: int | None, size: int, digest: str, pixels: str, renderers: dict[Layout, Renderer]
) -> None:
    file = encode(_poster("I03", renderers[Layout.BASIC]), filetype, quality)

    assert (len(file), _digest(file)) == (size, digest)
    with Image.open(io.BytesIO(file)) as decoded:
        assert _digest(decoded.convert("RGB").tobytes()) == pixels
        assert dict(decoded.getexif()) == {0x04BC: "overlay"}


def _poster(name: str, renderer: Renderer) -> Drawn:
    row = next(row for row in ROWS if row.id == name)
    composed = _composed(row)
    assert isinstance(composed, Composed)
    return renderer.draw(composed.composition, _base(row, composed.composition.canvas))


def test_the_matrix_is_complete() -> None:
    assert len(ROWS) == 132
    assert all(places(row.overlays) for row in ROWS if "queue=" in row.overlays or "FLAG" in row.overlays)
