"""Overlays taken off: what an item had comes back, the label goes, then the backup (spec, overlays 8.1.3, 8.2)."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from halley.changes import Change
from halley.changes.kinds import FetchImage, RemoveTags, SelectImage, UploadImage
from halley.errors import BrokenAnswer
from halley.files import ImageStore
from halley.jobs.ground import Grounds, NoGround, Offered
from halley.jobs.old_labels import OldLabel
from halley.jobs.told import Told, Writer
from halley.plex.ids import RatingKey
from halley.plex.images import ImageKind
from halley.plex.items import Item
from halley.plex.tags import TagKind


@dataclass(slots=True)
class Restoring:
    """Restores items of one library. `done` are those in order; `labels` are the labels that were taken off each."""

    grounds: Grounds
    writer: Writer
    images: ImageStore
    told: Told
    done: list[RatingKey] = field(default_factory=list)
    labels: dict[RatingKey, tuple[str, ...]] = field(default_factory=dict)

    async def old(self, old: OldLabel, folder: Path) -> None:
        """Restore the items of a label of old, whose pictures were put aside in that folder."""
        for item in old.items:
            backup = folder / f"{item.key}.png"
            if await self.one(item, old.label, [backup]):
                self.grounds.originals.throw_away(backup)

    async def one(self, item: Item, label: str, backups: Sequence[Path] | None = None) -> bool:
        """Give an item back what it had, and say whether that was done. `backups` are other ones than the library's."""
        try:
            found = await self.grounds.for_restoring(item, backups)
            await self.writer.perform(await self._change_back(item, found))
        except (NoGround, BrokenAnswer) as problem:
            self.told.warn(f"{item.title}: {problem}")
            return False
        if item.section is not None:
            await self.writer.perform(RemoveTags(item.section, item.type, (item.key,), TagKind.LABEL, (label,)))
        if backups is None:
            self.grounds.originals.drop(item.key)
        self.labels[item.key] = (*self.labels.get(item.key, ()), label)
        self.done.append(item.key)
        self.told.line(f"took the overlays off {item.title}")
        return True

    async def _change_back(self, item: Item, found: bytes | Offered) -> Change:
        if isinstance(found, bytes):
            return UploadImage(item.key, ImageKind.POSTER, self.images.put(found))
        if found.is_address:
            return FetchImage(item.key, ImageKind.POSTER, found.name)
        if found.owner == item.key:
            # Kometa has the server fetch it from itself, with a token in the address; it is the same picture.
            return SelectImage(item.key, ImageKind.POSTER, found.name)
        data = await self.grounds.reader.image(found.path)
        return UploadImage(item.key, ImageKind.POSTER, self.images.put(data))
