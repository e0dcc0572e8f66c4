"""The way back from a run, as a plan: its steps last to first, each of them undone as the journal says.

The way back of a step is checked as any plan is: what it expects to find is what the run left. So what a person changed
since stays, and is named. An undo is a run like any other, and can be undone.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace

from halley.changes import Change, describe
from halley.changes.differences import Difference, Value
from halley.files import Picture
from halley.plans import Identity, Origin, Plan, Source, Step
from halley.plex.ids import SHADOW_KEYS
from halley.runs.journal import Journal, Run
from halley.runs.model import Intent, Outcome, State
from halley.runs.numbers import Numbers, places_made_by, renumbered, renumbered_differences

_DONE = frozenset({State.EXACT, State.DIFFERENT, State.BEGUN})


@dataclass(frozen=True, slots=True)
class WayBack:
    """A plan that takes a run back. `groups` says which step of the run each step undoes, `was` of numbers which thing
    or place that is gone they stand for again, `pictures` what the server called the pictures that were shown before.
    """

    plan: Plan
    groups: dict[int, int]
    was: Numbers
    pictures: dict[str, Picture]


def way_back_from(journal: Journal, run: Run, chosen: Collection[int] | None = None, read_at: str = "") -> WayBack:
    """The plan that takes a run back, or those of its steps that are chosen."""
    intents = journal.intents(run.id)
    outcomes = [one for one in journal.outcomes(run.id) if one.state in _DONE or one.state is State.ASKED]
    unwinding = _Unwinding(journal.numbers(run.id), journal.successors(run.server.machine_id))
    warnings = []
    for outcome in reversed(outcomes):
        intent = intents.get(outcome.number)
        if intent is None or (chosen is not None and outcome.number not in chosen):
            continue
        if intent.irreversible or (outcome.state is State.ASKED and not intent.back):
            warnings.append(f"step {outcome.number} ({outcome.words}) cannot be taken back: {intent.irreversible}")
        else:
            unwinding.unwind(intent, outcome)
    plan = Plan(
        Identity(run.server.machine_id, run.server.name, run.server.version),
        Source(f"the journal of run {run.id}", "", "undo", ""),
        read_at,
        steps=tuple(unwinding.steps),
        warnings=tuple(warnings),
    )
    pictures = {shown.name: shown.picture for one in intents.values() for shown in one.shown if shown.picture}
    return WayBack(plan, unwinding.groups, unwinding.was, pictures)


def steps_of(journal: Journal, run: str) -> tuple[Step, ...]:
    """The steps of a run that were begun, as the journal has them."""
    return tuple(
        Step(one.number, one.change, one.words, one.differences, one.library) for one in journal.intents(run).values()
    )


@dataclass(slots=True)
class _Unwinding:
    """The steps of a way back. What has to be made again gets numbers of this plan, from `SHADOW_KEYS` on.

    `numbers` is what the run's own numbers became, `successors` what runs since then made again; `again` and
    `places_again` lead from what the run took away to what this plan makes in its place.
    """

    numbers: Numbers
    successors: Numbers
    steps: list[Step] = field(default_factory=list)
    groups: dict[int, int] = field(default_factory=dict)
    was: Numbers = field(default_factory=Numbers)
    again: dict[int, int] = field(default_factory=dict)
    places_again: dict[int, int] = field(default_factory=dict)
    next_key: int = SHADOW_KEYS
    next_place: int = SHADOW_KEYS

    def unwind(self, intent: Intent, outcome: Outcome) -> None:
        """Add the steps that take one step back."""
        made = sorted({one.number for back in intent.back for one in back.differences if _makes(one)})
        new = {number: self.next_key + place for place, number in enumerate(made)}
        count = sum(places_made_by(back.change) for back in intent.back)
        first = self.next_place

        def key(number: int) -> int:
            if number in new:
                return new[number]
            real = self.numbers.keys.get(number, number)
            real = self.successors.keys.get(real, real)
            return self.again.get(real, real)

        def place(number: int) -> int:
            if intent.first_place <= number < intent.first_place + count:
                return first + number - intent.first_place
            real = self.numbers.places.get(number, number)
            real = self.successors.places.get(real, real)
            return self.places_again.get(real, real)

        left = _left_otherwise(intent, outcome, self.numbers)
        for back in intent.back:
            told = (_with_left(one, left) for one in back.differences)
            self._add(renumbered(back.change, key, place), renumbered_differences(told, key), outcome)
        gone = [one.number for one in intent.differences if one.of == "item" and one.aspect == "type" and one.after is None]
        self._remember(gone, list(new.values()), intent.gone[:count])

    def _remember(self, gone: Sequence[int], new: Sequence[int], places: Sequence[int]) -> None:
        for old, number in zip(gone, new, strict=False):
            current = self.successors.keys.get(old, old)
            self.was.keys[number] = current
            self.again[current] = number
        for number, old in enumerate(places, self.next_place):
            current = self.successors.places.get(old, old)
            self.was.places[number] = current
            self.places_again[current] = number
        self.next_key += len(new)
        self.next_place += len(places)

    def _add(self, change: Change, told: tuple[Difference, ...], outcome: Outcome) -> None:
        number = len(self.steps) + 1
        origin = Origin(definition=f"step {outcome.number}", request=outcome.words)
        self.steps.append(Step(number, change, describe(change, None), told, outcome.library, origin))
        self.groups[number] = outcome.number


def _makes(one: Difference) -> bool:
    return one.of == "item" and one.aspect == "type" and one.before is None


_Left = dict[tuple[int, str, Value], Value]


def _left_otherwise(intent: Intent, outcome: Outcome, numbers: Numbers) -> _Left:
    """Where the run left something other than it was to: by item, aspect and what it was to be, what it is."""
    stands = {(one.of, one.number, one.aspect): one.after for one in outcome.left}
    found: _Left = {}
    for one in intent.differences:
        real = numbers.keys.get(one.number, one.number)
        after = stands.get((one.of, real, one.aspect), one.after)
        if after != one.after and not isinstance(one.after, tuple):
            found[one.number, one.aspect, one.after] = after
    return found


def _with_left(one: Difference, left: _Left) -> Difference:
    found = left.get((one.number, one.aspect, one.before)) if not isinstance(one.before, tuple) else None
    return one if found is None else replace(one, before=found)
