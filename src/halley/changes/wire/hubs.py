"""Managed recommendation rows. Source: spec, plex-api 10."""

from typing import assert_never

from halley.changes.kinds import Change, EditHub, HubChange, MoveHub, RemoveHub, SetVisibility
from halley.changes.wire.asked import Asked
from halley.changes.wire.rules import Rule
from halley.plex.ids import RatingKey
from halley.plex.requests import PlexRequest, Query

_FLAGS = ("promotedToRecommended", "promotedToOwnHome", "promotedToSharedHome")


def _shown(request: Asked) -> tuple[Change, ...]:
    key = RatingKey(request.number("metadataItemId"))
    return (SetVisibility(request.section, key, *_flags(request)),)


def _edited(request: Asked) -> tuple[Change, ...]:
    return (EditHub(request.section, request.parts["hub"], *_flags(request)),)


def _flags(request: Asked) -> tuple[bool, bool, bool]:
    # Without a flag the server takes its own default, which is not known for certain.
    recommended, own, shared = (request.flag(name) for name in _FLAGS)
    return recommended, own, shared


def _moved(request: Asked) -> tuple[Change, ...]:
    return (MoveHub(request.section, request.parts["hub"], request.optional("after") or None),)


def _moved_as_documented(request: Asked) -> tuple[Change, ...]:
    return (MoveHub(request.section, request.text("identifier"), request.optional("after") or None),)


def _removed(request: Asked) -> tuple[Change, ...]:
    return (RemoveHub(request.section, request.parts.get("hub")),)


RULES = (
    Rule("POST", "/hubs/sections/{section}/manage", _shown),
    Rule("PUT", "/hubs/sections/{section}/manage/move", _moved_as_documented),
    Rule("PUT", "/hubs/sections/{section}/manage/{hub}", _edited),
    Rule("PUT", "/hubs/sections/{section}/manage/{hub}/move", _moved),
    Rule("DELETE", "/hubs/sections/{section}/manage/{hub}", _removed),
    Rule("DELETE", "/hubs/sections/{section}/manage", _removed),
)


def encode(change: HubChange) -> PlexRequest:
    """The request of one change of a row."""
    manage = f"/hubs/sections/{change.section}/manage"
    match change:
        case SetVisibility(key=key):
            return PlexRequest("POST", manage, (("metadataItemId", str(key)), *_told(change)))
        case EditHub(identifier=identifier):
            return PlexRequest("PUT", f"{manage}/{identifier}", _told(change))
        case MoveHub(identifier=identifier, after=after):
            return PlexRequest("PUT", f"{manage}/{identifier}/move", (("after", after),) if after else ())
        case RemoveHub(identifier=identifier):
            return PlexRequest("DELETE", f"{manage}/{identifier}" if identifier else manage)
        case _:
            assert_never(change)


def _told(change: SetVisibility | EditHub) -> Query:
    values = (change.recommended, change.own_home, change.shared_home)
    return tuple((name, str(int(value))) for name, value in zip(_FLAGS, values, strict=True))
