"""`plex_all`: everything of the level."""

from collections.abc import Iterable

from halley.plex.items import Item
from halley.selection.builders.registry import EVERY_LEVEL, Builder, BuilderReading, Wanted, enter
from halley.selection.problems import NothingFound, Report
from halley.selection.values import Value
from halley.selection.view import View


def parse(_: Value, reading: BuilderReading) -> Iterable[Wanted]:
    """Any value will do, also false."""
    yield reading.level.word


def find(wanted: Wanted, view: View, _: Report) -> list[Item]:
    """In the order of the level."""
    level = next(one for one in view.section.levels if one.word == wanted)
    found = view.items(level)
    if not found:
        raise NothingFound(f"the library has no {level.word}s")
    return found


enter(Builder("plex_all", "Everything of the level.", EVERY_LEVEL, parse, find))
