"""Which answers of the server a write makes stale: those of what it touches, and lists that may tell of it."""

from collections.abc import Collection, Hashable, Iterable
from dataclasses import dataclass
from types import UnionType

from halley.changes import Change
from halley.changes.differences import Difference
from halley.changes.kinds import (
    AddTags,
    AddToCollection,
    AddToPlaylist,
    ClearPlaylist,
    CreateCollection,
    CreatePlaylist,
    DropImage,
    EditHub,
    FetchImage,
    LockField,
    MoveHub,
    MoveInCollection,
    MoveInPlaylist,
    Rate,
    RemoveFromCollection,
    RemoveFromPlaylist,
    RemoveHub,
    RemoveTags,
    SelectImage,
    SetField,
    SetPreferences,
    SetSmartRule,
    SetVisibility,
    UploadImage,
)
from halley.gateway.upstream import Answer
from halley.plex.ids import ItemType, RatingKey
from halley.plex.tags import TagKind
from halley.runs.numbers import named

_OWN = ("/library/metadata/", "/library/collections/", "/playlists/")
_ORDERS = ("/children", "/items")
Lists = frozenset[str]
"""Names of lists: `collections`, `orders` (what lists hold), `hubs`, `playlists`, words of tags."""


@dataclass(frozen=True, slots=True)
class Touch:
    """What a write touches: these items, and these lists; None for all."""

    keys: frozenset[RatingKey] | None
    lists: Lists = frozenset()

    def __call__(self, question: Hashable, _: Answer) -> bool:
        """Whether what was answered to a question may no longer hold."""
        if self.keys is None:
            return True
        match question:
            case ("detail", int() as key, _):
                return key in self.keys
            case ("picture", str() as path):
                return self._is_of_touched(path)
            case (str() as target, _):
                return self._is_of_touched(target.partition("?")[0]) or _name_of(target) in {*self.lists, ""}
            case _:
                return True

    def _is_of_touched(self, path: str) -> bool:
        start = next((one for one in _OWN if path.startswith(one)), "")
        keys = path.removeprefix(start).partition("/")[0].split(",") if start else ()
        return any(key.isdecimal() and int(key) in (self.keys or ()) for key in keys)


EVERYTHING = Touch(None)


def touch_of(changes: Collection[Change], differences: Iterable[Difference]) -> Touch:
    """What these Changes touch; `differences` are what they come to."""
    keys = {RatingKey(one) for change in changes for one in named(change)}
    keys |= {RatingKey(one.number) for one in differences if one.of == "item"}
    lists = [_lists_of(one) for one in changes]
    known = [one for one in lists if one is not None]
    return Touch(frozenset(keys), frozenset().union(*known)) if len(known) == len(lists) else EVERYTHING


_LISTS: tuple[tuple[type | UnionType, Lists], ...] = (
    (SetField | LockField, frozenset({"orders"})),
    (CreateCollection, frozenset({"collections", "collection", "hubs"})),
    (AddToCollection | RemoveFromCollection | MoveInCollection, frozenset({"orders", "hubs"})),
    (SetPreferences | SetSmartRule, frozenset({"orders", "hubs", "playlists"})),
    (SetVisibility | EditHub | MoveHub | RemoveHub, frozenset({"hubs"})),
    (
        CreatePlaylist | AddToPlaylist | RemoveFromPlaylist | MoveInPlaylist | ClearPlaylist,
        frozenset({"playlists", "orders"}),
    ),
    (UploadImage | SelectImage | DropImage | FetchImage | Rate, frozenset()),
)


def _lists_of(change: Change) -> Lists | None:
    """The lists that a Change touches beside its items; None where it may touch anything."""
    if isinstance(change, AddTags | RemoveTags):
        word = change.kind.word
        return frozenset({word, "collections", "orders", "hubs"} if change.kind is TagKind.COLLECTION else {word})
    if isinstance(change, SetField | LockField) and not change.keys:
        return None
    if isinstance(change, SetField) and change.type is ItemType.COLLECTION and change.field == "title":
        return None  # its members carry the title as a tag
    return next((lists for kinds, lists in _LISTS if isinstance(change, kinds)), None)


def _name_of(target: str) -> str:
    """What a list is of; empty where that is not known, so that it is taken to be touched by all."""
    path, _, query = target.partition("?")
    if path.endswith(_ORDERS):
        return "orders"
    if path.startswith(_OWN):
        return "of one item"
    if path.startswith("/playlists"):
        return "playlists"
    if path.startswith("/hubs/"):
        return "hubs"
    if path.startswith("/library/sections/"):
        word = path.rpartition("/")[2]
        return "collections" if word == "all" and "type=18" in query.split("&") else "" if word in {"all", "prefs"} else word
    return ""
