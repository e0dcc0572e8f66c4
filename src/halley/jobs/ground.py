"""The picture that overlays are drawn on, and the one that comes back when they are taken off (spec, overlays 8)."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from halley.engines.native import is_labelled
from halley.engines.native.grounds import USUAL, Ground, Source, ground_choice
from halley.engines.native.orders import Provider
from halley.errors import BrokenAnswer
from halley.jobs.artwork import has_mark, shown_poster
from halley.jobs.assets import AssetFinder, Assets, Shelves
from halley.jobs.originals import NoBackupType, Originals, ending_of
from halley.plex.ids import ItemType, RatingKey
from halley.plex.images import ImageKind
from halley.plex.items import Item
from halley.plex.library import Library
from halley.plex.reader import PlexReader, ServedPicture
from halley.plex.xml.pictures import escape_url

_MARKED = "its poster already carries an overlay, but it has no label `Overlay`: set another poster first"
_ALL_MARKED = "all pictures that the server has of it carry overlays: give it another poster"


class NoGround(Exception):
    """There is no picture to draw on. Says why in the words of a sentence."""


class Elsewhere(Protocol):
    """Pictures that are not on the server."""

    @property
    def is_open(self) -> bool:
        """Whether pictures may be fetched from there at all."""
        ...

    async def poster_address(self, item: Item, above: tuple[Item, ...]) -> str | None:
        """Where TMDb has a poster of the item, or a still of an episode. None where nobody knows."""
        ...

    async def picture(self, address: str) -> ServedPicture:
        """The picture at an address. Raises BrokenAnswer."""
        ...


@dataclass(frozen=True, slots=True)
class Below:
    """A picture to draw on. `media_type` is said of one that was fetched: it is to be put aside before."""

    data: bytes
    media_type: str | None = None


@dataclass(frozen=True, slots=True)
class Offered:
    """A picture that somebody has of an item: the name of one on the shelf of `owner`, or an address elsewhere."""

    owner: RatingKey
    name: str

    @property
    def is_address(self) -> bool:
        """Whether it lies on another server."""
        return self.name.startswith("http")

    @property
    def path(self) -> str:
        """Where the server serves it."""
        return f"/library/metadata/{self.owner}/file?url={escape_url(self.name)}"


class Grounds:
    """Finds these pictures for the items of one library. `originals` are the backups, only looked at where not given.

    Without `elsewhere` nothing is fetched but from the server.
    """

    def __init__(
        self,
        reader: PlexReader,
        library: Library,
        shelves: Shelves,
        originals: Originals | None = None,
        elsewhere: Elsewhere | None = None,
    ) -> None:
        self.reader, self.library, self.shelves, self.elsewhere = reader, library, shelves, elsewhere
        self.originals = originals or Originals(shelves.originals)
        self._finder = AssetFinder(shelves)

    def keeping(self, originals: Originals) -> "Grounds":
        """The same for a run that puts pictures aside."""
        return Grounds(self.reader, self.library, self.shelves, originals, self.elsewhere)

    def assets(self, item: Item) -> Assets:
        """The item's pictures in asset directories."""
        return self._finder.of(item, self.above(item))

    def above(self, item: Item) -> tuple[Item, ...]:
        """Season and show of an episode, and so on."""
        return tuple(self.library.ancestors(item))

    def choice(self, item: Item, reset: tuple[Provider, ...] = ()) -> Ground:
        """What an item is drawn on."""
        return ground_choice(
            has_asset=self.assets(item).poster is not None,
            is_labelled=is_labelled(item),
            has_backup=self.originals.of(item.key) is not None,
            reset=reset,
        )

    def file(self, item: Item, ground: Ground) -> Path | None:
        """The file of a ground that lies on the disk."""
        match ground.source:
            case Source.ASSET:
                return self.assets(item).poster
            case Source.BACKUP:
                return self.originals.of(item.key)
            case _:
                return None

    async def below_overlays(self, item: Item) -> bytes:
        """What is drawn on: an asset; of a labelled item its backup, else another poster; else the current one.

        Raises NoGround, PlexError.
        """
        return (await self.below(item, self.choice(item))).data

    async def below(self, item: Item, ground: Ground) -> Below:
        """The picture of a choice. Raises NoGround, PlexError."""
        match ground.source:
            case Source.ASSET | Source.BACKUP:
                return self._read(self.file(item, ground))
            case Source.CURRENT:
                return await self._current(item)
            case Source.PROVIDED:
                return await self._provided(item, ground.providers)

    async def for_restoring(self, item: Item, backups: Sequence[Path] | None = None) -> bytes | Offered:
        """What comes back: an asset, a backup (of those of a run, or of those given), or what the server has.

        Raises NoGround, PlexError.
        """
        if backups is None:
            own = self.originals.of(item.key)
            backups = [own] if own is not None else []
        for path in filter(None, (self.assets(item).poster, *backups)):
            if path.is_file():
                return self._read(path).data
        found = await self._walk(item, USUAL, addresses=True)
        if found is None:
            raise NoGround("no poster without an overlay was found to go back to")
        return found

    def _read(self, path: Path | None) -> Below:
        if path is None:
            raise NoGround("it has no poster")
        try:
            return Below(path.read_bytes())
        except OSError as problem:
            raise NoGround(f"{path} cannot be read: {problem.strerror}") from None

    async def _current(self, item: Item) -> Below:
        path = shown_poster(item)
        if path is None:
            raise NoGround("it has no poster")
        return _unmarked(await self._served(path), _MARKED)

    async def _provided(self, item: Item, providers: Sequence[Provider]) -> Below:
        found = await self._walk(item, providers, addresses=self.elsewhere is not None and self.elsewhere.is_open)
        if found is None:
            backup = self.originals.of(item.key)
            if backup is None:
                raise NoGround("no poster without an overlay was found to go back to")
            return self._read(backup)
        if not found.is_address:
            return _unmarked(await self._served(found.path), _ALL_MARKED)
        if self.elsewhere is None:
            raise NoGround(f"its picture lies at {found.name}, where nobody is asked")
        try:
            return _unmarked(await self.elsewhere.picture(found.name), _ALL_MARKED)
        except BrokenAnswer as problem:
            raise NoGround(problem.message) from None

    async def _served(self, path: str) -> ServedPicture:
        try:
            return await self.reader.picture(path)
        except BrokenAnswer as problem:
            raise NoGround(problem.message) from None

    async def _walk(self, item: Item, providers: Sequence[Provider], *, addresses: bool) -> Offered | None:
        """The first acceptable picture (spec, overlays 8.5). `addresses`: whether one on another server is of use."""
        found: Offered | None = None
        for provider in providers:
            if provider is Provider.PLEX:
                found = await self._first_of(item.key, addresses=addresses)
            elif self.elsewhere is not None:
                address = await self.elsewhere.poster_address(item, self.above(item))
                found = Offered(item.key, address) if address else None
            if found is not None:
                return found
        if Provider.PLEX in providers and item.type is ItemType.SEASON and item.parent is not None:
            return await self._first_of(item.parent, addresses=addresses)
        return None

    async def _first_of(self, key: RatingKey, *, addresses: bool) -> Offered | None:
        """The first picture of a shelf that is no upload with an overlay; where all are, the last one all the same."""
        found: Offered | None = None
        for entry in (await self.reader.shelf(key, ImageKind.POSTER)).entries:
            offered = Offered(key, entry.name)
            if offered.is_address and not addresses:
                continue
            found = offered
            if not entry.name.startswith("upload") or await self._is_bare(offered):
                return found
        return found

    async def _is_bare(self, offered: Offered) -> bool:
        try:
            _unmarked(await self._served(offered.path), _ALL_MARKED)
        except NoGround:
            return False
        return True


def _unmarked(served: ServedPicture, told: str) -> Below:
    """A picture that was fetched. Raises NoGround for one that carries an overlay, or that is of no usable type."""
    try:
        ending_of(served.media_type)
    except NoBackupType as problem:
        raise NoGround(str(problem)) from None
    if has_mark(served.data):
        raise NoGround(told)
    return Below(served.data, served.media_type)
