"""The picture that overlays are drawn on, and the one that comes back when they are taken off (spec, overlays 8.2, 8.4)."""

from dataclasses import dataclass

from halley.engines.native import is_labelled
from halley.errors import BrokenAnswer
from halley.jobs.artwork import Shelves, from_assets, from_backup, has_mark, shown_poster
from halley.plex.images import ImageKind
from halley.plex.items import Item
from halley.plex.library import Library
from halley.plex.reader import PlexReader


class NoGround(Exception):
    """There is no picture to draw on. Says why in the words of a sentence."""


@dataclass(frozen=True, slots=True)
class Grounds:
    """Finds these pictures for the items of one library."""

    reader: PlexReader
    library: Library
    shelves: Shelves

    async def below_overlays(self, item: Item) -> bytes:
        """What is drawn on: an asset; of a labelled item its backup, else another poster; else the current one.

        Raises NoGround, PlexError.
        """
        asset = from_assets(item, self._above(item), self.shelves)
        if asset is not None:
            return asset.data
        if is_labelled(item):
            backup = from_backup(item, self.shelves)
            return backup.data if backup is not None else await self._provided(item)
        current = await self._current(item)
        if has_mark(current):
            raise NoGround("its poster already carries an overlay, but it has no label `Overlay`: set another poster first")
        return current

    async def without_overlays(self, item: Item) -> bytes:
        """What comes back: an asset, the backup, or another poster of the item. Raises NoGround, PlexError."""
        kept = from_assets(item, self._above(item), self.shelves) or from_backup(item, self.shelves)
        return kept.data if kept is not None else await self._provided(item)

    def _above(self, item: Item) -> tuple[Item, ...]:
        return tuple(self.library.ancestors(item))

    async def _current(self, item: Item) -> bytes:
        path = shown_poster(item)
        if path is None:
            raise NoGround("it has no poster")
        try:
            return await self.reader.image(path)
        except BrokenAnswer as problem:
            raise NoGround(problem.message) from None

    async def _provided(self, item: Item) -> bytes:
        """The first poster of the server's own that bears no overlay."""
        shelf = await self.reader.shelf(item.key, ImageKind.POSTER)
        for entry in shelf.entries:
            if entry.name.startswith("http"):
                continue  # an address elsewhere: the engine asks nobody but the server
            try:
                found = await self.reader.image(f"/library/metadata/{item.key}/file?url={entry.name}")
            except BrokenAnswer:
                continue
            if not has_mark(found):
                return found
        raise NoGround("no poster without an overlay was found to go back to")
