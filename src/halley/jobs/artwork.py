"""The picture that a target had before: where Kometa would take it from, in Kometa's order.

1. asset directories, 2. Kometa's `Original Posters` backup, 3. the item's current poster, with a warning where that already
carries an overlay (EXIF tag 0x04BC is `overlay`; spec, kometa-in-practice and plex-api 8.6).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from halley.jobs.assets import EXTENSIONS, AssetFinder, Shelves
from halley.jobs.originals import Originals
from halley.plex.items import Item
from halley.plex.tags import TagKind
from halley.render import CannotDraw, is_marked

_THUMBS = ("thumb", "parentThumb", "grandparentThumb")


@dataclass(frozen=True, slots=True)
class Artwork:
    """A base picture: its bytes, the file extension that fits them, and where they are from."""

    data: bytes
    extension: str
    source: str
    warning: str = ""


class KeptPictures:
    """The pictures of a library that lie on the disk, in asset directories and among Kometa's backups."""

    def __init__(self, shelves: Shelves) -> None:
        self._assets, self._originals = AssetFinder(shelves), Originals(shelves.originals)

    def of(self, item: Item, above: tuple[Item, ...]) -> Artwork | None:
        """An item's picture, None where there is none.

        The first directory that knows the item is the one that counts, even where this picture is not in it. Source: Kometa
        2.4.4, plex.py, `find_item_assets`.
        """
        poster, backup = self._assets.of(item, above).poster, self._originals.of(item.key)
        found = _read([poster]) if poster is not None else None
        if found is not None or backup is None:
            return found
        return _read([backup], _warning_of_backup(item))


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
    return _read(folder / f"{name}{extension}" for extension in EXTENSIONS)


def _read(paths: Iterable[Path], warning: str = "") -> Artwork | None:
    for path in paths:
        try:
            data = path.read_bytes()
        except OSError:
            continue
        return Artwork(data, extension_of(data), str(path), warning)
    return None


def _warning_of_backup(item: Item) -> str:
    if item.has_tag(TagKind.LABEL, "Overlay"):
        return ""
    return "it has no label `Overlay`, so Kometa draws on the current poster, which may differ from this backup"
