"""Where filter attributes are entered, each with its own words."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from difflib import get_close_matches

from halley.plex.ids import ItemType
from halley.plex.items import Item
from halley.selection.attributes.kinds import Kind
from halley.selection.view import Seen, View

M, S, N, E = ItemType.MOVIE, ItemType.SHOW, ItemType.SEASON, ItemType.EPISODE
AR, AL, T = ItemType.ARTIST, ItemType.ALBUM, ItemType.TRACK
FILES = frozenset({M, S, N, E})
ALL = FILES | {AR, AL, T}

Read = Callable[[Item, View], Seen]


@dataclass(frozen=True, slots=True)
class Attribute:
    """One thing that filters can ask of an item.

    `levels` are those at which it may be asked; `is_part` says that a show, season, artist or album is judged by its
    episodes or tracks. `count` reads what `.count_gt` and its kin count. `says` is one sentence for the reference. `refused`
    is why Kometa takes the name and no value of it. `source` is who knows it, where that is not the server.
    """

    name: str
    kind: Kind
    levels: frozenset[ItemType]
    read: Read
    says: str
    is_part: bool = False
    count: Read | None = None
    refused: str | None = None
    source: str | None = None


ATTRIBUTES: dict[str, Attribute] = {}


def attribute(
    name: str,
    kind: Kind,
    levels: Iterable[ItemType],
    *,
    is_part: bool = False,
    count: Read | None = None,
    refused: str | None = None,
    source: str | None = None,
) -> Callable[[Read], Read]:
    """Enter a filter attribute; its docstring is what it says. A second owner of a name is an error."""

    def enter(read: Read) -> Read:
        if name in ATTRIBUTES:
            raise ValueError(f"two filters are called {name}")
        says = (read.__doc__ or "").strip()
        ATTRIBUTES[name] = Attribute(name, kind, frozenset(levels), read, says, is_part, count, refused, source)
        return read

    return enter


def nearest(name: str) -> str | None:
    """The attribute that a misspelled name may have meant."""
    near = get_close_matches(name, sorted(ATTRIBUTES), n=1)
    return near[0] if near else None
