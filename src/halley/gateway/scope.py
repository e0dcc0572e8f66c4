"""Which items an engine may see: some items, what is above them, and what is below them.

A preview of five posters then costs five posters on a library of 50,000: the server is asked for those items alone.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from halley.plex.ids import ItemType, RatingKey

_LARGEST_FILTER = 200
"""Rating keys in an `id=` filter; with more the whole listing is read, and cut here."""


_IS_NO_TERM = re.compile(r"(type|sort|limit|group|include\w+|exclude\w+)=")
"""The parameters of a search that are no filters (spec, plex-api 4.2)."""


@dataclass(frozen=True, slots=True)
class Scope:
    """The rating keys that listings and searches show, by type. Types that are not here (collections) are shown whole."""

    keys: dict[ItemType, frozenset[RatingKey]]

    def shows(self, kind: ItemType, key: RatingKey) -> bool:
        """Whether a listing of that type may show the item."""
        return kind not in self.keys or key in self.keys[kind]

    def narrowed(self, raw_query: str, kind: ItemType) -> str:
        """The query of a search for items of that type, with the server asked for what is in scope only."""
        wanted = self.keys.get(kind)
        if wanted is None or len(wanted) > _LARGEST_FILTER:
            return raw_query
        ids = f"id={'%2C'.join(str(key) for key in sorted(wanted)) or '0'}"
        parts = [part for part in raw_query.split("&") if part]
        if "or=1" not in parts:
            return "&".join([*parts, ids])
        # The terms of the search go into a group of their own, so that an `or` among them cannot reach past the ids.
        terms = [part for part in parts if not _IS_NO_TERM.match(part)]
        others = [part for part in parts if _IS_NO_TERM.match(part)]
        return "&".join([*others, "push=1", *terms, "pop=1", ids])


def scope_of(found: Iterable[tuple[ItemType, RatingKey]]) -> Scope:
    """The scope of these items (with what is above and below them); every level of theirs is bounded."""
    keys: dict[ItemType, set[RatingKey]] = {kind: set() for kind in ItemType if kind not in _UNBOUNDED}
    for kind, key in found:
        keys.setdefault(kind, set()).add(key)
    return Scope({kind: frozenset(held) for kind, held in keys.items()})


_UNBOUNDED = frozenset({ItemType.COLLECTION, ItemType.PLAYLIST})
