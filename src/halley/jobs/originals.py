"""`<library> Original Posters`: what posters were before anything was drawn on them (spec, overlays 8.2, 8.4)."""

import os
from collections.abc import Iterable
from pathlib import Path

from halley.files import write_atomic
from halley.plex.ids import RatingKey

_ENDINGS = (".png", ".jpg", ".webp")
"""In the order in which Kometa looks for them."""
_BY_TYPE = {"image/png": ".png", "image/jpeg": ".jpg", "image/webp": ".webp"}


class NoBackupType(Exception):
    """A picture of a type that is not put aside. Says so in words."""


def ending_of(media_type: str) -> str:
    """The ending of the backup of a picture that the server calls so. Raises NoBackupType."""
    try:
        return _BY_TYPE[media_type]
    except KeyError:
        told = f"is `{media_type}`" if media_type else "has no type"
        raise NoBackupType(f"its poster {told} and cannot be drawn on: only PNG, JPEG and WebP can") from None


class Originals:
    """The backups as they lie there; the folder is looked at once. Nothing is put there, nothing taken away."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        try:
            self._names = set(os.listdir(folder))  # noqa: PTH208 - tens of thousands of names, and nothing but names
        except OSError:
            self._names = set()

    def of(self, key: RatingKey) -> Path | None:
        """The backup of an item's poster."""
        return next((self.folder / name for name in self._possible(key) if name in self._names), None)

    def keep(self, key: RatingKey, data: bytes, media_type: str) -> None:
        """Put a picture aside. Raises NoBackupType, OSError."""
        ending_of(media_type)

    def drop(self, key: RatingKey) -> None:
        """Throw away the backups of an item. Raises OSError."""

    def throw_away(self, path: Path) -> None:
        """Throw away one backup, which may lie in another folder. Raises OSError."""

    def _possible(self, key: RatingKey) -> tuple[str, ...]:
        return tuple(f"{key}{ending}" for ending in _ENDINGS)


class KeptOriginals(Originals):
    """The backups of a run: pictures are put there before something is drawn on them.

    `only_newest` also throws away what lies there under another ending; Kometa leaves it, and takes it for the backup ever
    after where its ending comes first (spec, overlays 11.13).
    """

    def __init__(self, folder: Path, *, only_newest: bool = False) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        super().__init__(folder)
        self._only_newest = only_newest

    def keep(self, key: RatingKey, data: bytes, media_type: str) -> None:
        name = f"{key}{ending_of(media_type)}"
        write_atomic(self.folder / name, data, durable=False)
        if self._only_newest:
            self._drop(one for one in self._possible(key) if one != name)
        self._names.add(name)

    def drop(self, key: RatingKey) -> None:
        self._drop(self._possible(key))

    def throw_away(self, path: Path) -> None:
        path.unlink(missing_ok=True)

    def _drop(self, names: Iterable[str]) -> None:
        for name in names:
            if name in self._names:
                (self.folder / name).unlink(missing_ok=True)
                self._names.discard(name)


class PlannedOriginals(Originals):
    """The backups as a run would leave them. Nothing is put there; `changed` learns what would be (None: thrown away)."""

    def __init__(self, folder: Path, *, changed: dict[Path, bytes | None]) -> None:
        super().__init__(folder)
        self._changed = changed

    def keep(self, key: RatingKey, data: bytes, media_type: str) -> None:
        self._changed[self.folder / f"{key}{ending_of(media_type)}"] = data

    def drop(self, key: RatingKey) -> None:
        self._changed |= {self.folder / name: None for name in self._possible(key) if name in self._names}

    def throw_away(self, path: Path) -> None:
        if path.is_file():
            self._changed[path] = None
