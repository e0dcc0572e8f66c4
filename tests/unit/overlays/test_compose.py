"""Compositions: what is drawn, what is not and why, and digests that change exactly when a poster would."""

from dataclasses import replace
from pathlib import Path

import pytest
from immutables import Map

from halley.overlays.compose import Book, Composed, Failed, compose
from halley.overlays.composition import Composition, Layer, Materials
from halley.overlays.geometry import Extent
from halley.overlays.model import (
    Back,
    Box,
    Kind,
    Overlay,
    OverlayId,
    PictureFile,
    Pixels,
    Place,
    Placement,
    Queue,
    TextStyle,
)
from halley.overlays.subject import Subject
from halley.plex.ids import ItemType, RatingKey, SectionId
from halley.plex.items import Item
from halley.plex.library import Library, Server

HERE = Place(Placement("left", Pixels(15)), Placement("top", Pixels(15)))
BADGE = PictureFile(Path("badge.png"))
STYLE = TextStyle("font.ttf", 55)


def text(template: str, **more: object) -> Overlay:
    return Overlay(name=f"text({template})", kind=Kind.TEXT, template=template, style=STYLE, place=HERE, **more)


def composed(*overlays: Overlay, kind: ItemType = ItemType.MOVIE, **told: str) -> Composed | Failed:
    by_id = {OverlayId(0, f"{place} {overlay.name}"): overlay for place, overlay in enumerate(overlays)}
    book = Book(by_id, dict.fromkeys(by_id, kind), {(0, "q"): Queue("q", (HERE,))})
    item = Item(RatingKey(1), kind, SectionId(1), Map({"title": "Heat"} | told))
    return compose(tuple(by_id), book, Subject(item, Library(Server("m"))))


def test_layers_come_with_their_texts_and_values() -> None:
    found = composed(
        Overlay(name="badge", kind=Kind.IMAGE, picture=BADGE, place=HERE), text("<<runtime>> min"), duration="60000"
    )
    assert isinstance(found, Composed)
    assert [(layer.kind, layer.text) for layer in found.composition.layers] == [(Kind.IMAGE, None), (Kind.TEXT, "1 min")]
    assert found.composition.canvas == Extent(1000, 1500)
    assert found.values == Map({"runtime": 60000})
    assert [one.name for one in found.composition.drawn_by] == ["0 badge", "1 text(<<runtime>> min)"]


def test_an_overlay_without_its_value_is_left_out_and_says_why() -> None:
    found = composed(text("<<edition>>"), text("static"))
    assert isinstance(found, Composed)
    assert [layer.text for layer in found.composition.layers] == ["static"]
    assert [(one.id.name, one.reason) for one in found.omitted] == [("0 text(<<edition>>)", "it has no `edition`")]


def test_who_finds_no_place_in_a_queue_is_named() -> None:
    one, other = (replace(text(name), queue="q", weight=weight, place=Place()) for name, weight in (("a", 1), ("b", 2)))
    found = composed(one, other)
    assert isinstance(found, Composed)
    assert [layer.text for layer in found.composition.layers] == ["b"]
    assert [one.reason for one in found.omitted] == ["its queue `q` has no place for it"]


def test_a_text_of_an_overlay_that_finds_no_place_is_never_written() -> None:
    late = replace(text("<<bitrate>>"), queue="q", weight=1, place=Place())
    assert isinstance(composed(replace(text("b"), queue="q", weight=2, place=Place()), late), Composed)


@pytest.mark.parametrize(
    ("overlay", "told", "reason"),
    [
        (text("<<title>>"), {"title": "a\nb"}, "line break"),
        (Overlay(name="backdrop", kind=Kind.BACKDROP, box=Box()), {}, "needs a `back_color`"),
        (Overlay(name="backdrop", kind=Kind.BACKDROP, back=Back((0, 0, 0, 1)), queue="q", weight=1), {}, "in a queue"),
        (Overlay(name="backdropX", kind=Kind.BACKDROP, back=Back((0, 0, 0, 1)), place=HERE), {}, "did you mean `backdrop`"),
        (text("<<originally_available[%Y>>"), {}, "do not close"),
    ],
)
def test_what_fails_the_item_is_blamed_by_name(overlay: Overlay, told: dict[str, str], reason: str) -> None:
    found = composed(text("static"), overlay, **told)
    assert isinstance(found, Failed)
    assert reason in found.reason
    assert [one.name for one in found.blamed] == [f"1 {overlay.name}"]


def test_the_items_kind_decides_on_the_canvas_and_blur_is_no_layer() -> None:
    found = composed(Overlay(name="blur(9)", kind=Kind.BLUR, blur=9), kind=ItemType.EPISODE)
    assert isinstance(found, Composed)
    assert found.composition == Composition(Extent(1920, 1080), (), 9)


LAYER = Layer(kind=Kind.TEXT, place=HERE, text="8.7", style=STYLE, picture=BADGE)
WHOLE = Composition(Extent(1000, 1500), (LAYER,), 3, (OverlayId(0, "a"),))
MATERIALS = Materials("base", {BADGE: "p"}, {"font.ttf": "f"}, "raqm", "12.2.0", "webp_lossy", 90)


@pytest.mark.parametrize(
    "other",
    [
        replace(WHOLE, canvas=Extent(1000, 1000)),
        replace(WHOLE, blur=4),
        replace(WHOLE, layers=()),
        replace(WHOLE, layers=(LAYER, LAYER)),
        *(
            replace(WHOLE, layers=(changed,))
            for changed in (
                replace(LAYER, text="8.8"),
                replace(LAYER, place=None),
                replace(LAYER, place=Place(Placement("right", Pixels(15)), HERE.vertical)),
                replace(LAYER, back=Back((0, 0, 0, 1))),
                replace(LAYER, box=Box(1, 1)),
                replace(LAYER, style=replace(STYLE, variation="Bold")),
                replace(LAYER, picture=None),
                replace(LAYER, picture=PictureFile(Path("dot.png"))),
                replace(LAYER, kind=Kind.IMAGE),
            )
        ),
    ],
)
def test_whatever_can_be_seen_changes_the_digest(other: Composition) -> None:
    assert other.digest != WHOLE.digest


def test_whose_a_layer_is_cannot_be_seen() -> None:
    assert replace(WHOLE, drawn_by=(OverlayId(7, "z"),)).digest == WHOLE.digest
    assert replace(WHOLE, blur=0).digest == replace(WHOLE, blur=-5).digest


@pytest.mark.parametrize(
    "other",
    [
        replace(MATERIALS, base="other"),
        replace(MATERIALS, pictures={BADGE: "q"}),
        replace(MATERIALS, fonts={"font.ttf": "g"}),
        replace(MATERIALS, layout="basic"),
        replace(MATERIALS, drawing="12.3.0"),
        replace(MATERIALS, filetype="jpg"),
        replace(MATERIALS, quality=80),
    ],
)
def test_whatever_decides_on_the_bytes_changes_the_fingerprint(other: Materials) -> None:
    assert WHOLE.fingerprint(other) != WHOLE.fingerprint(MATERIALS)


def test_a_picture_that_is_not_drawn_has_no_part_in_the_fingerprint() -> None:
    more = replace(MATERIALS, pictures={BADGE: "p", PictureFile(Path("dot.png")): "q"})
    assert WHOLE.fingerprint(more) == WHOLE.fingerprint(MATERIALS)
