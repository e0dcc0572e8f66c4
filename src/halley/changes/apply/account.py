"""Rating, played, progress: what belongs to the account. Source: spec, plex-api 7.2."""

from typing import assert_never

from halley.changes.apply.refusal import CannotApply, known
from halley.changes.kinds import AccountChange, MarkPlayed, Rate, SetProgress
from halley.plex.ids import ItemType
from halley.plex.items import Item
from halley.plex.library import Library


def apply(change: AccountChange, library: Library, at: int) -> Library:
    """The library after one change to the account's own view of an item."""
    item = known(library, change.key)
    match change:
        case Rate(rating=rating):
            value = None if rating is None else repr(float(rating))
            rated = item.with_attribute("userRating", value)
            return library.with_item(rated.with_attribute("lastRatedAt", None if rating is None else str(at)))
        case MarkPlayed(played=played):
            for leaf in library.leaves(item.key):
                library = library.with_item(_played(leaf, at) if played else _unplayed(leaf))
            return library
        case SetProgress(offset_ms=offset_ms):
            if item.type.child is not None or item.type in {ItemType.COLLECTION, ItemType.PLAYLIST}:
                raise CannotApply(400, f"a {item.type.word} has no resume point")
            # An offset of 0 is ignored (spec, plex-api 7.2).
            return library.with_item(item.with_attribute("viewOffset", str(offset_ms))) if offset_ms else library
        case _:
            assert_never(change)


def _played(item: Item, at: int) -> Item:
    counted = item.with_attribute("viewCount", str((item.number("viewCount") or 0) + 1))
    return counted.with_attribute("viewOffset", None).with_attribute("lastViewedAt", str(at))


def _unplayed(item: Item) -> Item:
    for name in ("viewCount", "viewOffset", "lastViewedAt"):
        item = item.with_attribute(name, None)
    return item
