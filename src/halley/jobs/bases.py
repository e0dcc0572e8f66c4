"""Fetches the pictures that targets had before into `input/`, several at a time."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from halley.config import Configuration
from halley.definitions.names import clean_name
from halley.errors import BrokenAnswer
from halley.files import write_atomic
from halley.jobs.artwork import Artwork, KeptPictures, current, prepared, shown_poster
from halley.jobs.assets import Shelves
from halley.jobs.folder import JobFolder
from halley.jobs.targets import Target
from halley.plex.ids import RatingKey
from halley.plex.items import Item
from halley.plex.reader import PlexReader

_AT_ONCE = 8


@dataclass(frozen=True, slots=True)
class Base:
    """Base artwork that lies in `input/`: on disk, because a library's pictures are more than a memory holds."""

    path: Path
    warning: str = ""


@dataclass(frozen=True, slots=True)
class Bases:
    """Where base artwork is looked for."""

    reader: PlexReader
    configuration: Configuration
    folder: JobFolder
    kept: dict[str, KeptPictures] = field(default_factory=dict, repr=False)

    async def of(self, targets: Sequence[Target], told: Callable[[int, int], None]) -> dict[RatingKey, Base]:
        """Base artwork by rating key; items that have none are left out. `told` hears how many of them are done.

        Raises PlexError where the server no longer answers, OSError where `input/` cannot be written.
        """
        # Listings show neither labels nor the folders of shows, both of which count here.
        details = {item.key: item for item in await self.reader.items([one.item.key for one in targets])}
        found: dict[RatingKey, Base] = {}
        for start in range(0, len(targets), _AT_ONCE):
            told(start, len(targets))
            some = targets[start : start + _AT_ONCE]
            pictures = await asyncio.gather(*(self._of(one, details.get(one.item.key, one.item)) for one in some))
            for one, picture in zip(some, pictures, strict=True):
                if picture is not None:
                    found[one.item.key] = await asyncio.to_thread(self._save, one, picture)
        return found

    def _save(self, target: Target, picture: Artwork) -> Base:
        """Put it into `input/`, in the place of what was there for that target."""
        path = self.folder.input / f"{target.id}{picture.extension}"
        write_atomic(path, picture.data)
        for earlier in self.folder.input.glob(f"{target.id}.*"):
            if earlier != path:
                earlier.unlink()
        return Base(path, picture.warning)

    def _kept(self, library: str) -> KeptPictures:
        """The pictures of a library that lie on the disk; its directories are looked at once."""
        if library not in self.kept:
            self.kept[library] = KeptPictures(shelves_of(self.configuration, library))
        return self.kept[library]

    async def _of(self, target: Target, item: Item) -> Artwork | None:
        kept = self._kept(target.library).of(item, target.above)
        if kept is not None:
            return kept
        if (path := shown_poster(item)) is not None:
            try:
                return current(await self.reader.image(path))
            except BrokenAnswer:  # this item's picture is missing or no picture; the others' are not
                pass
        return prepared(self.folder.input, target.id)


def shelves_of(configuration: Configuration, title: str) -> Shelves:
    """Where the pictures of a library lie, which is named as in the configuration or as in Plex."""
    library = configuration.library_settings((title,))[0]
    return Shelves(
        library.asset_directories,
        configuration.folder / "overlays" / f"{clean_name(library.name)} Original Posters",
        library.asset_folders,
        library.asset_depth,
    )
