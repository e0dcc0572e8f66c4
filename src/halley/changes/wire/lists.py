"""Collections and playlists: made, filled, ordered, ruled by a search. Source: spec, plex-api 9, 11."""

from typing import assert_never

from halley.changes.kinds import (
    AddToCollection,
    AddToPlaylist,
    Change,
    ClearPlaylist,
    CollectionChange,
    CreateCollection,
    CreatePlaylist,
    Keys,
    MoveInCollection,
    MoveInPlaylist,
    PlaylistChange,
    RemoveFromCollection,
    RemoveFromPlaylist,
    SetSmartRule,
)
from halley.changes.wire.asked import Asked, NotAWrite, SearchRule, arguments, items_or_rule, items_uri, rule_uri, whole
from halley.changes.wire.rules import Rule
from halley.plex.ids import ItemType, RatingKey, SectionId
from halley.plex.requests import PlexRequest

MEDIA = frozenset({"video", "audio", "photo"})


def _created_collection(request: Asked) -> tuple[Change, ...]:
    section = SectionId(request.number("sectionId"))
    title, kind, is_smart = _title(request), request.type(), request.flag("smart")
    named = _named(request, is_smart=is_smart)
    if not isinstance(named, SearchRule):
        return (CreateCollection(section, kind, title, named),)
    if named.path != f"/library/sections/{section}/all":
        raise NotAWrite("a smart collection of another section's items")
    return (CreateCollection(section, kind, title, query=named.query),)


def _created_playlist(request: Asked) -> tuple[Change, ...]:
    title, medium, is_smart = _title(request), request.text("type"), request.flag("smart")
    if medium not in MEDIA:
        raise NotAWrite(f"type={medium[:60]!r} is no kind of playlist")
    named = _named(request, is_smart=is_smart)
    if not isinstance(named, SearchRule):
        return (CreatePlaylist(title, medium, named),)
    return (CreatePlaylist(title, medium, path=named.path, query=named.query),)


def _named(request: Asked, *, is_smart: bool) -> Keys | SearchRule:
    named = items_or_rule(request.text("uri"))
    if isinstance(named, SearchRule) is not is_smart:
        raise NotAWrite("smart does not fit the uri")
    return named


def _title(request: Asked) -> str:
    title = request.text("title")
    if not title:
        raise NotAWrite("title is empty")
    return title


def _filled_collection(request: Asked) -> tuple[Change, ...]:
    named = items_or_rule(request.text("uri"))
    if isinstance(named, SearchRule):
        return (SetSmartRule(request.key, ItemType.COLLECTION, named.path, named.query),)
    return (AddToCollection(request.key, named),)


def _filled_playlist(request: Asked) -> tuple[Change, ...]:
    named = items_or_rule(request.text("uri"))
    if isinstance(named, SearchRule):
        return (SetSmartRule(request.key, ItemType.PLAYLIST, named.path, named.query),)
    return (AddToPlaylist(request.key, named),)


def _left_collection(request: Asked) -> tuple[Change, ...]:
    return (RemoveFromCollection(request.key, _item(request)),)


def _moved_in_collection(request: Asked) -> tuple[Change, ...]:
    return (MoveInCollection(request.key, _item(request), request.optional_key("after")),)


def _item(request: Asked) -> RatingKey:
    return RatingKey(int(request.parts["item"]))


def _left_playlist(request: Asked) -> tuple[Change, ...]:
    return (RemoveFromPlaylist(request.key, int(request.parts["entry"])),)


def _moved_in_playlist(request: Asked) -> tuple[Change, ...]:
    after = request.optional("after")
    place = None if after is None else whole("after", after)
    return (MoveInPlaylist(request.key, int(request.parts["entry"]), place),)


def _cleared_playlist(request: Asked) -> tuple[Change, ...]:
    return (ClearPlaylist(request.key),)


RULES = (
    Rule("POST", "/library/collections", _created_collection),
    Rule("PUT", "/library/collections/{key}/items", _filled_collection),
    Rule("DELETE", "/library/collections/{key}/items/{item}", _left_collection),
    Rule("PUT", "/library/collections/{key}/items/{item}/move", _moved_in_collection),
    Rule("POST", "/playlists", _created_playlist),
    Rule("PUT", "/playlists/{key}/items", _filled_playlist),
    Rule("DELETE", "/playlists/{key}/items", _cleared_playlist),
    Rule("DELETE", "/playlists/{key}/items/{entry}", _left_playlist),
    Rule("PUT", "/playlists/{key}/items/{entry}/move", _moved_in_playlist),
)


def encode(change: CollectionChange | PlaylistChange | SetSmartRule, machine_id: str) -> PlexRequest:
    """The request of one change of a collection or playlist."""
    if isinstance(change, CollectionChange):
        return _of_collection(change, machine_id)
    if isinstance(change, PlaylistChange):
        return _of_playlist(change, machine_id)
    folder = "/playlists" if change.type is ItemType.PLAYLIST else "/library/collections"
    uri = rule_uri(machine_id, change.path, change.query)
    return PlexRequest("PUT", f"{folder}/{change.key}/items", (("uri", uri),))


def _of_collection(change: CollectionChange, machine_id: str) -> PlexRequest:
    match change:
        case CreateCollection(section=section, type=kind, title=title, items=items, query=query):
            path = f"/library/sections/{section}/all"
            uri = items_uri(machine_id, items) if query is None else rule_uri(machine_id, path, query)
            told = {"sectionId": section, "type": kind.number, "title": title, "smart": query is not None, "uri": uri}
            return PlexRequest("POST", "/library/collections", arguments(told))
        case AddToCollection(key=key, items=items):
            return PlexRequest("PUT", f"/library/collections/{key}/items", (("uri", items_uri(machine_id, items)),))
        case RemoveFromCollection(key=key, item=item):
            return PlexRequest("DELETE", f"/library/collections/{key}/items/{item}")
        case MoveInCollection(key=key, item=item, after=after):
            return PlexRequest("PUT", f"/library/collections/{key}/items/{item}/move", arguments({"after": after}))
        case _:
            assert_never(change)


def _of_playlist(change: PlaylistChange, machine_id: str) -> PlexRequest:
    match change:
        case CreatePlaylist(title=title, medium=medium, items=items, path=path, query=query):
            rule = None if path is None else rule_uri(machine_id, path, query or "")
            told = {"type": medium, "title": title, "smart": rule is not None, "uri": rule or items_uri(machine_id, items)}
            return PlexRequest("POST", "/playlists", arguments(told))
        case AddToPlaylist(key=key, items=items):
            return PlexRequest("PUT", f"/playlists/{key}/items", (("uri", items_uri(machine_id, items)),))
        case RemoveFromPlaylist(key=key, entry=entry):
            return PlexRequest("DELETE", f"/playlists/{key}/items/{entry}")
        case MoveInPlaylist(key=key, entry=entry, after=after):
            return PlexRequest("PUT", f"/playlists/{key}/items/{entry}/move", arguments({"after": after}))
        case ClearPlaylist(key=key):
            return PlexRequest("DELETE", f"/playlists/{key}/items")
        case _:
            assert_never(change)
