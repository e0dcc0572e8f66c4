"""Edits of fields, locks and tags: several Changes may share one request. Source: spec, plex-api 7.1, 1.8, 11."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import assert_never
from urllib.parse import quote, unquote

from halley.changes.kinds import AddTags, Change, Edit, Keys, LockField, RemoveTags, SetField
from halley.changes.wire.asked import Asked, NotAWrite, arguments, flag, keys
from halley.changes.wire.rules import Rule
from halley.plex.ids import ItemType, SectionId
from halley.plex.images import ImageKind
from halley.plex.requests import PlexRequest
from halley.plex.tags import TagKind

FIELDS = frozenset(
    "title titleSort originalTitle editionTitle contentRating summary tagline studio originallyAvailableAt addedAt rating "
    "audienceRating userRating year index parentIndex duration".split()
)
"""What `FIELD.value` may name."""

ALBUM_ARTIST = "artist.id"
"""Not a field: the artist that an album belongs to. python-plexapi sends it with every edit of an album's title."""

TAGS = frozenset(kind.word for kind in TagKind)
LOCKABLE = FIELDS | TAGS | {kind.field for kind in ImageKind}
"""What `NAME.locked` may name."""

_VALUE = re.compile(r"(?P<name>[A-Za-z.]+)\.value")
_LOCKED = re.compile(r"(?P<name>[A-Za-z]+)\.locked")
_ADDED = re.compile(r"(?P<name>[a-z]+)\[(?P<place>[0-9]{1,9})\]\.tag\.tag")
_REMOVED = re.compile(r"(?P<name>[a-z]+)\[\]\.tag\.tag-")
_PLAIN = frozenset({"title", "summary"})  # PUT /playlists/K?title=&summary=


@dataclass(slots=True)
class _Read:
    """The arguments of one edit, sorted by what they say."""

    values: dict[str, str] = field(default_factory=dict)
    locks: dict[str, bool] = field(default_factory=dict)
    added: dict[TagKind, list[tuple[int, str]]] = field(default_factory=dict)
    removed: dict[TagKind, tuple[str, ...]] = field(default_factory=dict)

    def take(self, name: str, value: str) -> None:
        """Understand one argument, or raise NotAWrite."""
        if found := _VALUE.fullmatch(name):
            self.values[_known(found["name"], FIELDS | {ALBUM_ARTIST}, name)] = value
        elif found := _LOCKED.fullmatch(name):
            self.locks[_known(found["name"], LOCKABLE, name)] = flag(name, value)
        elif found := _ADDED.fullmatch(name):
            if not value:
                raise NotAWrite(f"{name} adds an empty tag")
            kind = TagKind.of_word(_known(found["name"], TAGS, name))
            self.added.setdefault(kind, []).append((int(found["place"]), value))
        elif found := _REMOVED.fullmatch(name):
            # Each text was encoded, they were joined, and that was encoded again (spec, plex-api 1.8).
            texts = tuple(unquote(one) for one in value.split(",") if one)
            if texts:
                self.removed[TagKind.of_word(_known(found["name"], TAGS, name))] = texts
        else:
            raise NotAWrite(f"{name[:60]!r} is not understood in an edit")

    def check(self) -> None:
        """Raise NotAWrite where one request adds and removes the same tag: which comes first is not known."""
        for kind, texts in self.removed.items():
            both = {text.casefold() for text in texts} & {text.casefold() for _, text in self.added.get(kind, ())}
            if both:
                raise NotAWrite(f"{kind.word} {min(both)!r} is both added and removed")

    def changes(self, section: SectionId | None, kind: ItemType | None, named: Keys) -> Iterator[Change]:
        """Values, then tags, then the locks that stand alone."""
        self.check()
        alone = dict(self.locks)
        for name, value in sorted(self.values.items()):
            alone.pop(name, None)
            yield SetField(section, kind, named, name, value, self.locks.get(name))
        for tag in TagKind:
            if tag not in self.added and tag not in self.removed:
                continue
            if section is None or kind is None:
                raise NotAWrite(f"{tag.word} tags are edited through their section only")
            lock = self.locks.get(tag.word)
            alone.pop(tag.word, None)
            if tag in self.added:
                yield AddTags(section, kind, named, tag, tuple(text for _, text in sorted(self.added[tag])), lock)
            if tag in self.removed:
                yield RemoveTags(section, kind, named, tag, self.removed[tag], lock)
        for name, locked in sorted(alone.items()):
            yield LockField(section, kind, named, name, locked)

    @property
    def is_locks_only(self) -> bool:
        return bool(self.locks) and not (self.values or self.added or self.removed)


def _known(found: str, among: frozenset[str], name: str) -> str:
    if found not in among:
        raise NotAWrite(f"{name[:60]!r} names nothing that can be edited")
    return found


def _section_edit(request: Asked) -> tuple[Change, ...]:
    kind = request.type()
    ids = request.optional("id")
    read = _read(request)
    if ids is None and not read.is_locks_only:
        raise NotAWrite("an edit without id would change the whole section")
    return tuple(read.changes(request.section, kind, () if ids is None else keys("id", ids)))


def _item_edit(request: Asked) -> tuple[Change, ...]:
    kind = request.type() if "type" in request.left else None
    return tuple(_read(request).changes(None, kind, (request.key,)))


def _playlist_edit(request: Asked) -> tuple[Change, ...]:
    request.expect("type", str(ItemType.PLAYLIST.number))
    plain = {name: request.text(name) for name in sorted(_PLAIN & request.left.keys())}
    if doubled := [name for name in plain if f"{name}.value" in request.left]:
        raise NotAWrite(f"{doubled[0]!r} is given twice")
    read = _read(request, empty=bool(plain))
    read.values.update(plain)
    return tuple(read.changes(None, ItemType.PLAYLIST, (request.key,)))


def _read(request: Asked, *, empty: bool = False) -> _Read:
    read = _Read()
    for name, value in request.rest():
        read.take(name, value)
    if not (read.values or read.locks or read.added or read.removed or empty):
        raise NotAWrite("an edit of nothing")
    return read


RULES = (
    Rule("PUT", "/library/sections/{section}/all", _section_edit),
    Rule("PUT", "/library/metadata/{key}", _item_edit),
    Rule("PUT", "/playlists/{key}", _playlist_edit),
)


def encode(change: Edit) -> PlexRequest:
    """The request of one edit. Raises ValueError where it names no item and is no lock: Plex would edit them all."""
    match change:
        case SetField(field=name, value=value, locked=locked):
            if change.type is ItemType.PLAYLIST and change.section is None and locked is None and name in _PLAIN:
                return _addressed(change, {name: value})
            return _addressed(change, {f"{name}.value": value, f"{name}.locked": locked})
        case LockField(field=name, locked=locked):
            return _addressed(change, {f"{name}.locked": locked})
        case AddTags(kind=kind, tags=tags, locked=locked):
            texts = {f"{kind.word}[{place}].tag.tag": text for place, text in enumerate(tags)}
            return _addressed(change, {f"{kind.word}.locked": locked, **texts})
        case RemoveTags(kind=kind, tags=tags, locked=locked):
            joined = ",".join(quote(text) for text in tags)
            return _addressed(change, {f"{kind.word}.locked": locked, f"{kind.word}[].tag.tag-": joined})
        case _:
            assert_never(change)


def _addressed(change: Edit, what: dict[str, object]) -> PlexRequest:
    number = change.type.number if change.type else None
    if change.section is not None and number is not None:
        if not change.keys and not isinstance(change, LockField):
            raise ValueError("an edit of no items would be an edit of all items")
        ids = ",".join(map(str, change.keys)) or None
        return PlexRequest("PUT", f"/library/sections/{change.section}/all", arguments({"type": number, "id": ids, **what}))
    if len(change.keys) != 1:
        raise ValueError("an edit without a section names one item")
    if change.type is ItemType.PLAYLIST:
        return PlexRequest("PUT", f"/playlists/{change.keys[0]}", arguments(what))
    return PlexRequest("PUT", f"/library/metadata/{change.keys[0]}", arguments({"type": number, **what}))
