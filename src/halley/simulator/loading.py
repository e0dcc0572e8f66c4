"""A library from a file: YAML or JSON, with pictures beside it. The format is in docs/reference/library-file.md.

Attributes are Plex's own and in Plex's spelling; what is not a scalar has a word of its own (`genres`, `media`, `images`).
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import cast

from immutables import Map
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from halley.errors import ConfigError
from halley.files import MemoryImages
from halley.plex.ids import ItemType, RatingKey, SectionId
from halley.plex.images import ImageEntry, ImageKind, Shelf
from halley.plex.items import Item, Media, Part, Rating, Stream
from halley.plex.library import Library, PlaylistEntry, Section, Server
from halley.plex.tags import Tag, TagKind

Row = Mapping[str, object]

_TAGS = {
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
    "similar": TagKind.SIMILAR,
}
_IMAGES = {kind.one: kind for kind in ImageKind}
_BELOW = {"seasons": ItemType.SEASON, "episodes": ItemType.EPISODE, "albums": ItemType.ALBUM, "tracks": ItemType.TRACK}
_OTHER = {"ratingKey", "guids", "ratings", "locked", "locations", "preferences", "images", "media", *_TAGS, *_BELOW}
_AGENTS = {
    ItemType.MOVIE: ("tv.plex.agents.movie", "Plex Movie"),
    ItemType.SHOW: ("tv.plex.agents.series", "Plex TV Series"),
    ItemType.ARTIST: ("tv.plex.agents.music", "Plex Music"),
}
_ADDED = 1_700_000_000


@dataclass(frozen=True, slots=True)
class LoadedLibrary:
    """A library and the bytes of its pictures."""

    library: Library
    images: MemoryImages


def load_library(path: Path) -> LoadedLibrary:
    """The library in a file. Raises ConfigError naming the file and the place of what is wrong."""
    try:
        text = path.read_text("utf-8")
        document = json.loads(text) if path.suffix == ".json" else YAML(typ="safe", pure=False).load(text)
    except (OSError, UnicodeDecodeError) as problem:
        raise ConfigError(f"the library file {path} cannot be read: {problem}") from None
    except (ValueError, YAMLError) as problem:
        raise ConfigError(f"the library file {path} is no valid {path.suffix.lstrip('.') or 'YAML'}: {problem}") from None
    if not isinstance(document, dict):
        raise ConfigError(f"the library file {path} should hold a mapping with `sections`")
    return _Loading(path).load(document)


class _Loading:
    """One file being read; `_place` says where, for messages."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._images = MemoryImages()
        self._tags: dict[tuple[TagKind, str], Tag] = {}
        self._items: dict[RatingKey, Item] = {}
        self._next = 1
        self._media = 1

    def load(self, document: Row) -> LoadedLibrary:
        server = _row(document.get("server") or {}, self._where("server"))
        name = str(server.get("name", "Attic"))
        machine = str(server.get("machineIdentifier") or hashlib.sha1(name.encode(), usedforsecurity=False).hexdigest())
        about = {"friendlyName": name, **{k: _text(v) for k, v in server.items() if k not in {"name", "machineIdentifier"}}}
        library = Library(Server(machine, Map(about)))
        rows = list(self._rows(document, "sections"))
        self._next = 1 + max((key for row in rows for key in _keys(row)), default=100)
        for number, row in enumerate(rows, start=1):
            section = self._section(row, number)
            library = replace(library, sections=library.sections.set(section.id, section))
            for place, item in enumerate(self._rows(row, "items")):
                self._item(item, section, section.type, None, f"sections > {section.title} > items > {place}")
        library = library.with_new_items(self._items.values())
        library = replace(library, tags=Map(self._tags), next_tag=len(self._tags) + 1, next_key=RatingKey(self._next))
        library = self._collections(library, list(self._rows(document, "collections")))
        library = self._playlists(library, list(self._rows(document, "playlists")))
        settings = _row(document.get("preferences") or {}, self._where("preferences"))
        library = replace(library, preferences=Map({name: _text(value) for name, value in settings.items()}))
        return LoadedLibrary(library, self._images)

    def _where(self, place: str) -> str:
        return f"{self._path}: {place}"

    def _rows(self, row: Row, name: str) -> Iterator[Row]:
        value = row.get(name) or []
        if not isinstance(value, list):
            raise ConfigError(f"{self._where(name)} should be a list")
        for place, one in enumerate(value):
            yield _row(one, self._where(f"{name} > {place}"))

    def _section(self, row: Row, number: int) -> Section:
        word = str(row.get("type", "movie"))
        if word not in {"movie", "show", "artist"}:
            raise ConfigError(f"{self._where('sections')} has the type {word!r}", hint="movie, show or artist")
        kind = ItemType.of_word(word)
        agent, scanner = _AGENTS[kind]
        title = str(row.get("title") or f"Section {number}")
        uuid = hashlib.md5(title.encode(), usedforsecurity=False).hexdigest()
        usual = {"agent": agent, "scanner": scanner, "language": "en-US", "uuid": uuid}
        stamps = {name: str(_ADDED) for name in ("createdAt", "updatedAt", "scannedAt")}
        given = {n: _text(v) for n, v in row.items() if n not in {"id", "title", "type", "location", "preferences", "items"}}
        locations = row.get("location") or f"/data/{title.lower()}"
        return Section(
            SectionId(_whole(row.get("id", number), self._where(f"sections > {title} > id"))),
            title,
            kind,
            Map({**usual, **stamps, **given}),
            tuple(map(str, locations)) if isinstance(locations, list) else (str(locations),),
            Map({n: _text(v) for n, v in _row(row.get("preferences") or {}, title).items()}),
        )

    def _item(self, row: Row, section: Section, kind: ItemType, parent: RatingKey | None, place: str) -> None:
        key = self._key(row, place)
        attributes = {name: _text(value) for name, value in row.items() if name not in _OTHER and value is not None}
        if not attributes.get("title"):
            raise ConfigError(f"{self._where(place)} has no title")
        attributes.setdefault("addedAt", str(_ADDED + key))
        attributes.setdefault("updatedAt", attributes["addedAt"])
        attributes.setdefault("guid", f"local://{key}")
        self._items[key] = Item(
            key,
            kind,
            section.id,
            Map(attributes),
            parent,
            Map({tags: found for word, tags in _TAGS.items() if (found := self._tags_of(row, word, tags))}),
            tuple(map(str, _list(row, "guids"))),
            tuple(self._rating(_row(one, self._where(place))) for one in _list(row, "ratings")),
            tuple(self._version(_row(one, self._where(place))) for one in _list(row, "media")),
            Map(self._shelves(_row(row.get("images") or {}, self._where(place)), place)),
            frozenset(map(str, _list(row, "locked"))),
            tuple(map(str, _list(row, "locations"))),
            Map({n: _text(v) for n, v in _row(row.get("preferences") or {}, self._where(place)).items()}),
        )
        for word, below in _BELOW.items():
            if kind.child is below:
                for number, child in enumerate(self._rows(row, word)):
                    self._item(child, section, below, key, f"{place} > {word} > {number}")

    def _key(self, row: Row, place: str) -> RatingKey:
        if "ratingKey" in row:
            key = RatingKey(_whole(row["ratingKey"], self._where(f"{place} > ratingKey")))
        else:
            key, self._next = RatingKey(self._next), self._next + 1
        if key in self._items:
            raise ConfigError(f"{self._where(place)}: the rating key {key} is used twice")
        return key

    def _tags_of(self, row: Row, word: str, kind: TagKind) -> tuple[Tag, ...]:
        return tuple(self._tag(one, kind) for one in _list(row, word))

    def _tag(self, one: object, kind: TagKind) -> Tag:
        given = cast("Row", one) if isinstance(one, dict) else {"tag": one}
        text = _text(given.get("tag", ""))
        known = self._tags.setdefault((kind, text.casefold()), Tag(kind, text, len(self._tags) + 1))
        more = {name: _text(value) for name, value in given.items() if name != "tag"}
        return replace(known, attributes=Map(more)) if more else known

    def _rating(self, row: Row) -> Rating:
        return Rating(_text(row.get("image", "")), _text(row.get("value", "")), _text(row.get("type", "audience")))

    def _version(self, row: Row) -> Media:
        number, self._media = self._media, self._media + 1
        parts = tuple(self._file(_row(one, "parts"), number * 10 + place) for place, one in enumerate(_list(row, "parts")))
        return Media(Map({"id": str(number), **_scalars(row, "parts")}), parts)

    def _file(self, row: Row, number: int) -> Part:
        file = _text(row.get("file", ""))
        known = {"id": str(number), "key": f"/library/parts/{number}/{_ADDED}/file{Path(file).suffix}"}
        streams = [_row(one, "streams") for one in _list(row, "streams")]
        return Part(
            Map({**known, **_scalars(row, "streams")}),
            tuple(
                Stream(Map({"id": str(number * 100 + place), "index": str(place), **_scalars(one, "")}))
                for place, one in enumerate(streams)
            ),
        )

    def _shelves(self, row: Row, place: str) -> Iterator[tuple[ImageKind, Shelf]]:
        for word, given in row.items():
            if word not in _IMAGES:
                raise ConfigError(f"{self._where(place)}: images has {word!r}", hint=", ".join(_IMAGES))
            paths = given if isinstance(given, list) else [given]
            entries = tuple(self._entry(str(path), _IMAGES[word], place) for path in paths)
            yield _IMAGES[word], Shelf(entries, entries[0].name if entries else None)

    def _entry(self, path: str, kind: ImageKind, place: str) -> ImageEntry:
        if path.startswith(("http://", "https://")):
            return ImageEntry(path, "tmdb")
        try:
            picture = self._images.put((self._path.parent / path).read_bytes())
        except OSError as problem:
            raise ConfigError(f"{self._where(place)}: the picture {path} cannot be read: {problem.strerror}") from None
        return ImageEntry(f"metadata://{kind.many}/com.halley.simulator_{picture.sha1}", "local", picture)

    def _collections(self, library: Library, rows: list[Row]) -> Library:
        """Collections that are named with their members, and those that items name by their tags."""
        for row in rows:
            library = self._collection(library, row, self._named(library, row))
        for section in library.sections.values():
            for text in dict.fromkeys(
                tag.text
                for item in library.items.values()
                if item.section == section.id
                for tag in item.tags_of(TagKind.COLLECTION)
            ):
                if library.collection_called(section.id, text) is None:
                    held = [
                        i for i in library.items.values() if i.section == section.id and i.has_tag(TagKind.COLLECTION, text)
                    ]
                    row = {"title": text, "section": section.title}
                    library = self._collection(library, row, sorted(held, key=lambda one: one.key))
        return library

    def _named(self, library: Library, row: Row) -> list[Item]:
        found: list[Item] = []
        for one in _list(row, "items"):
            item = (
                library.items.get(RatingKey(one))
                if isinstance(one, int)
                else next((i for i in library.items.values() if i.title == one and i.type is not ItemType.COLLECTION), None)
            )
            if item is None:
                raise ConfigError(f"{self._where(str(row.get('title')))} names {one!r}, which is no item of the library")
            found.append(item)
        return found

    def _collection(self, library: Library, row: Row, held: list[Item]) -> Library:
        section = next((s for s in library.sections.values() if s.title == row.get("section")), None)
        if section is None:
            raise ConfigError(f"{self._where('collections')}: there is no section {row.get('section')!r}")
        title, rule = str(row.get("title", "")), row.get("rule")
        library, tag = library.tagged(TagKind.COLLECTION, title)
        key = RatingKey(_whole(row.get("ratingKey", library.next_key), title))
        kind = held[0].type if held else section.type
        own = {
            "section",
            "title",
            "items",
            "rule",
            "ratingKey",
            "labels",
            "images",
            "locked",
            "collectionMode",
            "collectionSort",
        }
        attributes = {n: _text(v) for n, v in row.items() if n not in own} | {
            "title": title,
            "subtype": kind.word,
            "index": str(tag.id),
            "guid": f"collection://{key}",
            "addedAt": str(_ADDED + key),
            "updatedAt": str(_ADDED + key),
        }
        if rule is not None:
            root = f"server://{library.server.machine_id}/com.plexapp.plugins.library/library/sections/{section.id}/all"
            attributes |= {"smart": "1", "content": f"{root}?{rule}"}
        labels: list[Tag] = []
        for text in _list(row, "labels"):
            library, label = library.tagged(TagKind.LABEL, str(text))
            labels.append(label)
        item = Item(
            key,
            ItemType.COLLECTION,
            section.id,
            Map(attributes),
            tags=Map({TagKind.LABEL: tuple(labels)} if labels else {}),
            images=Map(self._shelves(_row(row.get("images") or {}, title), title)),
            locked=frozenset(map(str, _list(row, "locked"))),
            preferences=Map({n: _text(row[n]) for n in ("collectionMode", "collectionSort") if n in row}),
        )
        library = library.with_new_items([item])
        if rule is not None:
            return library
        library = replace(library, members=library.members.set(key, tuple(one.key for one in held)))
        for one in held:
            if not one.has_tag(TagKind.COLLECTION, title):
                library = library.with_item(one.with_tags(TagKind.COLLECTION, (*one.tags_of(TagKind.COLLECTION), tag)))
        return library

    def _playlists(self, library: Library, rows: list[Row]) -> Library:
        for row in rows:
            title, held = str(row.get("title", "")), self._named(library, row)
            key = RatingKey(_whole(row.get("ratingKey", library.next_key), title))
            own = {"title", "items", "type", "ratingKey", "images"}
            attributes = {n: _text(v) for n, v in row.items() if n not in own} | {
                "title": title,
                "playlistType": str(row.get("type", "video")),
                "smart": "0",
                "guid": f"com.plexapp.agents.none://{key}",
                "addedAt": str(_ADDED + key),
                "updatedAt": str(_ADDED + key),
            }
            images = Map(self._shelves(_row(row.get("images") or {}, title), title))
            library = library.with_new_items([Item(key, ItemType.PLAYLIST, None, Map(attributes), images=images)])
            first = library.next_entry
            entries = tuple(PlaylistEntry(first + place, one.key) for place, one in enumerate(held))
            library = replace(library, entries=library.entries.set(key, entries), next_entry=first + len(entries))
        return library


def _keys(row: Row) -> Iterable[int]:
    """Every rating key that a section of the file names, however deep."""
    for word in ("items", *_BELOW):
        for one in _list(row, word):
            if isinstance(one, dict):
                if isinstance(one.get("ratingKey"), int):
                    yield one["ratingKey"]
                yield from _keys(one)


def _scalars(row: Row, without: str) -> dict[str, str]:
    return {name: _text(value) for name, value in row.items() if name != without and value is not None}


def _list(row: Row, name: str) -> list[object]:
    value = row.get(name)
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _row(value: object, where: str) -> Row:
    if not isinstance(value, dict):
        raise ConfigError(f"{where} should be a mapping, found {value!r}")
    return value


def _whole(value: object, where: str) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise ConfigError(f"{where} should be a whole number, found {value!r}")
    return value


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "1" if value else "0"
    return str(value)
