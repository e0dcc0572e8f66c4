"""Which items a definition means: its part of `selection`, with the place of every value in the user's files."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Final

from halley.definitions import words
from halley.definitions.definition import Definition, Failed
from halley.location import Located, Location, Scalar
from halley.plex.ids import ItemType
from halley.selection import Selection, parse_selection
from halley.selection.problems import Problem as Wrong
from halley.selection.values import Value

_LEVELS: Final = frozenset({"builder_level", "collection_level", "overlay_level"})
_ABOUT_ITEMS: Final = words.BUILDERS | _LEVELS | {"filters", "filter", "default_percent"}


def meant_by(definition: Definition, library: ItemType, now: datetime) -> tuple[Selection | None, tuple[Wrong, ...]]:
    """The selection of a definition that runs, and what is wrong with it."""
    return parse_selection(bare(definition.attributes), library, places(definition), now)


def wrong_with_items(outcome: Definition | Failed, library: ItemType, now: datetime) -> tuple[bool, tuple[Wrong, ...]]:
    """Whether a definition can find anything, and what is wrong with its searches and filters, where it fails elsewhere too.

    What `definitions` tells by itself is not told again: words that nobody knows, blank ones, and levels.
    """
    level = {name.lower(): value for name, value in outcome.attributes.items() if name.lower() in _LEVELS}
    known = words.LEVELS[library.word]
    is_level_known = all(str(value).lower() in known for value in level.values() if value)
    given = {
        name: value
        for name, value in outcome.attributes.items()
        if _attribute(name) in _ABOUT_ITEMS and value.value is not None and (is_level_known or name.lower() not in _LEVELS)
    }
    if not any(_attribute(name) in words.BUILDERS for name in given):
        given["plex_all"] = Located(True, outcome.where)
    selection, found = parse_selection(bare(given), library, places(outcome), now)
    return selection is not None, found


def _attribute(written: str) -> str:
    return written.lower().partition(".")[0]


def places(outcome: Definition | Failed) -> Callable[[tuple[str, ...]], Location]:
    """Where the value at the end of a chain of keys was written; of what is in a list the first that has the key."""
    attributes: dict[Scalar, Located] = dict(outcome.attributes.items())

    def place(path: tuple[str, ...]) -> Location:
        at, inside = outcome.where, [Located(attributes, outcome.where)]
        for key in path:
            inside = [found for one in inside for found in _inside(one, key)]
            if not inside:
                break
            at = inside[0].at
        return replace(at, path=(*outcome.where.path, *path))

    return place


def _inside(value: Located, key: str) -> list[Located]:
    return [one for each in (value.items or (value,)) for name, one in each.entries.items() if str(name) == key]


def bare(attributes: Mapping[str, Located]) -> Mapping[str, Value]:
    """The attributes without their places, for whoever takes names for texts."""
    return {name: _value(value) for name, value in attributes.items()}


def _value(located: Located) -> Value:
    if located.is_mapping:
        return {str(key): _value(one) for key, one in located.entries.items()}
    return [_value(one) for one in located.items] if located.is_list else located.scalar
