"""The definitions of a library that run, each with the items that it means, and those that do not, each with the reason."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from halley.definitions.definition import Definition, Failed, Skipped
from halley.definitions.library import OverlayFiles
from halley.definitions.meaning import meant_by
from halley.definitions.problems import Costs, Problem
from halley.location import Location
from halley.overlays.model import OverlayId
from halley.plex.ids import ItemType
from halley.selection import Selection


@dataclass(frozen=True, slots=True)
class Entry:
    """A definition that runs, and which items it means."""

    definition: Definition
    selection: Selection


@dataclass(frozen=True, slots=True)
class Idle:
    """A definition that does not run in this library. `why` says it in a sentence."""

    id: OverlayId
    where: Location
    why: str


def entries_of(
    read: OverlayFiles, kind: ItemType, now: datetime, problems: list[str]
) -> tuple[tuple[Entry, ...], tuple[Idle, ...]]:
    """What runs and what does not, each in the order of the files. What is wrong is added to the problems."""
    entries: list[Entry] = []
    idle: list[Idle] = []
    for file in read.loaded:
        for outcome in file.outcomes:
            if isinstance(outcome, Skipped):
                idle.append(Idle(outcome.id, outcome.where, outcome.why))
                continue
            if isinstance(outcome, Failed):
                idle.append(Idle(outcome.id, outcome.where, _why_failed(outcome, file.problems)))
                continue
            selection, found = meant_by(outcome, kind, now)
            problems += [str(problem) for problem in found]
            if selection is not None:
                entries.append(Entry(outcome, selection))
            else:
                fatal = next((one.message for one in found if one.is_fatal), "it cannot be read")
                idle.append(Idle(outcome.id, outcome.where, fatal))
    return tuple(entries), tuple(idle)


def _why_failed(failed: Failed, problems: Iterable[Problem]) -> str:
    """The first thing that ended a definition."""
    own = (one for one in problems if one.definition == failed.id.name and one.costs is Costs.DEFINITION)
    return next((one.message for one in own), "something in it cannot be used")
