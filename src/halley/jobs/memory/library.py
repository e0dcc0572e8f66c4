"""What is remembered of the items of one library, as a type; and a memory that keeps nothing."""

from collections.abc import Mapping
from typing import Protocol

from halley.engines.native.changed import Remembered
from halley.engines.native.special_texts import Kept
from halley.overlays.model import OverlayId
from halley.plex.ids import RatingKey
from halley.plex.images import ImageKind

Values = Mapping[str, str | int | float | None]
"""Values of texts by variable, as they were read of the item."""


class LibraryMemory(Protocol):
    """Reads and keeps. What is kept is there for the next process, however this one ends."""

    def drawn(self, key: RatingKey) -> Remembered | None:
        """How an item was drawn the last time."""
        ...

    def texts(self, key: RatingKey) -> Kept:
        """Every value that was ever kept of an item's texts."""
        ...

    def picture_size(self, overlay: OverlayId) -> str | None:
        """The size of an overlay's picture file in the last run."""
        ...

    def asset(self, key: RatingKey, kind: ImageKind) -> str | None:
        """The value of the asset that was uploaded last."""
        ...

    def begun(self, key: RatingKey) -> str | None:
        """The SHA-256 of a poster whose upload was begun, and of which nobody knows how it ended."""
        ...

    def begin(self, key: RatingKey, sha256: str) -> None:
        """Keep that a poster is going to be uploaded."""
        ...

    def keep(self, key: RatingKey, drawn: Remembered | None, values: Values) -> None:
        """Keep how an item was drawn, in place of what was known before, and the values of its texts; its upload has ended.

        None leaves what was known.
        """
        ...

    def keep_shown(self, shown: Mapping[RatingKey, str]) -> None:
        """Keep under which path the server shows posters."""
        ...

    def keep_picture_sizes(self, sizes: Mapping[OverlayId, str]) -> None:
        """Keep the sizes of overlays' pictures."""
        ...

    def keep_asset(self, key: RatingKey, kind: ImageKind, value: str) -> None:
        """Keep which asset was uploaded."""
        ...


class NoMemory:
    """Knows nothing and keeps nothing: Kometa's `cache: false`, and a preview."""

    def drawn(self, key: RatingKey) -> Remembered | None:
        return None

    def texts(self, key: RatingKey) -> Kept:
        return {}

    def picture_size(self, overlay: OverlayId) -> str | None:
        return None

    def asset(self, key: RatingKey, kind: ImageKind) -> str | None:
        return None

    def begun(self, key: RatingKey) -> str | None:
        return None

    def begin(self, key: RatingKey, sha256: str) -> None:
        pass

    def keep(self, key: RatingKey, drawn: Remembered | None, values: Values) -> None:
        pass

    def keep_shown(self, shown: Mapping[RatingKey, str]) -> None:
        pass

    def keep_picture_sizes(self, sizes: Mapping[OverlayId, str]) -> None:
        pass

    def keep_asset(self, key: RatingKey, kind: ImageKind, value: str) -> None:
        pass
