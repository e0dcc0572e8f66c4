"""A library from a file: YAML or JSON, with pictures beside it. The format is in docs/reference/library-file.md.

Attributes are Plex's own and in Plex's spelling; what is not a scalar has a word of its own (`genres`, `media`, `images`).
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from immutables import Map
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from halley.errors import ConfigError
from halley.files import MemoryImages
from halley.garbage import without_collecting_garbage
from halley.location import Location
from halley.plex.ids import ItemType, RatingKey, SectionId
from halley.plex.library import Hub, Library, Section, Server
from halley.plex.tags import Tag, TagKind
from halley.simulator.loading.items import ADDED, Items, settings
from halley.simulator.loading.lists import with_lists
from halley.simulator.loading.rows import (
    Misread,
    Row,
    attributes,
    closed,
    each,
    part,
    shown,
    switch,
    text,
    texts,
    whole_number,
)
from halley.simulator.loading.where import find_json, find_yaml

_AGENTS = {
    "movie": ("tv.plex.agents.movie", "Plex Movie"),
    "show": ("tv.plex.agents.series", "Plex TV Series"),
    "artist": ("tv.plex.agents.music", "Plex Music"),
}
_FIRST_KEY = 101
_HOLDERS = {"sections", "items", "seasons", "episodes", "albums", "tracks", "collections", "playlists"}
_Find = Callable[[str, tuple[str | int, ...]], tuple[int, int] | None]


@dataclass(frozen=True, slots=True)
class LoadedLibrary:
    """A library and the bytes of its pictures."""

    library: Library
    images: MemoryImages


def load_library(path: Path) -> LoadedLibrary:
    """The library in a file. Raises ConfigError naming the file and the place of what is wrong."""
    try:
        source = path.read_text("utf-8")
    except UnicodeDecodeError as problem:
        raise ConfigError(f"{path} is not a UTF-8 text (byte {problem.start})", hint="save it as UTF-8") from None
    except OSError as problem:
        hint = "give its path with `--library`"
        raise ConfigError(f"the library file {path} cannot be read: {problem.strerror}", hint=hint) from None
    with without_collecting_garbage():
        document, find = _parsed(path, source)
        try:
            return _load(document, path.parent)
        except Misread as problem:
            line, column = find(source, problem.path) or (None, None)
            where = Location(str(path), line, column, tuple(_called(document, problem.path)))
            raise ConfigError(problem.message, where=where, hint=problem.hint) from None


def _parsed(path: Path, source: str) -> tuple[object, _Find]:
    """What the file holds, and how to find a place in it. JSON is tried first: it is read some sixty times as fast."""
    if source.lstrip().startswith("{"):
        try:
            return json.loads(source), find_json
        except json.JSONDecodeError as problem:
            if path.suffix == ".json":
                where = Location(str(path), problem.lineno, problem.colno)
                raise ConfigError(f"this is no valid JSON: {problem.msg}", where=where, hint="mend it there") from None
    try:
        return YAML(typ="safe").load(source), find_yaml
    except MarkedYAMLError as problem:
        mark = problem.problem_mark or problem.context_mark
        where = Location(str(path), mark.line + 1, mark.column + 1) if mark else Location(str(path))
        hint = "YAML is indented by spaces, not tabs" if "\\t" in str(problem.problem) else "mend it there"
        raise ConfigError(f"this is no valid YAML: {problem.problem or problem.context}", where=where, hint=hint) from None
    except (YAMLError, ValueError, RecursionError) as problem:
        reason = str(problem).splitlines()[0] if str(problem) else type(problem).__name__
        raise ConfigError(f"{path} is no valid YAML: {reason}", hint="mend it there") from None


def _called(document: object, path: Iterable[str | int]) -> Iterator[str]:
    """The way to a value in words: a row of a list by its title, where it has one."""
    node = document
    for step in path:
        try:
            node = node[step]  # type: ignore[index]
        except (KeyError, IndexError, TypeError):
            node = None
        yield str(node["title"]) if isinstance(step, int) and isinstance(node, dict) and node.get("title") else str(step)


def _load(document: object, folder: Path) -> LoadedLibrary:
    if not isinstance(document, dict):
        hint = "write `sections:` and a list below it"
        raise Misread(f"the file should hold a mapping with `sections`, not {shown(document)}", hint=hint)
    closed(document, "file")
    items = Items(folder, 1 + max(_keys(document), default=_FIRST_KEY - 1))
    each(document, "tags", lambda told: _known_tag(told, items))
    library = Library(_server(document))
    rows: list[tuple[Section, Row]] = []

    def section(told: Row) -> None:
        nonlocal library
        found = _section(told, len(rows) + 1)
        if found.id in library.sections:
            raise Misread(f"two sections have the id {found.id}", "id", hint="give each an id of its own")
        library = replace(library, sections=library.sections.set(found.id, found))
        if told.get("hubs") is not None:
            library = replace(library, hubs=library.hubs.set(found.id, tuple(each(told, "hubs", _hub))))
        rows.append((found, told))
        each(told, "items", lambda one: items.item(one, found.id, found.type, None))

    each(document, "sections", section)
    library = library.with_new_items(items.found.values())
    library = with_lists(library, items, document)
    return LoadedLibrary(_counted(library, items, document), items.images)


def _counted(library: Library, items: Items, document: Row) -> Library:
    """The library with its tags, its settings, and the numbers that it gives out next."""
    told = part(document, "next")
    try:
        closed(told, "next")
        return replace(
            library,
            tags=Map(items.tags),
            preferences=Map(settings(document)),
            next_key=RatingKey(max(whole_number(told, "ratingKey", 1), library.next_key, items.next_key)),
            next_tag=max(whole_number(told, "tag", 1), items.next_tag),
            next_entry=max(whole_number(told, "playlistItem", 1), library.next_entry),
        )
    except Misread as problem:
        raise problem.below("next") if problem.path and problem.path[0] in told else problem from None


def _server(document: Row) -> Server:
    told = part(document, "server")
    try:
        found = attributes(told, "server")
        name = told.get("name", "Attic")
        machine = told.get("machineIdentifier") or hashlib.sha1(str(name).encode(), usedforsecurity=False).hexdigest()
        return Server(text(machine), Map(found if name is None else {"friendlyName": text(name), **found}))
    except Misread as problem:
        raise problem.below("server") from None


def _section(told: Row, number: int) -> Section:
    word = told.get("type", "movie")
    if word not in _AGENTS:
        raise Misread(f"{shown(word)} is no type of section", "type", hint="types are movie, show and artist (music)")
    agent, scanner = _AGENTS[str(word)]
    title = text(told.get("title") or f"Section {number}")
    uuid = hashlib.md5(title.encode(), usedforsecurity=False).hexdigest()
    usual = {"agent": agent, "scanner": scanner, "language": "en-US", "uuid": uuid}
    usual |= dict.fromkeys(("createdAt", "updatedAt", "scannedAt"), str(ADDED))
    found = {**{name: value for name, value in usual.items() if name not in told}, **attributes(told, "section")}
    return Section(
        SectionId(whole_number(told, "id", number)),
        title,
        ItemType.of_word(str(word)),
        Map(found),
        texts(told, "location") if "location" in told else (f"/data/{title.lower()}",),
        Map(settings(told)),
    )


def _hub(told: Row) -> Hub:
    closed(told, "hub")
    if not told.get("identifier"):
        raise Misread("this row has no identifier", hint="as in `identifier: movie.recentlyadded`")
    flags = (switch(told, name) for name in ("recommended", "ownHome", "sharedHome", "deletable"))
    return Hub(text(told["identifier"]), text(told.get("title", "")), *flags)


def _known_tag(told: Row, items: Items) -> None:
    """A tag with the id that it has on the server."""
    try:
        kind = TagKind.of_word(str(told.get("kind")))
    except KeyError:
        hint = f"kinds are {', '.join(one.word for one in TagKind)}"
        raise Misread(f"{shown(told.get('kind'))} is no kind of tag", "kind", hint=hint) from None
    tag = Tag(kind, text(told.get("tag")), whole_number(told, "id"), Map(attributes(told, "known tag")))
    items.tags[tag.identity] = tag
    items.next_tag = max(items.next_tag, tag.id + 1)


def _keys(row: object) -> Iterator[int]:
    """Every rating key that the file gives, however deep."""
    if not isinstance(row, dict):
        return
    if isinstance(row.get("ratingKey"), int):
        yield row["ratingKey"]
    for word in _HOLDERS & row.keys():
        if isinstance(row[word], list):
            for one in row[word]:
                yield from _keys(one)
