"""Pictures as an item's XML names them: paths, `Image` elements, and the lists of shelves. Source: spec, plex-api 8.1."""

from urllib.parse import quote

from halley.plex.ids import ItemType
from halley.plex.images import ImageEntry, ImageKind
from halley.plex.items import Item
from halley.plex.xml.text import element, tagged

ATTRIBUTES = (ImageKind.POSTER, ImageKind.ART, ImageKind.THEME)
"""The kinds whose path is an attribute too (`thumb`, `art`, `theme`); the others are `Image` elements only."""
_DRAWN = tuple(kind for kind in ImageKind if kind.element is not None)


def own_path(item: Item, kind: ImageKind) -> str | None:
    """The path of the item's own picture; None where it shows none.

    Where the shelf is not in the model (an item read from a server), the path is the one that was read.
    """
    shelf = item.images.get(kind)
    if shelf is not None:
        return None if shelf.selected is None else f"/library/metadata/{item.key}/{kind.field}/{item.updated_at}"
    path = item.attributes.get(kind.field)
    return path if path and path.startswith(f"/library/metadata/{item.key}/") else None


def composite_path(item: Item) -> str:
    """The collage that a collection or playlist shows until it is given a poster."""
    if item.type is ItemType.PLAYLIST:
        return f"/playlists/{item.key}/composite/{item.updated_at}"
    return f"/library/collections/{item.key}/composite/{item.updated_at}?width=400&height=600"


def image_elements(item: Item) -> str:
    """`Image` elements of the pictures that the model knows, then those that were read with the item."""
    drawn: list[str] = []
    known: set[str | None] = set()
    for kind in _DRAWN if item.images else ():
        if kind in item.images:
            path, name = own_path(item, kind), element_name(item.type, kind)
            known.add(name)
            drawn += [tagged("Image", (("alt", item.title), ("type", name), ("url", path)))] if path and name else []
    read = (one for one in item.others if one.name == "Image" and one.attributes.get("type") not in known)
    return "".join(drawn) + "".join(map(element, read))


def element_name(item: ItemType, kind: ImageKind) -> str | None:
    """`Image/@type`: an episode's own picture is a still from it."""
    return "snapshot" if item is ItemType.EPISODE and kind is ImageKind.POSTER else kind.element


def image_list(item: Item, kind: ImageKind) -> list[str]:
    """The entries of `/library/metadata/K/posters` (arts, themes...), in the shelf's order."""
    shelf = item.shelf(kind)
    name = "Track" if kind is ImageKind.THEME else "Photo"
    return [_entry(item, entry, name, selected=entry.name == shelf.selected) for entry in shelf.entries]


def _entry(item: Item, entry: ImageEntry, name: str, *, selected: bool) -> str:
    outside = entry.name.startswith(("http://", "https://"))
    key = entry.name if outside else f"/library/metadata/{item.key}/file?url={escape_url(entry.name)}"
    provider = (("provider", entry.provider),) if entry.provider is not None else ()
    return tagged(name, (("key", key), *provider, ("ratingKey", entry.name), ("selected", "01"[selected]), ("thumb", key)))


def escape_url(name: str) -> str:
    """A picture's name inside `file?url=`, dots escaped too, as Plex does."""
    return quote(name, safe="").replace(".", "%2E")
