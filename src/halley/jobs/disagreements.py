"""Where Halley and the server answer a search differently: every search of a configuration, asked both ways."""

import asyncio
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from halley.config import Configuration, load_configuration
from halley.engines.native import LibraryBook
from halley.jobs.means import Means
from halley.jobs.places import place_to_json, shown_exactly
from halley.jobs.planning import PlannedLibrary, open_planner
from halley.jobs.searches import AskedSearch, Searches, Unasked, ask_server, searches_of
from halley.jobs.sections import sections_called
from halley.plex.client import PlexClient
from halley.plex.fields import FIELDS
from halley.plex.ids import RatingKey
from halley.plex.items import Item
from halley.plex.library import Library, Section
from halley.plex.reader import PlexReader
from halley.plex.readings import Chance
from halley.selection import Answer, View

_TITLES = 5
"""How many items of a difference are named."""


@dataclass(frozen=True, slots=True)
class SearchItem:
    """An item that only one side finds."""

    key: RatingKey
    title: str

    def to_json(self) -> dict[str, object]:
        """As an object of JSON values."""
        return {"ratingKey": str(self.key), "title": self.title}


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A search with two answers. `refusal` is why the server would not answer; then nothing is known of items."""

    asked: AskedSearch
    only_here: tuple[SearchItem, ...]
    only_there: tuple[SearchItem, ...]
    refusal: str = ""


@dataclass(frozen=True, slots=True)
class Examined:
    """A library: how many definitions and distinct searches it has, where the answers differ, and what was not asked.

    `by_chance` counts searches whose first so many come in a random order: their answers cannot be compared.
    """

    library: str
    definitions: int
    searches: int
    disagreements: tuple[Disagreement, ...]
    unasked: tuple[Unasked, ...]
    by_chance: int


@dataclass(frozen=True, slots=True)
class FilterExamination:
    """All libraries that were looked at."""

    libraries: tuple[Examined, ...]
    notes: tuple[str, ...] = ()

    @property
    def agrees(self) -> bool:
        """Whether there is no difference at all."""
        return not any(one.disagreements for one in self.libraries)

    def to_json(self) -> dict[str, object]:
        """Everything, as an object of JSON values."""
        return {
            "ok": self.agrees,
            "libraries": [
                {
                    "name": one.library,
                    "definitions": one.definitions,
                    "searches": one.searches,
                    "by_chance": one.by_chance,
                    "disagreements": [_disagreement(each) for each in one.disagreements],
                    "not_asked": [
                        {
                            "definition": each.use.definition.name,
                            "where": place_to_json(each.use.where),
                            "reason": each.reason,
                        }
                        for each in one.unasked
                    ],
                }
                for one in self.libraries
            ],
            "notes": list(self.notes),
        }

    def told(self, home: Path) -> Iterator[str]:
        """Lines for a terminal; files are named as seen from a folder."""
        for one in self.libraries:
            same = one.searches - one.by_chance - len(one.disagreements)
            counts = f"{one.searches} distinct searches of {one.definitions} definitions"
            yield f"{one.library}: {counts}, {same} answered the same"
            for each in one.disagreements:
                yield from _told(each, home)
            if one.by_chance:
                yield f"  {one.by_chance} in random order were not compared"
            if one.unasked:
                first = one.unasked[0]
                yield f"  {len(one.unasked)} not asked: they name what the library does not have, such as"
                yield f"    {first.use.definition.name}: {first.reason}  {shown_exactly(first.use.where, home)}"
        yield from self.notes
        if self.agrees:
            yield "Halley and the server agree"


def _told(one: Disagreement, home: Path) -> Iterator[str]:
    for use in one.asked.uses:
        yield f"  {use.definition.name}  {shown_exactly(use.where, home)}"
    yield f"    {one.asked.query}"
    if one.refusal:
        yield f"    the server refused it: {one.refusal}"
    for side, items in (("only Halley finds", one.only_here), ("only the server finds", one.only_there)):
        if items:
            more = f" and {len(items) - _TITLES} more" if len(items) > _TITLES else ""
            yield f"    {side}: {', '.join(each.title for each in items[:_TITLES])}{more}"


def _disagreement(one: Disagreement) -> Mapping[str, object]:
    return {
        "query": one.asked.query,
        "definitions": [{"definition": use.definition.name, "where": place_to_json(use.where)} for use in one.asked.uses],
        "only_here": [each.to_json() for each in one.only_here],
        "only_there": [each.to_json() for each in one.only_there],
        "refusal": one.refusal,
    }


def compared(searches: Searches, answers: Mapping[str, Answer], view: View) -> tuple[Disagreement, ...]:
    """The searches that are answered differently; those in random order are left out."""
    return tuple(
        found
        for one in searches.asked
        if not _is_by_chance(one) and (found := _difference(one, answers[one.query], view)) is not None
    )


def _difference(asked: AskedSearch, answer: Answer, view: View) -> Disagreement | None:
    if answer.refusal:
        return Disagreement(asked, (), (), answer.refusal)
    here = [item.key for item in view.found(asked.search)]
    only_here, only_there = set(here) - set(answer.keys), set(answer.keys) - set(here)
    if not only_here and not only_there:
        return None
    return Disagreement(
        asked,
        tuple(_named(key, view.library) for key in here if key in only_here),
        tuple(_named(key, view.library) for key in answer.keys if key in only_there),
    )


def _is_by_chance(asked: AskedSearch) -> bool:
    """Whether it is left to chance which items are among the first so many."""
    return asked.search.limit is not None and any(isinstance(FIELDS[key.field].reading, Chance) for key in asked.search.sort)


def _named(key: RatingKey, library: Library) -> SearchItem:
    item = library.items.get(key)
    if item is None:
        return SearchItem(key, f"rating key {key}, which was not in the library a moment ago")
    above = [one.title for one in library.ancestors(item)][::-1]
    return SearchItem(key, " · ".join([*above, _titled(item)]))


def _titled(item: Item) -> str:
    return f"{item.title} ({item.year})" if item.year and item.parent is None else item.title


async def examine_filters(config: Path, libraries: tuple[str, ...], means: Means) -> FilterExamination:
    """Ask every search of a configuration both ways. The server is only read, and no other site is asked.

    Raises ConfigError where the configuration cannot be used, PlexError where the server cannot.
    """
    configuration = load_configuration(config, means.environment)
    plex = configuration.plex
    async with PlexClient(plex.url, plex.token, verify_ssl=plex.verify_ssl, timeout_s=plex.timeout) as reader:
        sections = await sections_called(configuration, reader, libraries)
        return await _examined(configuration, reader, sections, means)


async def _examined(
    configuration: Configuration, reader: PlexReader, sections: tuple[Section, ...], means: Means
) -> FilterExamination:
    found: list[Examined] = []
    async with open_planner(configuration, reader, replace(means, filters="memory", offline=True)) as planner:
        for section in sections:
            planned = await planner.library(section, datetime.now(UTC).astimezone())
            searches = await asyncio.to_thread(searches_of, planned.book, planned.view)
            answers = await ask_server(reader, section.id, searches.asked)
            found.append(await asyncio.to_thread(_library, planned, planned.book, searches, answers))
        return FilterExamination(tuple(found), tuple(planner.notes))


def _library(planned: PlannedLibrary, book: LibraryBook, searches: Searches, answers: Mapping[str, Answer]) -> Examined:
    return Examined(
        planned.name,
        len(book.entries),
        len(searches.asked),
        compared(searches, answers, planned.view),
        searches.unasked,
        sum(1 for one in searches.asked if _is_by_chance(one)),
    )
