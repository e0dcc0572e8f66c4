"""A search as its definition says it: conditions in groups, values read, nothing looked up yet."""

from dataclasses import dataclass
from datetime import date

from halley.location import Location
from halley.plex.ids import ItemType
from halley.selection.keys import Key
from halley.selection.search.attributes import SearchAttribute

Wanted = tuple[str, ...] | tuple[int, ...] | str | int | float | bool | date
"""What a condition compares with: texts, tags and years come as several, all else alone; `30d` is a span of time."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One condition: `genre.not: Drama`. `written` is the value as the user wrote it."""

    key: Key
    attribute: SearchAttribute
    wanted: Wanted
    written: str
    where: Location

    def __str__(self) -> str:
        return f"{self.key.name}: {self.written}"


@dataclass(frozen=True, slots=True)
class Group:
    """Conditions and groups of which all must hold, or any."""

    is_all: bool
    parts: "tuple[Asked | Group, ...]"


@dataclass(frozen=True, slots=True)
class SearchTree:
    """A whole `plex_search`. `sort` holds words of the user; with `validate: false`, unknown values are left out."""

    level: ItemType
    base: Group
    sort: tuple[str, ...]
    limit: int | None
    validate: bool
    where: Location
