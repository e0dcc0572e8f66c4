"""Collections and playlists. Source: spec, plex-api 9, 11."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar, assert_never
from urllib.parse import quote, unquote

from immutables import Map

from halley.changes.apply.membership import enter, leave, made_guid, make_collection
from halley.changes.apply.refusal import CannotApply, known
from halley.changes.kinds import (
    AddToCollection,
    AddToPlaylist,
    ClearPlaylist,
    CollectionChange,
    CreateCollection,
    CreatePlaylist,
    MoveInCollection,
    MoveInPlaylist,
    PlaylistChange,
    RemoveFromCollection,
    RemoveFromPlaylist,
    SetSmartRule,
)
from halley.plex.ids import ItemType, RatingKey, SectionId
from halley.plex.items import Item
from halley.plex.library import Library, PlaylistEntry

_Place = TypeVar("_Place")


def apply(change: CollectionChange | PlaylistChange | SetSmartRule, library: Library, at: int) -> Library:
    """The library after one change of a collection or playlist."""
    if isinstance(change, CollectionChange):
        return _apply_collection(change, library, at)
    if isinstance(change, PlaylistChange):
        return _apply_playlist(change, library, at)
    return _apply_rule(change, library)


def _apply_collection(change: CollectionChange, library: Library, at: int) -> Library:
    if isinstance(change, CreateCollection):
        return _created(change, library, at)
    collection = _plain(library, change.key, ItemType.COLLECTION)
    held = library.members.get(collection.key, ())
    match change:
        case AddToCollection(items=items):
            return enter(library, collection, _all_of(library, items, collection.section))
        case RemoveFromCollection(item=item):
            if item not in held:
                raise CannotApply(404, f"{item} is not in collection {collection.key}")
            return leave(library, collection, [item])
        case MoveInCollection(item=item, after=after):
            return replace(library, members=library.members.set(collection.key, moved(held, item, after)))
        case _:
            assert_never(change)


def _apply_playlist(change: PlaylistChange, library: Library, at: int) -> Library:
    if isinstance(change, CreatePlaylist):
        return _created_playlist(change, library, at)
    key = _plain(library, change.key, ItemType.PLAYLIST).key
    held = library.entries.get(key, ())
    match change:
        case AddToPlaylist(items=items):
            return _appended(library, key, _all_known(library, items))
        case RemoveFromPlaylist(entry=entry):
            _place(held, entry)
            return replace(library, entries=library.entries.set(key, tuple(one for one in held if one.id != entry)))
        case MoveInPlaylist(entry=entry, after=after):
            behind = None if after is None else _place(held, after)
            return replace(library, entries=library.entries.set(key, moved(held, _place(held, entry), behind)))
        case ClearPlaylist():
            return replace(library, entries=library.entries.set(key, ()))
        case _:
            assert_never(change)


def _apply_rule(change: SetSmartRule, library: Library) -> Library:
    item = known(library, change.key, change.type)
    if not item.is_smart:
        raise CannotApply(400, f"{change.key} is not smart")
    if change.type is ItemType.PLAYLIST:
        content = playlist_content(library, change.path, change.query)
    else:
        content = collection_content(library, change.path, change.query)
    return library.with_item(item.with_attribute("content", content))


def collection_content(library: Library, path: str, query: str) -> str:
    """The rule as a smart collection shows it: the query exactly as it was stored (spec, plex-api 9.1)."""
    return f"server://{library.server.machine_id}/com.plexapp.plugins.library{path}?{query}"


def playlist_content(library: Library, path: str, query: str) -> str:
    """The rule as a smart playlist shows it: everything escaped, behind the section's uuid (spec, plex-api 11)."""
    section = library.sections.get(SectionId(int(path.split("/")[3])))
    owner = section.attributes.get("uuid", "") if section else ""
    return f"library://{owner}/directory/{quote(f'{path}?{query}', safe='').replace('.', '%2E')}"


def rule_of(content: str) -> tuple[str, str] | None:
    """Search path and query of a smart list's `content`, in either form; None where it holds no such rule."""
    found = re.fullmatch(r"library://[^/]*/directory/(?P<escaped>.*)", content, re.DOTALL)
    text = unquote(found["escaped"]) if found else content
    found = re.search(r"(?P<path>/library/sections/[0-9]+/all)\?(?P<query>.*)", text, re.DOTALL)
    return (found["path"], found["query"]) if found else None


def moved(held: Sequence[_Place], what: _Place, after: _Place | None) -> tuple[_Place, ...]:
    """The places with one of them behind another, or first. Raises CannotApply 400 where one is not there."""
    if what not in held or (after is not None and after not in held):
        raise CannotApply(400, "what is moved, or what it is moved behind, is not in the list")
    if what == after:
        return tuple(held)
    rest = [one for one in held if one != what]
    place = 0 if after is None else rest.index(after) + 1
    return (*rest[:place], what, *rest[place:])


def _created(change: CreateCollection, library: Library, at: int) -> Library:
    if change.section not in library.sections:
        raise CannotApply(404, f"there is no section {change.section}")
    if library.collection_called(change.section, change.title) is not None:
        # Plex makes a twin that shares its members with the first one; nobody wants that, and it is not modelled.
        raise CannotApply(409, f"there is already a collection {change.title!r}")
    items = _all_of(library, change.items, change.section)
    content = None
    if change.query is not None:
        content = collection_content(library, f"/library/sections/{change.section}/all", change.query)
    library, collection = make_collection(library, change.section, change.type, change.title, at, content)
    return enter(library, collection, items) if items else library


def _created_playlist(change: CreatePlaylist, library: Library, at: int) -> Library:
    items = _all_known(library, change.items)
    key = library.next_key
    told = {
        "guid": f"com.plexapp.agents.none://{made_guid(library, key)}",
        "title": change.title,
        "smart": "0" if change.path is None else "1",
        "playlistType": change.medium,
        "addedAt": str(at),
        "updatedAt": str(at),
    }
    if change.path is not None:
        told["content"] = playlist_content(library, change.path, change.query or "")
    library = library.with_new_items([Item(key, ItemType.PLAYLIST, None, Map(told))])
    return _appended(library, key, items)


def _appended(library: Library, key: RatingKey, items: Sequence[RatingKey]) -> Library:
    first = library.next_entry
    new = tuple(PlaylistEntry(first + place, item) for place, item in enumerate(items))
    entries = library.entries.set(key, (*library.entries.get(key, ()), *new))
    return replace(library, entries=entries, next_entry=first + len(new))


def _place(held: Sequence[PlaylistEntry], entry: int) -> PlaylistEntry:
    found = next((one for one in held if one.id == entry), None)
    if found is None:
        raise CannotApply(404, f"the playlist has no place {entry}")
    return found


def _plain(library: Library, key: RatingKey, kind: ItemType) -> Item:
    item = known(library, key, kind)
    if item.is_smart:
        raise CannotApply(400, f"{kind.word} {key} is smart: its rule says what is in it")
    return item


def _all_known(library: Library, keys: Sequence[RatingKey]) -> Sequence[RatingKey]:
    for key in keys:
        known(library, key)
    return keys


def _all_of(library: Library, keys: Sequence[RatingKey], section: SectionId | None) -> Sequence[RatingKey]:
    for key in keys:
        item = known(library, key)
        if item.section != section or item.type is ItemType.COLLECTION:
            raise CannotApply(400, f"{key} is no item of section {section}")
    return keys
