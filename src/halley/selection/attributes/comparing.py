"""How what was seen on an item is compared with what a filter wants. Source: spec, collections 10.2."""

import re
from collections.abc import Callable
from datetime import date, datetime

from halley.selection.problems import Crash
from halley.selection.view import Scalar, Seen, View

Wanted = tuple[Scalar | date, ...]
Holds = Callable[[Seen], bool]

COUNTS = (".count_gt", ".count_gte", ".count_lt", ".count_lte")
COMPARE: dict[str, Callable[[float, float], bool]] = {
    "": lambda seen, wanted: seen == wanted,
    ".not": lambda seen, wanted: seen != wanted,
    ".gt": lambda seen, wanted: seen > wanted,
    ".gte": lambda seen, wanted: seen >= wanted,
    ".lt": lambda seen, wanted: seen < wanted,
    ".lte": lambda seen, wanted: seen <= wanted,
}


def tag_test(modifier: str, wanted: Wanted) -> Holds:
    """The test of a list of words: some in common, none in common, one that matches, or how many there are."""
    if modifier == ".regex":
        searches = [re.compile(str(one)).search for one in wanted]
        return lambda seen: any(isinstance(one, str) and search(one) for one in seen for search in searches)
    if modifier in COUNTS:
        return number_test(f".{modifier[7:]}", wanted)
    words = frozenset(wanted)
    if modifier == ".not":
        return words.isdisjoint
    return lambda seen: not words.isdisjoint(seen)


def number_test(modifier: str, wanted: Wanted) -> Holds:
    """The test of a number; nothing seen never holds."""
    compare, (only,) = COMPARE[modifier], wanted
    number = float(str(only))
    return lambda seen: bool(seen) and compare(float(str(seen[0])), number)


def of_moment(test: Callable[[datetime], bool]) -> Holds:
    return lambda seen: any(isinstance(one, datetime) and test(one) for one in seen)


def falling_over(message: str) -> Holds:
    def crash(_: Seen) -> bool:
        raise Crash(message)

    return crash


PEOPLE = frozenset({"actor", "director", "producer", "writer"})


def is_actor(name: str, view: View) -> bool:
    return any(title == name for title, _ in view.choices("actor", by_title=False).named)


def matching(attribute: str, wanted: Wanted, view: View, missing: Callable[[str], None]) -> Wanted:
    """Those expressions that match one of the server's choices."""
    titles = [title for title, _ in view.choices(attribute, by_title=True).named]
    found = tuple(one for one in wanted if any(re.compile(str(one)).search(title) for title in titles))
    if not found:
        missing(f"no {attribute} on the server matches `{', '.join(map(str, wanted))}`")
    return found
