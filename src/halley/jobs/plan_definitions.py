"""Which definition of a user's configuration asked for a Change that real Kometa made, and where it stands.

Kometa's log tells where it was at work: in which file, on which definition. That name is sure, and so is its place where
the file lies on this machine; a file that lies elsewhere is named as the configuration names it. What cannot be told is left
out: a playlist's file is in no log, and of two dynamic definitions that may have called a collection so, neither is named.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from halley.changes import Change
from halley.config import Configuration, resolve_file, resolve_path
from halley.definitions import LocalFiles, Missing, NotFetched, Problems
from halley.definitions.entries import FileEntry, read_entries
from halley.definitions.files import Origin as Kind
from halley.definitions.reading import read_yaml
from halley.engines.kometa.chapters import Chapter, Loaded, Part
from halley.files.downloads import shown_address
from halley.jobs.operations_asked import operations_for
from halley.location import Located, Location, Scalar
from halley.plans import Origin

_BLOCKS: Final[Mapping[str, Part]] = {
    "collection_files": Part.COLLECTIONS,
    "metadata_files": Part.METADATA,
    "metadata_path": Part.METADATA,
    "image_files": Part.IMAGES,
    "overlay_files": Part.OVERLAYS,
    "overlay_path": Part.OVERLAYS,
}
_SECTIONS: Final[Mapping[Part, str]] = {
    Part.COLLECTIONS: "collections",
    Part.METADATA: "metadata",
    Part.OVERLAYS: "overlays",
    Part.PLAYLISTS: "playlists",
}
_REMOVALS: Final = ("remove_overlays", "remove_overlay", "revert_overlays")
_VARIABLE = re.compile(r"<<.+?>>")
Named = tuple[str, str]
"""A definition and its place, which is empty where it is not known."""


@dataclass(frozen=True, slots=True)
class Written:
    """A file of definitions that a configuration names at a place. `paths` are what Kometa may call it.

    `root` is what it holds, None where it lies elsewhere or cannot be read; `shown` is how the configuration names it.
    """

    part: Part
    library: str
    paths: frozenset[str]
    at: Location
    shown: str
    root: Located | None = None

    @property
    def place(self) -> str:
        """Where the configuration names it, and how."""
        return str(replace(self.at, path=(self.shown,)))

    def places(self, *chain: str) -> Iterator[str]:
        """The place of a definition in it, by the keys that lead there; none where it is not in it."""
        found = self.root
        for key in chain:
            found = _entry(found, key)
        if found is not None and self.root is not None:
            yield str(replace(found.at, path=()))


@dataclass(frozen=True, slots=True)
class Definitions:
    """A configuration with its files: what stands where. `root` is config.yml itself."""

    root: Located | None
    files: tuple[Written, ...]

    def origin(self, chapter: Chapter, change: Change, loaded: Loaded) -> Origin:
        """Where a Change comes from that was made in a chapter of Kometa's log, as far as that can be told."""
        if chapter.part is Part.OPERATIONS:
            return origin_of(self._operations(chapter.library, change))
        if chapter.part is Part.OVERLAYS and chapter.name:
            return origin_of(self._removal(chapter))
        if chapter.part is Part.PLAYLISTS and chapter.name:
            return origin_of(self._playlists(chapter.name))
        if chapter.part is not None and chapter.name:
            return origin_of(self._in_file(chapter, loaded))
        return Origin()

    def overlay(self, library: str, number: int, name: str, loaded: Loaded) -> Named:
        """A definition of an overlay file, of which the log tells the number."""
        path = loaded.overlays.get((library, number))
        alike = [one for (of, _), one in loaded.overlays.items() if of == library].count(path or "")
        files = self._called(Part.OVERLAYS, library, path) if path is not None else []
        if alike == len(files) > 1:  # one that is named several times: its numbers have its order
            numbers = sorted(at for (of, at), one in loaded.overlays.items() if of == library and one == path)
            files = [files[numbers.index(number)]]
        found = list(dict.fromkeys(place for one in files for place in _places(one, name)))
        return name, found[0] if len(found) == 1 else ""

    def _called(self, part: Part, library: str, path: str) -> list[Written]:
        return [one for one in self.files if (one.part, one.library) == (part, library) and path in one.paths]

    def _in_file(self, chapter: Chapter, loaded: Loaded) -> Iterator[Named]:
        """The definition of that name in the file, or the dynamic one that made it."""
        assert chapter.part is not None  # noqa: S101 - who asks has looked
        files = self._called(chapter.part, chapter.library, chapter.file)
        found = list(dict.fromkeys(place for one in files for place in _places(one, chapter.name)))
        if found:
            yield from ((chapter.name, place) for place in found)
        elif chapter.part is Part.COLLECTIONS:
            yield _dynamic(chapter, loaded, files) or (chapter.name, "")
        else:
            yield chapter.name, ""

    def _playlists(self, name: str) -> Iterator[Named]:
        files = [one for one in self.files if one.part is Part.PLAYLISTS]
        if all(one.root is not None for one in files) or len(files) == 1:
            found = list(dict.fromkeys(place for one in files for place in _places(one, name)))
            yield from ((name, place) for place in found or [""])
        else:
            yield name, ""

    def _operations(self, library: str, change: Change) -> Iterator[Named]:
        block = _entry(_entry(_entry(self.root, "libraries"), library), "operations")
        blocks = block.items if block is not None and block.is_list else (block,)
        for name in operations_for(change):
            # Kometa goes by the first block that has it.
            found = next((value for one in blocks if (value := _entry(one, name)) is not None), None)
            if found is not None and found.value not in (None, False):
                yield f"operations > {name}", str(replace(found.at, path=()))

    def _removal(self, chapter: Chapter) -> Iterator[Named]:
        library = _entry(_entry(self.root, "libraries"), chapter.library)
        found = next((value for name in _REMOVALS if (value := _entry(library, name)) is not None), None)
        yield chapter.name, str(replace(found.at, path=())) if found is not None else ""


def origin_of(named: Iterable[Named]) -> Origin:
    """The origin of what several definitions brought about."""
    found = list(named)
    places = "; ".join(place for _, place in found)
    return Origin("; ".join(name for name, _ in found), places if any(place for _, place in found) else "")


def definitions_of(configuration: Configuration) -> Definitions:
    """What a configuration names, read from the disk; what cannot be read is named and no more."""
    path = configuration.path
    root = read_yaml(path.read_text("utf-8-sig"), str(path), Problems())
    files = LocalFiles(configuration.folder)
    found: list[Written] = []
    libraries = _entry(root, "libraries")
    for name, library in libraries.entries.items() if libraries is not None else ():
        for key, part in _BLOCKS.items():
            found += _written(part, str(name), _entry(library, key), files)
    found += _written(Part.PLAYLISTS, "", _entry(root, "playlist_files"), files)
    return Definitions(root, tuple(found))


def _written(part: Part, library: str, blocks: Located | None, files: LocalFiles) -> Iterator[Written]:
    if blocks is None:
        return
    for entry in read_entries(blocks, {}, files, Problems()).files:
        source, folder = entry.source, files.folder_of_config
        if source.origin is not Kind.FILE:
            name = shown_address(source.name) if source.origin is Kind.URL else source.name
            yield Written(part, library, frozenset({source.name}), entry.at, f"{source.origin.value}: {name}")
            continue
        paths = frozenset(str(find(source.name, folder)) for find in (resolve_file, resolve_path))
        yield Written(part, library, paths, entry.at, f"file: {source.name}", _content(entry, files))


def _content(entry: FileEntry, files: LocalFiles) -> Located | None:
    try:
        opened = files.open(entry.source, "")
    except (Missing, NotFetched):
        return None
    return read_yaml(opened.text, opened.name, Problems())


def _places(file: Written, name: str) -> Iterator[str]:
    """Where a definition of a file stands, or the file itself where nobody looked into it."""
    if file.root is None:
        yield file.place
    elif file.part in _SECTIONS:
        yield from file.places(_SECTIONS[file.part], name)


def _dynamic(chapter: Chapter, loaded: Loaded, files: Iterable[Written]) -> Named | None:
    """The one dynamic definition of the file that can have called a collection so."""
    here = [one for one in loaded.dynamics if (one.library, one.file) == (chapter.library, chapter.file)]
    names = {one.name for one in here if one.title_format is None or _calls(one.title_format, chapter.name)}
    if len(names) != 1:
        return None
    (name,) = names
    found = list(dict.fromkeys(place for one in files for place in one.places("dynamic_collections", name)))
    return name, found[0] if len(found) == 1 else ""


def _calls(title_format: str, name: str) -> bool:
    pattern = ".+".join(map(re.escape, _VARIABLE.split(title_format)))
    return re.fullmatch(pattern, name, re.IGNORECASE) is not None


def _entry(value: Located | None, key: str) -> Located | None:
    """What stands below a key, however YAML takes it."""
    entries: Mapping[Scalar, Located] = value.entries if value is not None else {}
    return next((one for name, one in entries.items() if str(name) == key), None)
