"""Which items a Change may make different: those that it names where that is sure, else all that are at hand."""

from collections.abc import Iterable

from halley.changes.kinds import (
    AddTags,
    AddToCollection,
    AddToPlaylist,
    Change,
    ClearPlaylist,
    CreateCollection,
    CreatePlaylist,
    ImageChange,
    LockField,
    MoveInCollection,
    MoveInPlaylist,
    Rate,
    RemoveFromCollection,
    RemoveFromPlaylist,
    RemoveTags,
    SetField,
    SetPreferences,
    SetProgress,
    SetSmartRule,
)
from halley.plex.ids import MADE_BY_USERS, RatingKey
from halley.plex.library import Library
from halley.plex.tags import TagKind

_OF_ONE = (
    ImageChange
    | Rate
    | SetProgress
    | SetPreferences
    | SetSmartRule
    | AddToPlaylist
    | RemoveFromPlaylist
    | MoveInPlaylist
    | ClearPlaylist
)


def touched(change: Change, before: Library, after: Library) -> Iterable[RatingKey]:
    """The items that may differ between the library before a Change and the one after it."""
    match change:
        case SetField(keys=keys, type=kind) if kind not in MADE_BY_USERS and kind is not None:
            return keys
        case LockField(keys=keys) if keys:
            return keys
        case AddTags(keys=keys, kind=kind) | RemoveTags(keys=keys, kind=kind) if kind is not TagKind.COLLECTION:
            return keys
        case CreateCollection() | CreatePlaylist():
            return (*change.items, *range_of_new(before, after))
        case AddToCollection(key=key, items=items):
            return (key, *items)
        case RemoveFromCollection(key=key, item=item) | MoveInCollection(key=key, item=item):
            return (key, item)
        case _ if isinstance(change, _OF_ONE):
            return (change.key,)
        case _:
            return sorted({*before.items, *after.items})


def range_of_new(before: Library, after: Library) -> Iterable[RatingKey]:
    """The keys that were given out between two states of a library."""
    return (RatingKey(key) for key in range(before.next_key, after.next_key))
