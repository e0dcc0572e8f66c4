"""What a plan comes to in the end: per thing and aspect, what stands there now and what will, whatever lies between."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from halley.changes.differences import Difference, Value
from halley.plans.model import Plan, Step
from halley.plex.ids import SHADOW_KEYS, RatingKey


class Mark(Enum):
    """What happens to a thing as a whole, as a diff marks it."""

    CREATED = "+"
    CHANGED = "~"
    REMOVED = "-"


@dataclass(frozen=True, slots=True)
class Turn:
    """One aspect of a thing: what it is, what it becomes, and the numbers of the steps that turn it."""

    aspect: str
    before: Value
    after: Value
    steps: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Thing:
    """An item, a section or the server, and all that a plan turns of it. `title` is empty where nobody named it."""

    of: str
    number: int
    title: str
    library: str
    turns: tuple[Turn, ...]

    @property
    def mark(self) -> Mark:
        """Whether it is made, removed, or changed."""
        kind = next((one for one in self.turns if one.aspect == "type"), None)
        if kind is None:
            return Mark.CHANGED
        return Mark.CREATED if kind.before is None else Mark.REMOVED

    @property
    def type(self) -> str:
        """The type of a thing that is made or removed: `collection`; empty for others."""
        kind = next((one for one in self.turns if one.aspect == "type"), None)
        return str(kind.after or kind.before) if kind is not None else ""

    @property
    def steps(self) -> tuple[int, ...]:
        """The numbers of the steps that turn it."""
        return tuple(sorted({number for turn in self.turns for number in turn.steps}))

    @property
    def is_new(self) -> bool:
        """Whether the server does not know it yet."""
        return self.of == "item" and self.number >= SHADOW_KEYS


@dataclass(frozen=True, slots=True)
class Net:
    """All things that a plan turns, in the order in which it comes to them; and steps that turn nothing one could see."""

    things: tuple[Thing, ...]
    silent: tuple[Step, ...]


def net(plan: Plan) -> Net:
    """What a plan comes to."""
    found: dict[tuple[str, int], dict[str, list[tuple[Step, Difference]]]] = {}
    libraries: dict[tuple[str, int], str] = {}
    for step in plan.steps:
        for one in step.differences:
            found.setdefault((one.of, one.number), {}).setdefault(one.aspect, []).append((step, one))
            libraries.setdefault((one.of, one.number), step.library)
    things = [
        Thing(of, number, _title(plan, of, number), libraries[of, number], turns)
        for (of, number), aspects in found.items()
        if (turns := tuple(_turns(aspects)))
    ]
    return Net(tuple(things), tuple(step for step in plan.steps if not step.differences))


def _turns(aspects: dict[str, list[tuple[Step, Difference]]]) -> Iterator[Turn]:
    for aspect, all_of_it in aspects.items():
        before, after = all_of_it[0][1].before, all_of_it[-1][1].after
        if before != after:
            yield Turn(aspect, before, after, tuple(step.number for step, _ in all_of_it))


def _title(plan: Plan, of: str, number: int) -> str:
    if of == "item":
        return plan.titles.get(RatingKey(number), "")
    return plan.server.name if of == "server" else ""
