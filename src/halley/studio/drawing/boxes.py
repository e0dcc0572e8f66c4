"""The layers of a sketch, with their boxes and attributes, as an editor shows them."""

from collections.abc import Iterator

from halley.engines.native import Entry, Fate, Planned
from halley.location import Located
from halley.overlays.composition import Layer as Drawn
from halley.overlays.geometry import Extent, Placed, canvas_of
from halley.overlays.model import Colour, Length, Overlay, OverlayId, Percent
from halley.render import CannotDraw, Renderer
from halley.studio.drawing.sketch import Sketch, became_words
from halley.studio.wire.base import Place
from halley.studio.wire.editor import Layer

Plain = str | int | float | bool | None
Box = tuple[int, int, int, int]
_NOWHERE: Box = (0, 0, 0, 0)


def layers_of(sketch: Sketch, renderer: Renderer) -> tuple[Layer, ...]:
    """Those that are drawn in the order of drawing, then all other definitions of the draft in the order of the text."""
    entries = {one.definition.id: one for one in sketch.book.entries}
    drawn: dict[OverlayId, Drawn] = {}
    if isinstance(sketch.outcome, Planned):
        composition = sketch.outcome.composed.composition
        drawn = dict(zip(composition.drawn_by, composition.layers, strict=True))
    canvas = canvas_of(sketch.outcome.item.type)
    found = [
        _layer(entries[each], sketch, renderer, canvas, layer) for each, layer in drawn.items() if each in sketch.verdicts
    ]
    others = [
        _layer(one, sketch, renderer, canvas, None)
        for each, one in entries.items()
        if each in sketch.verdicts.keys() - drawn
    ]
    return (*found, *others, *_idle(sketch))


def _layer(entry: Entry, sketch: Sketch, renderer: Renderer, canvas: Extent, drawn: Drawn | None) -> Layer:
    definition, overlay = entry.definition, entry.definition.overlay
    fate = sketch.fates.get(definition.id)
    # What is drawn though it means nothing here (`shows_all`) is drawn all the same.
    why = "" if drawn is not None else became_words(fate, sketch.verdicts.get(definition.id))
    box = _NOWHERE
    if drawn is not None:
        try:
            box = box_of(renderer, drawn, canvas)
        except CannotDraw as problem:
            why = str(problem)
    elif fate is not None and not why:  # a blur lies over everything
        box = (0, 0, canvas.width, canvas.height)
    left, top, right, bottom = box
    where = definition.where
    written = _written(sketch.root, definition.id.name)
    return Layer(
        overlay=definition.id.name,
        kind=overlay.kind.value,
        left=left,
        top=top,
        width=right - left,
        height=bottom - top,
        is_drawn=not why,
        why=why,
        text=_text(fate, drawn),
        group=overlay.group or "",
        queue=overlay.queue or "",
        weight=overlay.weight or 0,
        place=Place(file=where.file, line=where.line or 0, column=where.column or 0),
        attributes={**attributes_of(overlay), **written},
        is_editable=bool(written),
    )


def _text(fate: Fate | None, drawn: Drawn | None) -> str:
    if drawn is not None and drawn.text is not None:
        return drawn.text
    return fate.text or "" if fate is not None else ""


def _idle(sketch: Sketch) -> Iterator[Layer]:
    for one in sketch.book.idle:
        place = Place(file=one.where.file, line=one.where.line or 0, column=one.where.column or 0)
        written = _written(sketch.root, one.id.name)
        yield Layer(
            overlay=one.id.name, kind="", left=0, top=0, width=0, height=0, is_drawn=False, why=one.why, place=place,
            attributes=written, is_editable=bool(written),
        )  # fmt: skip


def box_of(renderer: Renderer, layer: Drawn, canvas: Extent) -> Box:
    """Left, top, right and bottom of all parts of a layer, in canvas units, exclusive. Raises CannotDraw."""
    if layer.place is None and layer.text is None and layer.picture is not None:
        return 0, 0, canvas.width, canvas.height
    boxes = list(_parts(renderer, layer, renderer.placed(layer, canvas)))
    if not boxes:
        return _NOWHERE
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


def _parts(renderer: Renderer, layer: Drawn, placed: Placed) -> Iterator[Box]:
    if placed.back is not None:
        yield placed.back.left, placed.back.top, placed.back.right + 1, placed.back.bottom + 1
    if placed.text is not None and layer.text is not None and layer.style is not None:
        covered = renderer.fonts.covered(layer.text, layer.style, placed.text)
        yield covered.left, covered.top, covered.right, covered.bottom
    if placed.picture is not None and layer.picture is not None:
        width, height = renderer.pictures.picture(layer.picture, layer.scale).size
        yield placed.picture.x, placed.picture.y, placed.picture.x + width, placed.picture.y + height


def _written(root: Located | None, name: str) -> dict[str, Plain]:
    """What the text itself says in the overlay's own `overlay:`; nothing where a template says it."""
    section = root.entries.get("overlays") if root is not None else None
    definition = next((one for key, one in (section.entries if section else {}).items() if str(key) == name), None)
    piece = definition.entries.get("overlay") if definition is not None else None
    if piece is None:
        return {}
    if not piece.is_mapping:
        return {"name": str(piece)}
    scalars = {str(key): one.value for key, one in piece.entries.items()}
    return {key: value for key, value in scalars.items() if value is None or isinstance(value, str | int | float | bool)}


def attributes_of(overlay: Overlay) -> dict[str, Plain]:
    """What an overlay came to once its templates were resolved, in the words of YAML; what was not given is left out."""
    found: dict[str, Plain] = {
        "name": overlay.name,
        "group": overlay.group,
        "queue": overlay.queue,
        "weight": overlay.weight,
        "horizontal_align": overlay.place.horizontal.align,
        "vertical_align": overlay.place.vertical.align,
        "horizontal_offset": _length(overlay.place.horizontal.offset),
        "vertical_offset": _length(overlay.place.vertical.offset),
        "scale_width": _length(overlay.scale.width),
        "scale_height": _length(overlay.scale.height),
        "back_color": _colour(overlay.back.colour),
        "back_line_color": _colour(overlay.back.line_colour),
        "back_line_width": overlay.back.line_width,
        "back_radius": overlay.back.radius,
        "back_padding": overlay.back.padding or None,
    }
    if overlay.box is not None:
        sides = {"back_width": overlay.box.width, "back_height": overlay.box.height}
        found |= {key: side for key, side in sides.items() if side >= 0}
        found["back_align"] = overlay.box.align
    if overlay.style is not None:
        style = overlay.style
        found |= {"font": style.font, "font_size": style.size, "font_style": style.variation}
        found |= {"font_color": _colour(style.colour), "stroke_color": _colour(style.stroke_colour)}
        found["stroke_width"] = style.stroke_width or None
    if overlay.addon is not None and overlay.picture is not None:
        found |= {"addon_position": overlay.addon.position, "addon_offset": overlay.addon.offset}
    return {key: value for key, value in found.items() if value is not None}


def _length(length: Length | None) -> Plain:
    if length is None:
        return None
    return f"{length.value}%" if isinstance(length, Percent) else length.value


def _colour(colour: Colour | None) -> str | None:
    return None if colour is None else "#" + "".join(f"{part:02X}" for part in colour)
