"""Bringing things from the server into the shadow: items, tags, members, what is above and below."""

import asyncio
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager

from halley.gateway.fragments import Fragments, cut
from halley.gateway.shadow import Shadow
from halley.gateway.source import Source, section_of
from halley.plex.ids import ItemType, RatingKey, SectionId
from halley.plex.items import Item
from halley.plex.library import Hub, PlaylistEntry
from halley.plex.tags import Tag, TagKind
from halley.plex.xml.read import read_item, read_text

BATCH = 200
"""Rating keys in one request; 200 is what is used in the wild (spec, plex-api 19.5)."""


class Loader:
    """Fills the shadow from the server, each thing once."""

    def __init__(self, source: Source, shadow: Shadow) -> None:
        self._source, self._shadow = source, shadow
        self._done: set[object] = set()
        self._doing: dict[object, asyncio.Lock] = {}

    async def items(self, keys: Iterable[RatingKey]) -> None:
        """Bring in items with all their details; those that the server does not have stay unknown."""
        missing = [key for key in dict.fromkeys(keys) if not self._shadow.knows(key)]
        batches = [missing[start : start + BATCH] for start in range(0, len(missing), BATCH)]
        for found in await asyncio.gather(*(self._source.details(batch) for batch in batches)):
            self._shadow.learn(_bare(read_item(read_text(one.text), section_of(one))) for one in found)

    async def above(self, key: RatingKey) -> None:
        """Bring in an item with what it stands below: an episode with season and show."""
        upper: RatingKey | None = key
        while upper is not None:
            await self.items((upper,))
            found = self._shadow.library.items.get(upper)
            upper = found.parent if found is not None else None

    async def item_or_playlist(self, key: RatingKey) -> None:
        """Bring in one item of whatever kind."""
        await self.items((key,))
        found = self._shadow.library.items.get(key)
        if found is not None and found.type is ItemType.PLAYLIST:
            await self.playlists()

    async def deleted(self, key: RatingKey, kind: ItemType | None) -> None:
        """Bring in what a deletion takes along: members that lose a tag, places in playlists, what is below."""
        if kind is ItemType.PLAYLIST:
            await self.playlists()
            return
        await self.item_or_playlist(key)
        found = self._shadow.library.items.get(key)
        if found is None or found.type is ItemType.PLAYLIST:
            return
        if found.type is ItemType.COLLECTION:
            await self.members(key)
            if found.section is not None:
                await self.hubs(found.section)
        else:
            await self.above(key)
            await self.items(await self.below(key))
            await self.playlists()
            if found.section is not None and found.tags_of(TagKind.COLLECTION):
                await self.collections(found.section)
                for tag in found.tags_of(TagKind.COLLECTION):
                    await self.members_of_collection_called(found.section, tag.text)

    async def tags(self, kind: TagKind, texts: Sequence[str]) -> None:
        """Bring in the ids of these tags, or of all of their kind: a server has one list of tags for all of its sections."""
        if all((kind, text.casefold()) in self._shadow.library.tags for text in texts):
            return
        async with self._once("tags", kind) as needed:
            sections = self._shadow.library.sections.values() if needed else ()
            lists = [
                f"/library/sections/{section.id}/{kind.word}?type={level.number}"
                for section in sections
                for level in (*section.levels, ItemType.COLLECTION)
            ]
            for found in await asyncio.gather(*map(self._list, lists)):
                self._shadow.learn_tags(
                    Tag(kind, one.attributes.get("title", ""), int(one.attributes["key"]))
                    for one in found.elements
                    if one.attributes.get("key", "").isdecimal()
                )
        for text in texts if kind is TagKind.COLLECTION else ():
            await self._tag_of_collection_called(text)

    async def collections(self, section: SectionId) -> None:
        """Bring in every collection of a section, without its members."""
        async with self._once("collections", section) as needed:
            if not needed:
                return
            found = await self._source.all_pages(f"/library/sections/{section}/all?type=18")
            await self.items([one.key for one in found.elements if one.key is not None])

    async def _tag_of_collection_called(self, title: str) -> None:
        """Bring in the id of a collection's tag that no item carries, and which no list therefore has: a collection has it.

        Smart and empty ones are such; a server gives one of the same name in another section the same tag.
        """
        if (TagKind.COLLECTION, title.casefold()) in self._shadow.library.tags:
            return
        for section in self._shadow.library.sections:
            await self.collections(section)
            found = self._shadow.library.collection_called(section, title)
            if found is not None and found.index is not None and not self._shadow.is_new(found.key):
                self._shadow.learn_tags([Tag(TagKind.COLLECTION, found.title, found.index)])
                return

    async def members_of_collection_called(self, section: SectionId, title: str) -> None:
        """Bring in the members of the section's collection of that title, if it has one."""
        found = self._shadow.library.collection_called(section, title)
        if found is not None:
            await self.members(found.key)

    async def members(self, collection: RatingKey) -> None:
        """Bring in what a plain collection holds, in order, with details."""
        await self.items((collection,))
        found = self._shadow.library.items.get(collection)
        if found is None or found.is_smart or self._shadow.is_new(collection):
            return
        async with self._once("members", collection) as needed:
            if not needed:
                return
            listed = await self._source.all_pages(f"/library/collections/{collection}/children")
            keys = [one.key for one in listed.elements if one.key is not None]
            await self.items(keys)
            self._shadow.learn_members(collection, keys)

    async def below(self, key: RatingKey) -> Sequence[RatingKey]:
        """The rating keys of everything below an item: seasons and episodes, albums and tracks."""
        await self.items((key,))
        found = self._shadow.library.items.get(key)
        if found is None or found.type.child is None:
            return ()
        between = ("children",) if found.type.child.child is not None else ()
        lists = [await self._list(f"/library/metadata/{key}/{one}") for one in ("allLeaves", *between)]
        return [one.key for each in lists for one in each.elements if one.key is not None]

    async def relatives(self, key: RatingKey, kind: ItemType) -> set[RatingKey]:
        """The items of a type that stand above or below an item, brought in with what stands between."""
        item = self._shadow.library.items.get(key) or self._shadow.base.get(key)
        if item is None:
            return set()
        above = item
        while above.parent is not None:
            await self.items((above.parent,))
            if above.parent not in self._shadow.library.items:
                break
            above = self._shadow.library.items[above.parent]
            if above.type is kind:
                await self.items(await self.below(above.key))
                return {above.key}
        below = await self.below(key)
        await self.items(below)
        return {one for one in below if one in self._shadow.library.items and self._shadow.library.items[one].type is kind}

    async def all_keys(self, section: SectionId, kind: ItemType) -> Sequence[RatingKey]:
        """The rating keys of all items of a type in a section."""
        found = await self._source.all_pages(f"/library/sections/{section}/all?type={kind.number}")
        return [one.key for one in found.elements if one.key is not None]

    async def playlists(self) -> None:
        """Bring in every playlist with its places."""
        async with self._once("playlists") as needed:
            if needed:
                for one in (await self._list("/playlists")).elements:
                    if one.key is not None:
                        await self._playlist(one.key, is_smart=one.attributes.get("smart") == "1")

    async def _playlist(self, key: RatingKey, *, is_smart: bool) -> None:
        detail = await self._list(f"/playlists/{key}")
        self._shadow.learn(read_item(read_text(each.text), None) for each in detail.elements)
        if is_smart:
            return
        places = (await self._source.all_pages(f"/playlists/{key}/items")).elements
        await self.items([place.key for place in places if place.key is not None])
        held = tuple(
            PlaylistEntry(int(place.attributes["playlistItemID"]), place.key)
            for place in places
            if place.key is not None and place.attributes.get("playlistItemID", "").isdecimal()
        )
        self._shadow.learn_entries(key, held)

    async def hubs(self, section: SectionId) -> None:
        """Bring in the section's managed rows, in order."""
        async with self._once("hubs", section) as needed:
            if not needed:
                return
            found = await self._list(f"/hubs/sections/{section}/manage")
            self._shadow.learn_hubs(section, tuple(_hub(one.attributes) for one in found.elements))

    @asynccontextmanager
    async def _once(self, *what: object) -> AsyncIterator[bool]:
        """Whether this is still to be brought in; who comes second waits, and what failed is tried again."""
        async with self._doing.setdefault(what, asyncio.Lock()):
            yield what not in self._done
            self._done.add(what)

    async def _list(self, target: str) -> Fragments:
        answer = await self._source.xml(target)
        return cut(answer.body, target) if answer.status == 200 else Fragments({}, ())


def _bare(item: Item) -> Item:
    """An item without what only the details say of where it is: lists do not."""
    return item.with_attribute("librarySectionTitle", None)


def _hub(attributes: dict[str, str]) -> Hub:
    return Hub(
        attributes.get("identifier", ""),
        attributes.get("title", ""),
        recommended=attributes.get("promotedToRecommended") == "1",
        own_home=attributes.get("promotedToOwnHome") == "1",
        shared_home=attributes.get("promotedToSharedHome") == "1",
        deletable=attributes.get("deletable") == "1",
    )
