"""The words of a library file: for each place in it, the keys that mean something to Halley.

Where a place is open, every other key with a plain value is an attribute in Plex's own spelling (`contentRating`).
docs/reference/library-file.md explains each word; a test holds it to that.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from halley.plex.images import ImageKind
from halley.plex.tags import TagKind

TAGS: Mapping[str, TagKind] = {
    "genres": TagKind.GENRE,
    "countries": TagKind.COUNTRY,
    "directors": TagKind.DIRECTOR,
    "writers": TagKind.WRITER,
    "producers": TagKind.PRODUCER,
    "roles": TagKind.ROLE,
    "labels": TagKind.LABEL,
    "collections": TagKind.COLLECTION,
    "styles": TagKind.STYLE,
    "moods": TagKind.MOOD,
    "formats": TagKind.FORMAT,
    "subformats": TagKind.SUBFORMAT,
    "similar": TagKind.SIMILAR,
}
IMAGES: Mapping[str, ImageKind] = {kind.one: kind for kind in ImageKind}

_PARTS = ("guids", "ratings", "media", "images", "locked", "locations", "preferences", "elements", *TAGS)


@dataclass(frozen=True, slots=True)
class Place:
    """One kind of mapping in the file: its words, and whether other keys are attributes."""

    words: frozenset[str]
    is_open: bool = True


def _place(*words: str, is_open: bool = True) -> Place:
    return Place(frozenset(words), is_open)


PLACES: Mapping[str, Place] = {
    "file": _place("server", "preferences", "sections", "collections", "playlists", "tags", "next", is_open=False),
    "server": _place("name", "machineIdentifier"),
    "section": _place("id", "title", "type", "location", "preferences", "hubs", "items"),
    "item": _place("ratingKey", "seasons", "episodes", "albums", "tracks", *_PARTS),
    "tag": _place("tag"),
    "rating": _place("image", "value", "type", is_open=False),
    "version": _place("parts", "elements"),
    "file of a version": _place("file", "streams", "elements"),
    "stream": _place(),
    "images": _place(*IMAGES, is_open=False),
    "picture": _place("file", "name", "provider", "selected", is_open=False),
    "element": _place("element", "elements"),
    "hub": _place("identifier", "title", "recommended", "ownHome", "sharedHome", "deletable", is_open=False),
    "collection": _place(
        "section", "title", "items", "rule", "ratingKey", "collectionMode", "collectionSort", *_PARTS
    ),
    "playlist": _place("title", "type", "items", "rule", "section", "ratingKey", *_PARTS),
    "place in a playlist": _place("item", "id", is_open=False),
    "known tag": _place("kind", "tag", "id"),
    "next": _place("ratingKey", "tag", "playlistItem", is_open=False),
}  # fmt: skip
"""Every kind of mapping, by the name that its table has in the reference."""
