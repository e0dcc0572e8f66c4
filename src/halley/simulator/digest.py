"""One number for everything that a server holds: two equal digests mean that nothing at all is different."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from enum import Enum

from immutables import Map

from halley.plex.library import Library


def digest(library: Library) -> str:
    """SHA-256 (hex) over the whole state in one fixed order: items, tags, locks, pictures, order, settings, counters."""
    summed = hashlib.sha256()
    for part in _canonical(library):
        summed.update(part.encode("utf-8", "surrogatepass"))
        summed.update(b"\0")
    return summed.hexdigest()


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
