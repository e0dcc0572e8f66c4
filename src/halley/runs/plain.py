"""Which writes are plain: they touch what they name and nothing beyond, so that the engine need not wait for the reading."""

from collections.abc import Iterable

from halley.changes import Change, NotAWrite, decode
from halley.changes.kinds import AddTags, LockField, Rate, RemoveTags, SelectImage, SetField, UploadImage
from halley.files import Picture
from halley.gateway.classify import without_token
from halley.plex.ids import ItemType, RatingKey
from halley.plex.library import Library
from halley.plex.requests import PlexRequest
from halley.plex.tags import TagKind
from halley.runs.numbers import named


def is_plain(change: Change) -> bool:
    """Whether a Change touches what it names, and nothing beyond."""
    match change:
        case SetField(keys=keys, field=name):
            return bool(keys) and not (change.type is ItemType.COLLECTION and name == "title")
        case LockField(keys=keys):
            return bool(keys)
        case AddTags(kind=kind) | RemoveTags(kind=kind):
            return kind is not TagKind.COLLECTION
        case UploadImage() | SelectImage() | Rate():
            return True
        case _:
            return False


def family(change: Change) -> object | None:
    """What kind of thing a Change writes, where one look serves for other kinds too; None where it wants its own."""
    match change:
        case AddTags(kind=kind) | RemoveTags(kind=kind) if kind is not TagKind.COLLECTION:
            return kind
        case UploadImage() | SelectImage():
            return "pictures"
        case _:
            return None


def touched_by(changes: Iterable[Change], after: Library) -> tuple[frozenset[RatingKey], frozenset[RatingKey]]:
    """The items that plain Changes touch, and those of them that other items tell of."""
    keys = frozenset(RatingKey(one) for change in changes for one in named(change))
    items = ((key, after.items.get(key)) for key in keys)
    return keys, frozenset(key for key, item in items if item is None or item.type.child is not None)


def comes_as(request: PlexRequest, picture: Picture | None, change: Change) -> bool:
    """Whether the engine's own request is what performs the Change."""
    try:
        return decode(PlexRequest(request.method, request.path, without_tokens(request), body=picture)) == (change,)
    except NotAWrite:
        return False


def without_tokens(request: PlexRequest) -> tuple[tuple[str, str], ...]:
    return tuple((name, without_token(value) if "://" in value else value) for name, value in request.query)
