"""The pictures that a user keeps for items in asset directories, found where Kometa finds them (spec, overlays 8.4).

Each directory is looked at once: what a run asks of it again and again is known by name. Source for every rule: Kometa
2.4.4, plex.py, `find_item_assets`.
"""

import fnmatch
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from halley.definitions.names import clean_name
from halley.plex.ids import ItemType
from halley.plex.images import ImageKind
from halley.plex.items import Item

EXTENSIONS = (".jpg", ".jpeg", ".png", ".webp")
_NAMES = {
    ImageKind.POSTER: "poster",
    ImageKind.ART: "background",
    ImageKind.CLEAR_LOGO: "logo",
    ImageKind.SQUARE_ART: "square",
}
_WILD = re.compile(r"[*?]")


@dataclass(frozen=True, slots=True)
class Shelves:
    """Where the pictures of a library lie: its asset directories, and `<library> Original Posters`.

    `in_folders`: an item has a folder of its own, at most `depth` folders deeper than the directory (Kometa's
    `asset_folders` and `asset_depth`); else the item's name is in the name of the file.
    """

    assets: tuple[Path, ...]
    originals: Path
    in_folders: bool = True
    depth: int = 0


@dataclass(frozen=True, slots=True)
class Assets:
    """The pictures of one item, by kind."""

    pictures: dict[ImageKind, Path] = field(default_factory=dict)

    @property
    def poster(self) -> Path | None:
        """What overlays are drawn on."""
        return self.pictures.get(ImageKind.POSTER)

    @property
    def others(self) -> Iterator[tuple[ImageKind, Path]]:
        """Background, logo and square art."""
        return ((kind, path) for kind, path in self.pictures.items() if kind is not ImageKind.POSTER)


NO_ASSETS = Assets()


def value_of(path: Path) -> str:
    """By what Kometa knows a file again: its place, size and time. Raises OSError."""
    found = path.stat()
    return f"{os.path.abspath(path)}:{found.st_size}:{found.st_mtime_ns}"  # noqa: PTH100 - Kometa's very text


class AssetFinder:
    """Finds the assets of the items of a library."""

    def __init__(self, shelves: Shelves) -> None:
        self._shelves = shelves
        self._known: dict[Path, _Directory] = {}
        self._deeper: dict[tuple[Path, int], dict[str, Path]] = {}

    def of(self, item: Item, above: tuple[Item, ...]) -> Assets:
        """The item's pictures; `above` are its season and show, or its artist."""
        name = clean_name(_folder_name(item, above)) if self._shelves.assets else ""
        if not name:
            return NO_ASSETS
        stem = _stem(item, above)
        if self._shelves.in_folders:
            folder = next((one for root in self._shelves.assets if (one := self._item_folder(root, name))), None)
            return self._found(folder, stem) if folder is not None else NO_ASSETS
        stem = name if stem == "poster" else f"{name}_{stem}"
        # Where no directory has the poster, the other pictures are not looked for.
        home = next((root for root in self._shelves.assets if self._directory(root).picture(stem)), None)
        return self._found(home, stem) if home is not None else NO_ASSETS

    def _found(self, folder: Path, stem: str) -> Assets:
        directory = self._directory(folder)
        found: dict[ImageKind, Path] = {}
        for kind, word in _NAMES.items():
            own = stem if kind is ImageKind.POSTER else word if stem == "poster" else f"{stem}_{word}"
            if (picture := directory.picture(own)) is not None:
                found[kind] = picture
        return Assets(found) if found else NO_ASSETS

    def _item_folder(self, root: Path, name: str) -> Path | None:
        if name in self._directory(root).folders:
            return root / name
        return next(
            (found for depth in range(1, self._shelves.depth + 1) if (found := self._at_depth(root, depth).get(name))), None
        )

    def _at_depth(self, root: Path, depth: int) -> dict[str, Path]:
        """The folders that many levels below a directory's own, the first of each name."""
        if (root, depth) not in self._deeper:
            level = [root]
            for _ in range(depth):
                level = [one / name for one in level for name in self._directory(one).folders if not name.startswith(".")]
            found: dict[str, Path] = {}
            for folder in level:
                for name in self._directory(folder).folders:
                    found.setdefault(name, folder / name)
            self._deeper[root, depth] = found
        return self._deeper[root, depth]

    def _directory(self, path: Path) -> "_Directory":
        if path not in self._known:
            self._known[path] = _Directory(path)
        return self._known[path]


class _Directory:
    """What lies in one directory, in the order in which the system tells it, as Kometa hears it too."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.folders: dict[str, None] = {}
        self._files: list[str] = []
        try:
            with os.scandir(path) as entries:
                for entry in entries:
                    if entry.is_dir():
                        self.folders[entry.name] = None
                    elif os.path.splitext(entry.name)[1].lower() in EXTENSIONS and entry.is_file():  # noqa: PTH122
                        self._files.append(entry.name)
        except OSError:
            pass  # a directory that is not there has no pictures

    @cached_property
    def _by_beginning(self) -> dict[str, list[str]]:
        """Files by everything that stands before one of their dots."""
        found: dict[str, list[str]] = {}
        for name in self._files:
            for dot in re.finditer(r"\.", name):
                found.setdefault(name[: dot.start()], []).append(name)
        return found

    def picture(self, stem: str) -> Path | None:
        """`<stem>.jpg` and its kin; else what has something between the name and the ending."""
        if _WILD.search(stem):
            names = fnmatch.filter(self._files, f"{stem.replace('[', '[[]')}.*")
        else:
            names = self._by_beginning.get(stem, [])
        exact = [name for name in names if os.path.splitext(name)[0].lower() == stem.lower()]  # noqa: PTH122
        chosen = next(iter(exact or names), None)
        return self._path / chosen if chosen is not None else None


def _stem(item: Item, above: tuple[Item, ...]) -> str:
    match item.type:
        case ItemType.SEASON:
            return f"Season{item.index or 0:02}"
        case ItemType.EPISODE:
            season = above[0].index if above else item.number("parentIndex")
            return f"S{season or 0:02}E{item.index or 0:02}"
        case ItemType.ALBUM:
            return item.title
        case _:
            return "poster"


def _folder_name(item: Item, above: tuple[Item, ...]) -> str:
    """The name of the folder that the files of a movie or of a whole show lie in."""
    top = above[-1] if above else item
    if top.locations:
        return _last(top.locations[0])
    files = [part.attributes.get("file", "") for media in top.media for part in media.parts]
    return _last(re.split(r"[\\/][^\\/]*$", files[0])[0]) if files and files[0] else ""


def _last(path: str) -> str:
    """The last name of a path as the server has it, which may be one of Windows."""
    return re.split(r"[\\/]", path.rstrip("\\/"))[-1]
