"""Which steps of a plan build on which: who adds to a list needs the step that makes it."""

from collections.abc import Collection, Iterator, Mapping, Sequence

from halley.changes.kinds import AddTags, MoveInPlaylist, RemoveFromPlaylist
from halley.plans import Plan, Step
from halley.plex.ids import SHADOW_KEYS
from halley.runs.numbers import first_places, made_by, named, places_made_by, shadow_tags

Needs = Mapping[int, frozenset[int]]
"""By the number of a step: the steps that it builds on. Those that need none are not there."""


def needs_of(plan: Plan) -> Needs:
    """What each step of a plan builds on, which is always before it."""
    makers = {int(key): step.number for step in plan.steps for key in made_by(step)}
    places = _places(plan.steps)
    tags = dict(_tags(plan))
    found: dict[int, frozenset[int]] = {}
    for step in plan.steps:
        needed = {makers[key] for key in named(step.change) if key in makers}
        needed |= {places[place] for place in _entries(step) if place in places}
        needed |= {tags[tag] for tag in shadow_tags(step.change) if tag in tags}
        needed.discard(step.number)
        if needed:
            found[step.number] = frozenset(needed)
    return found


def with_dependants(numbers: Collection[int], needs: Needs) -> frozenset[int]:
    """Steps, and all that build on them."""
    found = set(numbers)
    for number in sorted(needs):
        if not needs[number].isdisjoint(found):
            found.add(number)
    return frozenset(found)


def with_needed(numbers: Collection[int], needs: Needs) -> frozenset[int]:
    """Steps, and all that they build on."""
    found, todo = set(numbers), list(numbers)
    while todo:
        new = needs.get(todo.pop(), frozenset()) - found
        found |= new
        todo += new
    return frozenset(found)


def _places(steps: Sequence[Step]) -> dict[int, int]:
    """By the number of a place in a playlist: the step that makes it."""
    if not any(places_made_by(step.change) for step in steps):
        return {}
    first = first_places(steps)
    return {
        place: step.number
        for step in steps
        for place in range(first[step.number], first[step.number] + places_made_by(step.change))
    }


def _entries(step: Step) -> Iterator[int]:
    if isinstance(step.change, MoveInPlaylist | RemoveFromPlaylist):
        yield step.change.entry
        if isinstance(step.change, MoveInPlaylist) and step.change.after is not None:
            yield step.change.after


def _tags(plan: Plan) -> Iterator[tuple[int, int]]:
    """By the id of a tag that the server does not know: the first step that puts it on something."""
    if not plan.tags:
        return
    adding: dict[tuple[str, str], int] = {}
    for step in plan.steps:
        if isinstance(step.change, AddTags):
            for text in step.change.tags:
                adding.setdefault((step.change.kind.word, text.casefold()), step.number)
    for number, (kind, text) in plan.tags.items():
        if number >= SHADOW_KEYS and (kind, text.casefold()) in adding:
            yield number, adding[kind, text.casefold()]
