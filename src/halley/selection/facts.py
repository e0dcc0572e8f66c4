"""What other sites know: facts of items for filters, and lists for builders. Somebody else asks for them, in bulk, before.

Ratings of a thing that nobody was asked for are a problem of the definition; a thing that a site does not know fails its
filter, as with Kometa.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TypeAlias

from halley.plex.ids import RatingKey


@dataclass(frozen=True, slots=True)
class Keyword:
    """A keyword of IMDb, how many voted on it and how many found that it belongs."""

    text: str
    relevant: int
    votes: int


Fact: TypeAlias = "str | int | float | date | tuple[str, ...] | tuple[Keyword, ...] | None"


@dataclass(frozen=True, slots=True)
class ExternalId:
    """An item at another site: `site` is imdb, tmdb or tvdb; `tmdb` of a show library is that of the show."""

    site: str
    id: str


Option = str | int | float | bool | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ListAsked:
    """A list of another site that a definition names.

    `value` is which one: an address, the name of a chart, the id of an event; of a builder that nobody answers, what was
    written. `options` is the rest, by name: `(("limit", 20), ("sort_by", "popularity.desc"))`; what is not there is unsaid.
    """

    builder: str
    value: str
    options: tuple[tuple[str, Option], ...] = ()

    def option(self, name: str) -> Option | None:
        """What was said under that name."""
        return dict(self.options).get(name)


@dataclass(frozen=True, slots=True)
class Unanswered:
    """Why a list or a fact is not there, in words that can follow `the builder X needs IMDb`, and what to do about it.

    `ends_definition`: with Kometa the definition ends, also where it ignores blank results.
    """

    reason: str
    ends_definition: bool = True


@dataclass(frozen=True, slots=True)
class Facts:
    """All that is known from outside.

    `of_items` by filter attribute (`tmdb_status`), then by rating key: an attribute that is absent was never asked for, an
    item that is absent is unknown to the site. `lists` by what was asked: an absent one was not. `unanswered` says of both
    why. `ids` are those of items that had too few of their own: all that Kometa would know them by.
    """

    of_items: Mapping[str, Mapping[RatingKey, Fact]] = field(default_factory=dict)
    lists: Mapping[ListAsked, tuple[ExternalId, ...]] = field(default_factory=dict)
    unanswered: Mapping[ListAsked | str, Unanswered] = field(default_factory=dict)
    ids: Mapping[RatingKey, tuple[ExternalId, ...]] = field(default_factory=dict)


NO_FACTS = Facts()
