"""What Kometa itself remembers, for those who come from it: its `<config>.cache`, which is only read.

Source for tables and their meaning: spec, sources 1; Kometa 2.4.4, cache.py.
"""

import sqlite3
from pathlib import Path

from halley.engines.native.changed import Remembered
from halley.engines.native.special_texts import Kept
from halley.overlays.comparison import read_back
from halley.overlays.model import OverlayId
from halley.plex.ids import RatingKey
from halley.plex.images import ImageKind

_TABLES = {ImageKind.ART: "backgrounds", ImageKind.CLEAR_LOGO: "logos", ImageKind.SQUARE_ART: "square_arts"}


class KometaCache:
    """Kometa's memory of one library, by the library's name in the configuration.

    Whatever it does not have, or what cannot be read, is not remembered.
    """

    def __init__(self, path: Path, library: str) -> None:
        self._connection: sqlite3.Connection | None = None
        self._table = ""
        if path.is_file():
            try:
                self._connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=10)
            except sqlite3.Error:
                return
            numbers = self._rows("SELECT key FROM image_maps WHERE library = ?", library)
            self._table = f"image_map_{int(str(numbers[0][0]))}" if numbers else ""

    def close(self) -> None:
        """Let go of the file."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def drawn(self, key: RatingKey) -> Remembered | None:
        """How Kometa drew an item the last time."""
        rows = self._named(f"{self._table}_overlays", "overlay, compare, location", str(key))
        if not rows:
            return None
        overlay, compare, _ = rows[0]
        return Remembered(read_back(str(overlay)) if overlay is not None else (), None if compare is None else str(compare))

    def texts(self, key: RatingKey) -> Kept:
        """Every value that Kometa ever kept of an item's texts."""
        rows = self._rows("SELECT type, text FROM overlay_special_text2 WHERE rating_key = ?", str(key))
        return {str(name): None if value is None else str(value) for name, value in rows}

    def picture_size(self, overlay: OverlayId) -> str | None:
        """The size of an overlay's picture file in Kometa's last run."""
        rows = self._named(f"{self._table}_overlays", "compare", f"Overlay File ({overlay.file}) {overlay.name}")
        return str(rows[0][0]) if rows and rows[0][0] is not None else None

    def asset(self, key: RatingKey, kind: ImageKind) -> str | None:
        """The value of the asset that Kometa uploaded last."""
        rows = self._named(f"{self._table}_{_TABLES[kind]}", "compare", str(key)) if kind in _TABLES else []
        return str(rows[0][0]) if rows and rows[0][0] is not None else None

    def _named(self, table: str, columns: str, key: str) -> list[tuple[object, ...]]:
        # Only the number of the table comes from the file, and it is made a number before.
        query = f"SELECT {columns} FROM {table} WHERE rating_key = ?"  # noqa: S608
        return self._rows(query, key) if self._table else []

    def _rows(self, query: str, value: str) -> list[tuple[object, ...]]:
        if self._connection is None:
            return []
        try:
            return self._connection.execute(query, (value,)).fetchall()
        except sqlite3.Error:
            return []
