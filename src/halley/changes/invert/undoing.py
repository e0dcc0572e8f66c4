"""The way back, step by step: what stood there, what stands there now, and the Changes found so far."""

from dataclasses import dataclass, field

from halley.changes.apply import apply
from halley.changes.kinds import Change
from halley.plex.ids import RatingKey
from halley.plex.library import Library

_NO_TIME = 0  # stamps grow by themselves, and are no part of what is restored


@dataclass(slots=True)
class Undoing:
    """`before` is the goal, `now` the library after `steps`; `made` leads from a deleted thing's key to its successor's."""

    before: Library
    now: Library
    steps: list[Change] = field(default_factory=list)
    made: dict[RatingKey, RatingKey] = field(default_factory=dict)

    def do(self, change: Change) -> None:
        """One more step."""
        self.now = apply(change, self.now, _NO_TIME)
        self.steps.append(change)

    def key(self, key: RatingKey) -> RatingKey:
        """What is now called so."""
        return self.made.get(key, key)
