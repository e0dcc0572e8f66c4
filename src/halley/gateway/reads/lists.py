"""Lists of items that are no searches: children, members of collections, rows of the home page."""

from collections.abc import Iterable
from dataclasses import replace
from urllib.parse import urlsplit

from halley.gateway.classify import Verdict, classify
from halley.gateway.fragments import Fragment, Fragments, cut, rewrapped
from halley.gateway.reads.context import Reading, fragments_of, paged, paging, pass_on, wants_guids
from halley.gateway.reads.search import search
from halley.gateway.reply import PassThrough, relayed
from halley.plex.answers import Reply, error, xml
from halley.plex.ids import ItemType, RatingKey
from halley.plex.items import Item
from halley.plex.search import members as members_of


async def patched(reading: Reading, verdict: Verdict) -> Reply | PassThrough:
    """The server's own list, each item that the engine wrote to drawn as it left it."""
    if reading.shadow.is_untouched and reading.scope is None:
        return pass_on(verdict)
    found = await fragments_of(reading, verdict)
    if found is None:
        return error(404)
    guids = wants_guids(verdict)
    return xml(found.with_elements(_seen(reading, found.elements, guids=guids)).encoded())


def _seen(reading: Reading, elements: Iterable[Fragment], *, guids: bool) -> Iterable[Fragment]:
    for one in reading.as_seen(elements, guids=guids):
        if one.name == "Hub":  # a row of items: look one level deeper
            inside = cut(one.text.encode(), "a hub")
            yield replace(one, text=rewrapped(one, reading.as_seen(inside.elements, guids=guids)))
        else:
            yield one


async def section_collections(reading: Reading, verdict: Verdict) -> Reply | PassThrough:
    """`/library/sections/N/collections` is the search for items of type 18 by another name."""
    path = verdict.request.path.removesuffix("/collections") + "/all"
    query = f"{verdict.raw_query}&type=18" if verdict.raw_query else "type=18"
    if verdict.request.one("includeMeta") == "1":
        return relayed(await reading.source.xml(f"{verdict.request.path}?{verdict.raw_query}", paging(verdict)))
    return await search(reading, classify("GET", f"{path}?{query}", verdict.request.headers))


async def children(reading: Reading, verdict: Verdict) -> Reply | PassThrough:
    """What is below an item; a collection's members where the item is one."""
    key = RatingKey(int(verdict.part("key")))
    known = reading.shadow.library.items.get(key)
    if known is not None and known.type is ItemType.COLLECTION:
        return await members(reading, verdict)
    return await patched(reading, verdict)


async def members(reading: Reading, verdict: Verdict) -> Reply | PassThrough:
    """What a collection holds, in its order."""
    key = RatingKey(int(verdict.part("key")))
    if reading.shadow.is_deleted(key):
        return error(404)
    item = reading.shadow.library.items.get(key)
    if item is not None and item.is_smart and not reading.shadow.is_untouched:
        return await _smart_members(reading, verdict, item)
    if item is None or not (reading.shadow.regrouped(key) or reading.shadow.touched(key)):
        return await patched(reading, verdict)
    await reading.loader.members(key)
    held = members_of(reading.shadow.library, item)
    guids = wants_guids(verdict)
    drawn = tuple(reading.drawn(one, guids=guids) for one in held if reading.shows(one.type, one.key))
    return xml(paged(Fragments(_container(item), ()), drawn, verdict).encoded())


async def _smart_members(reading: Reading, verdict: Verdict, item: Item) -> Reply | PassThrough:
    content = urlsplit(item.attributes.get("content", ""))
    path = "/library/sections/" + content.path.partition("/library/sections/")[2]
    guids = "&includeGuids=1" if wants_guids(verdict) else ""
    return await search(reading, classify("GET", f"{path}?{content.query}{guids}", verdict.request.headers))


def _container(item: Item) -> dict[str, str]:
    section = {"librarySectionID": str(item.section)} if item.section is not None else {}
    return {"identifier": "com.plexapp.plugins.library", "title2": item.title, **section}
