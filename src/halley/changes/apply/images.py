"""Pictures: stored, selected, dropped. Source: spec, plex-api 8."""

import re
from dataclasses import replace
from typing import assert_never
from urllib.parse import parse_qs, urlsplit

from halley.changes.apply.refusal import known
from halley.changes.apply.stamps import stamped
from halley.changes.kinds import DropImage, FetchImage, ImageChange, SelectImage, UploadImage
from halley.plex.ids import RatingKey
from halley.plex.images import ImageEntry, ImageKind, Shelf
from halley.plex.items import Item
from halley.plex.library import Library

_STORED = re.compile(r"/library/metadata/(?P<key>[0-9]{1,18})/file")


def apply(change: ImageChange, library: Library, at: int) -> Library:
    """The library after one change of a picture."""
    item = known(library, change.key)
    shelf = item.shelf(change.kind)
    match change:
        case UploadImage(kind=kind, picture=picture):
            name = f"upload://{kind.upload_folder}/{picture.sha1}"
            return library.with_item(_shown(item, kind, _with(shelf, ImageEntry(name, picture=picture)), at))
        case FetchImage(kind=kind, url=url):
            return library.with_item(_shown(item, kind, _with(shelf, _fetched(library, change.key, kind, url)), at))
        case SelectImage(kind=kind, name=name):
            # A name that does not stand on the shelf may stand on the server's: the gateway does not read every shelf.
            return library.with_item(_shown(item, kind, _with(shelf, shelf.entry(name) or ImageEntry(name)), at))
        case DropImage(kind=kind):
            return library.with_item(stamped(item.with_shelf(kind, shelf.selecting(None)), at))
        case _:
            assert_never(change)


def _shown(item: Item, kind: ImageKind, shelf: Shelf, at: int) -> Item:
    return stamped(item.with_shelf(kind, shelf).with_lock(kind.field, locked=True), at)


def _with(shelf: Shelf, entry: ImageEntry) -> Shelf:
    """The shelf with that entry, shown; one of the same name is replaced only where we now know its bytes."""
    stood = shelf.entry(entry.name)
    if stood is not None and stood.picture is None and entry.picture is not None:
        known_bytes = replace(stood, picture=entry.picture)
        shelf = replace(shelf, entries=tuple(known_bytes if one is stood else one for one in shelf.entries))
    return shelf.with_entry(entry)


def _fetched(library: Library, key: RatingKey, kind: ImageKind, url: str) -> ImageEntry:
    """What the server will have stored for a url: one of its own pictures, where the url points back at it (spec, 8.2)."""
    found = stored_picture(url)
    if found is None:
        return ImageEntry(url)
    owner, name = found
    source = library.items.get(owner)
    entry = source.shelf(kind).entry(name) if source is not None else None
    if owner == key or entry is None or entry.picture is None:
        return entry or ImageEntry(name)
    return ImageEntry(f"upload://{kind.upload_folder}/{entry.picture.sha1}", picture=entry.picture)


def stored_picture(url: str) -> tuple[RatingKey, str] | None:
    """Owner and name of a stored picture that a url points at, whatever the host; None for other urls."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    found = _STORED.fullmatch(parts.path)
    name = parse_qs(parts.query).get("url", [""])[-1]
    return (RatingKey(int(found["key"])), name) if found and name else None
