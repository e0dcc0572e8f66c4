"""The picture that a target had before: where Kometa would take it from, in Kometa's order.

1. asset directories, 2. Kometa's `Original Posters` backup, 3. the item's current poster, with a warning where that already
carries an overlay (EXIF tag 0x04BC is `overlay`; spec, kometa-in-practice and plex-api 8.6).
"""

import glob
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from halley.plex.ids import ItemType
from halley.plex.items import Item
from halley.plex.tags import TagKind
from halley.render import CannotDraw, is_marked

_THUMBS = ("thumb", "parentThumb", "grandparentThumb")
_EXTENSIONS = (".jpg", ".jpeg", ".png", ".webp")
_BACKUPS = (".png", ".jpg", ".webp")
"""In the order in which Kometa looks for them."""


@dataclass(frozen=True, slots=True)
class Artwork:
    """A base picture: its bytes, the file extension that fits them, and where they are from."""

    data: bytes
    extension: str
    source: str
    warning: str = ""


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


def from_files(item: Item, above: tuple[Item, ...], shelves: Shelves) -> Artwork | None:
    """The picture from an asset directory or from Kometa's backups, None where there is none.

    The first directory that knows the item is the one that counts, even where this picture is not in it. Source: Kometa
    2.4.4, plex.py, `find_item_assets`.
    """
    return from_assets(item, above, shelves) or _read(_backups(item, shelves.originals), _warning_of_backup(item))


def from_assets(item: Item, above: tuple[Item, ...], shelves: Shelves) -> Artwork | None:
    """The picture from an asset directory, None where there is none."""
    return _read(_assets(item, above, shelves))


def from_backup(item: Item, shelves: Shelves) -> Artwork | None:
    """The picture that Kometa put aside before it drew on it, None where there is none."""
    return _read(_backups(item, shelves.originals))


def shown_poster(item: Item) -> str | None:
    """The server's path of the poster that an item shows, None where it has none of the server's own.

    A season without a poster shows its show's, as python-plexapi reads it and Kometa draws on it.
    """
    path = next((path for name in _THUMBS if (path := item.attributes.get(name))), None)
    return path if path is not None and path.startswith("/") else None


def current(data: bytes) -> Artwork:
    """The poster that the server shows."""
    warning = (
        "the current poster already carries an overlay: before and after may both show badges" if has_mark(data) else ""
    )
    return Artwork(data, extension_of(data), "plex", warning)


def has_mark(data: bytes) -> bool:
    """Whether Kometa (or one of the tools that keep its mark) drew on this picture."""
    try:
        return is_marked(data)
    except CannotDraw:
        return False


def extension_of(data: bytes) -> str:
    """`.jpg`, `.png` or `.webp` by the bytes themselves; `.jpg` for anything else."""
    if data.startswith(b"\x89PNG"):
        return ".png"
    return ".webp" if data[:4] == b"RIFF" and data[8:12] == b"WEBP" else ".jpg"


def prepared(folder: Path, name: str) -> Artwork | None:
    """The picture of a target that somebody put into `input/` beforehand."""
    return _read(folder / f"{name}{extension}" for extension in _EXTENSIONS)


def _read(paths: Iterable[Path], warning: str = "") -> Artwork | None:
    for path in paths:
        try:
            data = path.read_bytes()
        except OSError:
            continue
        return Artwork(data, extension_of(data), str(path), warning)
    return None


def _assets(item: Item, above: tuple[Item, ...], shelves: Shelves) -> Iterator[Path]:
    name = _folder_name(item, above)
    if not name:
        return
    stem = _stem(item, above)
    for directory in shelves.assets:
        if shelves.in_folders:
            folder = _item_folder(directory, name, shelves.depth)
            if folder is not None:
                yield from _pictures(folder, stem)
                return
        else:
            yield from _pictures(directory, name if stem == "poster" else f"{name}_{stem}")


def _item_folder(directory: Path, name: str, depth: int) -> Path | None:
    if (directory / name).is_dir():
        return directory / name
    for deeper in range(1, depth + 1):
        found = sorted(one for one in directory.glob("/".join([*["*"] * deeper, glob.escape(name)])) if one.is_dir())
        if found:
            return found[0]
    return None


def _pictures(folder: Path, stem: str) -> Iterator[Path]:
    """Pictures of that name, whatever the case of their extension."""
    for path in sorted(folder.glob(f"{glob.escape(stem)}.*")):
        if path.suffix.lower() in _EXTENSIONS and path.stem == stem:
            yield path


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


def _backups(item: Item, originals: Path) -> Iterable[Path]:
    return (originals / f"{item.key}{extension}" for extension in _BACKUPS)


def _warning_of_backup(item: Item) -> str:
    if item.has_tag(TagKind.LABEL, "Overlay"):
        return ""
    return "it has no label `Overlay`, so Kometa draws on the current poster, which may differ from this backup"
