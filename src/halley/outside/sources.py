"""All sites together, opened for one run: the two steps that an engine takes."""

from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from halley.outside.client import Manners, OutsideClient
from halley.outside.completing import all_ids, sites_needed
from halley.outside.crowd import Heard
from halley.outside.identities import Identities
from halley.outside.kept import Kept
from halley.outside.knowledge import all_facts
from halley.outside.lists import all_lists
from halley.outside.posters import poster_address
from halley.outside.rating import all_ratings
from halley.outside.services import Services
from halley.outside.sites import Sites, sites_of
from halley.outside.store import AnswerStore
from halley.overlays.variables import Facts as Values
from halley.overlays.variables import Refused
from halley.plex.ids import ItemType, RatingKey
from halley.plex.items import Item
from halley.selection import Facts, Selection, View

STORE = "outside.db"
Progress = Callable[[str, int, int], None]
"""Hears what is asked for (`lists`, `ids`, `facts`, `ratings`), how many are done, and of how many."""
_MOST_TOLD = 20
_RATED = frozenset({ItemType.MOVIE, ItemType.SHOW})


def _unheard(what: str, done: int, total: int) -> None:
    """Nobody listens."""


@dataclass(frozen=True, slots=True)
class Known:
    """What other sites know for the definitions of a section. `problems` are sentences without a place."""

    facts: Facts
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rated:
    """What other sites think of items, by variable. `problems` are sentences, each once."""

    facts: Mapping[RatingKey, Values] = field(default_factory=dict)
    problems: tuple[str, ...] = ()


class Sources:
    """What can be asked in a run. Made by `open_sources`."""

    def __init__(self, sites: Sites) -> None:
        self._sites = sites
        self._identities = {is_film: Identities(sites.tmdb, is_film=is_film) for is_film in (True, False)}

    async def facts(self, view: View, selections: Iterable[Selection], progress: Progress = _unheard) -> Known:
        """The lists and facts that definitions of a section need, the facts of items that their builders find.

        `view` is that of the section, without facts; make a new one with those that come back. Never raises for what a site
        does: the facts say why something is not among them.
        """
        if view.section.type not in _RATED:
            return Known(Facts())
        wanted, is_film = tuple(selections), view.section.type is ItemType.MOVIE
        identities = self._identities[is_film]
        facts, left_out = await all_lists(self._sites, wanted, _heard(progress, "lists"), is_film=is_film)
        ids, unnamed = await all_ids(view, sites_needed(wanted, facts.lists), identities, _heard(progress, "ids"))
        listed = View(view.library, view.section.id, view.now, replace(facts, ids=ids))
        facts, unknown = await all_facts(listed, wanted, identities, _heard(progress, "facts"))
        return Known(facts, tuple(dict.fromkeys((*left_out, *unnamed, *unknown))))

    async def ratings(self, view: View, wanted: Mapping[str, Iterable[Item]], progress: Progress = _unheard) -> Rated:
        """The values of text variables (`tmdb_rating`) for items of a section, films, shows, seasons and episodes alike.

        Every item that was asked for has an entry for the variable: a number, None where the site knows none, or Refused.
        """
        if view.section.type not in _RATED:
            return Rated()
        identities = self._identities[view.section.type is ItemType.MOVIE]
        found = await all_ratings(view, wanted, self._sites, identities, _heard(progress, "ratings"))
        return Rated(found, tuple(_told(found)))

    async def poster(self, item: Item, above: Sequence[Item]) -> str | None:
        """Where TMDb has the poster of a film, show or season, or an episode's still; None where it has none.

        `above` are season and show of an episode, and so on. Raises SourceFailed.
        """
        identities = self._identities[item.type is ItemType.MOVIE]
        return await poster_address(item, above, self._sites.tmdb, identities)


def _heard(progress: Progress, what: str) -> Heard:
    return lambda done, total: progress(what, done, total)


def _told(found: Mapping[RatingKey, Values]) -> Iterator[str]:
    """What was refused, each reason once, with the number of items that it concerns."""
    counted = Counter(one.reason for values in found.values() for one in values.values() if isinstance(one, Refused))
    for reason, count in counted.most_common(_MOST_TOLD):
        yield f"{reason} ({count} {'item' if count == 1 else 'items'})"
    if len(counted) > _MOST_TOLD:
        yield f"{len(counted) - _MOST_TOLD} more reasons for missing ratings"


@asynccontextmanager
async def open_sources(
    services: Services,
    folder: Path,
    *,
    outside_url: str | None = None,
    told: Callable[[str], None],
    manners: Manners | None = None,
    today: Callable[[], date] = date.today,
) -> AsyncIterator[Sources]:
    """The sites, with a cache in a folder of our own. `told` hears sentences about that; `outside_url`: see the package."""
    store = AnswerStore(folder / STORE, today, told)
    polite = manners or Manners(is_paced=outside_url is None)
    try:
        async with OutsideClient(polite, outside_url, verifies=services.verifies) as client:
            yield Sources(sites_of(services, client, Kept(store), folder))
    finally:
        store.close()
