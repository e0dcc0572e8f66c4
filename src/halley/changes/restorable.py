"""What of a library a client of Plex can put back: the measure of an undo.

Left out, because no client can set it:
- identities that the server gives out: rating keys, guids and tag ids of collections and playlists (here they go by section
  and title), places' ids, tags that nothing carries any more;
- times and counts: `updatedAt`, when and how often something was watched or rated, when a list was made, sizes;
- pictures that stand on a shelf unselected, and a list's picture whose bytes only the server had;
- the order of an item's tags, and the role that an actor played: putting either back would mean to take tags off first, and
  an undo does not risk more than it mends.
Everything else must be as it was.
"""

import re
from dataclasses import dataclass

from immutables import Map

from halley.changes.apply.lists import rule_of
from halley.changes.apply.preferences import DEFAULTS
from halley.changes.invert.items import is_watched, resume_ms
from halley.plex.ids import MADE_BY_USERS, ItemType, RatingKey, SectionId
from halley.plex.images import ImageKind
from halley.plex.items import Item
from halley.plex.library import Library
from halley.plex.tags import TagKind

_TOLD_APART = frozenset(
    "updatedAt lastRatedAt lastViewedAt viewCount viewOffset viewedLeafCount userRating content".split()
) | frozenset(DEFAULTS)
_OF_LISTS = frozenset(
    "guid addedAt index childCount leafCount duration ratingCount minYear maxYear composite thumb smart".split()
)
_UPLOADED = re.compile(r"upload://.*/(?P<sha1>[0-9a-f]{40})")


@dataclass(frozen=True, slots=True)
class RestorableItem:
    """What can be put back of one item; `rest` is what a Change that has a way back never touches."""

    attributes: Map[str, str]
    rating: float | str | None
    watched: bool
    resume_ms: int
    locked: frozenset[str]
    tags: frozenset[tuple[TagKind, str]]
    images: Map[ImageKind, str]
    preferences: Map[str, str]
    rule: tuple[str, str] | None
    held: tuple[RatingKey, ...]
    rest: tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Restorable:
    """What can be put back of a library: items by name (lists of one name sorted), rows, settings."""

    items: Map[str, tuple[RestorableItem, ...]]
    rows: Map[SectionId, tuple[tuple[str, bool, bool, bool], ...]]
    sections: Map[SectionId, Map[str, str]]
    preferences: Map[str, str]


def restorable(library: Library) -> Restorable:
    """The part of a library that a client can put back."""
    items: dict[str, tuple[RestorableItem, ...]] = {}
    for item in library.items.values():
        name = _name(item)
        items[name] = tuple(sorted((*items.get(name, ()), restorable_item(library, item)), key=repr))
    return Restorable(
        Map(items),
        Map({section: rows for section in library.sections if (rows := restorable_rows(library, section))}),
        Map({section.id: section.preferences for section in library.sections.values()}),
        library.preferences,
    )


def _name(item: Item) -> str:
    if item.type is ItemType.COLLECTION:
        return f"collection {item.title!r} of section {item.section}"
    return f"playlist {item.title!r}" if item.type is ItemType.PLAYLIST else f"{item.type.word} {item.key}"


def restorable_item(library: Library, item: Item) -> RestorableItem:
    """What can be put back of one item of a library."""
    ignored = _TOLD_APART | _OF_LISTS if item.type in MADE_BY_USERS else _TOLD_APART
    held = library.members.get(item.key, ()) or tuple(one.item for one in library.entries.get(item.key, ()))
    return RestorableItem(
        attributes=Map({name: value for name, value in item.attributes.items() if name not in ignored}),
        rating=_rating(item.attributes.get("userRating")),
        watched=is_watched(item),
        resume_ms=resume_ms(item),
        locked=item.locked,
        tags=frozenset((kind, tag.text) for kind, tags in item.tags.items() for tag in tags),
        images=Map({kind: name for kind in ImageKind if (name := shown_image(item, kind)) is not None}),
        preferences=_preferences(item),
        rule=rule_of(item.attributes.get("content", "")),
        held=held,
        rest=(item.parent, item.guids, item.ratings, item.media, item.locations, item.others),
    )


def _rating(value: str | None) -> float | str | None:
    try:
        return float(value) if value is not None else None
    except ValueError:
        return value


def shown_image(item: Item, kind: ImageKind) -> str | None:
    """What an item shows as a client could put it back: SHA-1 of an upload, an address, or a name of the server's own."""
    name = item.shelf(kind).selected
    if name is None:
        return None
    uploaded = _UPLOADED.fullmatch(name)
    if uploaded is not None:
        return uploaded["sha1"]
    is_out_of_reach = item.type in MADE_BY_USERS and not name.startswith(("http://", "https://"))
    return None if is_out_of_reach else name


def _preferences(item: Item) -> Map[str, str]:
    written = {name: value for name, value in item.attributes.items() if name in DEFAULTS}
    told = {**written, **item.preferences}
    return Map({name: value for name, value in told.items() if DEFAULTS.get(name) != value})


def restorable_rows(library: Library, section: SectionId) -> tuple[tuple[str, bool, bool, bool], ...]:
    """The managed rows of a section: name, and the three places where each may be shown."""
    return tuple(
        (hub.title if hub.deletable else hub.identifier, hub.recommended, hub.own_home, hub.shared_home)
        for hub in library.hubs.get(section, ())
    )
