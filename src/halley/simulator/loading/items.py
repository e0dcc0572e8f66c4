"""Items of a library file: attributes, tags, ratings, versions, pictures, and what is below them."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from immutables import Map

from halley.files import MemoryImages
from halley.plex.ids import ItemType, RatingKey, SectionId
from halley.plex.images import ImageEntry, ImageKind, Shelf
from halley.plex.items import Element, Item, Media, Part, Rating, Stream
from halley.plex.tags import Tag, TagKind
from halley.simulator.loading.rows import (
    Misread,
    Row,
    attributes,
    closed,
    each,
    every,
    part,
    shown,
    switch,
    text,
    texts,
    whole_number,
)
from halley.simulator.loading.words import IMAGES, TAGS

ADDED = 1_700_000_000
"""Items that do not say when they were added were added then (epoch seconds), a second later for each rating key."""
BELOW = {
    ItemType.SHOW: "seasons",
    ItemType.SEASON: "episodes",
    ItemType.ARTIST: "albums",
    ItemType.ALBUM: "tracks",
}
_ELSEWHERE = {word: kind.word for kind, word in BELOW.items()}


class Items:
    """The items of one file as they are read; `folder` is where its pictures are looked for."""

    def __init__(self, folder: Path, next_key: int) -> None:
        self.images = MemoryImages()
        self.tags: dict[tuple[TagKind, str], Tag] = {}
        self.found: dict[RatingKey, Item] = {}
        self.next_key = next_key
        self.next_tag = 1
        self._folder = folder
        self._versions = 0
        self._pictures: dict[str, ImageEntry] = {}

    # --- items ---------------------------------------------------------------------------------------------------------

    def item(self, told: Row, section: SectionId, kind: ItemType, parent: RatingKey | None) -> RatingKey:
        """Read an item and everything below it."""
        key = self.key(told)
        usual = {"addedAt": str(ADDED + key), "guid": f"local://{key}"}
        item = self.parts(told, Item(key, kind, section, Map(self.attributes(told, "item", usual)), parent))
        self.found[key] = item
        for name in ("seasons", "episodes", "albums", "tracks"):
            if name in told and BELOW.get(kind) != name:
                raise Misread(f"a {kind.word} has no {name}", name, hint=f"{name} stand in a {_ELSEWHERE[name]}")
        below, child = BELOW.get(kind), kind.child
        if below is not None and child is not None and below in told:
            each(told, below, lambda one: self.item(one, section, child, key))
        return key

    def attributes(self, told: Row, place: str, usual: dict[str, str]) -> dict[str, str]:
        """What is said of an item, and the usual of what is not; the usual goes away where a key stands without a value."""
        found = attributes(told, place)
        if place in {"item", "collection", "playlist"}:
            title = told.get("title")
            if title is None:
                raise Misread(f"this {place} has no title", hint="give it a line `title: ...`")
            if title == "":  # said to be empty, as an edit may leave it
                found.pop("title", None)
            else:
                found["title"] = text(title)
        for name, value in usual.items():
            if name not in told:
                found[name] = value
        if "updatedAt" not in told and "addedAt" in found:
            found["updatedAt"] = found["addedAt"]
        return found

    def key(self, told: Row) -> RatingKey:
        """The rating key that is said, or the next free one."""
        if told.get("ratingKey") is None:
            key, self.next_key = self.next_key, self.next_key + 1
        else:
            key = whole_number(told, "ratingKey")
        if RatingKey(key) in self.found:
            raise Misread(f"the rating key {key} is used twice", "ratingKey", hint="give each item one of its own")
        return RatingKey(key)

    def parts(self, told: Row, item: Item) -> Item:
        """The item with everything that is no attribute."""
        if not told.keys() & _ANY_PART:
            return item
        return replace(
            item,
            tags=Map({kind: tags for word, kind in TAGS.items() if word in told and (tags := self._tags(told, word, kind))}),
            guids=texts(told, "guids"),
            ratings=tuple(each(told, "ratings", _rating)),
            media=tuple(each(told, "media", self._version)),
            images=Map(self._shelves(told)) if "images" in told else Map(),
            locked=frozenset(texts(told, "locked")),
            locations=texts(told, "locations"),
            preferences=Map({**item.preferences, **settings(told)}),
            others=tuple(each(told, "elements", _element)),
        )

    # --- tags ----------------------------------------------------------------------------------------------------------

    def _tags(self, told: Row, word: str, kind: TagKind) -> tuple[Tag, ...]:
        return tuple(every(told, word, lambda one: self._tag(one, kind)))

    def _tag(self, one: object, kind: TagKind) -> Tag:
        if not isinstance(one, dict):
            return self.known(kind, text(one))
        more = attributes(one, "tag")
        tag = self.known(kind, text(one.get("tag")))
        return replace(tag, attributes=Map(more)) if more else tag

    def known(self, kind: TagKind, spelling: str) -> Tag:
        """The tag of that text, case aside: made where it is new."""
        identity = (kind, spelling.casefold())
        tag = self.tags.get(identity)
        if tag is None:
            tag = self.tags[identity] = Tag(kind, spelling, self.next_tag)
            self.next_tag += 1
        return tag

    # --- files ---------------------------------------------------------------------------------------------------------

    def _version(self, told: Row) -> Media:
        self._versions += 1
        number = self._versions
        place = 0

        def file(one: Row) -> Part:
            nonlocal place
            place += 1
            return _file(one, number * 10 + place - 1)

        found = attributes(told, "version")
        if "id" not in told:
            found["id"] = str(number)
        return Media(Map(found), tuple(each(told, "parts", file)), tuple(each(told, "elements", _element)))

    # --- pictures ------------------------------------------------------------------------------------------------------

    def _shelves(self, told: Row) -> Iterator[tuple[ImageKind, Shelf]]:
        given = part(told, "images")
        try:
            closed(given, "images")
            for word in given:
                yield IMAGES[word], self._shelf(given, word)
        except Misread as problem:
            raise problem.below("images") from None

    def _shelf(self, given: Row, word: str) -> Shelf:
        selected: list[bool | None] = []

        def entry(one: object) -> ImageEntry:
            selected.append(switch(one, "selected") if isinstance(one, dict) and "selected" in one else None)
            return self._entry(one, IMAGES[word])

        entries = tuple(every(given, word, entry))
        if True in selected:
            return Shelf(entries, entries[selected.index(True)].name)
        return Shelf(entries, entries[0].name if entries and selected[0] is None else None)

    def _entry(self, one: object, kind: ImageKind) -> ImageEntry:
        if not isinstance(one, dict):
            where = text(one)
            if where.startswith(("http://", "https://")):
                return ImageEntry(where, "tmdb")
            return self._from_disk(where, kind)
        closed(one, "picture")
        entry = (
            self._from_disk(text(one["file"]), kind) if one.get("file") is not None else ImageEntry(text(one.get("name")))
        )
        if one.get("name") is not None:
            entry = replace(entry, name=text(one["name"]))
        if "provider" in one:
            entry = replace(entry, provider=None if one["provider"] is None else text(one["provider"]))
        return entry

    def _from_disk(self, file: str, kind: ImageKind) -> ImageEntry:
        known = self._pictures.get(f"{kind.many}/{file}")
        if known is not None:
            return known
        try:
            picture = self.images.put((self._folder / file).read_bytes())
        except (OSError, ValueError) as problem:
            reason = getattr(problem, "strerror", None) or "no path"
            hint = f"put it there, or name another; paths start at {self._folder}"
            raise Misread(f"the picture {file} cannot be read: {reason}", hint=hint) from None
        entry = ImageEntry(f"metadata://{kind.many}/com.halley.simulator_{picture.sha1}", "local", picture)
        self._pictures[f"{kind.many}/{file}"] = entry
        return entry


_ANY_PART = {"guids", "ratings", "media", "images", "locked", "locations", "preferences", "elements", *TAGS}


def settings(told: Row) -> dict[str, str]:
    """The mapping of settings at `preferences`."""
    try:
        return {str(name): text(value) for name, value in part(told, "preferences").items()}
    except Misread as problem:
        raise problem.below("preferences") from None


def _rating(told: Row) -> Rating:
    closed(told, "rating")
    if told.get("value") is None:
        raise Misread("this rating has no value", hint="as in `{image: imdb://image.rating, value: 7.5}`")
    return Rating(text(told.get("image", "")), text(told["value"]), text(told.get("type", "audience")))


def _file(told: Row, number: int) -> Part:
    file = text(told.get("file", ""))
    usual = {"id": str(number), "key": f"/library/parts/{number}/{ADDED}/file{Path(file).suffix}", "file": file}
    found = attributes(told, "file of a version")
    found |= {
        name: value for name, value in usual.items() if name not in told or (name == "file" and told["file"] is not None)
    }
    streams: list[Stream] = []

    def stream(one: Row) -> None:
        place = len(streams)
        said = attributes(one, "stream")
        if "id" not in one:
            said["id"] = str(number * 100 + place)
        if "index" not in one:
            said["index"] = str(place)
        streams.append(Stream(Map(said)))

    each(told, "streams", stream)
    return Part(Map(found), tuple(streams), tuple(each(told, "elements", _element)))


def _element(told: Row) -> Element:
    """An element that Halley passes on: a chapter, a marker."""
    name = told.get("element")
    if not isinstance(name, str) or not name:
        raise Misread(f"an element needs its name, not {shown(name)}", hint="as in `{element: Chapter, index: 1}`")
    return Element(name, Map(attributes(told, "element")), tuple(each(told, "elements", _element)))
