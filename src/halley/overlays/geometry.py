"""Where things stand: arithmetic on extents, in pixels, without a picture in sight.

The numbers are Kometa's, oddities included (spec, overlays 4 and 11), because the pixels must be:

- A percent offset is cut to whole pixels before it is used; centring halves canvas and extent each by itself.
- Only the exact words `right`, `bottom` and `center` do anything. Everything else, capitals included, is left or top.
- A back is given to Pillow as inclusive corners, so it is one pixel wider and higher than its sides say.
- Inside a back box halves are floored; beside an addon picture they are true halves, cut towards zero at the very end.
- Places may lie outside the canvas. What lies there is not drawn.
"""

from dataclasses import dataclass

from halley.overlays.model import Addon, Back, Box, Length, Percent, Place, Placement, Scale
from halley.plex.ids import ItemType


@dataclass(frozen=True, slots=True)
class Extent:
    """Width and height in pixels. -1 is a side of a backdrop that was not given."""

    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Point:
    """A left top corner, in pixels of the canvas; may lie outside."""

    x: int
    y: int


@dataclass(frozen=True, slots=True)
class Rectangle:
    """Corners, all four inclusive, as Pillow takes them."""

    left: int
    top: int
    right: int
    bottom: int


@dataclass(frozen=True, slots=True)
class Placed:
    """Where the parts of one layer stand; None for a part that it does not have."""

    back: Rectangle | None = None
    text: Point | None = None
    picture: Point | None = None


PORTRAIT = Extent(1000, 1500)
_CANVASES = {ItemType.EPISODE: Extent(1920, 1080), ItemType.ALBUM: Extent(1000, 1000)}
_FAR = frozenset({"right", "bottom"})


def canvas_of(kind: ItemType) -> Extent:
    """The canvas of an item's poster; its own kind counts, not the level of a definition."""
    return _CANVASES.get(kind, PORTRAIT)


def place_axis(canvas: int, extent: int, at: Placement) -> int:
    """Left or top edge of something `extent` long on a side of `canvas`. An offset that was not given is 0."""
    offset = offset_px(canvas, at.offset)
    if at.align in _FAR:
        return canvas - extent - offset
    if at.align == "center":
        return int(canvas / 2) - int(extent / 2) + offset
    return offset


def offset_px(canvas: int, offset: Length | None) -> int:
    """An offset in pixels; a percent is of the canvas."""
    match offset:
        case None:
            return 0
        case Percent(percent):
            return int(canvas * 0.01 * percent)  # Kometa's order of multiplication: the last bit of a float decides
        case _:
            return offset.value


def scaled(extent: Extent, scale: Scale) -> Extent:
    """What a picture of that extent becomes when it is scaled; sides of 0 are possible, and cannot be drawn (spec 2.6)."""
    if scale.width is None and scale.height is None:
        return extent
    wide, high = _scaled_side(extent.width, scale.width), _scaled_side(extent.height, scale.height)
    # A percent that comes to no pixel at all counts as not given.
    if high and not wide:
        wide = int(extent.width * high / extent.height)
    if wide and not high:
        high = int(extent.height * wide / extent.width)
    return Extent(wide, high)


def _scaled_side(side: int, length: Length | None) -> int:
    if isinstance(length, Percent):
        return int(side * length.value / 100)
    return 0 if length is None else length.value


def place_backdrop(canvas: Extent, at: Place, box: Box, back: Back) -> Rectangle:
    """The rectangle of a `backdrop`: a side that was not given is drawn as the canvas's, but placed as -1 long."""
    corner = _corner(canvas, at, Extent(box.width, box.height))
    return _around(corner, Extent(_or(box.width, canvas.width), _or(box.height, canvas.height)), back.padding)


def place_layer(
    canvas: Extent,
    at: Place | None,
    box: Box | None,
    back: Back,
    *,
    text: Extent | None = None,
    picture: Extent | None = None,
    addon: Addon | None = None,
) -> Placed:
    """Where back, text and picture of an overlay stand. `at` is None for a picture that covers everything.

    With a text the picture is its addon, and stands beside it; one of the two there must be.
    """
    addon = addon or Addon()
    content = _content(text, picture, addon)
    around = Extent(_or(box.width, content.width), _or(box.height, content.height)) if box else content
    corner = _corner(canvas, at, around) if at is not None else Point(0, 0)
    rectangle = _around(corner, around, back.padding) if back.is_drawn else None
    inside = corner
    if box is not None and (text is not None or back.is_drawn):
        inside = _inside(corner, around, content, box.align)
    if text is None:
        return Placed(rectangle, None, inside)
    if picture is None:
        return Placed(rectangle, inside)
    words, image = _side_by_side(inside, text, picture, addon)
    return Placed(rectangle, words, image)


def _content(text: Extent | None, picture: Extent | None, addon: Addon) -> Extent:
    if text is None or picture is None:
        return text or picture or Extent(0, 0)
    if addon.position in {"left", "right"}:
        return Extent(text.width + picture.width + addon.offset, max(text.height, picture.height))
    # An unknown word (`TOP`) is stacked here, too, but placed on one another below.
    return Extent(max(text.width, picture.width), text.height + picture.height + addon.offset)


def _corner(canvas: Extent, at: Place, extent: Extent) -> Point:
    return Point(
        place_axis(canvas.width, extent.width, at.horizontal), place_axis(canvas.height, extent.height, at.vertical)
    )


def _around(corner: Point, extent: Extent, padding: int) -> Rectangle:
    return Rectangle(
        corner.x - padding, corner.y - padding, corner.x + extent.width + padding, corner.y + extent.height + padding
    )


def _inside(corner: Point, box: Extent, content: Extent, align: str) -> Point:
    """The content's corner in its box; a smaller box shifts it outwards by the floored half."""
    x, y = corner.x, corner.y
    spare_x, spare_y = box.width - content.width, box.height - content.height
    if align == "right":
        x += spare_x
    elif align in {"top", "bottom", "center"}:
        x += spare_x // 2
    if align == "bottom":
        y += spare_y
    elif align in {"left", "right", "center"}:
        y += spare_y // 2
    return Point(x, y)


def _side_by_side(corner: Point, text: Extent, picture: Extent, addon: Addon) -> tuple[Point, Point]:
    """Corners of a text and of the picture beside it."""
    text_x, picture_x = _along(corner.x, text.width, picture.width, addon, ("left", "right"))
    text_y, picture_y = _along(corner.y, text.height, picture.height, addon, ("top", "bottom"))
    return Point(text_x, text_y), Point(picture_x, picture_y)


def _along(start: int, text: int, picture: int, addon: Addon, before_after: tuple[str, str]) -> tuple[int, int]:
    """Text and picture on one axis: one after the other, or the smaller in the middle of the larger."""
    before, after = before_after
    if addon.position == before:
        return start + picture + addon.offset, start
    if addon.position == after:
        return start, start + text + addon.offset
    return int(start + max(0, picture - text) / 2), int(start + max(0, text - picture) / 2)


def _or(side: int, other: int) -> int:
    """A side of a box, or what stands for one that was not given (-1)."""
    return other if side < 0 else side
