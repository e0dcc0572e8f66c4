"""Managed rows back: where they are shown, and in which order."""

from halley.changes.apply.membership import hub_of
from halley.changes.invert.ordering import moves
from halley.changes.invert.undoing import Undoing
from halley.changes.kinds import EditHub, MoveHub, RemoveHub, SetVisibility
from halley.plex.ids import RatingKey, SectionId
from halley.plex.library import Hub


def restore_rows(undoing: Undoing, section: SectionId) -> None:
    """Steps that give a section the rows that it had."""
    wanted = {_now_called(undoing, section, hub): hub for hub in undoing.before.hubs.get(section, ())}
    for identifier, hub in wanted.items():
        stands = _rows(undoing, section).get(identifier)
        if stands is None:
            key = RatingKey(int(identifier.rpartition(".")[2]))
            undoing.do(SetVisibility(section, key, hub.recommended, hub.own_home, hub.shared_home))
        elif _flags(stands) != _flags(hub):
            undoing.do(EditHub(section, identifier, *_flags(hub)))
    for identifier in _rows(undoing, section).keys() - wanted.keys():
        undoing.do(RemoveHub(section, identifier))
    for identifier, after in moves(list(_rows(undoing, section)), list(wanted)):
        undoing.do(MoveHub(section, identifier, after))


def restore_all_rows(undoing: Undoing, section: SectionId) -> None:
    """The same after a reset, when a real server has put its own rows to a state that no model knows."""
    restore_rows(undoing, section)
    after = None
    for hub in undoing.before.hubs.get(section, ()):
        if not hub.deletable:
            undoing.do(EditHub(section, hub.identifier, *_flags(hub)))
        undoing.do(MoveHub(section, hub.identifier, after))
        after = hub.identifier


def _now_called(undoing: Undoing, section: SectionId, hub: Hub) -> str:
    for old, new in undoing.made.items():
        if hub.identifier == f"custom.collection.{section}.{old}":
            return hub_of(undoing.now.items[new])
    return hub.identifier


def _rows(undoing: Undoing, section: SectionId) -> dict[str, Hub]:
    return {hub.identifier: hub for hub in undoing.now.hubs.get(section, ())}


def _flags(hub: Hub) -> tuple[bool, bool, bool]:
    return hub.recommended, hub.own_home, hub.shared_home
