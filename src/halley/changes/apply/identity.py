"""Deleting, splitting, merging, matching: what changes which items there are. Source: spec, plex-api 7.2."""

from dataclasses import replace
from typing import assert_never

from halley.changes.apply.membership import hub_of, leave, without_hub
from halley.changes.apply.refusal import CannotApply, known
from halley.changes.apply.stamps import stamped
from halley.changes.kinds import DeleteItem, IdentityChange, Keys, MatchItem, MergeItems, SplitItem
from halley.plex.ids import ItemType
from halley.plex.items import Item
from halley.plex.library import Library
from halley.plex.tags import TagKind


def apply(change: IdentityChange, library: Library, at: int) -> Library:
    """The library after one change to what items there are."""
    item = known(library, change.key)
    match change:
        case DeleteItem(key=key, type=kind):
            return _deleted(library, known(library, key, kind))
        case SplitItem():
            return _split(library, item, at)
        case MergeItems(others=others):
            return _merged(library, item, others, at)
        case MatchItem(guid=guid):
            # The new metadata come later, by themselves; what is certain at once is the identity.
            matched = replace(item, guids=()).with_attribute("guid", guid or f"local://{item.key}")
            return library.with_item(stamped(matched, at))
        case _:
            assert_never(change)


def _deleted(library: Library, item: Item) -> Library:
    if item.type is ItemType.COLLECTION and item.section is not None:
        library = leave(library, item, library.members.get(item.key, ()))
        library = without_hub(library, item.section, hub_of(item))
    library = library.without(item.key)
    return replace(library, entries=library.entries.delete(item.key)) if item.key in library.entries else library


def _split(library: Library, item: Item, at: int) -> Library:
    """Each further version becomes an item of its own, in the same collections."""
    for version in item.media[1:]:
        new = stamped(replace(item, key=library.next_key, media=(version,)), at)
        library = library.with_new_items([new])
        for title in (tag.text for tag in new.tags_of(TagKind.COLLECTION)):
            collection = library.collection_called(new.section, title) if new.section is not None else None
            if collection is not None and not collection.is_smart:
                held = library.members.get(collection.key, ())
                library = replace(library, members=library.members.set(collection.key, (*held, new.key)))
    return library.with_item(stamped(replace(item, media=item.media[:1]), at)) if len(item.media) > 1 else library


def _merged(library: Library, item: Item, others: Keys, at: int) -> Library:
    """The versions, and what is below, of the other items come to the first one; the others go."""
    for key in dict.fromkeys(others):
        other = known(library, key, item.type)
        if key == item.key:
            raise CannotApply(400, "an item is not merged with itself")
        item = replace(item, media=(*item.media, *other.media))
        below = library.children.get(key, ())
        for child in below:
            library = library.with_item(replace(library.items[child], parent=item.key))
        if below:
            joined = (*library.children.get(item.key, ()), *below)
            library = replace(library, children=library.children.delete(key).set(item.key, joined))
        library = _deleted(library, other)
    return library.with_item(stamped(item, at))
