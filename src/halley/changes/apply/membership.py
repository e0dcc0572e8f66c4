"""Collections and their tag: two faces of one thing.

An item belongs to a plain collection exactly when it carries the collection's tag; both are kept here, together. The tag's
text is compared case-blind, its spelling is the server's. Source: spec, plex-api 9.1, 9.3.
"""

import uuid
from collections.abc import Iterable
from dataclasses import replace

from immutables import Map

from halley.changes.apply.refusal import CannotApply
from halley.plex.ids import ItemType, RatingKey, SectionId
from halley.plex.items import Item
from halley.plex.library import Hub, Library
from halley.plex.tags import Tag, TagKind

_TAG = TagKind.COLLECTION


def make_collection(
    library: Library, section: SectionId, kind: ItemType, title: str, at: int, content: str | None = None
) -> tuple[Library, Item]:
    """The library with a new collection, plain and empty, or smart with that `content`. An orphaned tag is used again."""
    library, tag = library.tagged(_TAG, title)
    key = library.next_key
    item = Item(key, ItemType.COLLECTION, section, Map())
    told = {
        "guid": f"collection://{made_guid(library, key)}",
        "title": title,
        "subtype": kind.word,
        "index": str(tag.id),
        "smart": "1" if content is not None else None,
        "content": content,
        "addedAt": str(at),
        "updatedAt": str(at),
    }
    for name, value in told.items():
        item = item.with_attribute(name, value)
    library = library.with_new_items([item])
    if content is None:
        library = replace(library, members=library.members.set(key, ()))
    return library, item


def made_guid(library: Library, key: RatingKey) -> uuid.UUID:
    """An identity for something made here; the same for the same server and key, so that a replay gives the same library."""
    return uuid.uuid5(uuid.NAMESPACE_URL, f"plex://{library.server.machine_id}/{key}")


def enter(library: Library, collection: Item, keys: Iterable[RatingKey]) -> Library:
    """Items into a plain collection, at the end, those that are in it already left where they are."""
    library, tag = library.tagged(_TAG, collection.title)
    held = library.members.get(collection.key, ())
    new = tuple(key for key in dict.fromkeys(keys) if key not in held)
    for key in new:
        library = library.with_item(tagged_item(library.items[key], tag))
    return replace(library, members=library.members.set(collection.key, (*held, *new)))


def leave(library: Library, collection: Item, keys: Iterable[RatingKey]) -> Library:
    """Items out of a plain collection. The collection stays, even empty (spec, plex-api 19.10)."""
    gone = set(keys)
    for key in gone & set(library.items):
        library = library.with_item(untagged_item(library.items[key], _TAG, (collection.title,)))
    held = library.members.get(collection.key, ())
    return replace(library, members=library.members.set(collection.key, tuple(key for key in held if key not in gone)))


def tag_into(library: Library, keys: Iterable[RatingKey], title: str, at: int) -> Library:
    """Items tagged with a collection's name: they enter it, and the first of a section makes it where there is none."""
    by_section: dict[SectionId, list[RatingKey]] = {}
    for key in keys:
        section = library.items[key].section
        if section is None or library.items[key].type is ItemType.COLLECTION:
            raise CannotApply(400, "collections and playlists are in no collection")
        by_section.setdefault(section, []).append(key)
    for section, found in by_section.items():
        collection = library.collection_called(section, title)
        if collection is None:
            library, collection = make_collection(library, section, library.items[found[0]].type, title, at)
            collection = _as_spelled(library, collection)
            library = library.with_item(collection)
        if collection.is_smart:
            library, tag = library.tagged(_TAG, title)
            for key in found:
                library = library.with_item(tagged_item(library.items[key], tag))
        else:
            library = enter(library, collection, found)
    return library


def tag_out_of(library: Library, keys: Iterable[RatingKey], title: str) -> Library:
    """Items that lose a collection's tag: they leave it."""
    for key in keys:
        item = library.items[key]
        collection = library.collection_called(item.section, title) if item.section is not None else None
        if collection is not None and not collection.is_smart:
            library = leave(library, collection, [key])
        else:
            library = library.with_item(untagged_item(item, _TAG, (title,)))
    return library


def _as_spelled(library: Library, collection: Item) -> Item:
    return collection.with_attribute("title", library.tagged(_TAG, collection.title)[1].text)


def tagged_item(item: Item, tag: Tag) -> Item:
    """The item with that tag, once. What came with the tag for another item (a role's name) does not come along."""
    if item.has_tag(tag.kind, tag.text):
        return item
    return item.with_tags(tag.kind, (*item.tags_of(tag.kind), Tag(tag.kind, tag.text, tag.id)))


def untagged_item(item: Item, kind: TagKind, texts: Iterable[str]) -> Item:
    """The item without those tags, case aside."""
    gone = {text.casefold() for text in texts}
    return item.with_tags(kind, tuple(tag for tag in item.tags_of(kind) if tag.text.casefold() not in gone))


def rename(library: Library, collection: Item, title: str) -> Library:
    """A collection under another name: on itself, its tag, its members and its row.

    Raises CannotApply 409 where the name is taken: by a collection of the section, or by a tag that no collection of
    another section explains (an orphan; spec, plex-api 9.1).
    """
    if not title:
        raise CannotApply(400, "a collection needs a title")
    if collection.section is None or _is_taken(library, collection, collection.section, title):
        raise CannotApply(409, f"there is already a collection {title!r}")
    old = (_TAG, collection.title.casefold())
    library, tag = _renamed_tag(library, collection, title)
    for key in library.members.get(collection.key, ()):
        item = library.items[key]
        tags = tuple(tag if one.identity == old else one for one in item.tags_of(_TAG))
        library = library.with_item(item.with_tags(_TAG, tags))
    library = library.with_item(collection.with_attribute("title", title).with_attribute("index", str(tag.id)))
    row = hub_of(collection)
    hubs = library.hubs.get(collection.section, ())
    if any(hub.identifier == row for hub in hubs):
        named = tuple(replace(hub, title=title) if hub.identifier == row else hub for hub in hubs)
        library = replace(library, hubs=library.hubs.set(collection.section, named))
    return library


def _is_taken(library: Library, collection: Item, section: SectionId, title: str) -> bool:
    folded = title.casefold()
    if folded == collection.title.casefold():
        return False
    if library.collection_called(section, title) is not None:
        return True
    return (_TAG, folded) in library.tags and all(one.title.casefold() != folded for one in library.collections())


def _renamed_tag(library: Library, collection: Item, title: str) -> tuple[Library, Tag]:
    old = (_TAG, collection.title.casefold())
    known = library.tags.get(old)
    others = (one for one in library.collections() if one.key != collection.key)
    if known is None or any(one.title.casefold() == old[1] for one in others):
        return library.tagged(_TAG, title)
    if (_TAG, title.casefold()) in library.tags and title.casefold() != old[1]:
        return library.tagged(_TAG, title)
    tag = Tag(_TAG, title, known.id, known.attributes)
    return replace(library, tags=library.tags.delete(old).set(tag.identity, tag)), tag


def hub_of(collection: Item) -> str:
    """The identifier of a collection's managed row."""
    return f"custom.collection.{collection.section}.{collection.key}"


def without_hub(library: Library, section: SectionId, identifier: str) -> Library:
    """The library without that managed row."""
    hubs = library.hubs.get(section, ())
    kept: tuple[Hub, ...] = tuple(hub for hub in hubs if hub.identifier != identifier)
    return replace(library, hubs=library.hubs.set(section, kept)) if len(kept) < len(hubs) else library
