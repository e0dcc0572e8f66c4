"""Advanced settings of items, sections and the server. Source: spec, plex-api 2, 3, 7.2, 9.2."""

import re
from typing import assert_never

from halley.changes.kinds import Change, PreferenceChange, SetPreferences, SetSectionPreferences, SetServerPreferences
from halley.changes.wire.asked import Asked, NotAWrite
from halley.changes.wire.rules import Rule
from halley.plex.ids import ItemType
from halley.plex.requests import PlexRequest

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_.-]*")
_SECTION_NAME = re.compile(r"prefs\[(?P<name>[A-Za-z][A-Za-z0-9_.-]*)\]")


def _item(request: Asked) -> tuple[Change, ...]:
    kind = ItemType.COLLECTION if request.parts["own"] == "collections" else None
    return (SetPreferences(request.key, kind, _values(request)),)


def _server(request: Asked) -> tuple[Change, ...]:
    return (SetServerPreferences(_values(request)),)


def _section(request: Asked) -> tuple[Change, ...]:
    agent = request.text("agent")
    values = []
    for name, value in _values(request, _SECTION_NAME):
        found = _SECTION_NAME.fullmatch(name)
        values.append((found["name"] if found else name, value))
    return (SetSectionPreferences(request.section, agent, tuple(sorted(values))),)


def _values(request: Asked, form: re.Pattern[str] = _NAME) -> tuple[tuple[str, str], ...]:
    values = tuple(request.rest())
    if not values:
        raise NotAWrite("a change of no setting")
    for name, _ in values:
        if not form.fullmatch(name):
            raise NotAWrite(f"{name[:60]!r} is no setting")
    return values


RULES = (
    Rule("PUT", "/library/{own}/{key}/prefs", _item),
    Rule("PUT", "/library/sections/{section}", _section),
    Rule("PUT", "/:/prefs", _server),
)


def encode(change: PreferenceChange) -> PlexRequest:
    """The request of one change of settings."""
    match change:
        case SetPreferences(key=key, type=kind, values=values):
            folder = "collections" if kind is ItemType.COLLECTION else "metadata"
            return PlexRequest("PUT", f"/library/{folder}/{key}/prefs", values)
        case SetSectionPreferences(section=section, agent=agent, values=values):
            named = tuple((f"prefs[{name}]", value) for name, value in values)
            return PlexRequest("PUT", f"/library/sections/{section}", (("agent", agent), *named))
        case SetServerPreferences(values=values):
            return PlexRequest("PUT", "/:/prefs", values)
        case _:
            assert_never(change)
