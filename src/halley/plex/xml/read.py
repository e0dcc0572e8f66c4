"""Plex's XML read back: the inverse of `write`, for what real servers send too.

Nothing that an item says is lost. What `write` would write by itself (its own `key`, the section's id) is not kept twice;
what follows from the hierarchy (`parentTitle`) is kept as it came, for the parent may never be read. Unknown attributes stay
in `attributes`, unknown elements in `others`; elements that say more than the model holds are `others` too.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from immutables import Map

from halley.errors import BrokenAnswer
from halley.plex.ids import ItemType, RatingKey, SectionId
from halley.plex.images import ImageEntry, Shelf
from halley.plex.items import Element, Item, Media, Part, Rating, Stream
from halley.plex.library import Section, Server
from halley.plex.tags import BY_ELEMENT, Tag, TagKind
from halley.plex.xml.parsing import parse
from halley.plex.xml.rows import SECTION_DEFAULTS
from halley.plex.xml.settings import NAMES
from halley.plex.xml.write import key_of

_WRITTEN_ANYWAY = frozenset({"ratingKey", "type", "librarySectionID", "playlistItemID", "parentRatingKey"})


@dataclass(frozen=True, slots=True)
class Container:
    """An answer: the attributes of its `MediaContainer` and the elements in it."""

    attributes: Map[str, str]
    elements: tuple[Element, ...]

    def number(self, name: str) -> int | None:
        """An attribute as a whole number (`size`, `totalSize`), None where there is none."""
        return _whole(self.attributes.get(name, ""))


def read_container(xml: bytes) -> Container:
    """An answer of the server. Raises BrokenAnswer where it is no XML."""
    found = parse(xml)
    return Container(found.attributes, found.children)


def read_text(text: str) -> Element:
    """One element. Raises BrokenAnswer where it is no XML."""
    return parse(text.encode("utf-8"))


def is_item(element: Element) -> bool:
    """Whether that is an item of a kind that Halley knows; a show's `All episodes` is none (spec, plex-api 6)."""
    return _whole(element.attributes.get("ratingKey", "")) is not None and element.attributes.get("type") in _WORDS


def read_item(element: Element, section: SectionId | None) -> Item:
    """An item from a listing or a detail; `section` where the element does not say it itself.

    Raises BrokenAnswer for elements that are no item of a kind that Halley knows.
    """
    given = element.attributes
    if not is_item(element):
        said = f"type {given.get('type', 'of none')!r}, key {given.get('ratingKey', '')!r}"
        raise BrokenAnswer(f"the Plex server answered with an item that Halley does not know ({said})")
    kind = ItemType.of_word(given["type"])
    parent, home = _whole(given.get("parentRatingKey", "")), _whole(given.get("librarySectionID", ""))
    item = Item(
        key=RatingKey(int(given["ratingKey"])),
        type=kind,
        section=SectionId(home) if home is not None else section,
        attributes=Map(),
        parent=RatingKey(parent) if parent is not None and kind.parent is not None else None,
    )
    return _with_children(_with_attributes(item, given), element.children)


def _with_attributes(item: Item, given: Map[str, str]) -> Item:
    settings = NAMES[item.type]
    written = {
        "key": key_of(item),
        "librarySectionKey": f"/library/sections/{item.section}",
        "parentKey": f"/library/metadata/{item.parent}",
    }
    attributes, preferences = {}, {}
    for name, value in given.items():
        if name in settings:
            preferences[name] = value
        elif value and name not in _WRITTEN_ANYWAY and written.get(name) != value:
            attributes[name] = value
    return replace(item, attributes=Map(attributes), preferences=Map(preferences))


def _with_children(item: Item, children: Iterable[Element]) -> Item:
    tags: dict[TagKind, list[Tag]] = {}
    found = _Inside()
    for child in children:
        if child.name in BY_ELEMENT and not child.children and child.attributes.get("tag"):
            tag = _tag(BY_ELEMENT[child.name], child.attributes)
            tags.setdefault(tag.kind, []).append(tag)
        else:
            take = _KNOWN.get(child.name)
            if take is None or not take(found, child):
                found.others.append(child)
    return replace(
        item,
        tags=Map({kind: tuple(held) for kind, held in tags.items()}),
        guids=tuple(found.guids),
        ratings=tuple(found.ratings),
        media=tuple(found.media),
        locked=frozenset(found.locked),
        locations=tuple(found.locations),
        preferences=item.preferences.update(_preferences(found.others)),
        others=tuple(found.others),
    )


class _Inside:
    """What was found inside an item."""

    def __init__(self) -> None:
        self.guids: list[str] = []
        self.ratings: list[Rating] = []
        self.media: list[Media] = []
        self.locked: list[str] = []
        self.locations: list[str] = []
        self.others: list[Element] = []


def _take_guid(found: _Inside, child: Element) -> bool:
    if set(child.attributes) != {"id"} or child.children:
        return False
    found.guids.append(child.attributes["id"])
    return True


def _take_rating(found: _Inside, child: Element) -> bool:
    given = child.attributes
    if set(given) != {"image", "value", "type"} or child.children:
        return False
    found.ratings.append(Rating(given["image"], given["value"], given["type"]))
    return True


def _take_lock(found: _Inside, child: Element) -> bool:
    given = child.attributes
    if set(given) != {"locked", "name"} or given["locked"] != "1" or given["name"] in found.locked:
        return False
    found.locked.append(given["name"])
    return True


def _take_location(found: _Inside, child: Element) -> bool:
    if set(child.attributes) != {"path"} or child.children:
        return False
    found.locations.append(child.attributes["path"])
    return True


def _take_media(found: _Inside, child: Element) -> bool:
    found.media.append(_media(child))
    return True


_KNOWN: dict[str, Callable[[_Inside, Element], bool]] = {
    "Guid": _take_guid,
    "Rating": _take_rating,
    "Field": _take_lock,
    "Location": _take_location,
    "Media": _take_media,
}
_WORDS = frozenset(kind.word for kind in ItemType)
_SECTIONS = frozenset({"movie", "show", "artist"})


def _whole(text: str) -> int | None:
    """The number that some digits are; more digits than any id or count has are none."""
    return int(text) if text.isdecimal() and len(text) <= 18 else None


def _media(element: Element) -> Media:
    parts = tuple(_part(child) for child in element.children if child.name == "Part")
    return Media(element.attributes, parts, tuple(child for child in element.children if child.name != "Part"))


def _part(element: Element) -> Part:
    streams = tuple(Stream(child.attributes) for child in element.children if _is_stream(child))
    return Part(element.attributes, streams, tuple(child for child in element.children if not _is_stream(child)))


def _is_stream(element: Element) -> bool:
    return element.name == "Stream" and not element.children


def _tag(kind: TagKind, given: Map[str, str]) -> Tag:
    number = _whole(given.get("id", "")) or 0
    rest = {name: value for name, value in given.items() if value and name not in {"id", "tag"}}
    if number:
        usual = f"{kind.word}={number}"
        if rest.get("filter") == usual:
            del rest["filter"]
        else:
            rest.setdefault("filter", "")  # says that it had none
    return Tag(kind, given["tag"], number, Map(rest))


def _preferences(others: Iterable[Element]) -> dict[str, str]:
    """The settings of a `Preferences` element that differ from their default."""
    settings = (one.attributes for other in others if other.name == "Preferences" for one in other.children)
    return {
        one["id"]: one["value"]
        for one in settings
        if "id" in one and "value" in one and one["value"] != one.get("default", "")
    }


def read_shelf(elements: Iterable[Element]) -> Shelf:
    """The entries of `/library/metadata/K/posters` and its kin. Source: spec, plex-api 8.1."""
    entries: dict[str, ImageEntry] = {}
    selected = None
    for one in elements:
        name = one.attributes.get("ratingKey") or one.attributes.get("key")
        if name:
            entries.setdefault(name, ImageEntry(name, one.attributes.get("provider")))
            selected = name if one.attributes.get("selected") == "1" else selected
    return Shelf(tuple(entries.values()), selected)


def is_section(element: Element) -> bool:
    """Whether that is a section of films, shows or music; photos are nothing to Halley."""
    return _whole(element.attributes.get("key", "")) is not None and element.attributes.get("type") in _SECTIONS


def read_section(element: Element) -> Section:
    """A section of `/library/sections`. Raises BrokenAnswer for one of a kind that Halley does not know (photos)."""
    given = element.attributes
    if not is_section(element):
        raise BrokenAnswer(
            f"the library {given.get('title', '')!r} is of type {given.get('type', '')!r}, which Halley cannot read"
        )
    kept = {
        name: value
        for name, value in given.items()
        if name not in {"key", "type", "title"} and value and SECTION_DEFAULTS.get(name) != value
    }
    places = tuple(child.attributes["path"] for child in element.children if "path" in child.attributes)
    return Section(SectionId(int(given["key"])), given.get("title", ""), ItemType.of_word(given["type"]), Map(kept), places)


def read_server(xml: bytes) -> Server:
    """The server that `GET /` describes. Raises BrokenAnswer where no Plex server answered."""
    found = read_container(xml).attributes
    machine = found.get("machineIdentifier")
    if not machine:
        raise BrokenAnswer("what answers there is no Plex server: it has no machineIdentifier")
    return Server(machine, Map({name: value for name, value in found.items() if name not in {"machineIdentifier", "size"}}))
