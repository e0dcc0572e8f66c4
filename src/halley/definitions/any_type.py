"""The overlay files of a library whose type nobody told: what is wrong in every type that it could have.

Each is read as a movie and as a show library, and as a music library where a definition runs in neither. A definition's
mistakes are those of the type in which it fares best.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from halley.definitions.definition import Skipped
from halley.definitions.files import Files
from halley.definitions.library import OverlayFiles, read_overlay_files
from halley.definitions.meaning import wrong_with_items
from halley.definitions.overlay_file import Documents, OverlayFile, Unread
from halley.definitions.problems import Costs, Problem, Severity
from halley.definitions.templates import Surroundings
from halley.definitions.used import Given
from halley.location import Located, Scalar
from halley.plex.ids import ItemType
from halley.selection.problems import Problem as Wrong
from halley.selection.problems import Severity as Gravity

_LIKELY: Final = (ItemType.MOVIE, ItemType.SHOW)
_GRAVITIES: Final = {
    Gravity.ERROR: (Severity.ERROR, Costs.DEFINITION),
    Gravity.UNSUPPORTED: (Severity.WARNING, Costs.NOTHING),
    Gravity.WARNING: (Severity.WARNING, Costs.VALUE),
}


@dataclass(frozen=True, slots=True)
class _Fate:
    """What became of a definition in a library of one type. The better of two comes first."""

    is_skipped: bool
    fails: bool
    problems: tuple[Problem, ...]

    @property
    def rank(self) -> tuple[bool, bool, int]:
        return self.is_skipped, self.fails, len(self.problems)


Fates = list[dict[str, _Fate]]
"""Of each file in its place, the definitions by name."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What came of the overlay files of a library. `failed` counts definitions that run in no type of library.

    `given` are the library's variables, and what may use them.
    """

    problems: tuple[Problem, ...]
    files: int
    definitions: int
    failed: int
    elsewhere: int
    moved: Mapping[str, Located]
    given: Given


def check_overlay_files(
    blocks: Located,
    library_variables: Mapping[Scalar, Located],
    files: Files,
    library: str,
    now: datetime,
    services: frozenset[str],
) -> Checked:
    """Read the overlay files of a library in every type that it could have."""
    documents: Documents = {}

    def read(kind: ItemType) -> OverlayFiles:
        surroundings = Surroundings(library, kind.word, now.date())
        return read_overlay_files(blocks, library_variables, files, surroundings, services, documents)

    readings = [read(kind) for kind in _LIKELY]
    fates = [_fates(one, kind, now) for one, kind in zip(readings, _LIKELY, strict=True)]
    if any(fate.fails for fate in _best(fates)):
        readings.append(read(ItemType.ARTIST))
        fates.append(_fates(readings[-1], ItemType.ARTIST, now))
    best = list(_best(fates))
    return Checked(
        tuple(_once([one for reading in readings for one in reading.problems if one.definition is None], best)),
        max(len(one.loaded) for one in readings),
        len(best),
        sum(fate.fails for fate in best),
        sum(isinstance(one, Unread) and one.is_elsewhere for one in readings[0].files),
        readings[0].moved,
        readings[0].given,
    )


def _fates(reading: OverlayFiles, kind: ItemType, now: datetime) -> Fates:
    return [_fates_in(one, kind, now) if isinstance(one, OverlayFile) else _unread(one) for one in reading.files]


def _fates_in(file: OverlayFile, kind: ItemType, now: datetime) -> dict[str, _Fate]:
    told: dict[str, list[Problem]] = {}
    for problem in file.problems:
        told.setdefault(problem.definition or "", []).append(problem)
    found: dict[str, _Fate] = {}
    for outcome in file.outcomes:
        name = outcome.id.name
        own = told.get(name, [])
        if isinstance(outcome, Skipped):
            found[name] = _Fate(True, False, tuple(own))
            continue
        finds, wrong = wrong_with_items(outcome, kind, now)
        own = [*own, *(_problem(one, name) for one in wrong)]
        fails = not finds or any(one.costs is Costs.DEFINITION and one.severity is Severity.ERROR for one in own)
        found[name] = _Fate(False, fails, tuple(own))
    return found


def _unread(file: Unread) -> dict[str, _Fate]:
    """What a file that was left out says of its definitions; those without a problem are not known."""
    names = {one.definition for one in file.problems if one.definition is not None}
    return {name: _Fate(False, True, tuple(one for one in file.problems if one.definition == name)) for name in names}


def _problem(wrong: Wrong, definition: str) -> Problem:
    severity, costs = _GRAVITIES[wrong.severity]
    return Problem(
        message=wrong.message, where=wrong.where, costs=costs, severity=severity, hint=wrong.hint, definition=definition
    )


def _best(fates: list[Fates]) -> Iterator[_Fate]:
    for in_each_type in zip(*fates, strict=True):
        names = dict.fromkeys(name for one in in_each_type for name in one)
        for name in names:
            yield min((one[name] for one in in_each_type if name in one), key=lambda fate: fate.rank)


def _once(of_files: list[Problem], best: list[_Fate]) -> Iterator[Problem]:
    """All problems; one that several definitions share is told once."""
    known = set()
    for problem in (*of_files, *(one for fate in best for one in fate.problems)):
        key = (problem.message, problem.where)
        if key not in known:
            known.add(key)
            yield problem
