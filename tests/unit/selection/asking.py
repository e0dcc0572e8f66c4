"""Definitions asked of small libraries, in one line each."""

from datetime import UTC, datetime
from typing import Any

from halley.location import Location
from halley.plex.ids import ItemType, SectionId
from halley.plex.library import Library
from halley.selection import NO_FACTS, Facts, Problem, Selected, Selection, View, parse_selection, select

WHERE = Location("overlays.yml", 14, 7, ("overlays", "4K"))
NOW = datetime(2026, 6, 15, 12, tzinfo=UTC)
_SECTIONS = {ItemType.MOVIE: SectionId(1), ItemType.SHOW: SectionId(2), ItemType.ARTIST: SectionId(3)}


def reading(given: dict[str, Any], library: ItemType = ItemType.MOVIE) -> tuple[Selection | None, tuple[Problem, ...]]:
    """A definition read."""
    return parse_selection(given, library, WHERE, NOW)


def read(given: dict[str, Any], library: ItemType = ItemType.MOVIE) -> Selection:
    """A definition in which nothing is wrong."""
    found, problems = reading(given, library)
    assert found is not None, [str(one) for one in problems]
    return found


def refused(given: dict[str, Any], library: ItemType = ItemType.MOVIE) -> str:
    """What is said of a definition that is refused."""
    found, problems = reading(given, library)
    assert found is None
    return "\n".join(str(one) for one in problems)


def view(library: Library, kind: ItemType = ItemType.MOVIE, facts: Facts = NO_FACTS) -> View:
    """The section of that kind, at noon of a day in June."""
    return View(library, _SECTIONS[kind], NOW, facts)


def chosen(library: Library, given: dict[str, Any], kind: ItemType = ItemType.MOVIE, facts: Facts = NO_FACTS) -> Selected:
    """What a definition chooses."""
    return select(read(given, kind), view(library, kind, facts))


def titles(library: Library, given: dict[str, Any], kind: ItemType = ItemType.MOVIE, facts: Facts = NO_FACTS) -> list[str]:
    """The titles of what a definition chooses, which must not fail."""
    found = chosen(library, given, kind, facts)
    assert not found.is_failed, [str(one) for one in found.problems]
    return [item.title for item in found.items]
