"""One number for everything that a server holds: two equal digests mean that nothing at all is different."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from enum import Enum
from typing import TypeVar

from immutables import Map

from halley.plex.ids import RatingKey
from halley.plex.library import Library

K = TypeVar("K")


def digest(library: Library) -> str:
    """SHA-256 (hex) over the whole state in one fixed order: items, tags, locks, pictures, order, settings, counters."""
    summed = hashlib.sha256()
    # A list that was emptied is no list: what once held something is as if it never had.
    index, children = _filled(library.index), _filled(library.children)
    for part in _canonical(replace(library, index=index, children=children)):
        summed.update(part.encode("utf-8", "surrogatepass"))
        summed.update(b"\0")
    return summed.hexdigest()


def _filled(lists: Map[K, tuple[RatingKey, ...]]) -> Map[K, tuple[RatingKey, ...]]:
    return Map({where: keys for where, keys in lists.items() if keys})


def _canonical(value: object) -> Iterator[str]:
    match value:
        case Enum():
            yield value.name
        case Map() | Mapping():
            yield "{"
            for key, held in sorted(((repr(key), held) for key, held in value.items()), key=lambda pair: pair[0]):
                yield key
                yield from _canonical(held)
            yield "}"
        case frozenset():
            yield repr(sorted(value))
        case tuple():
            yield "("
            for one in value:
                yield from _canonical(one)
            yield ")"
        case _ if is_dataclass(value) and not isinstance(value, type):
            yield type(value).__name__
            for one in fields(value):
                yield one.name
                yield from _canonical(getattr(value, one.name))
        case _:
            yield repr(value)
