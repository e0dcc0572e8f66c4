"""Pictures that are not on the server: TMDb says where they are, and they are downloaded as other files are."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass

from halley.errors import BrokenAnswer
from halley.files.downloads import Downloads, NotDownloaded
from halley.outside import Sources
from halley.outside.failures import NotKnown, SourceFailed
from halley.plex.items import Item
from halley.plex.reader import ServedPicture


@dataclass(frozen=True, slots=True)
class PicturesAbroad:
    """Those of one run. `sources` opens other sites, None where nobody may be asked; `note` hears why there are none."""

    sources: Callable[[], Awaitable[Sources | None]]
    downloads: Downloads
    note: Callable[[Iterable[str]], None]
    is_open: bool = True

    async def poster_address(self, item: Item, above: tuple[Item, ...]) -> str | None:
        """Where TMDb has a poster of the item, or a still of an episode. None where nobody knows, or nobody may be asked."""
        sources = await self.sources()
        if sources is None:
            return None
        try:
            return await sources.poster(item, above)
        except NotKnown:
            return None
        except SourceFailed as failed:
            self.note((f"pictures to draw on would come from TMDb, {failed.reason}",))
            return None

    async def picture(self, address: str) -> ServedPicture:
        """The picture at an address. Raises BrokenAnswer."""
        try:
            found = await asyncio.to_thread(self.downloads.get, address)
            data = await asyncio.to_thread(found.path.read_bytes)
        except NotDownloaded as problem:
            raise BrokenAnswer(str(problem)) from None
        except OSError as problem:
            raise BrokenAnswer(f"the picture that was downloaded cannot be read: {problem.strerror}") from None
        if found.note:
            self.note((found.note,))
        return ServedPicture(data, (found.content_type or "").partition(";")[0].strip())
