"""The strings by which Kometa remembers an overlay between two runs, to the letter (spec, overlays 8.3.1)."""

from collections.abc import Iterable

from halley.overlays.model import Kind, Length, Overlay, Percent


def comparison(overlay: Overlay) -> str:
    """The overlay's comparison string. Queue, picture, font style and the text's value have no part in it."""
    return "".join(str(part) for part in (*_first(overlay), *_look(overlay)) if part is not None)


def _first(overlay: Overlay) -> tuple[object, ...]:
    group = (overlay.group, overlay.weight) if overlay.group else ()
    style = (overlay.style.font, overlay.style.size) if overlay.style is not None and overlay.kind is Kind.TEXT else ()
    box = (overlay.box.width, overlay.box.height, overlay.box.align) if overlay.box is not None else ()
    addon = (overlay.addon.position, overlay.addon.offset) if overlay.addon is not None else ()
    return (overlay.name, *group, *_place(overlay), *style, *box, *addon)


def _place(overlay: Overlay) -> tuple[str, ...]:
    horizontal, vertical = overlay.place.horizontal, overlay.place.vertical
    if not overlay.place.is_given and overlay.kind is not Kind.BACKDROP:
        return ()
    # The word None stands there where no align was given; and the vertical axis comes the other way round.
    return (str(horizontal.align), _length(horizontal.offset), _length(vertical.offset), str(vertical.align))


def _look(overlay: Overlay) -> tuple[object, ...]:
    style, back = overlay.style, overlay.back
    return (
        style.colour if style else None,
        back.colour,
        back.radius,
        back.padding,
        back.line_colour,
        back.line_width,
        style.stroke_colour if style else None,
        style.stroke_width if style else 0,
        _scale(overlay.scale.width),
        _scale(overlay.scale.height),
    )


def _length(length: Length | None) -> str:
    """An offset as it is kept: a backdrop's is 0 where it was not given."""
    return "0" if length is None else f"{length.value}%" if isinstance(length, Percent) else str(length.value)


def _scale(length: Length | None) -> str | None:
    return None if length is None else _length(length)


def kept(comparisons: Iterable[str]) -> str:
    """An item's comparison strings as one text, as Kometa keeps them."""
    return "|".join(comparisons)


def read_back(text: str) -> tuple[str, ...]:
    """What was kept, as Kometa reads it: blanks around a string are lost, and no string at all is one empty string."""
    return tuple(one.strip() for one in text.split("|"))
