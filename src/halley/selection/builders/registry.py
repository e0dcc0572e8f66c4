"""Where builders are entered, each with its own words."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from halley.location import Location
from halley.plex.ids import ItemType
from halley.plex.items import Item
from halley.selection.facts import ListAsked
from halley.selection.problems import Path, Report
from halley.selection.search.tree import SearchTree
from halley.selection.values import Value
from halley.selection.view import View

M, S, N, E = ItemType.MOVIE, ItemType.SHOW, ItemType.SEASON, ItemType.EPISODE
AR, AL, T = ItemType.ARTIST, ItemType.ALBUM, ItemType.TRACK
EVERY_LEVEL = frozenset({M, S, N, E, AR, AL, T})


@dataclass(frozen=True, slots=True)
class BuilderReading:
    """Where a builder's value is read: in which library, for which level, and who hears of mistakes.

    `region` is the definition's `tmdb_region`, in capitals.
    """

    library: ItemType
    level: ItemType
    now: datetime
    report: Report
    path: Path
    region: str | None = None


Wanted = str | SearchTree | ListAsked | None
Parse = Callable[[Value, BuilderReading], Iterable[Wanted]]
Find = Callable[[Wanted, View, Report], list[Item]]


@dataclass(frozen=True, slots=True)
class Builder:
    """One way to name items.

    `levels` are those that it can be used at; `parse` reads the value, of which several calls may come; `find` looks in a
    library, and raises NothingFound or BadValue. `source` is whom Kometa asks, where that is not the server.
    """

    name: str
    says: str
    levels: frozenset[ItemType]
    parse: Parse
    find: Find
    source: str | None = None


@dataclass(frozen=True, slots=True)
class Call:
    """A builder with its value, as one definition uses it."""

    builder: Builder
    wanted: Wanted
    written: str
    where: Location

    def __str__(self) -> str:
        return f"{self.builder.name}: {self.written}" if self.written else self.builder.name


BUILDERS: dict[str, Builder] = {}


def enter(builder: Builder, *names: str) -> None:
    """Enter a builder under its name, and others that run as it does. A second owner of a name is an error."""
    for name in (builder.name, *names):
        if name in BUILDERS:
            raise ValueError(f"two builders are called {name}")
        BUILDERS[name] = builder
