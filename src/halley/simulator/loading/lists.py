"""Collections and playlists of a library file. They name items by rating key or title, so they are read last."""

from dataclasses import replace

from immutables import Map

from halley.changes.apply.lists import collection_content, playlist_content
from halley.plex.ids import ItemType, RatingKey, SectionId
from halley.plex.items import Item
from halley.plex.library import Library, PlaylistEntry, Section
from halley.plex.tags import TagKind
from halley.simulator.loading.items import ADDED, Items
from halley.simulator.loading.rows import Misread, Row, closed, each, every, shown, text, whole_number


def with_lists(library: Library, items: Items, document: Row) -> Library:
    """The library with its collections, told and implied by tags, and its playlists. Tags come from `items`."""
    shelf = _Lists(library, items)
    each(document, "collections", shelf.collection)
    shelf.imply_collections()
    each(document, "playlists", shelf.playlist)
    return shelf.library


class _Lists:
    """The library as it grows."""

    def __init__(self, library: Library, items: Items) -> None:
        self.library = library
        self._items = items
        self._titled: dict[str, list[Item]] = {}
        for item in items.found.values():
            self._titled.setdefault(item.title, []).append(item)

    def collection(self, told: Row) -> None:
        """A collection as the file tells it."""
        section = self._section(told)
        held = every(told, "items", lambda one: self._named(one, section))
        self._collect(told, section, held)

    def _collect(self, told: Row, section: Section, held: list[RatingKey]) -> None:
        key = self._items.key(told)
        kind = self.library.items[held[0]].type if held else section.type
        usual = {
            "subtype": kind.word,
            "index": str(self._items.known(TagKind.COLLECTION, text(told.get("title", ""))).id),
            "guid": f"collection://{key}",
            "addedAt": str(ADDED + key),
        }
        if (rule := told.get("rule")) is not None:
            path = f"/library/sections/{section.id}/all"
            usual |= {"smart": "1", "content": collection_content(self.library, path, text(rule))}
        attributes = self._items.attributes(told, "collection", usual)
        orders = Map({name: text(told[name]) for name in ("collectionMode", "collectionSort") if told.get(name) is not None})
        item = Item(key, ItemType.COLLECTION, section.id, Map(attributes), preferences=orders)
        item = self._items.parts(told, item)
        self._items.found[key] = item
        self.library = self.library.with_new_items([item])
        if item.is_smart:
            if held:
                raise Misread("a smart collection names no items", "items", hint="leave out `items` or `rule`")
            return
        self.library = replace(self.library, members=self.library.members.set(key, tuple(held)))
        tag = self._items.known(TagKind.COLLECTION, item.title)
        for one in (self.library.items[member] for member in held):
            if not one.has_tag(TagKind.COLLECTION, item.title):
                tags = (*one.tags_of(TagKind.COLLECTION), tag)
                self.library = self.library.with_item(one.with_tags(TagKind.COLLECTION, tags))

    def imply_collections(self) -> None:
        """A collection for each tag that items carry and that the file does not tell: in Plex the two are one thing."""
        held: dict[tuple[SectionId, str], list[RatingKey]] = {}
        for item in self._items.found.values():
            if item.section is not None and item.type is not ItemType.COLLECTION:
                for tag in item.tags_of(TagKind.COLLECTION):
                    held.setdefault((item.section, tag.text), []).append(item.key)
        known = {(one.section, one.title.casefold()): one for one in self.library.collections()}
        for (number, title), keys in held.items():
            collection = known.get((number, title.casefold()))
            if collection is None:
                self._collect({"title": title}, self.library.sections[number], keys)
            elif not collection.is_smart:
                members = self.library.members[collection.key]
                joined = (*members, *(key for key in keys if key not in members))
                self.library = replace(self.library, members=self.library.members.set(collection.key, joined))

    def playlist(self, told: Row) -> None:
        """A playlist as the file tells it."""
        key = self._items.key(told)
        usual = {
            "playlistType": text(told.get("type", "video")),
            "smart": "0",
            "guid": f"com.plexapp.agents.none://{key}",
            "addedAt": str(ADDED + key),
        }
        if (rule := told.get("rule")) is not None:
            path = f"/library/sections/{self._section(told).id}/all"
            usual |= {"smart": "1", "content": playlist_content(self.library, path, text(rule))}
        item = Item(key, ItemType.PLAYLIST, None, Map(self._items.attributes(told, "playlist", usual)))
        item = self._items.parts(told, item)
        self._items.found[key] = item
        self.library = self.library.with_new_items([item])
        entries = tuple(every(told, "items", self._entry))
        last = max((one.id for one in entries), default=0)
        self.library = replace(
            self.library,
            entries=self.library.entries.set(key, entries),
            next_entry=max(self.library.next_entry, last + 1),
        )

    def _entry(self, one: object) -> PlaylistEntry:
        if isinstance(one, dict):
            closed(one, "place in a playlist")
            return PlaylistEntry(whole_number(one, "id"), self._named(one.get("item"), None))
        number = self.library.next_entry
        self.library = replace(self.library, next_entry=number + 1)
        return PlaylistEntry(number, self._named(one, None))

    def _section(self, told: Row) -> Section:
        wanted = told.get("section")
        if wanted is None:
            raise Misread("it does not say in which section it is", hint=f"add `section:` with {self._sections()}")
        found = [one for one in self.library.sections.values() if wanted in (one.title, one.id)]
        if len(found) != 1:
            how = "several sections are" if found else "no section is"
            raise Misread(f"{how} called {shown(wanted)}", "section", hint=f"sections are {self._sections()}")
        return found[0]

    def _sections(self) -> str:
        return ", ".join(f"{one.title} ({number})" for number, one in sorted(self.library.sections.items())) or "none"

    def _named(self, one: object, section: Section | None) -> RatingKey:
        """The item that a rating key or a title names: where several have the title, the one that is highest up."""
        if isinstance(one, int) and not isinstance(one, bool):
            if RatingKey(one) in self._items.found:
                return RatingKey(one)
            raise Misread(f"no item has the rating key {one}", hint="name an item by its `ratingKey` or its `title`")
        title = text(one)
        found = [item for item in self._titled.get(title, ()) if section is None or item.section == section.id]
        found = [item for item in found if item.parent is None] or found
        if len(found) == 1:
            return found[0].key
        if not found:
            raise Misread(f"no item is called {shown(one)}", hint="name an item by its `ratingKey` or its `title`")
        keys = ", ".join(str(item.key) for item in found)
        raise Misread(f"{len(found)} items are called {shown(one)}", hint=f"name one by its rating key: {keys}")
