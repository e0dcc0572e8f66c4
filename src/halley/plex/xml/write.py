"""Items as a Plex server writes them. Source: spec, plex-api 5.

A *listing* is an item inside a list, a *detail* the answer of `/library/metadata/K`; 5.1 says how they differ. Whatever
stands in `Item.attributes` is written as it is; identity, hierarchy, pictures and counts are written from the Library.
"""

from halley.plex.ids import ItemType
from halley.plex.images import ImageKind
from halley.plex.items import Item
from halley.plex.library import Library
from halley.plex.xml.hierarchy import Found, above, counts, from_above
from halley.plex.xml.parts import detailed_parts, listed_parts
from halley.plex.xml.pictures import ATTRIBUTES, composite_path, image_list, own_path
from halley.plex.xml.rows import (
    account,
    activity,
    choice,
    hub,
    hub_of_results,
    identity,
    root,
    section_directory,
    tag_result,
)
from halley.plex.xml.settings import NAMES, item_settings, section_settings, server_settings, setting
from halley.plex.xml.text import CONTENT_TYPE, attributes, container, element

__all__ = [
    "CONTENT_TYPE",
    "account",
    "activity",
    "choice",
    "container",
    "detail",
    "element",
    "hub",
    "hub_of_results",
    "identity",
    "image_list",
    "item_settings",
    "key_of",
    "listing",
    "root",
    "section_directory",
    "section_settings",
    "server_settings",
    "setting",
    "tag_result",
]

COUNTERS = frozenset({"viewCount", "skipCount", "viewOffset", "userRating"})
"""Left out when zero (spec, plex-api 5.2)."""
_ZERO = frozenset({"0", "0.0"})
_FIRST = {name: place for place, name in enumerate(("playlistItemID", "ratingKey", "key", "guid", "type", "title"))}
_BEHIND = len(_FIRST)


def listing(item: Item, library: Library, *, guids: bool = False, playlist_item_id: int | None = None) -> str:
    """The item as an element of a list; with `playlist_item_id` of a playlist's."""
    found = _own(item, library)
    if item.type is ItemType.COLLECTION:
        found |= _preferred(item)
    if playlist_item_id is not None:
        found["playlistItemID"] = str(playlist_item_id)
    return _written(item, found, listed_parts(item, guids=guids))


def detail(item: Item, library: Library, includes: frozenset[str] = frozenset()) -> str:
    """The item with everything that Plex knows of it; `includes` are the parts to ask for (`preferences`, `chapters`)."""
    found = _own(item, library) | _section(item, library) | _preferred(item)
    return _written(item, found, detailed_parts(item, includes))


def _written(item: Item, found: Found, body: str) -> str:
    pairs = [(name, value or "") for name, value in found.items() if value or name == "summary"]
    name, head = item.type.element, attributes(sorted(pairs, key=_first))
    return f"<{name}{head}>{body}</{name}>" if body else f"<{name}{head}/>"


def _first(pair: tuple[str, str]) -> tuple[int, str]:
    return _FIRST.get(pair[0], _BEHIND), pair[0]


def key_of(item: Item) -> str:
    """Where a client finds what the item holds (spec, plex-api 1.6)."""
    match item.type:
        case ItemType.COLLECTION:
            return f"/library/collections/{item.key}/children"
        case ItemType.PLAYLIST:
            return f"/playlists/{item.key}/items"
        case kind if kind.child is not None:
            return f"/library/metadata/{item.key}/children"
        case _:
            return f"/library/metadata/{item.key}"


def _own(item: Item, library: Library) -> Found:
    parent, upper = above(item, library)
    found: Found = {"summary": "", "key": key_of(item), **item.attributes}
    found["ratingKey"], found["type"] = str(item.key), item.type.word
    for name in COUNTERS:
        if found.get(name) in _ZERO:
            del found[name]
    if found.get("titleSort") == found.get("title"):
        found.pop("titleSort", None)
    if item.parent is not None:
        found |= from_above(item, parent, upper)
    return found | _pictured(item, parent, upper) | counts(item, library)


def _pictured(item: Item, parent: Item | None, upper: Item | None) -> Found:
    """The paths of pictures: the item's own, or those of the level above where it has none (art of a show)."""
    found: Found = {}
    for kind in ATTRIBUTES:
        path = own_path(item, kind)
        if path is None and kind is not ImageKind.THEME and (kind is ImageKind.ART or item.type is ItemType.TRACK):
            path = next((path for one in (parent, upper) if one is not None and (path := own_path(one, kind))), None)
        if path is not None or kind in item.images:
            found[kind.field] = path
    if item.type is ItemType.PLAYLIST:
        found["composite"] = composite_path(item)
    elif item.type is ItemType.COLLECTION and not found.get("thumb", item.attributes.get("thumb")):
        found["thumb"] = composite_path(item)
    return found


def _section(item: Item, library: Library) -> Found:
    """What only details say: the section that the item is in."""
    if item.section is None:
        return {}
    found: Found = {"librarySectionID": str(item.section), "librarySectionKey": f"/library/sections/{item.section}"}
    section = library.sections.get(item.section)
    return {**found, "librarySectionTitle": section.title} if section is not None else found


def _preferred(item: Item) -> Found:
    """Advanced settings that differ from the default; those that Plex has no attribute for are left to `Preferences`."""
    if not item.preferences:
        return {}
    known = NAMES[item.type]
    return {name: value for name, value in item.preferences.items() if name in known}
