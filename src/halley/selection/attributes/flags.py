"""Filters that are true or false."""

from halley.plex.items import Item
from halley.plex.readings import is_dovi
from halley.plex.tags import TagKind
from halley.selection.attributes.kinds import Flag
from halley.selection.attributes.registry import ALL, FILES, M, T, attribute
from halley.selection.problems import Crash
from halley.selection.view import Seen, View


@attribute("has_collection", Flag(), ALL)
def has_collection(item: Item, _: View) -> Seen:
    """Whether it is in a collection."""
    return (bool(item.tags_of(TagKind.COLLECTION)),)


@attribute("has_edition", Flag(), {M})
def has_edition(item: Item, _: View) -> Seen:
    """Whether it has an edition."""
    return (bool(item.attributes.get("editionTitle")),)


@attribute("has_overlay", Flag(), ALL - {T})
def has_overlay(item: Item, _: View) -> Seen:
    """Whether it has the label `Overlay`, or one of old that ends in it."""
    labels = [tag.text.lower() for tag in item.tags_of(TagKind.LABEL)]
    return (any(label == "overlay" or label.endswith(" overlay") for label in labels),)


@attribute("has_dolby_vision", Flag(), FILES, is_part=True)
def has_dolby_vision(item: Item, view: View) -> Seen:
    """Whether a video stream is in Dolby Vision."""
    return (is_dovi(item, view.library),)


@attribute("has_stinger", Flag(), {M}, source="Mediastinger")
def has_stinger(_: Item, __: View) -> Seen:
    """Whether something comes after the credits. Kometa 2.4.4 falls over on the first film that it knows."""
    raise Crash("`has_stinger` makes Kometa itself fall over")
