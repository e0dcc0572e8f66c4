"""What definitions choose here, in the form in which a run of real Kometa is recorded."""

from collections.abc import Iterator
from datetime import datetime

from halley.location import Location
from halley.plex.ids import ItemType, SectionId
from halley.plex.library import Library
from halley.plex.requests import encode_query, parse_query, split_target
from halley.selection import Selection, View, parse_selection, select
from halley.selection.builders.plex_search import query_of
from halley.selection.problems import DefinitionFailed, Report
from halley.selection.search.tree import SearchTree
from tests.equality.selection.cases import Definitions

SECTIONS = {"movies": SectionId(1), "shows": SectionId(2), "seasons": SectionId(2), "episodes": SectionId(2)}


def halley_chooses(library: Library, files: dict[str, Definitions], now: datetime) -> dict[str, dict[str, list[int]]]:
    """Rating keys that every definition of every file chose, in the order of finding."""
    views = {section: View(library, section, now) for section in SECTIONS.values()}
    return {
        file: {name: _chosen(given, file, views[SECTIONS[file]]) for name, given in definitions.items()}
        for file, definitions in files.items()
    }


def _chosen(given: dict[str, object], file: str, view: View) -> list[int]:
    selection = _read(given, file, view)
    return [] if selection is None else list(select(selection, view).keys)


def _read(given: dict[str, object], file: str, view: View) -> Selection | None:
    return parse_selection(given, view.section.type, Location(f"{file}.yml"), view.now)[0]  # type: ignore[arg-type]


def halley_asks(library: Library, files: dict[str, Definitions], now: datetime) -> tuple[set[str], set[str]]:
    """What searches would ask a server for, each once: those of definitions that find something, and all there are.

    Kometa asks nothing for a definition that it gave up before, and asks for one that finds nothing.
    """
    views = {section: View(library, section, now) for section in SECTIONS.values()}
    good, every = set[str](), set[str]()
    for file, definitions in files.items():
        view = views[SECTIONS[file]]
        for given in definitions.values():
            if (selection := _read(given, file, view)) is not None:
                asked = {as_asked(f"/library/sections/{view.section.id}/all{query}") for query in _queries(selection, view)}
                every |= asked
                good |= set() if select(selection, view).is_failed else asked
    return good, every


def as_asked(target: str) -> str:
    """A request target in one spelling: clients differ in which of the harmless characters they escape."""
    path, query = split_target(target)
    return f"{path}?{encode_query(parse_query(query))}"


def _queries(selection: Selection, view: View) -> Iterator[str]:
    for call in selection.calls:
        if isinstance(call.wanted, SearchTree):
            try:
                yield query_of(call.wanted, view, Report(call.where))
            except DefinitionFailed:
                continue


def by_title(library: Library, file: str) -> dict[str, int]:
    """Rating keys by the titles that Kometa's log calls items by."""
    found: dict[str, int] = {}
    for level in library.sections[SECTIONS[file]].levels:
        for item in library.of(SECTIONS[file], level):
            above = list(library.ancestors(item))
            title = item.title
            if level is ItemType.SEASON:
                title = f"{above[0].title} Season {item.index}"
            elif level is ItemType.EPISODE:
                title = f"{above[1].title} S{above[0].index or 0:02}E{item.index or 0:02}"
            found[title] = item.key
    return found
