"""What stands inside an item: files, tags, ratings, locks, and what Halley passes on unread."""

from halley.plex.ids import ItemType
from halley.plex.items import Item, Media
from halley.plex.tags import Tag, TagKind
from halley.plex.xml.pictures import image_elements
from halley.plex.xml.settings import item_settings
from halley.plex.xml.text import attributes, element, escape, tagged

LISTED = {
    TagKind.GENRE: 2,
    TagKind.COUNTRY: 2,
    TagKind.COLLECTION: 2,
    TagKind.DIRECTOR: 2,
    TagKind.WRITER: 2,
    TagKind.ROLE: 3,
}
"""How many tags of a kind a listing shows; of other kinds none. Source: spec, plex-api 5.1."""

FLAGS = {
    "Chapter": "chapters",
    "Marker": "markers",
    "Extras": "extras",
    "Related": "related",
    "OnDeck": "ondeck",
    "Review": "reviews",
    "Children": "children",
    "Geolocation": "geolocation",
    "Preferences": "preferences",
}
"""Elements that a detail has only where they are asked for (`includeChapters=1`). Source: spec, plex-api 5.6."""


def listed_parts(item: Item, *, guids: bool) -> str:
    """What a listing shows inside an item."""
    parts = [_media(one, streams=False) for one in item.media]
    if item.images or item.others:
        parts.append(image_elements(item))
        parts += [element(one) for one in item.others if one.name == "UltraBlurColors"]
    if guids and item.guids:
        parts += [f'<Guid id="{escape(guid)}"/>' for guid in item.guids]
    for kind, most in LISTED.items():
        parts += [f'<{kind.element} tag="{escape(tag.text)}"/>' for tag in item.tags_of(kind)[:most]]
    return "".join(parts)


def detailed_parts(item: Item, includes: frozenset[str]) -> str:
    """Everything inside an item; of what needs asking for, the parts in `includes`."""
    parts = [_media(one, streams=True) for one in item.media]
    parts.append(image_elements(item))
    parts += [element(one) for one in item.others if one.name != "Image" and one.name not in FLAGS]
    parts += [f'<Guid id="{escape(guid)}"/>' for guid in item.guids]
    for kind in TagKind:
        parts += [_tag(tag) for tag in item.tags_of(kind)]
    parts += [tagged("Rating", (("image", one.image), ("value", one.value), ("type", one.type))) for one in item.ratings]
    parts += [tagged("Field", (("locked", "1"), ("name", name))) for name in sorted(item.locked)]
    parts += [f'<Location path="{escape(path)}"/>' for path in item.locations]
    parts += [element(one) for one in item.others if one.name != "Preferences" and FLAGS.get(one.name) in includes]
    if "preferences" in includes and item.type is not ItemType.PLAYLIST:
        parts.append(item_settings(item))
    return "".join(parts)


def _tag(tag: Tag) -> str:
    """A tag as details show it; one that came from a listing has no id."""
    given = tag.attributes
    pairs = [("id", str(tag.id)), ("filter", given.get("filter", f"{tag.kind.word}={tag.id}"))] if tag.id else []
    pairs += [("tag", tag.text), *(pair for pair in sorted(given.items()) if pair[0] != "filter")]
    return tagged(tag.kind.element, [pair for pair in pairs if pair[1]])


def _media(media: Media, *, streams: bool) -> str:
    parts = []
    for part in media.parts:
        inside = ""
        if streams:
            inside = "".join([f"<Stream{attributes(sorted(one.attributes.items()))}/>" for one in part.streams])
            inside += "".join(map(element, part.others))
        parts.append(tagged("Part", sorted(part.attributes.items()), inside))
    if streams:
        parts += map(element, media.others)
    return tagged("Media", sorted(media.attributes.items()), "".join(parts))
