"""Fields, locks and tags. Source: spec, plex-api 7.1."""

from typing import assert_never

from halley.changes.apply.membership import rename, tag_into, tag_out_of, tagged_item, untagged_item
from halley.changes.apply.refusal import CannotApply, known
from halley.changes.apply.stamps import stamped
from halley.changes.kinds import AddTags, Edit, Keys, LockField, RemoveTags, SetField
from halley.changes.wire.edits import ALBUM_ARTIST
from halley.plex.ids import ItemType
from halley.plex.items import Item
from halley.plex.library import Library
from halley.plex.tags import TagKind


def apply(change: Edit, library: Library, at: int) -> Library:
    """The library after one edit."""
    for key in change.keys:
        known(library, key)
    match change:
        case SetField(keys=keys, field=name, value=value, locked=locked):
            for key in keys:
                library = _with_value(library, library.items[key], name, value, at)
            return _locked(library, keys, name, locked) if name != ALBUM_ARTIST else library
        case LockField(field=name, locked=locked):
            return _locked(library, change.keys or _all_keys(change, library), name, locked)
        case AddTags(keys=keys, kind=kind, tags=texts, locked=locked):
            for text in texts:
                library = _tagged(library, keys, kind, text, at)
            return _locked(library, keys, kind.word, locked)
        case RemoveTags(keys=keys, kind=kind, tags=texts, locked=locked):
            for text in texts:
                library = _untagged(library, keys, kind, text)
            return _locked(library, keys, kind.word, locked)
        case _:
            assert_never(change)


def _with_value(library: Library, item: Item, name: str, value: str, at: int) -> Library:
    if name == ALBUM_ARTIST:
        if value != str(item.parent):
            raise CannotApply(400, "moving an album to another artist is not understood")
        return library
    if name == "title" and item.type is ItemType.COLLECTION:
        library = rename(library, item, value)
        return library.with_item(stamped(library.items[item.key], at))
    if name == "index" and item.type is ItemType.COLLECTION:
        raise CannotApply(400, "a collection's index is the id of its tag")
    if name == "title" and item.type is ItemType.PLAYLIST and not value:
        raise CannotApply(400, "a playlist needs a title")
    return library.with_item(stamped(item.with_attribute(name, value), at))


def _locked(library: Library, keys: Keys, name: str, locked: bool | None) -> Library:
    if locked is None:
        return library
    for key in keys:
        library = library.with_item(library.items[key].with_lock(name, locked=locked))
    return library


def _all_keys(change: LockField, library: Library) -> Keys:
    if change.section is None or change.type is None:
        raise CannotApply(400, "a lock of everything names a section and a type")
    return tuple(item.key for item in library.of(change.section, change.type))


def _tagged(library: Library, keys: Keys, kind: TagKind, text: str, at: int) -> Library:
    if kind is TagKind.COLLECTION:
        return tag_into(library, keys, text, at)
    library, tag = library.tagged(kind, text)
    for key in keys:
        library = library.with_item(tagged_item(library.items[key], tag))
    return library


def _untagged(library: Library, keys: Keys, kind: TagKind, text: str) -> Library:
    if kind is TagKind.COLLECTION:
        return tag_out_of(library, keys, text)
    for key in keys:
        library = library.with_item(untagged_item(library.items[key], kind, (text,)))
    return library
