"""What of an undo takes away only what the undone run made itself: guards do not count it.

An undo of an undo does again what the first run did, so that it is guarded as that one was. What somebody changed since is
no longer the run's own; it is left alone anyway, unless it is forced.
"""

from collections.abc import Iterable

from halley.changes.differences import aspects
from halley.changes.kinds import DeleteItem
from halley.plans import Step
from halley.plex.library import Library
from halley.runs.drift import is_said_by_people
from halley.runs.journal import Journal


def only_takes_back(journal: Journal, run: str) -> bool:
    """Whether whoever undoes that run takes away what the run made, and does not do again what another undo took back."""
    runs = {one.id: one for one in journal.runs()}
    undos = 0
    while run in runs and runs[run].kind == "undo":
        run, undos = runs[run].of, undos + 1
    return undos % 2 == 0


def changed_since(journal: Journal, run: str, steps: Iterable[Step], library: Library) -> frozenset[int]:
    """The numbers of deletions of things that are not as the run left them."""
    left = {
        (one.number, one.aspect): one.after for outcome in journal.outcomes(run) for one in outcome.left if one.of == "item"
    }
    return frozenset(
        step.number
        for step in steps
        if isinstance(step.change, DeleteItem)
        and any(
            _unlike(value, left.get((step.change.key, aspect)))
            for aspect, value in aspects(step.change.key, library).items()
            if aspect == "members" or is_said_by_people(aspect)
        )
    )


def _unlike(one: object, other: object) -> bool:
    if isinstance(one, tuple) and isinstance(other, tuple):
        return set(one) != set(other)
    return (one or None) != (other or None)
