"""The other way round: what a server holds as a library file with its pictures, which loads as the same library."""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from io import StringIO
from pathlib import Path
from urllib.parse import unquote

from ruamel.yaml import YAML

from halley.changes.apply.lists import collection_content, playlist_content, rule_of
from halley.errors import ConfigError
from halley.files import MemoryImages, write_atomic
from halley.plex.ids import SectionId
from halley.plex.images import ImageEntry, Shelf
from halley.plex.items import Element, Item, Media, Part
from halley.plex.library import Library, Section
from halley.plex.tags import Tag
from halley.simulator.loading.items import BELOW
from halley.simulator.loading.words import IMAGES, TAGS

Json = str | int | None | Sequence["Json"] | Mapping[str, "Json"]
_SUFFIXES = {"image/jpeg": ".jpg", "image/png": ".png", "image/webp": ".webp", "image/gif": ".gif", "audio/mpeg": ".mp3"}
_USUAL = {
    "section": ("agent", "scanner", "language", "uuid", "createdAt", "updatedAt", "scannedAt"),
    "item": ("guid", "addedAt", "updatedAt"),
    "collection": ("subtype", "index", "guid", "addedAt", "updatedAt"),
    "playlist": ("playlistType", "smart", "guid", "addedAt", "updatedAt"),
}
"""Attributes that loading makes up where a file does not say them: where there is none, `null` is written."""


def check_savable(path: Path) -> None:
    """Raise ConfigError where a library could not be saved there: better at the beginning than at the end."""
    if path.suffix not in {".json", ".yml", ".yaml"}:
        raise ConfigError(f"`--save {path}` is neither JSON nor YAML", hint="end its name in .json or .yml")
    try:
        _pictures_of(path).mkdir(parents=True, exist_ok=True)
    except OSError as problem:
        raise ConfigError(f"{path} cannot be written: {problem.strerror}", hint="choose another `--save`") from None


def save_library(library: Library, images: MemoryImages, path: Path) -> None:
    """Write the library file and its pictures, the file last and at once. Raises ConfigError where it cannot be written."""
    check_savable(path)
    folder = _pictures_of(path)
    try:
        told = _Saving(library, images, folder).document()
        write_atomic(path, _written(told, path.suffix))
    except OSError as problem:
        raise ConfigError(f"{path} cannot be written: {problem.strerror}", hint="choose another `--save`") from None


def _pictures_of(path: Path) -> Path:
    return path.parent / f"{path.stem}-images"


def _written(told: Json, suffix: str) -> str:
    if suffix == ".json":
        return json.dumps(told, ensure_ascii=False, indent=1) + "\n"
    stream = StringIO()
    yaml = YAML(typ="safe")
    yaml.default_flow_style = False
    yaml.sort_base_mapping_type_on_output = False  # type: ignore[assignment]  # ruamel declares it as None
    yaml.dump(told, stream)
    return stream.getvalue()


class _Saving:
    """One library being told."""

    def __init__(self, library: Library, images: MemoryImages, folder: Path) -> None:
        self._library, self._images, self._folder = library, images, folder

    def document(self) -> Json:
        library = self._library
        server = _plain(library.server.attributes)
        server = {"name": server.pop("friendlyName", None), "machineIdentifier": library.server.machine_id, **server}
        return _without_empty(
            {
                "server": server,
                "preferences": _plain(library.preferences),
                "sections": [self._section(section) for _, section in sorted(library.sections.items())],
                "collections": [self._collection(one) for one in library.collections()],
                "playlists": [self._playlist(one) for one in library.playlists()],
                "tags": [_known_tag(tag) for tag in sorted(library.tags.values(), key=lambda one: one.id)],
                "next": {"ratingKey": library.next_key, "tag": library.next_tag, "playlistItem": library.next_entry},
            }
        )

    def _section(self, section: Section) -> Json:
        told: dict[str, Json] = {"id": section.id, "title": section.title, "type": section.type.word}
        told |= _attributes(section.attributes, _USUAL["section"])
        told["location"] = list(section.locations)
        told |= _without_empty({"preferences": _plain(section.preferences)})
        if section.id in self._library.hubs:
            told["hubs"] = [
                {
                    "identifier": hub.identifier,
                    "title": hub.title,
                    "recommended": hub.recommended,
                    "ownHome": hub.own_home,
                    "sharedHome": hub.shared_home,
                    "deletable": hub.deletable,
                }
                for hub in self._library.hubs[section.id]
            ]
        told["items"] = [self._item(one) for one in self._library.of(section.id, section.type)]
        return told

    def _item(self, item: Item) -> Json:
        told: dict[str, Json] = {"ratingKey": item.key, "title": item.title}
        told |= _attributes(item.attributes, _USUAL["item"]) | self._parts(item)
        if (below := BELOW.get(item.type)) is not None and self._library.children.get(item.key):
            told[below] = [self._item(child) for child in self._library.below(item.key)]
        return told

    def _collection(self, item: Item) -> Json:
        attributes = dict(item.attributes)
        told: dict[str, Json] = {"ratingKey": item.key, "section": item.section}
        path, query = rule_of(attributes.get("content", "")) or ("", "")
        own = f"/library/sections/{item.section}/all"
        if item.is_smart and attributes["content"] == collection_content(self._library, own, query) and path == own:
            del attributes["smart"], attributes["content"]
            told["rule"] = query
        told |= _attributes(attributes, _USUAL["collection"]) | self._parts(item)
        if item.key in self._library.members and not item.is_smart:
            told["items"] = list(self._library.members[item.key])
        return told

    def _playlist(self, item: Item) -> Json:
        attributes = dict(item.attributes)
        told: dict[str, Json] = {"ratingKey": item.key, "title": item.title}
        path, query = rule_of(unquote(attributes.get("content", ""))) or ("", "")
        if item.is_smart and attributes["content"] == playlist_content(self._library, path, query):
            section = int(path.split("/")[3])
            if SectionId(section) in self._library.sections:
                del attributes["smart"], attributes["content"]
                told |= {"section": section, "rule": query}
        told |= _attributes(attributes, (name for name in _USUAL["playlist"] if name not in item.attributes))
        told |= self._parts(item)
        entries = self._library.entries.get(item.key, ())
        told |= _without_empty({"items": [{"item": one.item, "id": one.id} for one in entries]})
        return told

    def _parts(self, item: Item) -> dict[str, Json]:
        """What is no attribute."""
        tags = {word: [_tag(tag) for tag in item.tags_of(kind)] for word, kind in TAGS.items()}
        images = {word: self._shelf(item.images[kind]) for word, kind in IMAGES.items() if kind in item.images}
        return _without_empty(
            {
                **tags,
                "guids": list(item.guids),
                "ratings": [{"image": one.image, "value": one.value, "type": one.type} for one in item.ratings],
                "media": [_version(one) for one in item.media],
                "images": images,
                "locked": sorted(item.locked),
                "locations": list(item.locations),
                "preferences": _plain(item.preferences),
                "elements": [_element(one) for one in item.others],
            }
        )

    def _shelf(self, shelf: Shelf) -> Json:
        told = [self._entry(one) for one in shelf.entries]
        names = [one.name for one in shelf.entries]
        if shelf.selected in names:
            told[names.index(shelf.selected)]["selected"] = True
        elif told:
            told[0]["selected"] = False
        return list(told)

    def _entry(self, entry: ImageEntry) -> dict[str, Json]:
        named: dict[str, Json] = {"name": entry.name, "provider": entry.provider}
        if entry.picture is None:
            return named
        file = self._folder / f"{entry.picture.sha256}{_SUFFIXES.get(entry.picture.media_type, '')}"
        if not file.exists():
            write_atomic(file, self._images.get(entry.picture.sha256))
        return {"file": f"{self._folder.name}/{file.name}", **named}


def _attributes(attributes: Mapping[str, str], usual: Iterable[str]) -> dict[str, Json]:
    missing: dict[str, Json] = {name: None for name in usual if name not in attributes}
    return {**_plain(attributes), **missing}


def _plain(values: Mapping[str, str]) -> dict[str, Json]:
    """Texts by name, in one order, title first; whole numbers as numbers."""
    return {name: _value(values[name]) for name in sorted(values, key=lambda name: (name != "title", name))}


def _value(text: str) -> Json:
    return int(text) if re.fullmatch(r"0|-?[1-9][0-9]{0,14}", text) else text


def _tag(tag: Tag) -> Json:
    return {"tag": tag.text, **_plain(tag.attributes)} if tag.attributes else tag.text


def _known_tag(tag: Tag) -> Json:
    return {"kind": tag.kind.word, "tag": tag.text, "id": tag.id, **_plain(tag.attributes)}


def _version(media: Media) -> Json:
    told = _attributes(media.attributes, ("id",))
    return told | _without_empty(
        {"parts": [_file(one) for one in media.parts], "elements": [_element(one) for one in media.others]}
    )


def _file(part: Part) -> Json:
    streams: list[Json] = [_attributes(one.attributes, ("id", "index")) for one in part.streams]
    told = _attributes(part.attributes, ("id", "key", "file"))
    return told | _without_empty({"streams": streams, "elements": [_element(one) for one in part.others]})


def _element(one: Element) -> Json:
    told: dict[str, Json] = {"element": one.name, **_plain(one.attributes)}
    return told | _without_empty({"elements": [_element(child) for child in one.children]})


def _without_empty(told: dict[str, Json]) -> dict[str, Json]:
    return {name: value for name, value in told.items() if value not in ([], {})}
