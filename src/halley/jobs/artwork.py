"""The picture that a target had before: where Kometa would take it from, in Kometa's order.

1. asset directories, 2. Kometa's `Original Posters` backup, 3. the item's current poster, with a warning where that already
carries an overlay (EXIF tag 0x04BC is `overlay`; spec, kometa-in-practice and plex-api 8.6).
"""

import io
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, UnidentifiedImageError

from halley.plex.ids import ItemType
from halley.plex.items import Item

_MARK_TAG = 0x04BC
_EXTENSIONS = (".jpg", ".jpeg", ".png", ".webp")


@dataclass(frozen=True, slots=True)
class Artwork:
    """A base picture: its bytes, the file extension that fits them, and where they are from."""

    data: bytes
    extension: str
    source: str
    warning: str = ""


def from_files(item: Item, above: tuple[Item, ...], library: str, assets: Iterable[Path], originals: Path) -> Artwork | None:
    """The picture from an asset directory or from Kometa's backups, None where there is none.

    Asset folders are named as the item's own folder, or flat as `<folder>.<ext>` (spec, config-and-run, assets);
    seasons are `Season01`, episodes `S01E01` in the show's folder. Backups: `<library> Original Posters/<ratingKey>.<ext>`.
    """
    for path in (*_assets(item, above, assets), *_backups(item, library, originals)):
        try:
            data = path.read_bytes()
        except OSError:
            continue
        return Artwork(data, extension_of(data), str(path))
    return None


def current(data: bytes) -> Artwork:
    """The poster that the server shows."""
    warning = (
        "the current poster already carries an overlay: before and after may both show badges" if has_mark(data) else ""
    )
    return Artwork(data, extension_of(data), "plex", warning)


def has_mark(data: bytes) -> bool:
    """Whether Kometa (or one of the tools that keep its mark) drew on this picture."""
    try:
        with Image.open(io.BytesIO(data)) as picture:
            return str(picture.getexif().get(_MARK_TAG, "")) == "overlay"
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, ValueError):
        return False


def extension_of(data: bytes) -> str:
    """`.jpg`, `.png` or `.webp` by the bytes themselves; `.jpg` for anything else."""
    if data.startswith(b"\x89PNG"):
        return ".png"
    return ".webp" if data[:4] == b"RIFF" and data[8:12] == b"WEBP" else ".jpg"


def _assets(item: Item, above: tuple[Item, ...], folders: Iterable[Path]) -> Iterable[Path]:
    name = _folder_name(item, above)
    if not name:
        return
    stem = _stem(item)
    for folder in folders:
        for extension in _EXTENSIONS:
            yield folder / name / f"{stem}{extension}"
            yield folder / f"{name}{'' if stem == 'poster' else f'_{stem}'}{extension}"


def _stem(item: Item) -> str:
    match item.type:
        case ItemType.SEASON:
            return f"Season{item.index or 0:02}"
        case ItemType.EPISODE:
            return f"S{item.number('parentIndex') or 0:02}E{item.index or 0:02}"
        case _:
            return "poster"


def _folder_name(item: Item, above: tuple[Item, ...]) -> str:
    top = above[-1] if above else item
    if top.locations:
        return Path(top.locations[0]).name
    files = [part.attributes.get("file", "") for media in top.media for part in media.parts]
    return Path(files[0]).parent.name if files and files[0] else ""


def _backups(item: Item, library: str, originals: Path) -> Iterable[Path]:
    return (originals / f"{library} Original Posters" / f"{item.key}{extension}" for extension in _EXTENSIONS)
