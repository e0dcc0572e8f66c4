"""Overlays in one line, as the specification's test matrix writes them, to Kometa's attributes and to our Overlay.

    badge ho=15 vo=20 ha=right bc=K            an image `badge`
    `text(8.7)` +dot fs=63 ap=left ao=10       a text with the picture `dot` beside it
    `backdrop` bc=#000000 bh=300               names that mean something stand in backticks

Abbreviations stand in SHORT. `K` is `#00000099`, `FLAG` and `P3` are what the matrix says.
"""

import re
from collections.abc import Callable, Mapping
from pathlib import Path

from halley.overlays.model import (
    Addon,
    Back,
    Box,
    Kind,
    Length,
    Overlay,
    Percent,
    PictureFile,
    Pixels,
    Place,
    Placement,
    Queue,
    Scale,
    TextStyle,
)
from halley.render.colours import read_colour

SHORT = {
    "ho": "horizontal_offset", "vo": "vertical_offset", "ha": "horizontal_align", "va": "vertical_align",
    "bc": "back_color", "bw": "back_width", "bh": "back_height", "br": "back_radius", "bp": "back_padding",
    "ba": "back_align", "blc": "back_line_color", "blw": "back_line_width", "fs": "font_size", "fc": "font_color",
    "sw": "stroke_width", "sc": "stroke_color", "ap": "addon_position", "ao": "addon_offset", "scw": "scale_width",
    "sch": "scale_height", "queue": "queue", "weight": "weight", "group": "group", "font": "font", "style": "font_style",
}  # fmt: skip
FLAG = "+dot fs=50 ap=left ao=10 bc=K bw=190 ba=left br=26 queue=q"
TRANSLUCENT = "#00000099"
_LINE = re.compile(r"(?:`(?P<special>.*)`|(?P<name>\w+))(?: \+(?P<picture>\w+))?(?P<rest>.*)")
_PLACE = re.compile(r"\((-?\d+%?) (\w+), (-?\d+%?) (\w+)\)")
Attributes = Mapping[str, str | int]


def attributes(line: str) -> dict[str, str | int]:
    """What stands below Kometa's `overlay:`. `picture` is the name of the picture that `file` is to point to."""
    found = _LINE.fullmatch(line.replace("FLAG", FLAG).strip())
    assert found is not None, line
    told: dict[str, str | int] = {"name": found["special"] or found["name"]}
    if picture := found["picture"] or found["name"]:
        told["picture"] = picture
    for word in found["rest"].split():
        short, _, value = word.partition("=")
        told[SHORT[short]] = _value(value)
    return told


def _value(word: str) -> str | int:
    if word == "K":
        return TRANSLUCENT
    return int(word) if re.fullmatch(r"-?\d+", word) else word.replace("~", " ")


def places(text: str) -> tuple[Place, ...]:
    """Every `(15 left, 223 top)` in a text."""
    if "P3" in text:
        text = "(15 left, 223 top) (15 left, 284 top) (15 left, 345 top)"
    return tuple(
        Place(Placement(horizontal, _length(_value(x))), Placement(vertical, _length(_value(y))))
        for x, horizontal, y, vertical in _PLACE.findall(text)
    )


def queue_of(name: str, text: str) -> Queue:
    return Queue(name, places(text))


def overlay_of(told: Attributes, picture: Callable[[str], Path], font: Callable[[str | None], Path]) -> Overlay:
    """The Overlay of such attributes. `picture` and `font` say where the files of those names are."""
    name = str(told["name"])
    kind = _kind(name)
    text = re.search(r"\((.+)\)", name) if kind is Kind.TEXT else None
    has_picture = "picture" in told and kind in {Kind.TEXT, Kind.IMAGE}
    return Overlay(
        name=name,
        kind=kind,
        group=_word(told, "group"),
        queue=_word(told, "queue"),
        weight=_number(told, "weight"),
        place=Place(_placement(told, "horizontal"), _placement(told, "vertical")),
        scale=Scale(_length(told.get("scale_width")), _length(told.get("scale_height"))),
        back=_back(told),
        box=_box(told, name),
        picture=PictureFile(picture(str(told["picture"]))) if has_picture else None,
        template=text[1] if text else None,
        style=_style(told, font) if kind is Kind.TEXT else None,
        addon=Addon(str(told.get("addon_position", "left")), int(told.get("addon_offset", 0)))
        if has_picture and kind is Kind.TEXT
        else None,
        blur=_blur(name) if kind is Kind.BLUR else 0,
    )


def _kind(name: str) -> Kind:
    for kind in (Kind.TEXT, Kind.BLUR, Kind.BACKDROP):
        if name.startswith(kind.value):
            return kind
    return Kind.IMAGE


def _blur(name: str) -> int:
    found = re.search(r"\((.+)\)", name)
    return int(found[1]) if found else 50


def _back(told: Attributes) -> Back:
    line = _colour(told, "back_line_color")
    return Back(
        colour=_colour(told, "back_color"),
        line_colour=line,
        line_width=_number(told, "back_line_width") or (1 if line else None),
        radius=_number(told, "back_radius"),
        padding=_number(told, "back_padding") or 0,
    )


def _box(told: Attributes, name: str) -> Box | None:
    if name != "backdrop" and not {"back_width", "back_height"} & told.keys():
        return None
    return Box(int(told.get("back_width", -1)), int(told.get("back_height", -1)), str(told.get("back_align", "center")))


def _style(told: Attributes, font: Callable[[str | None], Path]) -> TextStyle:
    return TextStyle(
        font=str(font(_word(told, "font"))),
        size=_number(told, "font_size") or 36,
        variation=_word(told, "font_style"),
        colour=_colour(told, "font_color"),
        stroke_width=_number(told, "stroke_width") or 0,
        stroke_colour=_colour(told, "stroke_color"),
    )


def _placement(told: Attributes, axis: str) -> Placement:
    return Placement(_word(told, f"{axis}_align"), _length(told.get(f"{axis}_offset")))


def _length(value: str | int | None) -> Length | None:
    if value is None:
        return None
    return Percent(int(value[:-1])) if isinstance(value, str) and value.endswith("%") else Pixels(int(value))


def _colour(told: Attributes, name: str) -> tuple[int, int, int, int] | None:
    return read_colour(str(told[name])) if name in told else None


def _word(told: Attributes, name: str) -> str | None:
    return str(told[name]) if name in told else None


def _number(told: Attributes, name: str) -> int | None:
    return int(told[name]) if name in told else None
