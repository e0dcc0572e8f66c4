"""Single values of a definition, read as Kometa reads them (spec, overlays 2.1).

A bad value is refused with the whole definition (hard), or replaced by a default with a warning (soft). Each reader notes
the problem and answers None, or the default, so that one pass finds all that is wrong.
"""

from collections.abc import Sequence

from halley.definitions.problems import Costs, Problems, shown
from halley.location import Located
from halley.overlays.model import Colour
from halley.render.colours import read_colour


def integer(value: Located) -> int | None:
    """An integer, or a text that is one."""
    if isinstance(value.value, bool) or not isinstance(value.value, int | str):
        return None
    try:
        return int(str(value.value))
    except ValueError:
        return None


def number(value: Located, name: str, least: int, problems: Problems, default: int | None = None) -> int | None:
    """A whole number of at least that much. With a default a bad one is soft."""
    found = integer(value)
    if found is not None and found >= least:
        return found
    told = f"{_found(value)} is not a whole number of {least} or more"
    _note(told if value.value is not None else f"`{name}:` is blank", value, default, problems)
    return default


def word(value: Located, name: str, options: Sequence[str], problems: Problems, default: str | None = None) -> str | None:
    """One of some words, as it was written: Kometa compares in lower case and uses it as it is."""
    written = value.value
    if isinstance(written, str) and written.lower() in options:
        if written != written.lower():
            hint = f"write `{written.lower()}`"
            problems.warning(f"`{written}` passes, but does not act as `{written.lower()}`", value.at, Costs.VALUE, hint)
        return written
    told = f"{_found(value)} is none of {', '.join(options)}" if written is not None else f"`{name}:` is blank"
    _note(told, value, default, problems)
    return default


def colour(value: Located, problems: Problems) -> Colour | None:
    """A colour; nothing where it is blank."""
    if not value:
        if value.value == 0 and not isinstance(value.value, str):
            problems.warning(
                "`000000` without quotes is the number 0, which is no colour", value.at, Costs.VALUE, "quote it"
            )
        return None
    found = read_colour(value.value) if isinstance(value.value, str) else None
    if found is None:
        hint = 'write `"#RRGGBB"`, `"#RRGGBBAA"` or the name of a colour, in quotes'
        problems.error(f"{_found(value)} is no colour", value.at, Costs.DEFINITION, hint)
    return found


def texts(value: Located) -> tuple[str, ...]:
    """A list, or a text with commas, as texts without blanks around them."""
    if value.value is None:
        return ()
    return tuple(str(one).strip() for one in (value.items if value.is_list else str(value).split(",")))


def _found(value: Located) -> str:
    return shown(value if value.value is not None else None)


def _note(told: str, value: Located, default: object, problems: Problems) -> None:
    if default is None:
        problems.error(told, value.at, Costs.DEFINITION)
    else:
        problems.warning(told, value.at, Costs.VALUE, f"Kometa takes {default}")
