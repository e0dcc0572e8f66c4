"""Collections and playlists back: those made go, those gone are made again, with members and places in their order."""

from dataclasses import replace

from halley.changes.apply.lists import rule_of
from halley.changes.invert.items import restore_item
from halley.changes.invert.ordering import moves
from halley.changes.invert.undoing import Undoing
from halley.changes.kinds import (
    AddToCollection,
    AddToPlaylist,
    CreateCollection,
    CreatePlaylist,
    DeleteItem,
    MoveInCollection,
    MoveInPlaylist,
    RemoveFromCollection,
    RemoveFromPlaylist,
)
from halley.plex.ids import MADE_BY_USERS, ItemType, RatingKey, SectionId
from halley.plex.items import Item


def delete_made(undoing: Undoing, key: RatingKey) -> None:
    """The step that takes a new collection or playlist away, if it is one."""
    kind = undoing.now.items[key].type
    if kind in MADE_BY_USERS:
        undoing.do(DeleteItem(key, kind))


def make_again(undoing: Undoing, was: Item) -> None:
    """Steps that make a deleted collection or playlist again; it gets a new rating key."""
    if was.type not in MADE_BY_USERS:
        return
    new = undoing.now.next_key
    rule = rule_of(was.attributes.get("content", ""))
    if was.type is ItemType.PLAYLIST:
        items = tuple(entry.item for entry in undoing.before.entries.get(was.key, ()))
        path, query = rule or (None, None)
        medium = was.attributes.get("playlistType", "video")
        undoing.do(CreatePlaylist(was.title, medium, items if rule is None else (), path, query))
    elif was.section is not None:
        items = undoing.before.members.get(was.key, ()) if rule is None else ()
        kind = _member_type(undoing, was, was.section)
        undoing.do(CreateCollection(was.section, kind, was.title, items, rule[1] if rule else None))
    undoing.made[was.key] = new
    restore_item(undoing, replace(was, key=new))


def _member_type(undoing: Undoing, was: Item, section: SectionId) -> ItemType:
    word = was.attributes.get("subtype")
    if word is not None:
        return ItemType.of_word(word)
    items = undoing.before.members.get(was.key, ())
    return undoing.before.items[items[0]].type if items else undoing.before.sections[section].type


def restore_members(undoing: Undoing, collection: RatingKey) -> None:
    """Steps that give a plain collection the members that it had, in the order that it had."""
    key = undoing.key(collection)
    wanted = undoing.before.members[collection]
    stands = undoing.now.members.get(key, ())
    if missing := tuple(item for item in wanted if item not in stands):
        undoing.do(AddToCollection(key, missing))
    for item in stands:
        if item not in wanted:
            undoing.do(RemoveFromCollection(key, item))
    for item, after in moves(undoing.now.members.get(key, ()), wanted):
        undoing.do(MoveInCollection(key, item, after))


def restore_places(undoing: Undoing, playlist: RatingKey) -> None:
    """Steps that give a plain playlist the places that it had; those that were gone get new ids."""
    key = undoing.key(playlist)
    wanted = undoing.before.entries[playlist]
    stands = {entry.id for entry in undoing.now.entries.get(key, ())}
    missing = tuple(entry for entry in wanted if entry.id not in stands)
    now_called = {entry.id: entry.id for entry in wanted}
    now_called |= {entry.id: undoing.now.next_entry + place for place, entry in enumerate(missing)}
    if missing:
        undoing.do(AddToPlaylist(key, tuple(entry.item for entry in missing)))
    order = [now_called[entry.id] for entry in wanted]
    for extra in stands - set(order):
        undoing.do(RemoveFromPlaylist(key, extra))
    for entry, after in moves([one.id for one in undoing.now.entries.get(key, ())], order):
        undoing.do(MoveInPlaylist(key, entry, after))
