"""Which titles an event's editions name: years, awards and categories chosen. Arithmetic only. Source: spec, sources 4.2.

An edition is `award -> category -> {nominee, winner}`, names in small letters.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from halley.outside.answers import Json, at, below, listing, mapping, texts, whole
from halley.outside.failures import Turned
from halley.selection import ListAsked

_PAGE = "IMDb's page"
Event: TypeAlias = "dict[str, Json]"


@dataclass(frozen=True, slots=True)
class Chosen:
    """Titles in the order of the editions, repetitions included, and sentences on what was left out."""

    titles: tuple[str, ...]
    warnings: tuple[str, ...] = ()


def chosen_years(asked: ListAsked, years: Sequence[str]) -> tuple[str, ...]:
    """Which of an event's years, newest first, are meant. Raises Turned for one that the event does not have."""
    wanted = asked.option("years")
    if wanted == "all":
        return tuple(years)
    if wanted == "latest":
        return tuple(years[:1])
    if isinstance(wanted, tuple):
        unknown = [one for one in wanted if one not in years]
        if unknown:
            raise Turned(f"which knows no {unknown[0]} of {asked.value}: there are {', '.join(years)}")
        return wanted
    first, last = asked.option("first_year"), asked.option("last_year")
    low = first if isinstance(first, int) else 0
    high = last if isinstance(last, int) else 9999
    return tuple(one for one in years if low <= (whole(one.partition("-")[0]) or 0) <= high)


def choose(asked: ListAsked, editions: Sequence[Event]) -> Chosen:
    """The titles of the wanted awards and categories. Raises Turned where none of those that were named exists."""
    warnings: list[str] = []
    awards = _known(asked, "award_filter", list(_awards(editions)), warnings)
    categories = _known(asked, "category_filter", list(_categories(editions)), warnings)
    kind = "winner" if asked.option("winning") else "nominee"
    titles: list[str] = []
    for edition in editions:
        for award, inside in edition.items():
            if awards is not None and award not in awards:
                continue
            for category, named in mapping(inside, f"the award {award}").items():
                if categories is None or category in categories:
                    titles += texts(at(named, [kind], f"the category {category}"))
    return Chosen(tuple(titles), tuple(warnings))


def _known(asked: ListAsked, option: str, known: list[str], warnings: list[str]) -> frozenset[str] | None:
    wanted = asked.option(option)
    if not isinstance(wanted, tuple) or not wanted:
        return None
    found = [one for one in wanted if one in known]
    if not found:
        raise Turned(f"which knows none of the `{option}` {', '.join(wanted)} of {asked.value}")
    warnings += [
        f"`imdb_award`: {asked.value} has no {one!r}, so `{option}` goes without it" for one in wanted if one not in known
    ]
    return frozenset(found)


def _awards(editions: Sequence[Event]) -> Iterator[str]:
    for edition in editions:
        yield from edition


def _categories(editions: Sequence[Event]) -> Iterator[str]:
    for edition in editions:
        for inside in edition.values():
            yield from mapping(inside, "an award")


def years_in(props: Json) -> Iterator[str]:
    """The years of an event by its page: `2020`, and `2020-2` for a second edition."""
    for one in listing(at(props, ["historyEventEditions"], _PAGE), _PAGE):
        year, instance = at(one, ["year"], _PAGE), whole(below(one, "instanceWithinYear"))
        yield str(year) if instance == 1 else f"{year}-{instance}"


def edition_in(props: Json) -> Event:
    """An edition of an event by its page."""
    found: dict[str, dict[str, dict[str, list[str]]]] = {}  # dicts keep the order of the page
    for award in listing(at(props, ["edition", "awards"], _PAGE), _PAGE):
        name = str(at(award, ["text"], _PAGE)).lower()
        inside = found.setdefault(name, {})
        for edge in listing(at(award, ["nominationCategories", "edges"], _PAGE), _PAGE):
            category = below(edge, "node", "category")
            title = name if category is None else str(at(category, ["text"], _PAGE)).lower()
            for number, is_winner in _nominations(edge):
                named = inside.setdefault(title, {"nominee": [], "winner": []})
                for kind in ("nominee", "winner") if is_winner else ("nominee",):
                    if number not in named[kind]:
                        named[kind].append(number)
    return {
        award: {name: {kind: list(titles) for kind, titles in named.items()} for name, named in inside.items()}
        for award, inside in found.items()
    }


def _nominations(edge: Json) -> Iterator[tuple[str, bool]]:
    for one in listing(at(edge, ["node", "nominations", "edges"], _PAGE), _PAGE):
        entities = mapping(at(one, ["node", "awardedEntities"], _PAGE), _PAGE)
        titles = entities.get("awardTitles", entities.get("secondaryAwardTitles"))
        for title in titles if isinstance(titles, list) else []:
            number = below(title, "title", "id")
            if isinstance(number, str) and number:
                yield number, below(one, "node", "isWinner") is True
