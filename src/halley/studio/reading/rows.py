"""Rows of a plan's lists, what they are narrowed to, and how they stand: chosen or left out, done or not."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from halley.studio.wire.plans import Filter, ThingRow, Tile

Shown = TypeVar("Shown", Tile, ThingRow)
SERVER = "Server"
"""What a library is called that is none, as in the terminal."""
OPEN = "open"
"""The state of what was not come to yet, as a filter says it."""
_WORST_FIRST = ("failed", "refused", "different", "begun", "skipped", "undone", "asked", "exact", "already")


@dataclass(frozen=True, slots=True)
class Row(Generic[Shown]):
    """A row as it is without anybody's choice. `text` is what a search looks through."""

    shown: Shown
    text: str
    kinds: frozenset[str]
    definitions: frozenset[str]
    steps: tuple[int, ...]
    library: str


@dataclass(frozen=True, slots=True)
class Standing:
    """How a plan stands: the steps that are left out, what became of each step, and the last run of it."""

    excluded: frozenset[int] = frozenset()
    states: Mapping[int, str] = field(default_factory=dict)
    run: str = ""

    def is_excluded(self, steps: Sequence[int]) -> bool:
        """Whether all of these are left out."""
        return bool(steps) and all(one in self.excluded for one in steps)

    def state(self, steps: Iterable[int]) -> str:
        """What became of these: of several the worst."""
        found = {self.states[one] for one in steps if one in self.states} if self.states else set()
        return next((one for one in _WORST_FIRST if one in found), "")


def searched(texts: Iterable[str]) -> str:
    """Texts as a search looks through them."""
    return "\n".join(texts).casefold()


def narrowed(
    rows: Iterable[Row[Shown]], to: Filter, standing: Standing, *, excluded: bool | None = None
) -> list[Row[Shown]]:
    """The rows that a filter means."""
    words = to.q.casefold().split()
    found = [one for one in rows if _is_meant(one, to) and all(word in one.text for word in words)]
    if to.state:
        state = "" if to.state == OPEN else to.state
        found = [one for one in found if standing.state(one.steps) == state]
    return found if excluded is None else [one for one in found if standing.is_excluded(one.steps) == excluded]


def stood(row: Row[Shown], standing: Standing) -> Shown:
    """A row with what was chosen of it, and what became of it."""
    state, is_excluded = standing.state(row.steps), standing.is_excluded(row.steps)
    if not state and not is_excluded:
        return row.shown
    return row.shown.model_copy(update={"is_excluded": is_excluded, "state": state})


def _is_meant(row: Row[Shown], to: Filter) -> bool:
    """Whether a row is what a filter means, its text and how it stands aside."""
    shown = row.shown
    return (
        (not to.library or row.library == to.library or (to.library == SERVER and not row.library))
        and (not to.definition or to.definition in row.definitions)
        and (not to.kind or to.kind in row.kinds)
        and (not to.mark or (isinstance(shown, ThingRow) and shown.mark == to.mark))
        and (not to.of or (isinstance(shown, ThingRow) and shown.of == to.of))
    )
