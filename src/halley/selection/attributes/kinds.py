"""Kinds of filter: how a value is read, what is looked up among the server's choices, and when it holds.

What is odd here is odd in Kometa, and is kept: files that people have are written for it. Source: spec, collections 10.2.
"""

import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from halley.selection import values
from halley.selection.attributes.comparing import (
    COUNTS,
    PEOPLE,
    Holds,
    Wanted,
    falling_over,
    is_actor,
    matching,
    number_test,
    of_moment,
    tag_test,
)
from halley.selection.problems import BadValue
from halley.selection.values import Value
from halley.selection.view import Scalar, Seen, View


class Unknown(Exception):
    """The site that should know this has never heard of the item, which therefore fails."""


@dataclass(frozen=True, slots=True)
class Reading:
    """How values of one definition are read: at what time, and what becomes of expressions that do not compile."""

    now: datetime
    dropped: Callable[[str], None]

    def expressions(self, value: Value) -> tuple[str, ...]:
        """Regular expressions; broken ones are told to `dropped`, which decides whether they are an error."""
        good, bad = values.expressions(value)
        for one in bad:
            self.dropped(one)
        return tuple(good)


class Kind(ABC):
    """One kind of filter."""

    @property
    def modifiers(self) -> tuple[str, ...]:
        """What may stand behind the attribute, the bare form as empty text."""
        return ("",)

    @abstractmethod
    def read(self, modifier: str, value: Value, reading: Reading) -> Wanted:
        """The value that a definition compares with. Raises BadValue."""

    def look_up(self, modifier: str, wanted: Wanted, view: View, missing: Callable[[str], None]) -> Wanted:
        """The value in the server's own words; what the server does not have is told to `missing`."""
        return wanted

    @abstractmethod
    def test(self, modifier: str, wanted: Wanted, view: View) -> Holds:
        """Whether what was seen on an item will do."""

    def is_counted(self, modifier: str) -> bool:
        """Whether the number of values is what matters."""
        return False


@dataclass(frozen=True, slots=True)
class Text(Kind):
    """Texts, case aside. `choices` names the attribute whose choices a regular expression must match."""

    choices: str | None = None

    @property
    def modifiers(self) -> tuple[str, ...]:
        return ("", ".not", ".is", ".isnot", ".begins", ".ends", ".regex")

    def read(self, modifier: str, value: Value, reading: Reading) -> Wanted:
        if modifier == ".regex":
            return reading.expressions(value)
        return tuple(values.texts(value, split=False))

    def look_up(self, modifier: str, wanted: Wanted, view: View, missing: Callable[[str], None]) -> Wanted:
        if self.choices is None or modifier != ".regex":
            return wanted
        return matching(self.choices, wanted, view, missing)

    def test(self, modifier: str, wanted: Wanted, view: View) -> Holds:
        if modifier == ".regex":
            return _searching([re.compile(str(one)).search for one in wanted])
        lowered = tuple(str(one).lower() for one in wanted)
        if modifier in {".not", ".isnot"}:
            found = self.test("" if modifier == ".not" else ".is", wanted, view)
            return lambda seen: not found(seen)
        if modifier == ".is":
            return lambda seen: any(str(text).lower() in lowered for text in seen)
        if modifier == ".begins":
            return lambda seen: any(str(text).lower().startswith(lowered) for text in seen)
        if modifier == ".ends":
            return lambda seen: any(str(text).lower().endswith(lowered) for text in seen)
        return lambda seen: bool(seen) and any(one in str(text).lower() for text in seen for one in lowered)


def _searching(searches: Sequence[Callable[[str], object]]) -> Holds:
    """Whether one of the searches finds something in one of the texts. A library asks it a hundred thousand times."""

    def holds(seen: Seen) -> bool:
        for text in seen:
            for search in searches:
                if search(str(text)):
                    return True
        return False

    return holds


@dataclass(frozen=True, slots=True)
class Tags(Kind):
    """Several words of a list, exact in case. `choices` is the attribute whose choices they are looked up among.

    `crashes` are modifiers that Kometa takes and then falls over.
    """

    choices: str
    crashes: tuple[str, ...] = ()

    @property
    def modifiers(self) -> tuple[str, ...]:
        return ("", ".not", ".regex", *COUNTS)

    def read(self, modifier: str, value: Value, reading: Reading) -> Wanted:
        if modifier == ".regex":
            return reading.expressions(value)
        if modifier in COUNTS:
            return (values.whole(value, minimum=0),)
        return tuple(values.texts(value, trim=self.choices in PEOPLE))

    def look_up(self, modifier: str, wanted: Wanted, view: View, missing: Callable[[str], None]) -> Wanted:
        if modifier in COUNTS:
            return wanted
        if modifier == ".regex":
            return matching(self.choices, wanted, view, missing)
        choices = view.choices(self.choices, by_title=True)
        found: list[Scalar] = []
        for word in map(str, wanted):
            value: Scalar | None = choices.value(word)
            if value is None and self.choices in PEOPLE and is_actor(word, view):
                value = -1  # Kometa compares the actor's id with names, which never equal it
            if value is None:
                missing(f"the library has no {self.choices} `{word}`")
            else:
                found.append(value)
        return tuple(found)

    def test(self, modifier: str, wanted: Wanted, view: View) -> Holds:
        if modifier in self.crashes:
            return falling_over(f"`{self.choices}{modifier}` makes Kometa itself fall over")
        return tag_test(modifier, wanted)

    def is_counted(self, modifier: str) -> bool:
        return modifier in COUNTS


@dataclass(frozen=True, slots=True)
class Words(Kind):
    """Words of another site that are compared as they are, in the spelling that `spell` gives them."""

    spell: Callable[[str], str] = str
    options: frozenset[str] = frozenset()
    is_one_word: bool = False  #: there is only one: no expressions, no counting

    @property
    def modifiers(self) -> tuple[str, ...]:
        return ("", ".not") if self.is_one_word else ("", ".not", ".regex", *COUNTS)

    def read(self, modifier: str, value: Value, reading: Reading) -> Wanted:
        if modifier == ".regex":
            return reading.expressions(value)
        if modifier in COUNTS:
            return (str(value),)
        found = tuple(self.spell(one) for one in values.texts(value))
        for one in found:
            if self.options and one not in self.options:
                raise BadValue(f"`{one}` is not known", f"there are {', '.join(sorted(self.options))}")
        return found

    def test(self, modifier: str, wanted: Wanted, view: View) -> Holds:
        if modifier in COUNTS:
            return falling_over("counting what another site lists makes Kometa itself fall over")
        return tag_test(modifier, wanted)


@dataclass(frozen=True, slots=True)
class Year(Kind):
    """Years: as a list, or compared as a number. `ignored` as for numbers; only Plex's own year takes expressions."""

    ignored: tuple[str, ...] = ()

    @property
    def modifiers(self) -> tuple[str, ...]:
        return ("", ".not", *(() if self.ignored else (".regex",)), ".gt", ".gte", ".lt", ".lte")

    def read(self, modifier: str, value: Value, reading: Reading) -> Wanted:
        if modifier == ".regex":
            return reading.expressions(value)
        if modifier in {"", ".not"}:
            return tuple(values.year(one, reading.now.year) for one in values.texts(value))
        return (values.year(value, reading.now.year, minimum=0),)

    def test(self, modifier: str, wanted: Wanted, view: View) -> Holds:
        if modifier in self.ignored:
            return lambda _: True
        return tag_test(modifier, wanted) if modifier in {"", ".not", ".regex"} else number_test(modifier, wanted)


@dataclass(frozen=True, slots=True)
class Number(Kind):
    """A number; an item without one fails, whatever is asked. `is_whole` says how the value is written.

    `ignored` are modifiers that Kometa takes and lets everything pass with.
    """

    is_whole: bool
    maximum: float | None = None
    ignored: tuple[str, ...] = ()

    @property
    def modifiers(self) -> tuple[str, ...]:
        return ("", ".not", ".gt", ".gte", ".lt", ".lte")

    def read(self, modifier: str, value: Value, reading: Reading) -> Wanted:
        return (values.whole(value, minimum=0) if self.is_whole else values.decimal(value, maximum=self.maximum),)

    def test(self, modifier: str, wanted: Wanted, view: View) -> Holds:
        if modifier in self.ignored:
            return lambda _: True
        return number_test(modifier, wanted)


@dataclass(frozen=True, slots=True)
class Moment(Kind):
    """A date: within so many days, before or after a midnight, or matched as MM/DD/YYYY from its start."""

    @property
    def modifiers(self) -> tuple[str, ...]:
        return ("", ".not", ".before", ".after", ".regex")

    def read(self, modifier: str, value: Value, reading: Reading) -> Wanted:
        if modifier == ".regex":
            return reading.expressions(value)
        if modifier in {".before", ".after"}:
            return (values.day(value, reading.now.date()),)
        return (values.whole(value, minimum=0),)

    def test(self, modifier: str, wanted: Wanted, view: View) -> Holds:
        if modifier == ".regex":
            matches = [re.compile(str(one)).match for one in wanted]
            return of_moment(lambda seen: any(match(seen.strftime("%m/%d/%Y")) for match in matches))
        (only,) = wanted
        if isinstance(only, date):
            midnight = datetime(only.year, only.month, only.day)  # noqa: DTZ001  as on the wall
            if modifier == ".before":
                return of_moment(lambda seen: seen < midnight)
            return of_moment(lambda seen: seen > midnight)
        try:
            since = view.wall - timedelta(days=int(str(only)))
        except OverflowError:
            raise BadValue(f"{only} days ago is before the beginning of time") from None
        if modifier == ".not":
            return of_moment(lambda seen: seen < since)
        return of_moment(lambda seen: seen >= since)


@dataclass(frozen=True, slots=True)
class Flag(Kind):
    """True or false."""

    def read(self, modifier: str, value: Value, reading: Reading) -> Wanted:
        return (values.truth(value),)

    def test(self, modifier: str, wanted: Wanted, view: View) -> Holds:
        return lambda seen: seen == wanted
