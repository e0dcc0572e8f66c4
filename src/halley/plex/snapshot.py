"""A library read in bulk into memory: keys from listings, details 200 at a time, several requests at once.

How many requests that takes depends on how many items there are (one in 1,000 for keys, one in 200 for details), and on
nothing else. Details are asked for while the listing still goes on.
"""

import asyncio
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from immutables import Map

from halley.errors import ConfigError
from halley.plex.client import BATCH
from halley.plex.ids import ItemType, RatingKey, SectionId
from halley.plex.items import Item
from halley.plex.library import Library, Section, Server
from halley.plex.reader import PlexReader
from halley.plex.tags import Tag, TagKind

Progress = Callable[[int], None]
"""Is told how many items more have come."""

LEAN = (("excludeElements", "Media,Genre,Country,Guid,Rating,Collection,Director,Writer,Role"), ("excludeFields", "summary"))
"""Only keys are wanted of a listing. Servers that do not know these leave nothing out, which costs time alone."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be read: sections, and of each the levels that somebody will look at."""

    section: SectionId
    levels: tuple[ItemType, ...]


async def read_library(plex: PlexReader, wanted: Sequence[Wanted], progress: Progress | None = None) -> Library:
    """Those sections with all details of their items, and no collections.

    Raises PlexError where the server fails, ConfigError for a section that it does not have.
    """
    server, sections = await plex.server(), {one.id: one for one in await plex.sections()}
    missing = [str(one.section) for one in wanted if one.section not in sections]
    if missing:
        raise ConfigError(f"the server has no library with the number {', '.join(missing)}")
    reading = _Reading(plex, progress)
    try:
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(reading.level(one.section, level)) for one in wanted for level in one.levels]
    except BaseExceptionGroup as failed:  # one fault is enough to say; the others are mostly the same
        raise _first(failed) from None
    items = [item for task in tasks for item in task.result()]
    return assembled(server, [sections[one.section] for one in wanted], items)


def assembled(server: Server, sections: Iterable[Section], items: Iterable[Item]) -> Library:
    """The library of those items, with the tags that they carry; children stand below their parents in the order given."""
    held = tuple(items)
    tags: dict[tuple[TagKind, str], Tag] = {}
    for item in held:
        for one in item.tags.values():
            for tag in one:
                tags.setdefault(tag.identity, tag)
    top = max((tag.id for tag in tags.values()), default=0)
    library = Library(server, sections=Map({one.id: one for one in sections})).with_new_items(held)
    # as they were added to the server
    index = Map[tuple[SectionId, ItemType], tuple[RatingKey, ...]](
        {where: tuple(sorted(keys)) for where, keys in library.index.items()}
    )
    return replace(library, index=index, tags=Map(tags), next_tag=top + 1)


class _Reading:
    def __init__(self, plex: PlexReader, progress: Progress | None) -> None:
        self._plex, self._progress = plex, progress

    async def level(self, section: SectionId, level: ItemType) -> list[Item]:
        """All items of a level, in the order of the listing."""
        tasks: list[asyncio.Task[tuple[Item, ...]]] = []
        async with asyncio.TaskGroup() as group:
            keys: list[RatingKey] = []
            async for item in self._plex.listing(section, level, LEAN):
                keys.append(item.key)
                if len(keys) == BATCH:
                    tasks.append(group.create_task(self._details(keys)))
                    keys = []
            if keys:
                tasks.append(group.create_task(self._details(keys)))
        return [item for task in tasks for item in task.result()]

    async def _details(self, keys: list[RatingKey]) -> tuple[Item, ...]:
        found = await self._plex.items(keys)
        if self._progress is not None:
            self._progress(len(found))
        return found


def _first(failed: BaseExceptionGroup[BaseException]) -> BaseException:
    """The first fault that is no group of faults."""
    one = failed.exceptions[0]
    return _first(one) if isinstance(one, BaseExceptionGroup) else one
