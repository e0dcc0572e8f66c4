"""Whether what stands there is still what the plan saw, aspect by aspect.

A list (tags, members, rows) is compared in what a step takes away and adds, and where it only reorders in the order of what
both have; so that a label which a person added since does not stop a step that adds another one.
"""

from collections.abc import Iterable, Sequence

from halley.changes.differences import Difference, Value
from halley.plex.tags import TagKind

_TAGS = frozenset(kind.word for kind in TagKind)
_Key = tuple[str, int, str]


def drifted(planned: Iterable[Difference], fresh: Iterable[Difference]) -> tuple[str, ...]:
    """What a step would overwrite or take away that the plan did not see; () where it may be done.

    `planned` is what the plan expected the step to make different, `fresh` what it would make different now.
    """
    expected = {_key(one): one for one in planned}
    gone = {one.number for one in planned if one.of == "item" and one.aspect == "type" and one.after is None}
    found = []
    for one in fresh:
        reason = _against(one, expected.get(_key(one)), is_deletion=one.of == "item" and one.number in gone)
        if reason:
            found.append(reason)
    return tuple(found)


def _key(one: Difference) -> _Key:
    return one.of, one.number, one.aspect


def _against(fresh: Difference, plan: Difference | None, *, is_deletion: bool) -> str:
    if isinstance(fresh.before, tuple) or isinstance(fresh.after, tuple):
        return _of_list(fresh, plan)
    if plan is None:
        if fresh.before is None or (is_deletion and not is_said_by_people(fresh.aspect)):
            return ""
        return f"{_name(fresh)} is {_shown(fresh.before)}, which the plan did not see"
    if _same(fresh.before, plan.before):
        return ""
    if plan.before is None:
        return f"{_name(fresh)} was empty and is now {_shown(fresh.before)}"
    return f"{_name(fresh)} was {_shown(plan.before)} and is now {_shown(fresh.before)}"


def is_said_by_people(aspect: str) -> bool:
    """Of a thing that is deleted, attributes that the server counts by itself do not stop its deletion."""
    return aspect in {"title", "summary", "titleSort", "posters", "arts", "rule"} or aspect.startswith("setting ")


def _of_list(fresh: Difference, plan: Difference | None) -> str:
    fresh_gone, fresh_new = _moved(fresh)
    plan_gone, plan_new = _moved(plan) if plan is not None else (frozenset(), frozenset())
    surprising = fresh_gone - plan_gone
    if surprising:
        return f"{_name(fresh)} now has {_shown_all(surprising)}, which the plan did not see"
    more = fresh_new - plan_new
    if more and plan is not None:
        return f"{_name(fresh)} no longer has {_shown_all(more)}"
    if plan is not None and not fresh_gone and not fresh_new:
        return _of_order(fresh, plan)
    return ""


def _of_order(fresh: Difference, plan: Difference) -> str:
    """A step that only moves: the order of what both know must be the plan's."""
    now, then = _items(fresh.before), _items(plan.before)
    both = set(now) & set(then)
    was, stands = [one for one in then if one in both], [one for one in now if one in both]
    becomes = [one for one in _items(plan.after) if one in both]
    return f"the order of {_name(fresh)} is another one now" if stands not in (was, becomes) else ""


def _moved(one: Difference) -> tuple[frozenset[object], frozenset[object]]:
    """What a difference of lists takes away, and what it adds."""
    before, after = _folded(one, one.before), _folded(one, one.after)
    return frozenset(before) - frozenset(after), frozenset(after) - frozenset(before)


def _folded(one: Difference, value: Value) -> Sequence[object]:
    items = _items(value)
    return [str(each).casefold() for each in items] if one.aspect in _TAGS else items


def _items(value: Value) -> tuple[object, ...]:
    return tuple(tuple(one) if isinstance(one, list) else one for one in value) if isinstance(value, tuple) else ()


def _same(one: Value, other: Value) -> bool:
    return (one or None) == (other or None)


def _name(one: Difference) -> str:
    return one.aspect if one.of != "item" else f"{one.aspect} of {one.number}"


def _shown(value: Value) -> str:
    text = "empty" if value is None else repr(value)
    return text if len(text) <= 60 else f"{text[:57]}..."


def _shown_all(values: Iterable[object]) -> str:
    return _shown(", ".join(sorted(str(one) for one in values)))


def met(one: Difference, actual: Value, *, in_order: bool = True) -> bool:
    """Whether an aspect is what a difference was to make of it: lists in what came, went and, `in_order`, moved."""
    if not isinstance(one.before, tuple) and not isinstance(one.after, tuple):
        return _same(actual, one.after)
    gone, new = _moved(one)
    held = _folded(one, actual)
    if gone & set(held) or new - set(held):
        return False
    if one.aspect in _TAGS or not in_order:
        return True
    both = set(_items(one.after)) & set(held)
    return [each for each in _items(one.after) if each in both] == [each for each in held if each in both]
