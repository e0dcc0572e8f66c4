"""What a server can be asked, as a type: who is only given a reader cannot write."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from halley.plex.ids import ItemType, RatingKey, SectionId
from halley.plex.images import ImageKind, Shelf
from halley.plex.items import Item
from halley.plex.library import Section, Server
from halley.plex.requests import Query


@dataclass(frozen=True, slots=True)
class ServedPicture:
    """A picture as it came: its bytes, and the `Content-Type` that was said with them."""

    data: bytes
    media_type: str


class PlexReader(Protocol):
    """Reads from one Plex server. Every call raises PlexError where no usable answer comes."""

    async def server(self) -> Server:
        """Who the server is."""
        ...

    async def sections(self) -> tuple[Section, ...]:
        """The libraries of films, shows and music."""
        ...

    async def items(self, keys: Sequence[RatingKey]) -> tuple[Item, ...]:
        """Items with all their details, in the order of `keys`; those that the server does not have are left out."""
        ...

    def listing(self, section: SectionId, kind: ItemType, query: Query = ()) -> AsyncIterator[Item]:
        """The items of a type in a section, as listings show them: few tags, no labels, no streams."""
        ...

    async def collections(self, section: SectionId) -> tuple[Item, ...]:
        """The collections of a section, as listings show them."""
        ...

    async def children(self, key: RatingKey) -> tuple[Item, ...]:
        """What stands below an item, or in a collection, in order, as listings show it."""
        ...

    async def shelf(self, key: RatingKey, kind: ImageKind) -> Shelf:
        """The pictures of one kind that an item has; empty where the item or the kind is unknown to the server."""
        ...

    async def image(self, path: str) -> bytes:
        """The bytes of a picture of the server, as uploaded. `path` as items name it: `/library/metadata/1/thumb/2`."""
        ...

    async def picture(self, path: str) -> ServedPicture:
        """The same, with what the server says that it is."""
        ...
