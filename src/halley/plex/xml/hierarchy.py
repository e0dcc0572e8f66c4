"""What an item's XML says about what stands above and below it.

Where a parent is in the Library, it is the truth. Where it is not (the gateway knows only a part of the server), what was
read with the item stays.
"""

from collections.abc import Callable

from halley.plex.ids import ItemType
from halley.plex.images import ImageKind
from halley.plex.items import Item
from halley.plex.library import Library
from halley.plex.search import members
from halley.plex.xml.pictures import own_path

Found = dict[str, str | None]
"""Attributes by name; None says that there is none, whatever was read."""

# Attributes taken from the level above: ours, theirs. Source: spec, plex-api 5.4, 5.5.
_PARENT = {
    ItemType.SEASON: {
        "parentGuid": "guid", "parentSlug": "slug", "parentStudio": "studio", "parentTitle": "title",
        "parentIndex": "index", "parentYear": "year",
    },
    ItemType.EPISODE: {"parentGuid": "guid", "parentTitle": "title", "parentIndex": "index"},
    ItemType.ALBUM: {"parentGuid": "guid", "parentTitle": "title"},
    ItemType.TRACK: {"parentGuid": "guid", "parentTitle": "title", "parentStudio": "studio", "parentYear": "year"},
}  # fmt: skip
_GRANDPARENT = {
    ItemType.EPISODE: {"grandparentGuid": "guid", "grandparentSlug": "slug", "grandparentTitle": "title"},
    ItemType.TRACK: {"grandparentGuid": "guid", "grandparentTitle": "title"},
}
_PARENT_PICTURES = {
    ItemType.SEASON: {"parentThumb": ImageKind.POSTER, "parentTheme": ImageKind.THEME},
    ItemType.EPISODE: {"parentThumb": ImageKind.POSTER},
    ItemType.ALBUM: {"parentThumb": ImageKind.POSTER},
    ItemType.TRACK: {"parentThumb": ImageKind.POSTER},
}
_GRANDPARENT_PICTURES = {
    "grandparentThumb": ImageKind.POSTER,
    "grandparentArt": ImageKind.ART,
    "grandparentTheme": ImageKind.THEME,
}


def above(item: Item, library: Library) -> tuple[Item | None, Item | None]:
    """Parent and grandparent, each None where the Library does not have it."""
    parent = library.items.get(item.parent) if item.parent is not None else None
    upper = library.items.get(parent.parent) if parent is not None and parent.parent is not None else None
    return parent, upper


def from_above(item: Item, parent: Item | None, upper: Item | None) -> Found:
    """The attributes that follow from parent and grandparent."""
    found: Found = {}
    if item.parent is not None:
        hidden = item.attributes.get("skipParent") == "1"  # seasons are hidden: the season is not named (spec 5.4)
        found["parentRatingKey"] = None if hidden else str(item.parent)
        found["parentKey"] = None if hidden else f"/library/metadata/{item.parent}"
    if parent is not None:
        found |= _taken(parent, _PARENT.get(item.type, {}), _PARENT_PICTURES.get(item.type, {}))
        if parent.parent is not None:
            found["grandparentRatingKey"] = str(parent.parent)
            found["grandparentKey"] = f"/library/metadata/{parent.parent}"
        if item.type is ItemType.EPISODE and "parentYear" not in item.attributes:
            found["parentYear"] = parent.attributes.get("year") or (upper.attributes.get("year") if upper else None)
    if upper is not None:
        found |= _taken(upper, _GRANDPARENT.get(item.type, {}), _GRANDPARENT_PICTURES)
    return found


def _taken(source: Item, names: dict[str, str], pictures: dict[str, ImageKind]) -> Found:
    found: Found = {ours: source.attributes.get(theirs) for ours, theirs in names.items()}
    return found | {ours: own_path(source, kind) for ours, kind in pictures.items()}


def counts(item: Item, library: Library) -> Found:
    """How much is below the item, as far as that was not read with it."""
    counted = _COUNTED.get(item.type)
    return counted(item, library) if counted is not None else {}


def _show(item: Item, library: Library) -> Found:
    return _missing(item, {**_leaves(item, library), "childCount": str(len(library.children.get(item.key, ())))})


def _with_leaves(item: Item, library: Library) -> Found:
    return _missing(item, _leaves(item, library))


def _leaves(item: Item, library: Library) -> dict[str, str]:
    leaves = [leaf for leaf in library.leaves(item.key) if leaf.key != item.key] if item.key in library.items else []
    played = sum(1 for leaf in leaves if leaf.attributes.get("viewCount", "0") != "0")
    return {"leafCount": str(len(leaves)), "viewedLeafCount": str(played)}


def _missing(item: Item, found: dict[str, str]) -> Found:
    return {name: value for name, value in found.items() if name not in item.attributes}


def _collection(item: Item, library: Library) -> Found:
    held = library.members.get(item.key)
    if held is not None and not item.is_smart:
        return {"childCount": str(len(held))}
    if "childCount" in item.attributes:  # a smart one's may lag behind, as on real servers (spec, plex-api 9.2)
        return {}
    return {"childCount": str(len(members(library, item)))}


def _playlist(item: Item, library: Library) -> Found:
    if item.is_smart and "leafCount" in item.attributes:
        return {}
    if not item.is_smart and item.key not in library.entries:
        return {}
    held = members(library, item)
    if not held:  # an empty playlist has neither (spec, plex-api 11)
        return {"leafCount": "0", "duration": None, "composite": None}
    length = sum(one.number("duration") or 0 for one in held)
    return {"leafCount": str(len(held)), "duration": str(length) if length else None}


_COUNTED: dict[ItemType, Callable[[Item, Library], Found]] = {
    ItemType.SHOW: _show,
    ItemType.SEASON: _with_leaves,
    ItemType.ALBUM: _with_leaves,
    ItemType.COLLECTION: _collection,
    ItemType.PLAYLIST: _playlist,
}
