"""Managed recommendation rows. Source: spec, plex-api 10."""

from dataclasses import replace
from typing import assert_never

from halley.changes.apply.lists import moved
from halley.changes.apply.membership import hub_of, without_hub
from halley.changes.apply.refusal import CannotApply, known
from halley.changes.kinds import EditHub, HubChange, MoveHub, RemoveHub, SetVisibility
from halley.plex.ids import ItemType, SectionId
from halley.plex.library import Hub, Library


def apply(change: HubChange, library: Library) -> Library:
    """The library after one change of a row."""
    hubs = library.hubs.get(change.section, ())
    match change:
        case SetVisibility(section=section, key=key):
            collection = known(library, key, ItemType.COLLECTION)
            hub = Hub(hub_of(collection), collection.title, deletable=True)
            if all(one.identifier != hub.identifier for one in hubs):
                hubs = (*hubs, hub)
            return _with(library, section, _shown(hubs, hub.identifier, change))
        case EditHub(section=section, identifier=identifier):
            _named(hubs, identifier, 404)
            return _with(library, section, _shown(hubs, identifier, change))
        case MoveHub(section=section, identifier=identifier, after=after):
            behind = None if after is None else _named(hubs, after, 400)
            return _with(library, section, moved(hubs, _named(hubs, identifier, 400), behind))
        case RemoveHub(section=section, identifier=identifier):
            if identifier is None:
                return _with(library, section, tuple(hub for hub in hubs if not hub.deletable))
            if not _named(hubs, identifier, 404).deletable:
                raise CannotApply(400, f"{identifier} is the server's own row")
            return without_hub(library, section, identifier)
        case _:
            assert_never(change)


def _named(hubs: tuple[Hub, ...], identifier: str, status: int) -> Hub:
    found = next((hub for hub in hubs if hub.identifier == identifier), None)
    if found is None:
        raise CannotApply(status, f"there is no row {identifier}")
    return found


def _shown(hubs: tuple[Hub, ...], identifier: str, change: SetVisibility | EditHub) -> tuple[Hub, ...]:
    return tuple(
        replace(hub, recommended=change.recommended, own_home=change.own_home, shared_home=change.shared_home)
        if hub.identifier == identifier
        else hub
        for hub in hubs
    )


def _with(library: Library, section: SectionId, hubs: tuple[Hub, ...]) -> Library:
    return replace(library, hubs=library.hubs.set(section, hubs))
