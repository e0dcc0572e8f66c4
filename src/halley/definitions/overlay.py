"""The `overlay:` attribute becomes an Overlay (spec, overlays 2). All that is wrong with it is found in one pass."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Final

from halley.definitions.attributes import colour, number, word
from halley.definitions.coordinates import length, read_place
from halley.definitions.files import Files, Missing
from halley.definitions.names import Meaning, meaning_of
from halley.definitions.pictures import own_picture, picture_of
from halley.definitions.problems import Costs, Problems, shown, suggestion
from halley.location import Located, Scalar
from halley.overlays.model import (
    Addon,
    Back,
    Box,
    Kind,
    Length,
    Overlay,
    PictureSource,
    Pixels,
    Place,
    Placement,
    Scale,
    TextStyle,
)

ATTRIBUTES: Final = frozenset(
    "name group queue weight horizontal_align vertical_align horizontal_offset vertical_offset scale_width scale_height"
    " back_color back_line_color back_radius back_line_width back_padding back_align back_width back_height file default pmm"
    " git repo url font_size font font_style font_color stroke_color stroke_width addon_position addon_offset".split()
)
_OFFSETS = ("horizontal_offset", "vertical_offset")
_USUAL_FONT = "fonts/Roboto-Medium.ttf"
_SIDES = ("left", "right", "top", "bottom")
_BACK_SIDES = ("left", "right", "center", "top", "bottom")


@dataclass(slots=True)
class _Reading:
    """One overlay while it is read."""

    given: Mapping[Scalar, Located]
    name: Located
    meaning: Meaning
    files: Files
    problems: Problems

    def hard(self, message: str, value: Located, hint: str | None = None) -> None:
        self.problems.error(message, value.at, Costs.DEFINITION, hint)

    def filled(self, key: str) -> Located | None:
        """The attribute where it is present and not blank, zero or false."""
        return self.given.get(key) or None


def read_overlay(
    written: Located | None, mapping_name: Located, queues: Collection[str], files: Files, problems: Problems
) -> Overlay | None:
    """What a definition draws; None where Kometa leaves the definition out. `written` is None where it has no `overlay:`."""
    given = _given(written, mapping_name, problems)
    for key, value in given.items():
        if key not in ATTRIBUTES:
            told = f"`{key}` is no attribute of an overlay{suggestion(str(key), ATTRIBUTES)}"
            problems.error(told, value.at, Costs.NOTHING)
    name = given.get("name")
    if name is None or not name:
        hint = "say what to draw: `text(...)`, `backdrop`, `blur(20)` or the name of a picture"
        at = name.at if name is not None else (written or mapping_name).at
        problems.error("the overlay has no `name:`", at, Costs.DEFINITION, hint)
        return None
    reading = _Reading(given, name, meaning_of(str(name)), files, problems)
    overlay = _overlay(reading, queues)
    return None if problems.costs_definition else overlay


def _given(written: Located | None, mapping_name: Located, problems: Problems) -> Mapping[Scalar, Located]:
    if written is None:
        return {"name": mapping_name}
    if written.is_mapping:
        return written.entries
    if written.value is None:
        hint = "write `name:` below it, or take it out"
        problems.warning("`overlay:` is blank, and Kometa takes the name `None`", written.at, Costs.VALUE, hint)
    return {"name": Located(str(written), written.at)}


def _overlay(reading: _Reading, queues: Collection[str]) -> Overlay:
    given, meaning = reading.given, reading.meaning
    group, queue, weight = _belonging(reading, queues)
    place = read_place(given, reading.problems)
    offsets = [given[key] for key in _OFFSETS if key in given and given[key].value is not None]
    if len(offsets) == 1:
        reading.hard("`horizontal_offset` and `vertical_offset` belong together, and one is missing", offsets[0])
    back, box = _back(reading), _box(reading)
    if meaning.name != "backdrop" and back.is_drawn and not (offsets or queue):
        hint = "add `horizontal_offset: 0` and `vertical_offset: 0`"
        reading.hard("an overlay with a back needs `horizontal_offset` and `vertical_offset`", reading.name, hint)
    overlay = Overlay(
        name=meaning.name,
        kind=meaning.kind,
        group=group,
        queue=queue,
        weight=weight,
        place=place,
        scale=_scale(reading),
        back=back,
        box=box,
        template=meaning.template,
        blur=meaning.blur,
        where=reading.name.at,
    )
    if "|" in str(reading.name):
        reading.hard(f"the name {shown(reading.name)} holds a `|`, which no name may", reading.name)
    return _OF_KIND[meaning.kind](overlay, reading)


def _belonging(reading: _Reading, queues: Collection[str]) -> tuple[str | None, str | None, int | None]:
    """Group, queue and weight."""
    given, problems = reading.given, reading.problems
    group, queue, weight = reading.filled("group"), reading.filled("queue"), given.get("weight")
    heavy = number(weight, "weight", 0, problems) if weight is not None else None
    if queue is not None and str(queue) not in queues:
        known = f"the file has {', '.join(sorted(queues))}" if queues else "the file has no `queues:`"
        reading.hard(f"there is no queue `{queue}`{suggestion(str(queue), queues)}", queue, known)
    for key, value in (("group", group), ("queue", queue)):
        if key in given and value is None:
            reading.hard(f"`{key}:` is blank", given[key], f"name a {key}, or take it out")
        elif value is not None and weight is None:
            reading.hard(f"a `{key}` needs a `weight`", value, "add `weight: 10`")
    if group is not None and queue is not None:
        reading.hard("an overlay is in a group or in a queue, not in both", queue, "take one out")
    return str(group) if group is not None else None, str(queue) if queue is not None else None, heavy


def _scale(reading: _Reading) -> Scale:
    return Scale(_scaled(reading, "scale_width"), _scaled(reading, "scale_height"))


def _scaled(reading: _Reading, key: str) -> Length | None:
    value = reading.given.get(key)
    if value is None or value.value is None:
        return None
    found = length(value)
    if found is None or found.value < 1:
        reading.hard(f"{shown(value)} is neither pixels nor a percent of 1 or more", value)
        return None  # so that a picture is not blamed for what it cannot be scaled to
    return found


def _back(reading: _Reading) -> Back:
    colours = {
        key: colour(value, reading.problems) if (value := reading.given.get(key)) is not None else None
        for key in ("back_color", "back_line_color")
    }
    padding = reading.given.get("back_padding")
    line = _whole(reading, "back_line_width")
    return Back(
        colour=colours["back_color"],
        line_colour=colours["back_line_color"],
        line_width=line if line is not None or colours["back_line_color"] is None else 1,
        radius=_whole(reading, "back_radius"),
        padding=(number(padding, "back_padding", 0, reading.problems, 0) or 0) if padding is not None else 0,
    )


def _whole(reading: _Reading, key: str) -> int | None:
    """A number of 1 or more; 0 and blank are as if it was not there."""
    value = reading.filled(key)
    return number(value, key, 1, reading.problems) if value is not None else None


def _box(reading: _Reading) -> Box | None:
    given, problems = reading.given, reading.problems
    align = given.get("back_align")
    written = word(align, "back_align", _BACK_SIDES, problems, "center") if align is not None else "center"
    sides = [number(given[key], key, 0, problems) if key in given else -1 for key in ("back_width", "back_height")]
    width, height = (-1 if one is None else one for one in sides)
    if reading.meaning.name == "backdrop":
        return Box(width, height, written or "center")
    if align is not None and written != "center" and width < 0:
        reading.hard("`back_align` only works together with `back_width`", align, "add `back_width`")
    return Box(width, height, written or "center") if width >= 0 or height >= 0 else None


def _blur(overlay: Overlay, reading: _Reading) -> Overlay:
    if reading.meaning.is_misspelled:
        told = f"{shown(reading.name)} has no whole number in brackets"
        reading.problems.error(told, reading.name.at, Costs.VALUE, "write for example `blur(20)`; Kometa takes `blur(50)`")
    return overlay


def _backdrop(overlay: Overlay, reading: _Reading) -> Overlay:
    if reading.meaning.is_misspelled:
        told = f"{shown(reading.name)} begins with `backdrop`, and draws neither a rectangle nor a picture"
        reading.problems.error(told, reading.name.at, Costs.NOTHING, "write `backdrop`, or name the picture otherwise")

    def filled(one: Placement) -> Placement:
        return one if one.offset is not None else replace(one, offset=Pixels(0))

    return replace(overlay, place=Place(filled(overlay.place.horizontal), filled(overlay.place.vertical)))


def _image(overlay: Overlay, reading: _Reading) -> Overlay:
    picture = _picture(reading, overlay.scale)
    if picture is None and not reading.problems.costs_definition:
        picture = own_picture(reading.name, reading.meaning.name, overlay.scale, reading.files, reading.problems)
    return replace(overlay, picture=picture)


def _text(overlay: Overlay, reading: _Reading) -> Overlay:
    if reading.meaning.is_misspelled:
        hint = "write `text(<<runtime>>)`; a picture cannot have a name that begins with `text`"
        reading.hard(f"{shown(reading.name)} has no text in brackets on one line", reading.name, hint)
    if not overlay.queue and not any(key in reading.given and reading.given[key].value is not None for key in _OFFSETS):
        hint = "add `horizontal_offset: 0` and `vertical_offset: 0`"
        reading.hard("a text needs `horizontal_offset` and `vertical_offset`", reading.name, hint)
    picture = _picture(reading, overlay.scale)
    return replace(overlay, picture=picture, addon=_addon(reading) if picture else None, style=_style(reading))


def _picture(reading: _Reading, scale: Scale) -> PictureSource | None:
    return picture_of(reading.given, str(reading.name), scale, reading.files, reading.problems)


def _addon(reading: _Reading) -> Addon:
    position, offset = (reading.given.get(key) for key in ("addon_position", "addon_offset"))
    side = word(position, "addon_position", _SIDES, reading.problems) if position is not None else "left"
    distance = number(offset, "addon_offset", 1, reading.problems) if offset is not None else 0
    return Addon(side or "left", distance or 0)


def _style(reading: _Reading) -> TextStyle:
    given, problems = reading.given, reading.problems
    size, stroke, variation = (given.get(key) for key in ("font_size", "stroke_width", "font_style"))
    colours = {
        key: colour(value, problems) if (value := given.get(key)) is not None else None
        for key in ("font_color", "stroke_color")
    }
    font = _font(reading)
    points = (number(size, "font_size", 1, problems, 36) if size is not None else None) or 36
    return TextStyle(
        font=font,
        size=points,
        variation=_variation(reading, font, points, variation or None),
        colour=colours["font_color"],
        stroke_width=(number(stroke, "stroke_width", 1, problems, 0) if stroke is not None else None) or 0,
        stroke_colour=colours["stroke_color"],
    )


def _font(reading: _Reading) -> str:
    named = reading.filled("font")
    if named is None:
        return reading.files.font(_USUAL_FONT) or _USUAL_FONT
    found = reading.files.font(str(named))
    if found is None:
        hint = "give the path of a font, or the file name of one that comes with Kometa or the system"
        meant = suggestion(str(named), reading.files.font_names())
        reading.hard(f"there is no font {named}{meant}", named, hint)
    return found or str(named)


def _variation(reading: _Reading, font: str, size: int, written: Located | None) -> str | None:
    """The variation of a font that a style asks for, which has to be one of those that the font has."""
    if reading.files.font(font) is None:
        return None
    at = reading.filled("font") or reading.name
    try:
        known = reading.files.variations(font, size)
    except Missing as problem:
        reading.hard(str(problem), at, "name another font, or mend the file")
        return None
    if written is None:
        return None
    if known is None:
        told = f"the font has no variations, so {shown(written)} is not used"
        reading.problems.warning(told, written.at, Costs.VALUE, "take `font_style:` out")
    elif str(written) not in known:
        told = f"the font has no variation {shown(written)}{suggestion(str(written), known)}"
        reading.hard(told, written, f"it has {', '.join(known)}")
    return str(written)


_OF_KIND = {Kind.BLUR: _blur, Kind.BACKDROP: _backdrop, Kind.IMAGE: _image, Kind.TEXT: _text}
