"""One item of a server, with what our own engine plans for it. The server is only read."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from halley.config import load_configuration
from halley.engines.native import Entry, Planned, Unplanned
from halley.errors import ConfigError
from halley.jobs.means import Means
from halley.jobs.planning import PlannedLibrary, open_planner
from halley.jobs.sections import sections_called
from halley.jobs.targets import Target, Wish, choose
from halley.overlays.model import OverlayId
from halley.plex.client import PlexClient


@dataclass(frozen=True, slots=True)
class ItemAsked:
    """An item as a person names it, in the libraries of a configuration (empty: all)."""

    config: Path
    item: str
    libraries: tuple[str, ...] = ()
    means: Means = Means()


@dataclass(frozen=True, slots=True)
class OneItem:
    """The item in its planned library. `outcome` is None where no definition means it.

    `notes` are sentences on what stood in for something of Kometa's.
    """

    target: Target
    planned: PlannedLibrary
    outcome: Planned | Unplanned | None
    notes: tuple[str, ...]

    @property
    def entries(self) -> Mapping[OverlayId, Entry]:
        """The definitions of the library that run, by what they are called."""
        return {one.definition.id: one for one in self.planned.book.entries}

    def to_json(self) -> dict[str, object]:
        """Which item it is."""
        item = self.target.item
        return {
            "title": self.target.title,
            "type": item.type.word,
            "ratingKey": str(item.key),
            "library": self.target.library,
        }


@asynccontextmanager
async def open_item(asked: ItemAsked) -> AsyncIterator[OneItem]:
    """The item that was asked for, its library read and planned, as long as the server is open.

    Raises ConfigError where it names no item, or several, and PlexError.
    """
    configuration = load_configuration(asked.config, asked.means.environment)
    plex = configuration.plex
    async with PlexClient(plex.url, plex.token, verify_ssl=plex.verify_ssl, timeout_s=plex.timeout) as reader:
        sections = await sections_called(configuration, reader, asked.libraries)
        targets = await choose(reader, sections, Wish(targets=(asked.item,)))
        if len(targets) != 1:
            raise ConfigError(f"{asked.item!r} names {len(targets)} items, and this is about one", hint="name its title")
        (target,) = targets
        section = next(one for one in sections if one.id == target.item.section)
        async with open_planner(configuration, reader, asked.means) as planner:
            planned = await planner.library(section, datetime.now(UTC).astimezone())
        outcome = next((one for one in planned.decided.outcomes if one.item.key == target.item.key), None)
        yield OneItem(target, planned, outcome, planner.stood_in())
