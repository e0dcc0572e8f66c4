"""What a text variable is, and what can become of its value."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from halley.overlays.subject import Subject
from halley.plex.ids import ItemType

Raw = str | int | float | datetime | None
"""A value before it is written: milliseconds, a rating, a title. None is a value, too: a bitrate of no medium at all."""


@dataclass(frozen=True, slots=True)
class Refused:
    """A source did not answer for an item. `fails_item`: Kometa then draws nothing on it (spec, overlays 6.5)."""

    reason: str
    fails_item: bool = False


Facts = Mapping[str, float | Refused | None]
"""What outside sources know of one item, by variable (`tmdb_rating`); nothing and None are the same: not found."""
NO_FACTS: Facts = MappingProxyType({})


class Missing(Exception):
    """The item has no such value: the overlay is left out."""


class Unusable(Exception):
    """The value cannot be written: the item fails."""


M, S, N, E, R, L = (
    ItemType.MOVIE,
    ItemType.SHOW,
    ItemType.SEASON,
    ItemType.EPISODE,
    ItemType.ARTIST,
    ItemType.ALBUM,
)  #: movie, show, season, episode, artist, album, as the specification abbreviates levels


@dataclass(frozen=True, slots=True, kw_only=True)
class Variable:
    """A text variable: where it may stand, what may follow its name, where its value comes from and how it is written.

    `modifiers` are tried in their order, each with a sentence on what it gives. `read` is given the level of the definition
    and the modifier; it raises Missing or Unusable. `write` may raise ValueError, TypeError or OverflowError for a value
    that Python cannot write so.
    """

    name: str
    levels: frozenset[ItemType]
    modifiers: Mapping[str, str]
    read: Callable[[Subject, Facts, ItemType, str], Raw]
    write: Callable[[Raw, str], str]
    source: str  #: where the value comes from, in words: `the item's own rating`

    @property
    def is_outside(self) -> bool:
        """Whether somebody has to be asked for it."""
        return self.source.startswith("outside: ")


def levels(*kinds: ItemType) -> frozenset[ItemType]:
    return frozenset(kinds)


def present(value: str | None, name: str) -> str:
    """An attribute of the item. Raises Missing where it has none; an empty one is a value."""
    if value is None:
        raise Missing(f"it has no `{name}`")
    return value


def whole(text: str) -> int:
    """A whole number of Plex's. Raises Unusable for other text."""
    try:
        return int(text)
    except ValueError:
        raise Unusable(f"`{text}` is no whole number") from None


def number(value: Raw) -> float:
    """A raw value of a kind of which only numbers come."""
    if not isinstance(value, int | float):
        raise Unusable(f"`{value}` is no number")
    return value
