"""The searches of a library's definitions, asked of the server itself: each distinct one once, a few at a time."""

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from halley.engines.native import LibraryBook
from halley.errors import BrokenAnswer
from halley.location import Location
from halley.overlays.model import OverlayId
from halley.plex.ids import SectionId
from halley.plex.query import Search
from halley.plex.reader import PlexReader
from halley.plex.requests import parse_query
from halley.plex.snapshot import LEAN
from halley.selection import Answer, View
from halley.selection.problems import BadValue, Report
from halley.selection.search.compile import SearchCompiler
from halley.selection.search.tree import SearchTree

FilterPlace = Literal["memory", "server"]
"""Where searches are answered: here, in the library that was read, or by the server itself."""
_AT_ONCE = 8


@dataclass(frozen=True, slots=True)
class Use:
    """A definition that searches, and where it says so."""

    definition: OverlayId
    where: Location


@dataclass(frozen=True, slots=True)
class AskedSearch:
    """A distinct search of a library: what the server is asked, what that means here, and who asks it."""

    query: str
    search: Search
    uses: tuple[Use, ...]


@dataclass(frozen=True, slots=True)
class Unasked:
    """A search that is never made, because it names what the library does not have."""

    use: Use
    reason: str


@dataclass(frozen=True, slots=True)
class Searches:
    """All that the definitions of a library search for, and what of it cannot be asked."""

    asked: tuple[AskedSearch, ...]
    unasked: tuple[Unasked, ...]


def searches_of(book: LibraryBook, view: View) -> Searches:
    """The searches of all definitions, each distinct query once, in the order of the definitions."""
    means: dict[str, Search] = {}
    uses: dict[str, list[Use]] = {}
    unasked: list[Unasked] = []
    for definition, tree in _trees(book):
        use = Use(definition, tree.where)
        try:
            compiled = SearchCompiler(view, Report(tree.where)).compile(tree)
        except BadValue as problem:
            unasked.append(Unasked(use, problem.message))
            continue
        means[compiled.query] = compiled.search
        uses.setdefault(compiled.query, []).append(use)
    return Searches(tuple(AskedSearch(query, means[query], tuple(found)) for query, found in uses.items()), tuple(unasked))


def _trees(book: LibraryBook) -> Iterator[tuple[OverlayId, SearchTree]]:
    for entry in book.entries:
        for call in entry.selection.calls:
            if isinstance(call.wanted, SearchTree):
                yield entry.definition.id, call.wanted


async def ask_server(reader: PlexReader, section: SectionId, searches: Sequence[AskedSearch]) -> Mapping[str, Answer]:
    """What the server answers to each search, by query.

    A search that it refuses is an answer, too. Raises PlexError where it cannot be reached, or refuses the token.
    """
    limit = asyncio.Semaphore(_AT_ONCE)

    async def ask(one: AskedSearch) -> Answer:
        # The reader says the type itself; what is not looked at may stay away.
        query = tuple(pair for pair in parse_query(one.query[1:]) if pair[0] != "type")
        async with limit:
            try:
                found = [item.key async for item in reader.listing(section, one.search.type, (*query, *LEAN))]
            except BrokenAnswer as problem:
                return Answer(refusal=problem.message)
        return Answer(tuple(found))

    try:
        async with asyncio.TaskGroup() as group:
            tasks = {one.query: group.create_task(ask(one)) for one in searches}
    except BaseExceptionGroup as failed:  # one fault is enough to say; the others are mostly the same
        raise failed.exceptions[0] from None
    return {query: task.result() for query, task in tasks.items()}
