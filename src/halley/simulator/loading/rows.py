"""Values of a library file, read with care: each reader returns what it should be or raises Misread with the way to it."""

from collections.abc import Callable, Mapping
from difflib import get_close_matches
from typing import TypeVar

from halley.simulator.loading.words import PLACES, Place

Row = Mapping[str, object]
T = TypeVar("T")


class Misread(Exception):
    """Something in the file cannot be used. `path` leads to it, and grows as the error rises through the rows around it."""

    def __init__(self, message: str, *path: str | int, hint: str) -> None:
        super().__init__(message)
        self.message, self.path, self.hint = message, path, hint

    def below(self, *path: str | int) -> "Misread":
        """The same, seen from further out."""
        self.path = (*path, *self.path)
        return self


def row(value: object) -> Row:
    """A mapping."""
    if isinstance(value, dict):
        return value
    raise Misread(f"this should be a mapping, not {shown(value)}", hint="write `key: value` lines here")


def part(whole: Row, name: str) -> Row:
    """The mapping at that key, empty where there is none."""
    value = whole.get(name)
    if value is None:
        return {}
    try:
        return row(value)
    except Misread as problem:
        raise problem.below(name) from None


def each(whole: Row, name: str, read: Callable[[Row], T]) -> list[T]:
    """What `read` makes of each mapping in the list at that key; one mapping alone counts as a list of one."""
    return every(whole, name, lambda value: read(row(value)))


def every(whole: Row, name: str, read: Callable[[object], T]) -> list[T]:
    """What `read` makes of each value in the list at that key; one value alone counts as a list of one."""
    value = whole.get(name)
    if value is None:
        return []
    if not isinstance(value, list):
        try:
            return [read(value)]
        except Misread as problem:
            raise problem.below(name) from None
    found: list[T] = []
    try:
        for one in value:
            found.append(read(one))  # noqa: PERF401 - its length says which one failed
    except Misread as problem:
        raise problem.below(name, len(found)) from None
    return found


def texts(whole: Row, name: str) -> tuple[str, ...]:
    """The list of texts at that key."""
    return tuple(every(whole, name, text)) if name in whole else ()


def text(value: object) -> str:
    """A plain value as Plex writes it: booleans are 1 and 0."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "1" if value else "0"
    if value is None or isinstance(value, list | dict):
        raise Misread(f"this should be a text or a number, not {shown(value)}", hint="put it in quotes if it is a text")
    return str(value)


def whole_number(whole: Row, name: str, default: int | None = None) -> int:
    """The number at that key, 1 or more."""
    value = whole.get(name)
    if value is None and default is not None:
        return default
    if isinstance(value, bool) or not isinstance(value, int) or value < 1:
        raise Misread(f"`{name}` should be a whole number above 0, not {shown(value)}", name, hint="as in `101`")
    return value


def switch(whole: Row, name: str) -> bool:
    """True or false at that key, false where there is none."""
    value = whole.get(name, False)
    if isinstance(value, bool):
        return value
    raise Misread(f"`{name}` should be true or false, not {shown(value)}", name, hint="write it without quotes")


def attributes(whole: Row, place: str) -> dict[str, str]:
    """Everything in a mapping that is no word of Halley's, as text. Keys without a value are left out.

    Raises Misread for a key that can be no attribute: its value is a list or mapping, or the place takes none.
    """
    known = PLACES[place]
    words, found = known.words, dict[str, str]()
    for name, value in whole.items():
        if value is None or name in words:
            continue
        if value.__class__ is str and name.__class__ is str:  # the usual case first: there are half a million of them
            found[name] = value
        elif isinstance(value, list | dict) or not isinstance(name, str):
            raise _unknown(name, value, place, known)
        else:
            found[name] = text(value)
    return found


def closed(whole: Row, place: str) -> None:
    """Raise Misread where a mapping that takes no attributes holds a key that means nothing."""
    for name, value in whole.items():
        if name not in PLACES[place].words:
            raise _unknown(name, value, place, PLACES[place])


def _unknown(name: object, value: object, place: str, known: Place) -> Misread:
    near = get_close_matches(str(name), sorted(known.words), 1)
    what = f"holds {shown(value)}, which no attribute does" if known.is_open else "is no key of this place"
    hint = f"did you mean `{near[0]}`?" if near else f"keys here ({place}): {', '.join(sorted(known.words)) or 'any text'}"
    return Misread(f"`{name}` {what}", str(name), hint=hint)


def shown(value: object) -> str:
    """A value in a message."""
    match value:
        case None:
            return "nothing"
        case list():
            return "a list"
        case dict():
            return "a mapping"
        case _:
            return f"`{str(value)[:60]}`"
