"""`plex_search`: what a search on the server finds, here in memory."""

from collections.abc import Iterable

from halley.plex.items import Item
from halley.selection.builders.registry import EVERY_LEVEL, Builder, BuilderReading, Wanted, enter
from halley.selection.problems import BadValue, NothingFound, Report
from halley.selection.search.compile import SearchCompiler
from halley.selection.search.parse import SearchParser
from halley.selection.search.tree import SearchTree
from halley.selection.values import Value, mappings
from halley.selection.view import View


def parse(value: Value, reading: BuilderReading) -> Iterable[Wanted]:
    """A search, or a list of them, each of which is a builder of its own."""
    parser = SearchParser(reading.library, reading.level, reading.now, reading.report)
    for one in mappings(value):
        yield parser.parse(one, reading.path)


def find(wanted: Wanted, view: View, report: Report) -> list[Item]:
    """In the order that the search asks for; as the server itself answered, where it was asked."""
    if not isinstance(wanted, SearchTree):
        return []
    compiled = SearchCompiler(view, report).compile(wanted)
    answer = view.searched.get(compiled.query)
    if answer is None:
        found = view.found(compiled.search)
    elif answer.refusal:
        raise BadValue(f"the server refused the search: {answer.refusal}")
    else:
        # What came to the server since its library was read is in the next run.
        found = [view.library.items[key] for key in answer.keys if key in view.library.items]
    if not found:
        raise NothingFound("the search finds nothing")
    return found


def query_of(tree: SearchTree, view: View, report: Report) -> str:
    """What Kometa would ask the server for: `?type=1&sort=titleSort&...` behind `/library/sections/N/all`.

    Raises BadValue where the search names what the server does not have.
    """
    return SearchCompiler(view, report).compile(tree).query


enter(Builder("plex_search", "What a search on the server finds.", EVERY_LEVEL, parse, find))
