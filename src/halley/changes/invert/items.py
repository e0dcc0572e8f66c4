"""One item back to what it was: fields, locks, tags, pictures, settings, rule, the account's view."""

import re

from halley.changes.apply.lists import rule_of
from halley.changes.apply.preferences import DEFAULTS, preference
from halley.changes.invert.undoing import Undoing
from halley.changes.kinds import (
    AddTags,
    Change,
    DropImage,
    FetchImage,
    LockField,
    MarkPlayed,
    Rate,
    RemoveTags,
    SelectImage,
    SetField,
    SetPreferences,
    SetProgress,
    SetSmartRule,
    UploadImage,
)
from halley.changes.wire.edits import FIELDS, LOCKABLE
from halley.plex.ids import MADE_BY_USERS, ItemType, RatingKey
from halley.plex.images import ImageKind
from halley.plex.items import Item
from halley.plex.tags import TagKind

_BORN_WITH = frozenset({"addedAt", "index"})  # of what users make: it has its own, whoever makes it again
_RATING = re.compile(r"(?:10|[0-9])(?:\.0+)?|[0-9]\.[0-9]+")  # 0 to 10


def restore_item(undoing: Undoing, was: Item) -> None:
    """Steps that make the item called `was.key` now what `was` is, membership aside."""
    key = was.key
    _fields(undoing, was)
    for tags in TagKind:
        if tags is not TagKind.COLLECTION:
            restore_tags(undoing, was, tags)
    for shelf in ImageKind:
        _picture(undoing, was, shelf)
    _preferences(undoing, was)
    _rule(undoing, was)
    if was.type.child is None and was.type not in MADE_BY_USERS:
        _play_state(undoing, was)
    # Last, because pictures and tags lock.
    for name in sorted((was.locked ^ undoing.now.items[key].locked) & LOCKABLE):
        undoing.do(LockField(was.section, was.type, (key,), name, name in was.locked))


def restore_tags(undoing: Undoing, was: Item, kind: TagKind) -> None:
    """Steps that give the item its tags of a kind back. Their order is not restored: see `restorable`."""
    now = undoing.now.items[was.key]
    stood = {tag.text.casefold() for tag in was.tags_of(kind)}
    stands = {tag.text.casefold() for tag in now.tags_of(kind)}
    extra = tuple(tag.text for tag in now.tags_of(kind) if tag.text.casefold() not in stood)
    missing = tuple(tag.text for tag in was.tags_of(kind) if tag.text.casefold() not in stands)
    if was.section is None:
        return
    if missing:
        undoing.do(AddTags(was.section, was.type, (was.key,), kind, missing, kind.word in was.locked))
    if extra:
        undoing.do(RemoveTags(was.section, was.type, (was.key,), kind, extra, kind.word in was.locked))


def _fields(undoing: Undoing, was: Item) -> None:
    now = undoing.now.items[was.key]
    names = FIELDS - _BORN_WITH if was.type in MADE_BY_USERS else FIELDS
    for name in sorted(names):
        value = was.attributes.get(name, "")
        if value != now.attributes.get(name, ""):
            undoing.do(_field(was, now, name, value))


def _field(was: Item, now: Item, name: str, value: str) -> Change:
    if name == "userRating" and name not in was.locked | now.locked:
        if not value:
            return Rate(was.key, None)
        if _RATING.fullmatch(value):
            return Rate(was.key, float(value))
    return SetField(was.section, was.type, (was.key,), name, value, name in was.locked)


def _picture(undoing: Undoing, was: Item, kind: ImageKind) -> None:
    now = undoing.now.items[was.key].shelf(kind)
    stood = was.shelf(kind).current
    name = was.shelf(kind).selected
    if name == now.selected:
        return
    if name is None:
        undoing.do(DropImage(was.key, kind))
    elif now.entry(name) is not None:
        undoing.do(SelectImage(was.key, kind, name))
    elif stood is not None and stood.picture is not None:
        undoing.do(UploadImage(was.key, kind, stood.picture))
    elif name.startswith(("http://", "https://")):
        undoing.do(FetchImage(was.key, kind, name))


def _preferences(undoing: Undoing, was: Item) -> None:
    now = undoing.now.items[was.key]
    names = {*was.preferences, *now.preferences, *(name for name in DEFAULTS if name in was.attributes)}
    wanted = {name: preference(was, name) for name in sorted(names)}
    values = tuple((name, value) for name, value in wanted.items() if value is not None and value != preference(now, name))
    if values:
        kind = ItemType.COLLECTION if was.type is ItemType.COLLECTION else None
        undoing.do(SetPreferences(was.key, kind, values))


def _rule(undoing: Undoing, was: Item) -> None:
    stood = rule_of(was.attributes.get("content", ""))
    stands = rule_of(undoing.now.items[was.key].attributes.get("content", ""))
    if stood is not None and stood != stands:
        undoing.do(SetSmartRule(was.key, was.type, *stood))


def _play_state(undoing: Undoing, was: Item) -> None:
    """Watched or not, and the resume point. How often and when it was watched no client can set."""
    key: RatingKey = was.key
    now = undoing.now.items[key]
    stood, stands = is_watched(was), is_watched(now)
    if stood != stands or (resume_ms(now) and not resume_ms(was)):
        undoing.do(MarkPlayed(key, played=stood))  # clears the resume point too
    if resume_ms(was) and resume_ms(was) != resume_ms(undoing.now.items[key]):
        undoing.do(SetProgress(key, resume_ms(was)))


def is_watched(item: Item) -> bool:
    """Whether the account has watched it, once or more."""
    return bool(item.number("viewCount"))


def resume_ms(item: Item) -> int:
    """The resume point, 0 where there is none."""
    return item.number("viewOffset") or 0
