"""Where an overlay or a place of a queue wants to be (spec, overlays 2.1 and 3.2)."""

from collections.abc import Mapping

from halley.definitions.attributes import integer, word
from halley.definitions.problems import Costs, Problems, shown
from halley.location import Located, Scalar
from halley.overlays.model import Length, Percent, Pixels, Place, Placement

HORIZONTAL = ("left", "center", "right")
VERTICAL = ("top", "center", "bottom")
_CENTER = "center"


def read_place(given: Mapping[Scalar, Located], problems: Problems) -> Place:
    """The place that four attributes tell. What is wrong is among the problems, and costs the definition."""
    return Place(_axis(given, "horizontal", HORIZONTAL, problems), _axis(given, "vertical", VERTICAL, problems))


def _axis(given: Mapping[Scalar, Located], name: str, options: tuple[str, ...], problems: Problems) -> Placement:
    align = given.get(f"{name}_align")
    written = word(align, f"{name}_align", options, problems) if align is not None else None
    offset = given.get(f"{name}_offset")
    if offset is None or offset.value is None:
        return Placement(written, None)
    # Kometa compares the word as it was written, so that `CENTER` is not centred.
    return Placement(written, _offset(offset, name, written == _CENTER, problems))


def _offset(value: Located, axis: str, is_centred: bool, problems: Problems) -> Length | None:
    found = length(value)
    if found is None:
        hint = "write pixels such as `30`, or a percent such as `5%`"
        problems.error(f"{shown(value)} is neither pixels nor a percent", value.at, Costs.DEFINITION, hint)
        return None
    if isinstance(found, Percent):
        least, most = (-50, 50) if is_centred else (0, 100)
        if not least <= found.value <= most:
            told = f"{shown(value)} is not between {least}% and {most}%"
            problems.error(told, value.at, Costs.DEFINITION, _centring(axis, found, is_centred))
            return None
    elif found.value < 0 and not is_centred:
        told = f"{shown(value)} is not a number of 0 or more"
        problems.error(told, value.at, Costs.DEFINITION, _centring(axis, found, is_centred))
        return None
    return found


def _centring(axis: str, found: Length, is_centred: bool) -> str | None:
    if is_centred or found.value >= 0:
        return None
    moved = "up" if axis == "vertical" else "left"
    return f"use `{axis}_align: center` to move it {moved} from the centre, or `0`"


def length(value: Located) -> Length | None:
    """Pixels, or whole percents; None where it is neither."""
    if isinstance(value.value, str) and value.value.endswith("%"):
        share = integer(Located(value.value[:-1], value.at))
        return None if share is None else Percent(share)
    pixels = integer(value)
    return None if pixels is None else Pixels(pixels)
