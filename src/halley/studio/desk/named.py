"""The files that a configuration names: each has a name here, and only what has one can be read or written.

So no name that comes over the wire is ever a path: it is looked up among these.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from halley.config import resolve_file, resolve_path
from halley.config.document import Plain
from halley.studio.wire.configurations import FileKind

_BLOCKS: dict[str, FileKind] = {
    "overlay_files": "overlays",
    "overlay_path": "overlays",
    "collection_files": "collections",
    "metadata_files": "metadata",
    "metadata_path": "metadata",
    "playlist_files": "playlists",
    "image_files": "other",
}
_ENDINGS = ("*.yml", "*.yaml")
_MOST_OF_A_FOLDER = 500


@dataclass(frozen=True, slots=True)
class NamedFile:
    """A file: its name here, where it lies (it need not be there yet), what it is for, and which library names it first."""

    name: str
    path: Path
    kind: FileKind
    library: str = ""

    @property
    def is_writable(self) -> bool:
        """Whether it, or where it is not there yet its folder, may be written."""
        return os.access(self.path if self.path.exists() else self.path.parent, os.W_OK)

    @property
    def size(self) -> int:
        """Bytes; 0 where it is not there."""
        try:
            return self.path.stat().st_size
        except OSError:
            return 0


def named_files(config: Path, data: Plain) -> tuple[NamedFile, ...]:
    """The configuration itself, then all files that it names, in its order, each once."""
    found = {config: NamedFile(config.name, config, "config")}
    for kind, library, path in _named(config.parent, data):
        found.setdefault(path, NamedFile(_name(path, config.parent), path, kind, library))
    return tuple(found.values())


def library_names(data: Plain) -> tuple[str, ...]:
    """What the libraries are called in the file."""
    libraries = data.get("libraries") if isinstance(data, dict) else None
    return tuple(libraries) if isinstance(libraries, dict) else ()


def _named(folder: Path, data: Plain) -> Iterator[tuple[FileKind, str, Path]]:
    if not isinstance(data, dict):
        return
    libraries = data.get("libraries")
    for name, library in libraries.items() if isinstance(libraries, dict) else ():
        yield from _of_block(folder, name, library)
    yield from _of_block(folder, "", {"playlist_files": data.get("playlist_files")})


def _of_block(folder: Path, library: str, block: Plain) -> Iterator[tuple[FileKind, str, Path]]:
    for key, kind in _BLOCKS.items():
        value = block.get(key) if isinstance(block, dict) else None
        for one in value if isinstance(value, list) else [value]:
            if isinstance(one, str):
                yield kind, library, resolve_file(os.path.normpath(one), folder)
            elif isinstance(one, dict):
                yield from ((kind, library, path) for path in _paths(folder, one))


def _paths(folder: Path, block: dict[str, Plain]) -> Iterator[Path]:
    if isinstance(file := block.get("file"), str) and file:
        yield resolve_file(os.path.normpath(file), folder)
    if isinstance(below := block.get("folder"), str) and below:
        there = resolve_path(os.path.normpath(below), folder)
        yield from [path for ending in _ENDINGS for path in sorted(there.glob(ending))][:_MOST_OF_A_FOLDER]


def _name(path: Path, folder: Path) -> str:
    return path.relative_to(folder).as_posix() if path.is_relative_to(folder) else path.as_posix().lstrip("/")
