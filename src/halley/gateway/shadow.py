"""What the engine believes: the real server with every captured write having happened.

The shadow holds only what a write touched, or what had to be known to apply one; all else is read from the server. `base`
is what stood there, `library` what the engine sees. Nothing here waits or asks: `loading` brings items in.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TypeVar

from immutables import Map

from halley.changes import Change, apply
from halley.changes.kinds import AddTags, LockField, Rate, RemoveTags, SelectImage, SetField, UploadImage
from halley.gateway.ledger import Made, made_by
from halley.plex.ids import SHADOW_KEYS, ItemType, RatingKey, SectionId
from halley.plex.items import Element, Item
from halley.plex.library import Hub, Library, PlaylistEntry, Section, Server
from halley.plex.tags import Tag, TagKind

EVERYTHING = frozenset({"*"})
"""The aspects of an item that the server does not have, or that the engine deleted."""

T = TypeVar("T")
_COUNTED = frozenset({"*", "viewCount"})
_COUNTS = ("leafCount", "viewedLeafCount", "childCount")
_OWN_PICTURE = re.compile(r"(/(?:library/metadata|library/collections|playlists)/(\d+)/\w+/)\d+(.*)")


class Shadow:
    """The copy on write. Not shared between threads; writes are applied one after the other."""

    def __init__(self, server: Server, sections: Iterable[Section]) -> None:
        self.library = Library(
            server,
            sections=Map({section.id: section for section in sections}),
            next_key=RatingKey(SHADOW_KEYS),
            next_tag=SHADOW_KEYS,
            next_entry=SHADOW_KEYS,
        )
        self.base: Map[RatingKey, Item] = Map()
        self.version = 0  #: grows with every captured write: what was computed before is stale
        self._touched: dict[RatingKey, frozenset[str]] = {}
        self._regrouped: set[RatingKey] = set()
        self.recounted: set[RatingKey] = (
            set()
        )  #: shows, seasons, artists, albums below which something was played or deleted
        self.is_held_by_others = (
            False  #: something changed that other items tell of: a show's title, the plays of an episode
        )
        self.hubs_changed: set[SectionId] = set()
        self.playlists_changed = False

    # --- what is known -------------------------------------------------------------------------------------------------

    def knows(self, key: RatingKey) -> bool:
        """Whether the item is here, or was and is deleted: it need not be loaded."""
        return key in self.base or key in self.library.items or key in self._touched

    def is_new(self, key: RatingKey) -> bool:
        """Whether the server has never heard of the item."""
        return key in self.library.items and key not in self.base

    def is_deleted(self, key: RatingKey) -> bool:
        """Whether the engine deleted the item."""
        return key in self.base and key not in self.library.items

    def touched(self, key: RatingKey) -> Item | None:
        """The item as the engine sees it, where that differs from the server's."""
        return self.library.items.get(key) if key in self._touched else None

    def seen(self, key: RatingKey) -> Item | None:
        """The item as it is to be written out, whether it differs from the server's or what stands above or below does."""
        item = self.library.items.get(key)
        for name in _COUNTS if item is not None and key in self.recounted else ():
            item = item.with_attribute(name, None) if item is not None else None
        return item

    def regrouped(self, key: RatingKey) -> bool:
        """Whether what a collection or playlist holds, or its order, is no longer the server's."""
        return key in self._regrouped

    def aspects(self, key: RatingKey) -> frozenset[str]:
        """The attribute names and tag kinds in which the item differs from the server's; `*` for new and deleted ones."""
        return self._touched.get(key, frozenset())

    def touched_in(self, section: SectionId | None, kind: ItemType) -> Iterator[RatingKey]:
        """The keys of items of a type that differ from the server's, deleted ones included."""
        for key in self._touched:
            item = self.library.items.get(key) or self.base.get(key)
            if item is not None and item.type is kind and (section is None or item.section == section):
                yield key

    @property
    def is_untouched(self) -> bool:
        """Whether the engine has written nothing that a read could show."""
        return not self._touched and not self._regrouped

    # --- bringing in ---------------------------------------------------------------------------------------------------

    def learn(self, items: Iterable[Item]) -> None:
        """Take in items as they stand on the server; those already here are left as they are."""
        fresh = [item for item in items if not self.knows(item.key)]
        self.base = self.base.update({item.key: item for item in fresh})
        self.library = self.library.with_new_items(fresh)
        self.learn_tags(tag for item in fresh for tags in item.tags.values() for tag in tags)

    def learn_tags(self, tags: Iterable[Tag]) -> None:
        """Take in tags with the ids that the server has for them."""
        fresh = {tag.identity: tag for tag in tags if tag.id and tag.identity not in self.library.tags}
        self.library = replace(self.library, tags=self.library.tags.update(fresh))

    def learn_members(self, collection: RatingKey, members: Iterable[RatingKey]) -> None:
        """Take in what a plain collection of the server holds, in its order."""
        if collection not in self.library.members:
            self.library = replace(self.library, members=self.library.members.set(collection, tuple(members)))

    def learn_entries(self, playlist: RatingKey, entries: tuple[PlaylistEntry, ...]) -> None:
        """Take in the places of a plain playlist of the server."""
        self.library = replace(self.library, entries=self.library.entries.set(playlist, entries))

    def learn_hubs(self, section: SectionId, hubs: tuple[Hub, ...]) -> None:
        """Take in the managed rows of a section."""
        self.library = replace(self.library, hubs=self.library.hubs.set(section, hubs))

    # --- writing -------------------------------------------------------------------------------------------------------

    def accept(self, changes: Iterable[Change], at: int) -> tuple[Made, ...]:
        """Let Changes have happened, all or none, and say what each of them made.

        Raises CannotApply where the server would have refused one.
        """
        before = after = self.library
        candidates: set[RatingKey] = set()
        made: list[Made] = []
        for change in changes:
            earlier, after = after, apply(change, after, at)
            candidates |= _candidates(change, earlier, after)
            made.append(made_by(change, earlier, after))
        self.library = after
        self.version += 1
        for key in candidates:
            self._note(key)
        self._regrouped |= _unlike(before.members, after.members) | _unlike(before.entries, after.entries)
        self.recounted |= {key for one in candidates for key in self._counting(one)}
        self.is_held_by_others |= bool(self.recounted) or any(
            item.type.child is not None for key in candidates if (item := after.items.get(key) or self.base.get(key))
        )
        self.hubs_changed |= {section for section in after.hubs if before.hubs.get(section) is not after.hubs.get(section)}
        self.playlists_changed |= before.entries is not after.entries or any(
            item.type is ItemType.PLAYLIST for key in candidates if (item := after.items.get(key))
        )
        return tuple(made)

    def _counting(self, key: RatingKey) -> Iterator[RatingKey]:
        """What stands above an item whose plays, or whose existence, changed."""
        if not self.aspects(key) & _COUNTED:
            return
        item = self.library.items.get(key) or self.base.get(key)
        while item is not None and item.parent is not None:
            yield item.parent
            item = self.library.items.get(item.parent) or self.base.get(item.parent)

    def _note(self, key: RatingKey) -> None:
        was, now = self.base.get(key), self.library.items.get(key)
        if was is not None and now is not None:
            now = _restamped(now, was)
            self.library = self.library.with_item(now)
            self._touched[key] = aspects_between(was, now)
        elif was is not None or now is not None:
            self._touched[key] = EVERYTHING
        else:  # made and deleted again
            self._touched.pop(key, None)


def _unlike(before: Map[RatingKey, T], after: Map[RatingKey, T]) -> set[RatingKey]:
    """The keys under which two maps do not hold the very same."""
    if before is after:
        return set()
    return {key for key in {*before, *after} if before.get(key) is not after.get(key)}


def _restamped(item: Item, was: Item) -> Item:
    """An item whose pictures have the paths that they get with a new `updatedAt`, and whose `Image` elements its title.

    Source: spec, plex-api 18: the timestamps in all paths of an item are its `updatedAt`.
    """
    if item.updated_at == was.updated_at and item.title == was.title:
        return item
    for name in ("thumb", "art", "theme", "composite"):
        if name in item.attributes:
            item = item.with_attribute(name, _stamped(item.attributes[name], item))
    others = tuple(_redrawn(one, item) if one.name == "Image" else one for one in item.others)
    return replace(item, others=others)


def _stamped(path: str, item: Item) -> str:
    found = _OWN_PICTURE.fullmatch(path)
    return f"{found[1]}{item.updated_at}{found[3]}" if found and int(found[2]) == item.key else path


def _redrawn(image: Element, item: Item) -> Element:
    url = _stamped(image.attributes.get("url", ""), item)
    return replace(image, attributes=image.attributes.update({"alt": item.title, "url": url}))


def aspects_between(was: Item, now: Item) -> frozenset[str]:
    """The names under which a search could tell two states of an item apart."""
    attributes = {
        name for name in {*was.attributes, *now.attributes} if was.attributes.get(name) != now.attributes.get(name)
    }
    tags = {kind.word for kind in TagKind if was.tags_of(kind) != now.tags_of(kind)}
    return frozenset(attributes | tags)


def _candidates(change: Change, before: Library, after: Library) -> set[RatingKey]:
    """The items that a Change may have touched: for the frequent kinds what they name, else whatever is not the same."""
    match change:
        case SetField(keys=keys) | LockField(keys=keys) if keys and "title" not in getattr(change, "field", ""):
            return set(keys)
        case AddTags(keys=keys, kind=kind) | RemoveTags(keys=keys, kind=kind) if kind is not TagKind.COLLECTION:
            return set(keys)
        case UploadImage(key=key) | SelectImage(key=key) | Rate(key=key):
            return {key}
        case _:
            return {key for key in {*before.items, *after.items} if before.items.get(key) is not after.items.get(key)}
