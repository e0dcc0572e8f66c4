"""A condition made into one function of an item, once for a whole search.

A condition is decided on a row, as in the server's own joined query: an item of the lowest level that the condition names,
with its parents. A show is found where one of its rows is; all that is said of its episodes is said of one and the same.
"""

import re
from calendar import monthrange
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import assert_never

from halley.plex.fields import FIELDS, family
from halley.plex.ids import ItemType, RatingKey
from halley.plex.items import Item
from halley.plex.library import Library
from halley.plex.query import EVERYTHING, AllOf, AnyOf, Condition, Operator, Term
from halley.plex.readings import Chance, Flag, Moment, Number, Tagged, Text, Words, as_number, midnight, plain_spellings
from halley.plex.tags import TagKind

Test = Callable[[Item], bool]


def test_of(condition: Condition, kind: ItemType, library: Library, now: float) -> Test:
    """The function that says whether an item of that type is found; relative dates count from `now` (epoch seconds)."""
    if condition == EVERYTHING:
        return _always
    levels = family(kind)
    lowest = max((levels.index(level) for level in _levels(condition) if level in levels), default=0)
    if lowest <= levels.index(kind):
        return _compiled(condition, kind, library, now)
    row_level = levels[lowest]
    row = _compiled(condition, row_level, library, now)
    alone = _compiled(condition, kind, library, now)

    def found(item: Item) -> bool:
        rows = False
        for below in descendants(library, item.key, row_level):
            rows = True
            if row(below):
                return True
        return not rows and alone(item)

    return found


def descendants(library: Library, key: RatingKey, level: ItemType) -> Iterator[Item]:
    """What stands below an item at one level."""
    for item in library.below(key):
        if item.type is level:
            yield item
        else:
            yield from descendants(library, item.key, level)


def ancestor(library: Library, item: Item, level: ItemType) -> Item | None:
    """The item itself or what stands above it at that level, where the library holds it."""
    while item.type is not level:
        above = library.items.get(item.parent) if item.parent is not None else None
        if above is None:
            return None
        item = above
    return item


def _always(_: Item) -> bool:
    return True


def _never(_: Item) -> bool:
    return False


def _levels(condition: Condition) -> Iterator[ItemType]:
    if isinstance(condition, Term):
        yield condition.level
    else:
        for part in condition.parts:
            yield from _levels(part)


def _compiled(condition: Condition, at: ItemType, library: Library, now: float) -> Test:
    match condition:
        case Term():
            return _climbing(condition, at, library, now)
        case AllOf(parts):
            return _all([_compiled(part, at, library, now) for part in parts])
        case AnyOf(parts):
            return _any([_compiled(part, at, library, now) for part in parts])
        case _:
            assert_never(condition)


def _all(tests: list[Test]) -> Test:
    def holds(item: Item) -> bool:
        for test in tests:  # noqa: SIM110  a generator costs more than the tests
            if not test(item):
                return False
        return True

    return holds


def _any(tests: list[Test]) -> Test:
    def holds(item: Item) -> bool:
        for test in tests:  # noqa: SIM110  a generator costs more than the tests
            if test(item):
                return True
        return False

    return holds


def _climbing(term: Term, at: ItemType, library: Library, now: float) -> Test:
    """The test of a term on a row of level `at`: made on the row's ancestor of the term's level, once for each parent."""
    test = _comparison(term, library, now)
    if term.level is at:
        return test
    levels = family(at)
    if term.level not in levels or levels.index(term.level) > levels.index(at):
        return _never  # a show without episodes has no episode of which anything could be true
    seen: dict[RatingKey | None, bool] = {}

    def found(item: Item) -> bool:
        known = seen.get(item.parent)
        if known is None:
            above = ancestor(library, item, term.level)
            known = seen[item.parent] = above is not None and test(above)
        return known

    return found


def _comparison(term: Term, library: Library, now: float) -> Test:
    """The test of a term on an item of its own level."""
    positive = replace(term, operator=term.operator.positive)
    if positive.operator is not term.operator:
        test = _comparison(positive, library, now)
        return lambda item: not test(item)
    match FIELDS[term.field].reading:
        case Text(read):
            return _text(read, term)
        case Words(read_words, spelled):
            wanted = {word for value in term.values for word in spelled(value)}
            return lambda item: not wanted.isdisjoint(read_words(item))
        case Number(read_number, none_is):
            return _number(read_number, none_is, term, library)
        case Moment(read_moment):
            return _moment(read_moment, term, now)
        case Flag(read_flag):
            return _flag(read_flag, term, library)
        case Tagged(kind):
            return _tagged(kind, term)
        case Chance():
            return _never
        case reading:
            assert_never(reading)


def _text(read: Callable[[Item], str | None], term: Term) -> Test:
    holds = text_test(term)
    return lambda item: holds((read(item) or "").casefold())


def text_test(term: Term) -> Callable[[str], bool]:
    """Whether a text, case folded away, is what a term on a field of text asks for, `not` left aside."""
    values = tuple(dict.fromkeys(spelling for value in term.values for spelling in plain_spellings(value)))
    match term.operator.positive:
        case Operator.EXACTLY:
            return values.__contains__
        case Operator.AT_MOST:
            return lambda text: text.startswith(values)
        case Operator.AT_LEAST:
            return lambda text: text.endswith(values)
    if len(values) == 1:
        only = values[0]
        return lambda text: only in text
    return lambda text: any(value in text for value in values)


_COMPARE: dict[Operator, Callable[[float, float], bool]] = {
    Operator.MORE: lambda found, wanted: found > wanted,
    Operator.LESS: lambda found, wanted: found < wanted,
    Operator.AT_LEAST: lambda found, wanted: found >= wanted,
    Operator.AT_MOST: lambda found, wanted: found <= wanted,
}


def _number(read: Callable[[Item, Library], float | None], none_is: float | None, term: Term, library: Library) -> Test:
    values = [value for value in (as_number(one) for one in term.values) if value is not None]
    if term.operator in {Operator.IS, Operator.EXACTLY}:
        wanted: set[float | None] = {*values}
        if none_is is not None and none_is in wanted:
            wanted.add(None)
        return lambda item: read(item, library) in wanted
    compare = _COMPARE[term.operator]
    if len(values) == 1:
        only = values[0]

        def alone(item: Item) -> bool:
            found = read(item, library)
            return found is not None and compare(found, only)

        return alone

    def holds(item: Item) -> bool:
        found = read(item, library)
        return found is not None and any(compare(found, value) for value in values)

    return holds


def _moment(read: Callable[[Item], float | None], term: Term, now: float) -> Test:
    spans = [span for span in (_span(value, now) for value in term.values) if span is not None]
    if term.operator in {Operator.IS, Operator.EXACTLY}:

        def within(item: Item) -> bool:
            found = read(item)
            return found is not None and any(start <= found < end for start, end in spans)

        return within
    compare = _COMPARE[term.operator]

    def holds(item: Item) -> bool:
        found = read(item)
        return found is not None and any(compare(found, start) for start, _ in spans)

    return holds


_RELATIVE = re.compile(r"(?P<sign>[-+ ]?)(?P<count>\d{1,9})(?P<unit>s|mon|m|h|d|w|y)", re.ASCII)
_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86_400, "w": 604_800}


def _span(value: str, now: float) -> tuple[float, float] | None:
    """First second of what a date value names, and the first one after it. None for text that is no date.

    Epoch seconds, `YYYY-MM-DD`, or relative to now: `-30d` (also without sign) is past, `+` (a space once decoded) future.
    """
    if (relative := _RELATIVE.fullmatch(value)) is not None:
        count = int(relative["count"]) * (1 if relative["sign"] in {"+", " "} else -1)
        moment = _moved(now, count, relative["unit"])
        return None if moment is None else (moment, moment + 1)
    if (day := midnight(value) if "-" in value[1:] else None) is not None:
        return day, day + 86_400
    epoch = as_number(value)
    return None if epoch is None else (epoch, epoch + 1)


def _moved(now: float, count: int, unit: str) -> float | None:
    if unit in _SECONDS:
        return now + count * _SECONDS[unit]
    today = datetime.fromtimestamp(now, UTC)
    months = today.year * 12 + today.month - 1 + count * (12 if unit == "y" else 1)
    year, month = divmod(months, 12)
    if not 1 <= year <= 9998:
        return float("-inf") if year < 1 else float("inf")
    first = today.replace(year=year, month=month + 1, day=1)
    return (first + timedelta(days=min(today.day, monthrange(year, month + 1)[1]) - 1)).timestamp()


def _flag(read: Callable[[Item, Library], bool], term: Term, library: Library) -> Test:
    wanted = {_BOOLEANS[value.casefold()] for value in term.values if value.casefold() in _BOOLEANS}
    if len(wanted) == 1:
        only = wanted.pop()
        return lambda item: read(item, library) is only
    return _always if wanted else _never


_BOOLEANS = {"1": True, "0": False, "true": True, "false": False}


class _Spellings(dict[str, bool]):
    """Whether a tag's text is one of the wanted, case aside, remembered by its spelling."""

    def __init__(self, wanted: frozenset[str]) -> None:
        super().__init__()
        self._wanted = wanted

    def __missing__(self, text: str) -> bool:
        found = self[text] = text.casefold() in self._wanted
        return found


def _tagged(kind: TagKind, term: Term) -> Test:
    ids = {int(value) for value in term.values if value.isdecimal() and len(value) < 19}
    spelled = _Spellings(frozenset(value.casefold() for value in term.values))

    def holds(item: Item) -> bool:
        return any(tag.id in ids or spelled[tag.text] for tag in item.tags.get(kind, ()))

    return holds
