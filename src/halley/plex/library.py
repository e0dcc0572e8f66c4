"""The in-memory model of a Plex server: what the simulator serves and what the gateway's shadow knows.

A Library is a value. Changing it gives another Library that shares what did not change (hash array mapped tries), so a
snapshot costs nothing and two states can be compared. Who changes it is `halley.changes.apply`, and nobody else.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from immutables import Map

from halley.plex.ids import ItemType, RatingKey, SectionId
from halley.plex.items import Item
from halley.plex.tags import Tag, TagKind


@dataclass(frozen=True, slots=True)
class Server:
    """Who the server is. `attributes` are those of `GET /` in Plex's spelling (`friendlyName`, `version`, `platform`...)."""

    machine_id: str
    attributes: Map[str, str] = Map()

    @property
    def name(self) -> str:
        return self.attributes.get("friendlyName", "Plex")


@dataclass(frozen=True, slots=True)
class Section:
    """One library of the server. `type` is movie, show or artist; `preferences` those that differ from the default."""

    id: SectionId
    title: str
    type: ItemType
    attributes: Map[str, str] = Map()  #: agent, scanner, language, uuid, allowSync...
    locations: tuple[str, ...] = ()
    preferences: Map[str, str] = Map()

    @property
    def levels(self) -> tuple[ItemType, ...]:
        """The item types that it holds, top first, collections aside."""
        found = [self.type]
        while (below := found[-1].child) is not None:
            found.append(below)
        return tuple(found)


@dataclass(frozen=True, slots=True)
class PlaylistEntry:
    """One place in a playlist; `id` (`playlistItemID`) is what moves and removals name."""

    id: int
    item: RatingKey


@dataclass(frozen=True, slots=True)
class Hub:
    """A managed recommendation row. Built-in rows are not deletable. Source: spec, plex-api 10."""

    identifier: str
    title: str
    recommended: bool = False
    own_home: bool = False
    shared_home: bool = False
    deletable: bool = False


@dataclass(frozen=True, slots=True)
class Library:
    """Everything that a client can see of a server, as one value."""

    server: Server
    sections: Map[SectionId, Section] = Map()
    items: Map[RatingKey, Item] = Map()
    index: Map[tuple[SectionId, ItemType], tuple[RatingKey, ...]] = field(default_factory=Map)
    children: Map[RatingKey, tuple[RatingKey, ...]] = Map()  #: show to seasons, season to episodes...
    members: Map[RatingKey, tuple[RatingKey, ...]] = Map()  #: plain collections, in order of addition or as moved
    entries: Map[RatingKey, tuple[PlaylistEntry, ...]] = Map()  #: plain playlists, in order
    hubs: Map[SectionId, tuple[Hub, ...]] = Map()
    preferences: Map[str, str] = Map()  #: server settings that differ from the default
    tags: Map[tuple[TagKind, str], Tag] = field(default_factory=Map)  #: every tag by `Tag.identity`
    next_key: RatingKey = RatingKey(1)
    next_tag: int = 1
    next_entry: int = 1

    def item(self, key: RatingKey) -> Item:
        """The item of that rating key. Raises KeyError where there is none."""
        return self.items[key]

    def of(self, section: SectionId, kind: ItemType) -> Iterator[Item]:
        """All items of a type in a section, in the order they were added."""
        return (self.items[key] for key in self.index.get((section, kind), ()))

    def playlists(self) -> Iterator[Item]:
        """All playlists, in the order they were made."""
        return (self.items[key] for key in sorted(self.entries))

    def collections(self, section: SectionId | None = None) -> Iterator[Item]:
        """All collections, of one section or of all."""
        for each in [section] if section is not None else sorted(self.sections):
            yield from self.of(each, ItemType.COLLECTION)

    def ancestors(self, item: Item) -> Iterator[Item]:
        """Parent, then grandparent."""
        while item.parent is not None and item.parent in self.items:
            item = self.items[item.parent]
            yield item

    def below(self, key: RatingKey) -> Iterator[Item]:
        """Children, in order."""
        return (self.items[child] for child in self.children.get(key, ()))

    def leaves(self, key: RatingKey) -> Iterator[Item]:
        """Episodes below a show or season, tracks below an artist or album; the item itself where nothing is below."""
        below = self.children.get(key, ())
        if not below:
            yield self.items[key]
        for child in below:
            if self.items[child].type.child is None:
                yield self.items[child]
            else:
                yield from self.leaves(child)

    def collection_called(self, section: SectionId, title: str) -> Item | None:
        """The section's collection of that title, case aside."""
        folded = title.casefold()
        return next((one for one in self.collections(section) if one.title.casefold() == folded), None)

    def with_item(self, item: Item) -> "Library":
        """The library with that item in place of the one of the same key, or as a new one."""
        if item.key in self.items:
            return replace(self, items=self.items.set(item.key, item))
        return self.with_new_items([item])

    def with_new_items(self, items: Iterable[Item]) -> "Library":
        """The library with items that it did not have, indexed, below their parents; counters move past their keys."""
        found = self.items.mutate()
        index: dict[tuple[SectionId, ItemType], list[RatingKey]] = {}
        lists: dict[RatingKey, list[RatingKey]] = {}
        top = self.next_key
        for item in items:
            found[item.key] = item
            if item.section is not None:
                index.setdefault((item.section, item.type), []).append(item.key)
            if item.parent is not None:
                lists.setdefault(item.parent, []).append(item.key)
            top = max(top, RatingKey(item.key + 1))
        return replace(
            self,
            items=found.finish(),
            index=self.index.update({where: (*self.index.get(where, ()), *keys) for where, keys in index.items()}),
            children=self.children.update({up: (*self.children.get(up, ()), *keys) for up, keys in lists.items()}),
            next_key=top,
        )

    def without(self, key: RatingKey) -> "Library":
        """The library without that item and everything below it; members, entries and hubs that named it included."""
        library = self
        for child in self.children.get(key, ()):
            library = library.without(child)
        item = library.items[key]
        index, children = library.index, library.children
        if item.section is not None:
            where = (item.section, item.type)
            index = index.set(where, tuple(other for other in index[where] if other != key))
        if item.parent is not None and item.parent in children:
            children = children.set(item.parent, tuple(other for other in children[item.parent] if other != key))
        return replace(
            library,
            items=library.items.delete(key),
            index=index,
            children=children.delete(key) if key in children else children,
            members=_without_member(library.members, key),
            entries=_without_entry(library.entries, key),
        )

    def tagged(self, kind: TagKind, text: str) -> "tuple[Library, Tag]":
        """The tag of that kind and text, made when the server has none yet.

        A new label's first letter becomes a capital; later uses keep the first spelling (spec, plex-api 5.2).
        """
        known = self.tags.get((kind, text.casefold()))
        if known is not None:
            return self, known
        spelled = text[:1].upper() + text[1:] if kind is TagKind.LABEL else text
        tag = Tag(kind, spelled, self.next_tag)
        return replace(self, tags=self.tags.set(tag.identity, tag), next_tag=self.next_tag + 1), tag


def _without_member(members: Map[RatingKey, tuple[RatingKey, ...]], key: RatingKey) -> Map[RatingKey, tuple[RatingKey, ...]]:
    found = {owner: tuple(one for one in held if one != key) for owner, held in members.items() if key in held}
    members = members.update(found)
    return members.delete(key) if key in members else members


def _without_entry(
    entries: Map[RatingKey, tuple[PlaylistEntry, ...]], key: RatingKey
) -> Map[RatingKey, tuple[PlaylistEntry, ...]]:
    found = {
        owner: tuple(one for one in held if one.item != key)
        for owner, held in entries.items()
        if any(one.item == key for one in held)
    }
    entries = entries.update(found)
    return entries.delete(key) if key in entries else entries
