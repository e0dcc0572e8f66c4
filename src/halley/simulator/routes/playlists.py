"""Playlists of the one account that there is. Source: spec, plex-api 11."""

from functools import partial

from halley.plex.answers import Reply, xml
from halley.plex.ids import ItemType
from halley.plex.search import members
from halley.plex.xml.write import container, detail, listing
from halley.simulator.state import Ask, Refused, Route


def playlists(ask: Ask) -> Reply:
    kind, title = ask.request.one("playlistType"), (ask.request.one("title") or "").casefold()
    found = [
        one
        for one in ask.library.items.values()
        if one.type is ItemType.PLAYLIST
        and title in one.title.casefold()
        and kind in {None, one.attributes.get("playlistType")}
    ]
    return ask.listed(sorted(found, key=lambda one: one.title.casefold()))


def playlist(ask: Ask) -> Reply:
    item = ask.item
    if item.type is not ItemType.PLAYLIST:
        raise Refused(404)
    return xml(container({"size": 1}, [detail(item, ask.library)]))


def places(ask: Ask) -> Reply:
    """What a playlist holds; each place has a number of its own, by which it is moved and removed."""
    item, library = ask.item, ask.library
    if item.type is not ItemType.PLAYLIST:
        raise Refused(404)
    if item.is_smart:
        bodies = [partial(listing, one, library) for one in members(library, item)]
    else:
        bodies = [
            partial(listing, library.items[one.item], library, playlist_item_id=one.id)
            for one in library.entries.get(item.key, ())
            if one.item in library.items
        ]
    about: dict[str, str | int] = {
        "title": item.title,
        "playlistType": item.attributes.get("playlistType", "video"),
        "smart": int(item.is_smart),
    }
    return ask.paged(bodies, leafCount=len(bodies), **about)


ROUTES: tuple[tuple[str, Route], ...] = (
    ("/playlists", playlists),
    ("/playlists/{key}", playlist),
    ("/playlists/{key}/items", places),
)
