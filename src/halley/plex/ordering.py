"""Sort orders: several keys, other levels' fields, each type's default. Source: spec, plex-api 3.2 and 4.5."""

import unicodedata
from collections.abc import Callable, Iterable
from functools import lru_cache
from random import Random
from typing import assert_never

from halley.plex.conditions import ancestor, descendants
from halley.plex.fields import FIELDS, family
from halley.plex.ids import ItemType, RatingKey
from halley.plex.items import Item
from halley.plex.library import Library
from halley.plex.query import Direction, SortKey
from halley.plex.readings import Chance, Flag, Moment, Number, Tagged, Text, Words

Value = str | float | None
_LAST = Direction.NULLS_LAST


def default_order(kind: ItemType) -> tuple[SortKey, ...]:
    """What results of a type are sorted by where the query does not say."""
    return _DEFAULTS.get(kind) or (SortKey(kind, "titleSort"),)


_DEFAULTS: dict[ItemType, tuple[SortKey, ...]] = {
    ItemType.SEASON: (SortKey(ItemType.SHOW, "titleSort"), SortKey(ItemType.SEASON, "index")),
    ItemType.EPISODE: (
        SortKey(ItemType.SHOW, "titleSort"),
        SortKey(ItemType.SEASON, "index", _LAST),
        SortKey(ItemType.EPISODE, "index", _LAST),
        SortKey(ItemType.EPISODE, "originallyAvailableAt", _LAST),
        SortKey(ItemType.EPISODE, "titleSort"),
        SortKey(ItemType.EPISODE, "id"),
    ),
    ItemType.ALBUM: (
        SortKey(ItemType.ARTIST, "titleSort"),
        SortKey(ItemType.ALBUM, "titleSort"),
        SortKey(ItemType.ALBUM, "index"),
        SortKey(ItemType.ALBUM, "id"),
        SortKey(ItemType.ALBUM, "originallyAvailableAt"),
    ),
    ItemType.TRACK: (
        SortKey(ItemType.ARTIST, "titleSort"),
        SortKey(ItemType.ALBUM, "titleSort"),
        SortKey(ItemType.ALBUM, "year"),
        SortKey(ItemType.TRACK, "absoluteIndex"),
        SortKey(ItemType.TRACK, "index"),
        SortKey(ItemType.TRACK, "titleSort"),
        SortKey(ItemType.TRACK, "id"),
    ),
}


def ordered(
    items: Iterable[Item], kind: ItemType, sort: tuple[SortKey, ...], library: Library, chance: Random
) -> list[Item]:
    """Items of one type in that order, or in the type's own. What compares equal stays as it came."""
    found = list(items)
    keys = sort or default_order(kind)
    if any(isinstance(FIELDS[key.field].reading, Chance) for key in keys):
        chance.shuffle(found)
        return found
    for key in reversed(keys):
        _sort_by(found, key, value_of(key, kind, library))
    return found


def _sort_by(items: list[Item], key: SortKey, value: Callable[[Item], Value]) -> None:
    descending = key.direction is Direction.DESCENDING
    held: list[tuple[str | float, Item]] = []
    missing: list[Item] = []
    for item in items:
        found = value(item)
        if found is None:
            missing.append(item)
        else:
            held.append((found, item))
    held.sort(key=_first, reverse=descending)
    sorted_items = [item for _, item in held]
    items[:] = [*missing, *sorted_items] if key.direction is Direction.ASCENDING else [*sorted_items, *missing]


def _first(pair: tuple[str | float, Item]) -> str | float:
    return pair[0]


def value_of(key: SortKey, kind: ItemType, library: Library) -> Callable[[Item], Value]:
    """What items of that type are compared by: the field, of the parent or of the last of those below where it is theirs."""
    read = _reader(key.field, library)
    if key.level is kind:
        return read
    levels = family(kind)
    if key.level not in levels:
        return lambda _: None
    if levels.index(key.level) > levels.index(kind):
        return lambda item: _latest(read(below) for below in descendants(library, item.key, key.level))
    seen: dict[RatingKey | None, Value] = {}

    def above(item: Item) -> Value:
        if item.parent not in seen:
            owner = ancestor(library, item, key.level)
            seen[item.parent] = None if owner is None else read(owner)
        return seen[item.parent]

    return above


def _latest(values: Iterable[Value]) -> Value:
    """The greatest; all are of one field, so all are texts or all are numbers."""
    found = [value for value in values if value is not None]
    return max(found, default=None)


def _reader(field: str, library: Library) -> Callable[[Item], Value]:
    match FIELDS[field].reading:
        case Text(read):
            return lambda item: collated(read(item) or "") or None
        case Words(read_words):
            return lambda item: min(read_words(item), default=None)
        case Number(read_number):
            return lambda item: read_number(item, library)
        case Moment(read_moment):
            return read_moment
        case Flag(read_flag):
            return lambda item: float(read_flag(item, library))
        case Tagged(kind):
            return lambda item: min((tag.text.casefold() for tag in item.tags.get(kind, ())), default=None)
        case Chance():
            return lambda _: None
        case reading:
            assert_never(reading)


@lru_cache(maxsize=65536)
def collated(text: str) -> str:
    """The form in which texts are compared: case and accents aside."""
    folded = text.casefold()
    if folded.isascii():
        return folded
    return "".join(one for one in unicodedata.normalize("NFKD", folded) if not unicodedata.combining(one))
