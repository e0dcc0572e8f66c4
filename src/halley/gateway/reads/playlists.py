"""`/playlists`: lists of the account, which searches of sections do not show."""

from halley.gateway.classify import Verdict
from halley.gateway.fragments import Fragment, Fragments
from halley.gateway.reads.context import Reading, paged, pass_on, wants_guids
from halley.gateway.reads.lists import patched, smart_members
from halley.gateway.reply import PassThrough
from halley.plex.answers import Reply, error, xml
from halley.plex.ids import ItemType, RatingKey
from halley.plex.items import Item
from halley.plex.xml.write import detail


async def playlists(reading: Reading, verdict: Verdict) -> Reply | PassThrough:
    """All playlists, one of them, or what it holds."""
    key = RatingKey(int(verdict.part("key"))) if verdict.part("key") else None
    if not reading.shadow.playlists_changed and (key is None or reading.shadow.touched(key) is None):
        return await patched(reading, verdict) if verdict.request.path.endswith("/items") else pass_on(verdict)
    await reading.loader.playlists()
    if key is None:
        return xml(paged(Fragments({}, ()), tuple(_listed(reading, verdict)), verdict).encoded())
    item = reading.shadow.library.items.get(key)
    if item is None:
        return error(404)
    if verdict.request.path.endswith("/items") and item.is_smart:
        return await smart_members(reading, verdict, item)
    if verdict.request.path.endswith("/items"):
        return xml(paged(Fragments(_about(item), ()), tuple(_held(reading, item, verdict)), verdict).encoded())
    drawn = Fragment("Playlist", {}, detail(item, reading.shadow.library))
    return xml(Fragments({}, ()).with_elements([drawn]).encoded())


def _listed(reading: Reading, verdict: Verdict) -> list[Fragment]:
    kind, title = verdict.request.one("playlistType"), (verdict.request.one("title") or "").casefold()
    found = [item for item in reading.shadow.library.items.values() if item.type is ItemType.PLAYLIST]
    return [
        reading.drawn(item, guids=False)
        for item in sorted(found, key=lambda one: one.title.casefold())
        if title in item.title.casefold() and kind in {None, item.attributes.get("playlistType")}
    ]


def _held(reading: Reading, item: Item, verdict: Verdict) -> list[Fragment]:
    guids = wants_guids(verdict)
    entries = reading.shadow.library.entries.get(item.key, ())
    items = reading.shadow.library.items
    return [reading.drawn(items[one.item], guids=guids, entry=one.id) for one in entries if one.item in items]


def _about(item: Item) -> dict[str, str]:
    names = ("title", "playlistType", "smart", "leafCount", "duration")
    return {name: item.attributes[name] for name in names if name in item.attributes}
