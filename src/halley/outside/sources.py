"""All sites together, opened for one run: the two steps that an engine takes."""

from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from halley.outside.client import Manners, OutsideClient
from halley.outside.kept import Kept
from halley.outside.services import Services
from halley.outside.store import AnswerStore
from halley.overlays.variables import Facts as Values
from halley.overlays.variables import Refused
from halley.plex.ids import RatingKey
from halley.plex.items import Item
from halley.selection import Facts, Selection, Unanswered, View

STORE = "outside.db"
Progress = Callable[[str, int, int], None]
"""Hears what is asked for (`tmdb_status`), how many are done, and of how many."""


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

    async def facts(self, view: View, selections: Iterable[Selection], progress: Progress = _unheard) -> Known:
        """The lists and facts that definitions of a section need, of items that their builders find.

        `view` is that of the section, without facts; make a new one with those that come back. Never raises for what a site
        does: the facts say why something is not among them.
        """
        wanted = tuple(selections)
        lists = {one for each in wanted for one in each.lists_needed}
        names = {one for each in wanted for one in each.facts_needed}
        reason = Unanswered("which Halley does not ask yet")
        return Known(Facts(unanswered={**dict.fromkeys(lists, reason), **dict.fromkeys(names, reason)}))

    async def ratings(self, view: View, wanted: Mapping[str, Iterable[Item]], progress: Progress = _unheard) -> Rated:
        """The values of text variables (`tmdb_rating`) for items of a section, films, shows, seasons and episodes alike.

        Every item that was asked for has an entry for the variable: a number, None where the site knows none, or Refused.
        """
        found: dict[RatingKey, dict[str, float | Refused | None]] = {}
        for variable, items in wanted.items():
            for item in items:
                found.setdefault(item.key, {})[variable] = Refused("Halley does not ask for it yet")
        return Rated(found)


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
        async with OutsideClient(polite, services.redactor, outside_url) as client:
            Kept(store), client
            yield Sources()
    finally:
        store.close()
