"""Variables in their order, and `<<references>>` to them replaced as Kometa does.

The order matters: a sweep visits every variable once, in order, so a value that refers to a later variable is resolved in
the same sweep, and one that refers to an earlier variable in the next (spec, files-and-templates 8). Only the variables
that a text mentions are looked at, with the same outcome.
"""

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Final

from halley.definitions.problems import Refused, shown
from halley.location import Located, Location, Scalar

_LONGEST: Final = 100_000
_LONG: Final = 1_500
"""From here on a text is searched for each variable, instead of each reference among the variables."""
_LONGEST_NAME: Final = 400
_OPEN = re.compile(r"(?=<<)")
_CLOSE = re.compile(r"(?=>>)")
_SUM = re.compile(r"(?=[+-]\d+>>)")
NOT_INSIDE = frozenset({"name_format", "summary_format"})
"""Variables that are put only into attributes of their own."""


class Dropped(Exception):
    """A value that vanishes, alone or with the mapping or list that it was the last of. With words where that is a fault."""

    def __init__(self, message: str = "", where: Location | None = None, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.where = where
        self.hint = hint


class Table:
    """Values by name, in the order in which the names came."""

    def __init__(self, values: Mapping[Scalar, Located] | None = None) -> None:
        self._values: dict[Scalar, Located] = dict(values or {})
        self._places: dict[str, list[tuple[int, Scalar]]] | None = None

    def __contains__(self, name: object) -> bool:
        return name in self._values

    def __getitem__(self, name: Scalar) -> Located:
        return self._values[name]

    def __setitem__(self, name: Scalar, value: Located) -> None:
        if self._places is not None and name not in self._values:
            self._places.setdefault(str(name), []).append((len(self._values), name))
        self._values[name] = value

    def get(self, name: Scalar) -> Located | None:
        """The value of that name, if there is one."""
        return self._values.get(name)

    def discard(self, name: Scalar) -> None:
        """Forget a variable."""
        if self._values.pop(name, None) is not None:
            self._places = None

    def entries(self) -> tuple[tuple[Scalar, Located], ...]:
        """Names and values, as they are now."""
        return tuple(self._values.items())

    def may_be_in(self, value: Located) -> bool:
        """Whether a value may refer to a variable, or calculate with one; False is certain, and saves the sweeps."""
        text = value.value
        if not isinstance(text, str) or len(text) > _LONG:
            return True
        return not self._placed().keys().isdisjoint(references_and_sums(text))

    def _placed(self) -> dict[str, list[tuple[int, Scalar]]]:
        """Names as texts mention them, and where each stands."""
        if self._places is None:
            self._places = {}
            for place, name in enumerate(self._values):
                self._places.setdefault(str(name), []).append((place, name))
        return self._places

    def following(
        self, position: int, text: str, allowed: "Allowed | None" = None, *, calculates: bool = False
    ) -> tuple[int, str, Located] | None:
        """The first variable behind a position that a text refers to: where it stands, its name, its value."""
        if len(text) > _LONG:
            return self.mentioned(position, text, allowed, "" if calculates else ">>")
        places = self._places if self._places is not None else self._placed()
        mentioned = references_and_sums(text) if calculates else references(text)
        if places.keys().isdisjoint(mentioned):
            return None
        found: tuple[int, str, Scalar] | None = None
        for wanted in mentioned:
            for place, name in places.get(wanted, ()):
                if place > position and (found is None or place < found[0]) and (allowed is None or allowed(wanted)):
                    found = (place, wanted, name)
        return None if found is None else (found[0], found[1], self._values[found[2]])

    def mentioned(
        self, position: int, text: str, allowed: "Allowed | None", closing: str = ""
    ) -> tuple[int, str, Located] | None:
        """The first variable behind a position whose name stands behind some `<<` of a text, followed by `closing`."""
        for index, (name, value) in enumerate(self._values.items()):
            if index > position and f"<<{name}{closing}" in text and (allowed is None or allowed(str(name))):
                return index, str(name), value
        return None


Allowed = Callable[[str], bool]


@lru_cache(maxsize=8192)
def references(text: str) -> frozenset[str]:
    """All that stands between some `<<` and some later `>>`: whatever is a variable's name among it is a reference."""
    if text.count("<") == text.count(">") == 2:  # one reference, as nearly every text has
        start, end = text.find("<<") + 2, text.find(">>")
        return frozenset((text[start:end],)) if 2 <= start <= end <= start - 2 + _LONGEST_NAME else frozenset()
    return _between(text, _CLOSE)


@lru_cache(maxsize=8192)
def sums(text: str) -> frozenset[str]:
    """All that stands between some `<<` and some later `+1>>` or `-1>>`."""
    return _between(text, _SUM) if "+" in text or "-" in text else frozenset()


@lru_cache(maxsize=8192)
def references_and_sums(text: str) -> frozenset[str]:
    """Both."""
    found = sums(text)
    return references(text) | found if found else references(text)


def _between(text: str, end_of_name: re.Pattern[str]) -> frozenset[str]:
    starts, ends = [one.start() for one in _OPEN.finditer(text)], [one.start() for one in end_of_name.finditer(text)]
    return frozenset(text[start + 2 : end] for start in starts for end in ends if start + 2 <= end <= start + _LONGEST_NAME)


def refers_to_any(text: str, names: frozenset[str]) -> bool:
    """Whether a text refers to one of the names."""
    if len(text) > _LONG:
        return any(f"<<{name}>>" in text for name in names)
    return not names.isdisjoint(references(text))


def _is_inside(name: str) -> bool:
    return name not in NOT_INSIDE


def replaced(value: Located, *tables: Table) -> Located:
    """The value with references to the tables' variables replaced: one sweep over each, no arithmetic.

    Used for what tells what the variables are: their names, defaults, conditions.
    """
    if isinstance(value.value, str) and "<<" not in value.value:
        return value
    for table in tables:
        position = -1
        while "<<" in (text := str(value)):
            found = table.following(position, text, _is_inside)
            if found is None:
                break
            position, name, known = found
            if text == f"<<{name}>>":
                value = known
            if f"<<{name}>>" in (text := str(value)):
                value = _bounded(text.replace(f"<<{name}>>", str(known)), value)
    return value


def swept(value: Located, table: Table, allowed: Allowed, *, calculates: bool) -> Located:
    """The value after one sweep over the variables, as attributes are swept. Raises Dropped for a sum that cannot be.

    A value that is only a reference becomes the variable's own. A list or mapping that came so, and mentions the beginning
    of a variable, turns into its printed text (spec, files-and-templates 8).
    """
    position = -1
    while "<<" in (text := str(value)):
        if isinstance(value.value, str):
            found = table.following(position, text, allowed, calculates=calculates)
        else:
            found = table.mentioned(position, text, allowed)
        if found is None:
            break
        position, name, known = found
        if text == f"<<{name}>>":
            value = known
            continue
        text = text.replace(f"<<{name}>>", str(known))
        value = _bounded(_calculated(text, name, known, value) if calculates else text, value)
    return value


def _calculated(text: str, name: str, known: Located, value: Located) -> str:
    """The text with the first sum of that variable worked out, wherever it stands."""
    try:
        found = re.search(f"<<({name}([+-])(\\d+))>>", text) if f"<<{name}" in text else None
    except re.error:  # a name with signs of a pattern, which Kometa does not escape
        raise Refused(f"the variable name {name!r} cannot be calculated with", value.at) from None
    if found is None:
        return text
    try:
        number, step = int(known.scalar) if isinstance(known.scalar, str | int | float) else None, int(found[3])
    except (ValueError, OverflowError):
        number, step = None, 0
    if number is None:
        told = f"`<<{found[1]}>>` needs a whole number, and `{name}` is {shown(known)}"
        raise Dropped(told, value.at, f"it was given at {known.at}" if known.at != value.at else None)
    return text.replace(f"<<{found[1]}>>", str(number + (-step if found[2] == "-" else step)))


def _bounded(text: str, value: Located) -> Located:
    if len(text) > _LONGEST:
        hint = "does a variable contain itself?"
        raise Refused(f"the text grows without end: {text[:60]}...", value.at, hint)
    return Located(text, value.at)
