"""Lists of items that are no searches: children, members of collections, rows of the home page."""

import re
from collections.abc import Iterable
from dataclasses import replace

from halley.gateway.classify import Verdict, classify
from halley.gateway.fragments import Fragment, Fragments, cut, rewrapped
from halley.gateway.reads.context import Reading, fragments_of, paged, pass_on, wants_guids
from halley.gateway.reads.search import described, search
from halley.gateway.reply import PassThrough
from halley.plex.answers import Reply, error, xml
from halley.plex.ids import ItemType, RatingKey
from halley.plex.items import Item
from halley.plex.search import members as members_of
from halley.plex.search import rule_of


async def patched(reading: Reading, verdict: Verdict) -> Reply | PassThrough:
    """The server's own list, each item that the engine wrote to drawn as it left it."""
    if reading.shadow.is_untouched and reading.scope is None:
        return pass_on(verdict)
    found = await fragments_of(reading, verdict)
    if found is None:
        return error(404)
    return xml(found.with_elements(await _seen(reading, found.elements, guids=wants_guids(verdict))).encoded())


async def _seen(reading: Reading, elements: Iterable[Fragment], *, guids: bool) -> list[Fragment]:
    shown = await reading.as_seen(elements, guids=guids)
    return [await _row(reading, one, guids=guids) if one.name == "Hub" else one for one in shown]


async def _row(reading: Reading, row: Fragment, *, guids: bool) -> Fragment:
    """A row of items: what is in it is seen one level deeper."""
    inside = cut(row.text.encode(), "a hub")
    return replace(row, text=rewrapped(row, await reading.as_seen(inside.elements, guids=guids)))


async def section_collections(reading: Reading, verdict: Verdict) -> Reply | PassThrough:
    """`/library/sections/N/collections` is the search for items of type 18 by another name."""
    path = verdict.request.path.removesuffix("/collections") + "/all"
    query = f"{verdict.raw_query}&type=18" if verdict.raw_query else "type=18"
    if verdict.request.one("includeMeta") == "1":
        return await described(reading, verdict)
    return await search(reading, classify("GET", f"{path}?{query}", verdict.request.headers))


async def children(reading: Reading, verdict: Verdict) -> Reply | PassThrough:
    """What is below an item; a collection's members where the item is one."""
    key = RatingKey(int(verdict.part("key")))
    if reading.shadow.is_deleted(key):
        return error(404)
    if await _is_collection(reading, verdict, key):
        return await members(reading, verdict)
    return await patched(reading, verdict)


async def _is_collection(reading: Reading, verdict: Verdict, key: RatingKey) -> bool:
    known = reading.shadow.library.items.get(key)
    if known is not None or reading.shadow.is_untouched:
        return known is not None and known.type is ItemType.COLLECTION
    found = await fragments_of(reading, verdict)
    # What is below a show names it as its parent; what is in a collection does not.
    return found is not None and any(one.attributes.get("parentRatingKey") != str(key) for one in found.elements)


async def members(reading: Reading, verdict: Verdict) -> Reply | PassThrough:
    """What a collection holds, in its order."""
    key = RatingKey(int(verdict.part("key")))
    if reading.shadow.is_deleted(key):
        return error(404)
    if reading.shadow.is_untouched:
        return await patched(reading, verdict)
    await reading.loader.members(key)
    item = reading.shadow.library.items.get(key)
    if item is None:
        return error(404)
    if item.is_smart:
        return await smart_members(reading, verdict, item)
    held = members_of(reading.shadow.library, item)
    guids = wants_guids(verdict)
    drawn = tuple(reading.drawn(one, guids=guids) for one in held if reading.shows(one.type, one.key))
    return xml(paged(Fragments(_container(item), ()), drawn, verdict).encoded())


async def smart_members(reading: Reading, verdict: Verdict, item: Item) -> Reply | PassThrough:
    """What a smart list holds by its rule, searched for anew; the server's own answer where the rule is no search."""
    rule = rule_of(item.attributes.get("content", ""))
    if rule is None or not _SEARCH.fullmatch(rule[0]):
        return await patched(reading, verdict)
    guids = "&includeGuids=1" if wants_guids(verdict) else ""
    return await search(reading, classify("GET", f"{rule[0]}?{rule[1]}{guids}", verdict.request.headers))


_SEARCH = re.compile(r"/library/(sections/\d+/)?all")


def _container(item: Item) -> dict[str, str]:
    section = {"librarySectionID": str(item.section)} if item.section is not None else {}
    return {"identifier": "com.plexapp.plugins.library", "title2": item.title, **section}
