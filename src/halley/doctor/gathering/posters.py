"""Posters, labels and originals of the libraries: counts of all, and a closer look at a few, as long as there is time."""

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from halley.config import Configuration
from halley.doctor.facts import Posters
from halley.engines.native import LABEL
from halley.errors import PlexError
from halley.jobs.artwork import has_mark, shown_poster
from halley.jobs.assets import AssetFinder, Shelves
from halley.jobs.bases import shelves_of
from halley.jobs.originals import Originals
from halley.plex.ids import ItemType, RatingKey
from halley.plex.images import ImageKind
from halley.plex.items import Item
from halley.plex.library import Section, Server
from halley.plex.reader import PlexReader
from halley.plex.snapshot import LEAN, assembled
from halley.plex.xml.read import read_container

_OPENING_S = 2.0
_TITLES, _DETAILS = 3, 200
_DRAWN = frozenset({ItemType.MOVIE, ItemType.SHOW, ItemType.SEASON, ItemType.EPISODE, ItemType.ARTIST, ItemType.ALBUM})


async def posters_of(
    reader: PlexReader,
    server: Server,
    sections: Iterable[Section],
    configuration: Configuration,
    *,
    sample: int,
    counting_s: float,
) -> tuple[Posters, ...]:
    """What was found of each library of the configuration, counted for so long. `sample` posters of each kind are opened."""
    titles = {one.title for one in configuration.libraries}
    looks = [_Look(reader, server, one, configuration, sample) for one in sections if one.title in titles]
    await asyncio.gather(*(one.look(counting_s) for one in looks))
    return tuple(one.told for one in looks)


@dataclass(slots=True)
class _Look:
    """A look at one library; `told` is what was seen so far."""

    reader: PlexReader
    server: Server
    section: Section
    configuration: Configuration
    sample: int
    labelled: list[Item] = field(default_factory=list)
    unkept: list[Item] = field(default_factory=list)
    bare: list[str] = field(default_factory=list)
    unlabelled: list[str] = field(default_factory=list)
    looked: dict[bool, int] = field(default_factory=lambda: {True: 0, False: 0})
    shelves: int = 0
    uploads: int = 0
    weights: list[int] = field(default_factory=list)
    labels: dict[ItemType, str] = field(default_factory=dict)
    is_counted: bool = False

    @property
    def told(self) -> Posters:
        return Posters(
            self.section.title,
            len(self.labelled),
            len(self.unkept),
            tuple(_title(one) for one in self.unkept[:_TITLES]),
            self.looked[True],
            tuple(sorted(self.bare)),
            self.looked[False],
            tuple(sorted(self.unlabelled)),
            self.shelves,
            self.uploads,
            sum(self.weights),
            len(self.weights),
            self.is_counted,
        )

    async def look(self, counting_s: float) -> None:
        """Count first, then open some. What was seen until the time is up, or until the server fails, is told."""
        shelves = shelves_of(self.configuration, self.section.title)
        for work, seconds in ((self._count, counting_s), (self._open_some, _OPENING_S)):
            try:
                async with asyncio.timeout(seconds):
                    await work(shelves)
            except (TimeoutError, PlexError):
                continue

    async def _count(self, shelves: Shelves) -> None:
        for level in (one for one in self.section.levels if one in _DRAWN):
            if label := await self._label(level):
                self.labels[level] = label
                query = ((f"{level.word}.label", label), *LEAN)
                async for one in self.reader.listing(self.section.id, level, query):
                    self.labelled.append(one)
        originals = await asyncio.to_thread(Originals, shelves.originals)
        missing = [one for one in self.labelled if originals.of(one.key) is None]
        self.unkept = await self._without_assets(missing, shelves)
        self.is_counted = True

    async def _open_some(self, shelves: Shelves) -> None:
        if self.sample:
            kept = await asyncio.to_thread(_keys_in, shelves.originals)
            others = await self._others(self.labels.get(self.section.type), kept) if self.is_counted else []
            await asyncio.gather(
                *(self._open(one, carries=True) for one in _spread(self.labelled, self.sample)),
                *(self._open(one, carries=False) for one in others),
            )

    async def _label(self, level: ItemType) -> str:
        """The number of the label on items of a level; empty where none carries it."""
        try:
            # a list in XML: the reader has no word for it, and fetches it as it would any other file of the server
            answer = await self.reader.picture(f"/library/sections/{self.section.id}/label?type={level.number}")
            rows = read_container(answer.data).elements
        except PlexError:
            return ""
        return next((one.attributes.get("key", "") for one in rows if one.attributes.get("title") == LABEL), "")

    async def _without_assets(self, missing: Sequence[Item], shelves: Shelves) -> list[Item]:
        """Those that no asset directory has a poster of either; of very many only the first are looked for."""
        if not shelves.assets or not missing:
            return list(missing)
        some = [one.key for one in missing[:_DETAILS]]
        found = list(await self.reader.items(some))
        for _ in range(2):
            known = {one.key for one in found}
            above = {one.parent for one in found if one.parent is not None and one.parent not in known}
            found += await self.reader.items(sorted(above))
        library = assembled(self.server, [self.section], found)

        def has_asset(key: RatingKey) -> bool:
            item = library.items.get(key)
            return item is not None and finder.of(item, tuple(library.ancestors(item))).poster is not None

        finder = AssetFinder(shelves)
        kept = await asyncio.to_thread(lambda: {key for key in some if has_asset(key)})
        return [one for one in missing if one.key not in kept]

    async def _others(self, label: str | None, originals: Sequence[RatingKey]) -> list[Item]:
        """Items without the label: those of which an original was put aside, then those that changed last."""
        carry = {one.key for one in self.labelled}
        kept = [one for one in originals if one not in carry]
        found = {one.key: one for one in await self.reader.items(kept[: self.sample]) if one.section == self.section.id}
        without = ((f"{self.section.type.word}.label!", label),) if label else ()
        query = (*without, ("sort", "updatedAt:desc"))
        async for one in self.reader.listing(self.section.id, self.section.type, query):
            if len(found) >= self.sample:
                break
            if one.key not in carry:
                found.setdefault(one.key, one)
        return list(found.values())

    async def _open(self, item: Item, *, carries: bool) -> None:
        path = shown_poster(item)
        if path is None:
            return
        try:
            data = (await self.reader.picture(path)).data
            is_drawn = await asyncio.to_thread(has_mark, data)
            self.looked[carries] += 1
            if carries and not is_drawn:
                self.bare.append(_title(item))
            if not carries and is_drawn:
                self.unlabelled.append(_title(item))
            if carries:
                shelf = await self.reader.shelf(item.key, ImageKind.POSTER)
                self.shelves += 1
                self.uploads += sum(one.name.startswith("upload://") for one in shelf.entries)
                if (shelf.selected or "").startswith("upload://"):
                    self.weights.append(len(data))
        except PlexError:
            return


def _keys_in(folder: Path) -> list[RatingKey]:
    """The items of which an original was put aside."""
    try:
        return sorted({RatingKey(int(one.stem)) for one in folder.iterdir() if one.stem.isdecimal()})
    except OSError:
        return []


def _spread(items: Sequence[Item], most: int) -> list[Item]:
    """Some of them, from all over."""
    step = max(len(items) // most, 1)
    return list(items[::step])[:most]


def _title(item: Item) -> str:
    return f"{item.title} ({item.year})" if item.year and item.parent is None else item.title
