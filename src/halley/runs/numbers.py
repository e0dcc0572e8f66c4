"""Numbers that a plan gave to what does not exist yet, and what the server calls it once it does.

Rating keys, places in playlists and tag ids from `SHADOW_KEYS` on were given out by a shadow. Two plans may use the same
numbers; within one they are given out in order, so that counting tells which step gives which.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields, replace

from halley.changes import Change
from halley.changes.differences import Difference, Value
from halley.changes.kinds import (
    AddToPlaylist,
    CreateCollection,
    CreatePlaylist,
    MoveInPlaylist,
    RemoveFromPlaylist,
    SetSmartRule,
)
from halley.plans import Step
from halley.plex.ids import SHADOW_KEYS, RatingKey

_KEYS = frozenset({"key", "keys", "items", "item", "after", "others"})
_SHADOW_NUMBER = re.compile(r"(?<![0-9])2[0-9]{9}(?![0-9])")
_ROW = re.compile(r"(custom\.collection\.[0-9]+\.)([0-9]+)")


Renumber = Callable[[int], int]


class Unknown(Exception):
    """Something is named that was not made: `number` is what the plan calls it."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


@dataclass(slots=True)
class Numbers:
    """What the server calls things: rating keys, places in playlists, tag ids."""

    keys: dict[int, int] = field(default_factory=dict)
    places: dict[int, int] = field(default_factory=dict)
    tags: dict[int, int] = field(default_factory=dict)

    def key(self, number: int) -> int:
        """The server's rating key. Raises Unknown for what was not made."""
        found = self.keys.get(number, number)
        if found >= SHADOW_KEYS:
            raise Unknown(found)
        return found

    def place(self, number: int) -> int:
        """The server's id of a place in a playlist. Raises Unknown."""
        found = self.places.get(number, number)
        if found >= SHADOW_KEYS:
            raise Unknown(found)
        return found

    def tag(self, number: int) -> int:
        """The server's id of a tag that was made on the way. Raises Unknown."""
        if number not in self.tags:
            raise Unknown(number)
        return self.tags[number]


def translated(change: Change, numbers: Numbers) -> Change:
    """A Change in the server's numbers. Raises Unknown where it names what was not made."""
    return renumbered(change, numbers.key, numbers.place, numbers.tag)


def renumbered(change: Change, key: Renumber, place: Renumber, tag: Renumber | None = None) -> Change:
    """A Change with other rating keys, places and tag ids in it."""
    found: dict[str, object] = {}
    for name in (one.name for one in fields(change)):
        value = getattr(change, name)
        if isinstance(change, MoveInPlaylist | RemoveFromPlaylist) and name in {"entry", "after"}:
            found[name] = None if value is None else place(value)
        elif isinstance(value, int) and name in _KEYS:
            found[name] = key(value)
        elif isinstance(value, tuple) and name in _KEYS:
            found[name] = tuple(key(one) for one in value)
        elif isinstance(value, str) and name in {"identifier", "after"}:
            # A collection's row has the collection's rating key in its name.
            found[name] = _ROW.sub(lambda row: f"{row[1]}{key(int(row[2]))}", value)
        elif isinstance(value, str) and name == "query" and tag is not None:
            found[name] = _SHADOW_NUMBER.sub(lambda number: str(tag(int(number[0]))), value)
    return replace(change, **found) if found else change  # type: ignore[arg-type]


def renumbered_differences(told: Iterable[Difference], key: Renumber) -> tuple[Difference, ...]:
    """Differences with other rating keys in them."""
    return tuple(
        replace(
            one,
            number=key(one.number) if one.of == "item" else one.number,
            before=_value(one.aspect, one.before, key),
            after=_value(one.aspect, one.after, key),
        )
        for one in told
    )


def translated_differences(told: Iterable[Difference], keys: Mapping[int, int]) -> tuple[Difference, ...]:
    """Differences in the server's numbers, as far as they are known."""
    return renumbered_differences(told, lambda number: keys.get(number, number))


def _value(aspect: str, value: Value, key: Renumber) -> Value:
    if aspect == "members" and isinstance(value, tuple):
        return tuple(key(one) for one in value if isinstance(one, int))
    return value


def made_by(step: Step) -> tuple[RatingKey, ...]:
    """The numbers of what a step makes, in order."""
    return tuple(
        RatingKey(one.number)
        for one in sorted(step.differences, key=lambda one: one.number)
        if one.of == "item" and one.aspect == "type" and one.before is None and one.number >= SHADOW_KEYS
    )


def places_made_by(change: Change) -> int:
    """How many places in playlists a Change makes."""
    return len(change.items) if isinstance(change, AddToPlaylist | CreatePlaylist) else 0


def first_places(steps: Iterable[Step]) -> dict[int, int]:
    """By the number of each step: the number of the first place in a playlist that it gives out."""
    found: dict[int, int] = {}
    at = SHADOW_KEYS
    for step in steps:
        found[step.number] = at
        at += places_made_by(step.change)
    return found


def named(change: Change) -> Iterator[int]:
    """The rating keys that a Change names."""
    for one in fields(change):
        value = getattr(change, one.name)
        if isinstance(change, MoveInPlaylist | RemoveFromPlaylist) and one.name in {"entry", "after"}:
            continue
        if isinstance(value, int) and one.name in _KEYS:
            yield value
        elif isinstance(value, tuple) and one.name in _KEYS:
            yield from (number for number in value if isinstance(number, int))
        elif isinstance(value, str) and one.name in {"identifier", "after"}:
            yield from (int(number) for _, number in _ROW.findall(value))


def shadow_tags(change: Change) -> frozenset[int]:
    """The tag ids in a rule that the server does not know."""
    query = change.query if isinstance(change, CreateCollection | CreatePlaylist | SetSmartRule) else None
    return frozenset(map(int, _SHADOW_NUMBER.findall(query or "")))
