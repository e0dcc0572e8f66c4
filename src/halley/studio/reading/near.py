"""One item of a server with what stands above it and below: all that its texts speak of, read in a moment."""

from collections.abc import AsyncIterator

from halley.plex.ids import MADE_BY_USERS, RatingKey
from halley.plex.items import Item
from halley.plex.library import Library, Section
from halley.plex.reader import PlexReader
from halley.plex.snapshot import assembled
from halley.studio.desk.errors import NotThere


async def near(reader: PlexReader, key: RatingKey) -> tuple[Section, Library]:
    """An item's section, and a library of the item and its kin. Raises NotThere where it has none, PlexError."""
    found: list[Item] = []
    wanted: RatingKey | None = key
    while wanted is not None and all(one.key != wanted for one in found):
        here = next(iter(await reader.items([wanted])), None)
        found += [here] if here is not None else []
        wanted = here.parent if here is not None else None
    item = next((one for one in found if one.key == key), None)
    section = next((one for one in await reader.sections() if item is not None and one.id == item.section), None)
    if item is None or section is None:
        raise NotThere(f"the server has no item {key} in a library")
    if item.type in MADE_BY_USERS:
        raise NotThere("no overlay drew this poster")
    found += [one async for one in _below(reader, item)]
    return section, assembled(await reader.server(), [section], reversed(found))


async def _below(reader: PlexReader, item: Item) -> AsyncIterator[Item]:
    if item.type.child is not None:
        for one in await reader.children(item.key):
            async for each in _below(reader, one):
                yield each
            yield one
