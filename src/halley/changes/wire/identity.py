"""Deleting, splitting, merging, matching. Source: spec, plex-api 7.2, 9.2, 11."""

from typing import assert_never

from halley.changes.kinds import Change, DeleteItem, IdentityChange, MatchItem, MergeItems, SplitItem
from halley.changes.wire.asked import Asked, NotAWrite, arguments, keys
from halley.changes.wire.rules import Rule
from halley.plex.ids import ItemType
from halley.plex.requests import PlexRequest

_FOLDERS = {ItemType.COLLECTION: "/library/collections", ItemType.PLAYLIST: "/playlists", None: "/library/metadata"}


def _deleted(request: Asked) -> tuple[Change, ...]:
    return (DeleteItem(request.key),)


def _deleted_collection(request: Asked) -> tuple[Change, ...]:
    return (DeleteItem(request.key, ItemType.COLLECTION),)


def _deleted_playlist(request: Asked) -> tuple[Change, ...]:
    return (DeleteItem(request.key, ItemType.PLAYLIST),)


def _split(request: Asked) -> tuple[Change, ...]:
    return (SplitItem(request.key),)


def _merged(request: Asked) -> tuple[Change, ...]:
    return (MergeItems(request.key, keys("ids", request.text("ids"))),)


def _matched(request: Asked) -> tuple[Change, ...]:
    guid = request.text("guid")
    if not guid:
        raise NotAWrite("guid is empty")
    return (MatchItem(request.key, guid, request.optional("name")),)


def _unmatched(request: Asked) -> tuple[Change, ...]:
    return (MatchItem(request.key, None),)


RULES = (
    Rule("DELETE", "/library/metadata/{key}", _deleted),
    Rule("DELETE", "/library/collections/{key}", _deleted_collection),
    Rule("DELETE", "/playlists/{key}", _deleted_playlist),
    Rule("PUT", "/library/metadata/{key}/split", _split),
    Rule("PUT", "/library/metadata/{key}/merge", _merged),
    Rule("PUT", "/library/metadata/{key}/match", _matched),
    Rule("PUT", "/library/metadata/{key}/unmatch", _unmatched),
)


def encode(change: IdentityChange) -> PlexRequest:
    """The request of one change to what items there are."""
    item = f"/library/metadata/{change.key}"
    match change:
        case DeleteItem(key=key, type=kind):
            return PlexRequest("DELETE", f"{_FOLDERS[kind]}/{key}")
        case SplitItem():
            return PlexRequest("PUT", f"{item}/split")
        case MergeItems(others=others):
            return PlexRequest("PUT", f"{item}/merge", (("ids", ",".join(map(str, others))),))
        case MatchItem(guid=None):
            return PlexRequest("PUT", f"{item}/unmatch")
        case MatchItem(guid=guid, name=name):
            return PlexRequest("PUT", f"{item}/match", arguments({"guid": guid, "name": name}))
        case _:
            assert_never(change)
