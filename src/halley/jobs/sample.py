"""Which items a comparison is about: as a person named them, so many, or the fewest that exercise every definition."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

from halley.config import Configuration
from halley.engines.native import Planned, Unplanned
from halley.jobs.cover import fewest
from halley.jobs.means import Means
from halley.jobs.planning import PlannedLibrary, open_planner
from halley.jobs.targets import Wish, choose
from halley.overlays.model import OverlayId
from halley.plex.ids import RatingKey
from halley.plex.library import Section
from halley.plex.reader import PlexReader

Exercise = tuple[str, OverlayId, str]
"""A library, a definition of it, and what it does to an item: it finds it, or it is drawn on it."""


async def fixed(reader: PlexReader, sections: Sequence[Section], wish: Wish) -> Wish:
    """The same wish by rating keys, so that whoever asks again gets the same items; a whole library stays one.

    Raises ConfigError where it names nothing.
    """
    if wish.is_whole:
        return wish
    targets = await choose(reader, sections, wish)
    return replace(wish, targets=tuple(str(one.item.key) for one in targets), sample=None)


async def cover(
    configuration: Configuration, reader: PlexReader, sections: Sequence[Section], means: Means
) -> tuple[RatingKey, ...]:
    """The fewest items of which every definition that means any item means one, and is drawn on one if on any."""
    exercised: dict[RatingKey, frozenset[Exercise]] = {}
    async with open_planner(configuration, reader, means) as planner:
        for section in sections:
            planned = await planner.library(section, datetime.now(UTC).astimezone())
            exercised |= exercises(planned)
    return await asyncio.to_thread(fewest, exercised)


def exercises(planned: PlannedLibrary) -> dict[RatingKey, frozenset[Exercise]]:
    """What each item of a library exercises."""
    return {one.item.key: frozenset(_of(planned.name, one)) for one in planned.decided.outcomes}


def _of(library: str, one: Planned | Unplanned) -> set[Exercise]:
    found = {(library, each, "finds") for each in one.found_by}
    if isinstance(one, Unplanned):
        return found
    return found | {(library, each, "is drawn") for each in one.composed.composition.drawn_by}
