"""`plex_pilots`: the first episode of each show."""

from collections.abc import Iterable

from halley.plex.ids import ItemType
from halley.plex.items import Item
from halley.selection.builders.registry import Builder, BuilderReading, Wanted, enter
from halley.selection.problems import NothingFound, Report
from halley.selection.values import Value
from halley.selection.view import View


def parse(_: Value, __: BuilderReading) -> Iterable[Wanted]:
    """Any value will do."""
    yield None


def find(_: Wanted, view: View, report: Report) -> list[Item]:
    """Episode 1 of season 1, in the order of the shows; a show without one is told."""
    found: list[Item] = []
    for show in view.items(ItemType.SHOW):
        season = next((one for one in view.library.below(show.key) if one.index == 1), None)
        pilot = next((one for one in view.library.below(season.key) if one.index == 1), None) if season else None
        if pilot is None:
            report.warning((), f"{show.title} has no episode 1 of season 1")
        else:
            found.append(pilot)
    if not found:
        raise NothingFound("no show has an episode 1 of season 1")
    return found


enter(
    Builder(
        "plex_pilots", "The first episode of the first season of every show.", frozenset({ItemType.EPISODE}), parse, find
    )
)
