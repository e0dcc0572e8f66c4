"""What changed between two plans: turns that only one of them has, and turns that come to something else."""

from collections.abc import Mapping
from dataclasses import dataclass

from halley.plans.model import Plan
from halley.plans.net import Thing, Turn, net

_Name = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Differing:
    """A turn of a thing in the first and in the second plan; None where it is not in one of them."""

    thing: Thing
    first: Turn | None
    second: Turn | None


def compare(first: Plan, second: Plan) -> tuple[Differing, ...]:
    """What differs, in the order of the first plan, then of the second. Plans of equal effect do not differ."""
    ours, theirs = _turns(first), _turns(second)
    found = [
        Differing(thing, turn, theirs[name][1] if name in theirs else None)
        for name, (thing, turn) in ours.items()
        if name not in theirs or _effect(theirs[name][1]) != _effect(turn)
    ]
    return (*found, *(Differing(thing, None, turn) for name, (thing, turn) in theirs.items() if name not in ours))


def _turns(plan: Plan) -> Mapping[_Name, tuple[Thing, Turn]]:
    return {(*_name(thing), turn.aspect): (thing, turn) for thing in net(plan).things for turn in thing.turns}


def _name(thing: Thing) -> tuple[str, str]:
    """What does not exist yet has another key in each plan: there the title counts."""
    return (f"new {thing.type} of {thing.library}", thing.title) if thing.is_new else (thing.of, str(thing.number))


def _effect(turn: Turn) -> tuple[object, object]:
    return turn.before, turn.after
