"""A plan as lines for a terminal: counts first, then every thing with what turns, in the manner of a diff."""

from collections.abc import Iterator, Sequence

from halley.plans.compare import Differing
from halley.plans.forecast import counts, forecast
from halley.plans.model import Plan
from halley.plans.net import Net, Thing, net
from halley.plans.words import asked_by, heading, line

_MEGABYTE = 1_000_000


def told(plan: Plan, most: int | None = None) -> Iterator[str]:
    """The lines of a plan; of its things `most` at most, None for all."""
    found = net(plan)
    yield f"Plan for {plan.server.name}: {_things(found)}, by {plan.source.engine} {plan.source.engine_version}".rstrip()
    for library, kinds in counts(plan).items():
        yield f"  {library or 'server'}: {', '.join(f'{count} {kind}' for kind, count in kinds.most_common())}"
    yield from _things_told(plan, found.things, most)
    for step in found.silent:
        yield f"* {step.words}"
        yield from (f"      by {one}" for one in asked_by((step,), plan.source.configuration))
    yield from _for_the_reader(plan)


def differing_told(found: Sequence[Differing], names: tuple[str, str]) -> Iterator[str]:
    """The lines of a comparison of two plans."""
    thing: Thing | None = None
    for one in found:
        if thing is None or (one.thing.of, one.thing.number) != (thing.of, thing.number):
            thing = one.thing
            yield heading(thing)
        for name, turn in zip(names, (one.first, one.second), strict=True):
            yield f"    {name}: {line(turn) if turn is not None else 'leaves it'}"


def _things(found: Net) -> str:
    marks = [one.mark.name.lower() for one in found.things]
    said = [f"{count} {name}" for name in ("created", "changed", "removed") if (count := marks.count(name))]
    return ", ".join(said) or ("nothing to do" if not found.silent else "no change that shows")


def _things_told(plan: Plan, things: Sequence[Thing], most: int | None) -> Iterator[str]:
    library: str | None = None
    steps = {step.number: step for step in plan.steps}
    for thing in things[:most]:
        if thing.library != library:
            library = thing.library
            yield f"\n{library or 'Server'}"
        yield f"  {heading(thing)}"
        yield from (f"      {line(turn)}" for turn in thing.turns if turn.aspect != "type")
        asked = asked_by((steps[number] for number in thing.steps), plan.source.configuration)
        yield from (f"      by {one}" for one in asked)
    if most is not None and len(things) > most:
        yield f"  and {len(things) - most} more things"


def _for_the_reader(plan: Plan) -> Iterator[str]:
    """What cannot be undone or done, and what it will cost."""
    for_good = [step for step in plan.steps if step.irreversible]
    if for_good:
        yield f"\n{len(for_good)} step{'s' if len(for_good) > 1 else ''} cannot be undone:"
        yield from (f"  {step.number}. {step.words}: {step.irreversible}" for step in for_good)
    yield from (f"not in this plan: {one}" for one in plan.unsupported)
    yield from (f"note: {one}" for one in plan.warnings)
    if plan.steps:
        cost = forecast(plan)
        yield (
            f"\n{len(plan.steps)} steps, about {cost.requests} requests, {cost.uploads} uploads of "
            f"{cost.upload_bytes / _MEGABYTE:.1f} MB, {duration(cost.seconds)}"
        )


def duration(seconds: float) -> str:
    """So many seconds as a person says them: `12 s`, `4 minutes`."""
    return f"{seconds / 60:.0f} minutes" if seconds >= 90 else f"{max(1, round(seconds))} s"
