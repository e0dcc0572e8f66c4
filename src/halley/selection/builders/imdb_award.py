"""`imdb_award`: nominees and winners of an event. Source: spec, sources 4.2.

Which years and awards there are only IMDb knows: `years` is `all`, `latest` or the years as written; a span is
`first_year` and `last_year`, the latter absent where it has no end.
"""

import re
from collections.abc import Iterable, Mapping

from halley.selection.builders.listed import Attributes, asked_for, attributes_of, enter_list
from halley.selection.builders.registry import BuilderReading, M, S, Wanted
from halley.selection.facts import Option
from halley.selection.problems import BadValue
from halley.selection.values import Value, is_blank, texts, truth

KEYS = ("event_id", "event_year", "award_filter", "category_filter", "winning")
_EVENT = re.compile(r"ev\d+")
_SPAN = re.compile(r"(?P<first>-?\d+)-(?P<last>-?\d+|current)")


def parse(value: Value, reading: BuilderReading) -> Iterable[Wanted]:
    """One event or several."""
    for given in attributes_of(value, reading):
        given.only("imdb_award", KEYS)
        event = given.read("event_id", _event)
        for name in ("event_id", "event_year"):
            if name not in given:
                given.error(name, f"`imdb_award` needs an `{name}`")
        years = _years(given, reading.now.year)
        filters = {name: given.read(name, _filter) for name in ("award_filter", "category_filter")}
        winning = given.read("winning", truth)
        if isinstance(event, str) and years:
            yield asked_for("imdb_award", event, {**years, **filters, "winning": True if winning else None})


def _event(value: Value) -> str:
    if is_blank(value) or not _EVENT.match(str(value)):
        raise BadValue(f"`{value}` is no event of IMDb", "they are written like ev0000003")
    return str(value)


def _filter(value: Value) -> tuple[str, ...]:
    if is_blank(value):
        raise BadValue("is blank")
    return tuple(one.lower() for one in texts(value))


def _years(given: Attributes, this_year: int) -> Mapping[str, Option]:
    """The years: a word, a list, or the two ends of a span; nothing where they are wrong, which is told."""
    value = given.get("event_year")
    if "event_year" not in given:
        return {}
    if is_blank(value) or value == 0:
        given.error("event_year", "`event_year` is blank")
        return {}
    written = str(value)
    if isinstance(value, list | tuple):
        return {"years": tuple(str(one) for one in value if not is_blank(one))}
    if written in {"all", "latest"}:
        return {"years": written}
    if "-" in written[1:] and (len(written) > 6 or written.startswith("-") or "--" in written):
        return _span(given, written, this_year)
    if written.startswith("-"):
        try:
            return {"years": (str(this_year + int(written)),)}
        except ValueError:
            given.error("event_year", f"`event_year`: `{written}` is no year", "`-3` is three years ago")
            return {}
    return {"years": (written,)}


def _span(given: Attributes, written: str, this_year: int) -> Mapping[str, Option]:
    """`2000-2010`, `2000-current`, `-5--1` in years from now."""
    found = _SPAN.fullmatch(written.strip())
    if found is None:
        given.error("event_year", f"`event_year`: `{written}` is no span of years", "write it as 2000-2010 or 2000-current")
        return {}
    first, last = found["first"], found["last"]
    span: dict[str, Option] = {"first_year": _counted(first, this_year)}
    if last != "current":
        span["last_year"] = _counted(last, this_year)
    return span


def _counted(written: str, this_year: int) -> int:
    return this_year + int(written) if written.startswith("-") else int(written)


enter_list("imdb_award", "IMDb", (M, S), parse)
