"""A section as its definitions look at it: one library in memory, at one moment, with what is known from outside.

Many definitions ask the same of it, so answers are kept: each term of a search and each reading of a filter is made once
for all items.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from random import Random
from types import MappingProxyType

from halley.plex.conditions import test_of
from halley.plex.fields import FIELDS, family
from halley.plex.ids import ItemType, RatingKey, SectionId
from halley.plex.items import Item
from halley.plex.library import Library, Section
from halley.plex.ordering import ordered
from halley.plex.query import AllOf, Condition, Search, SortKey, Term
from halley.plex.readings import Chance
from halley.plex.search import search
from halley.selection.choices import Choices, choices_of
from halley.selection.facts import NO_FACTS, ExternalId, Facts, Keyword
from halley.selection.guids import ids_of

Scalar = str | int | float | bool | datetime | Keyword
Seen = tuple[Scalar, ...]
"""What a condition found on an item; empty where there was nothing to find."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the server itself answered to a search: rating keys in its order, or why it would not."""

    keys: tuple[RatingKey, ...] = ()
    refusal: str = ""


NOT_ASKED: Mapping[str, Answer] = MappingProxyType({})


class View:
    """What definitions of one section are evaluated against. `now` says the time, and by its zone where midnight is.

    `searched` are answers of the server by query: those searches are not made here.
    """

    def __init__(
        self,
        library: Library,
        section: SectionId,
        now: datetime,
        facts: Facts = NO_FACTS,
        chance: Random | None = None,
        *,
        searched: Mapping[str, Answer] = NOT_ASKED,
    ) -> None:
        self.library = library
        self.section: Section = library.sections[section]
        self.now = now
        self.facts = facts
        self.searched = searched
        self._chance = chance or Random()  # noqa: S311  a shuffled list is no secret
        self._choices: dict[tuple[str, bool], Choices] = {}
        self._ordered: dict[tuple[ItemType, tuple[SortKey, ...]], list[Item]] = {}
        self._keyed: dict[tuple[ItemType, tuple[SortKey, ...]], list[tuple[RatingKey, Item]]] = {}
        self._terms: dict[tuple[Term, ItemType], frozenset[RatingKey]] = {}
        self._seen: dict[str, dict[RatingKey, Seen]] = {}

    def items(self, level: ItemType, sort: tuple[SortKey, ...] = ()) -> list[Item]:
        """All items of a level, in that order or in the level's own."""
        known = self._ordered.get((level, sort))
        if known is None:
            known = ordered(self.library.of(self.section.id, level), level, sort, self.library, self._chance)
            self._ordered[(level, sort)] = known
        return known

    def found(self, wanted: Search) -> list[Item]:
        """What a search finds, in its order."""
        if any(isinstance(FIELDS[key.field].reading, Chance) for key in wanted.sort):
            return search(self.library, self.section.id, wanted, now=self.now.timestamp(), chance=self._chance)
        keys = self.matching(wanted.where, wanted.type)
        return [item for key, item in self._pairs(wanted.type, wanted.sort) if key in keys][: wanted.limit]

    def _pairs(self, level: ItemType, sort: tuple[SortKey, ...]) -> list[tuple[RatingKey, Item]]:
        if (level, sort) not in self._keyed:
            self._keyed[(level, sort)] = [(item.key, item) for item in self.items(level, sort)]
        return self._keyed[(level, sort)]

    def matching(self, condition: Condition, level: ItemType) -> frozenset[RatingKey]:
        """The items of a level for which a condition holds.

        A condition on a level below holds for a row of that level as a whole, and cannot be put together from its terms.
        """
        if isinstance(condition, Term) or self._reaches_below(condition, level):
            return self._tested(condition, level)
        parts = [self.matching(part, level) for part in condition.parts]
        if isinstance(condition, AllOf):
            everything = frozenset(item.key for item in self.items(level)) if not parts else parts[0]
            return everything.intersection(*parts[1:])
        return frozenset().union(*parts)

    def _tested(self, condition: Condition, level: ItemType) -> frozenset[RatingKey]:
        if isinstance(condition, Term) and (known := self._terms.get((condition, level))) is not None:
            return known
        test = test_of(condition, level, self.library, self.now.timestamp())
        found = frozenset([key for key, item in self._pairs(level, ()) if test(item)])
        if isinstance(condition, Term):
            self._terms[(condition, level)] = found
        return found

    def _reaches_below(self, condition: Condition, level: ItemType) -> bool:
        if isinstance(condition, Term):
            levels = family(level)
            return condition.level in levels and levels.index(condition.level) > levels.index(level)
        return any(self._reaches_below(part, level) for part in condition.parts)

    def readings(self, name: str) -> dict[RatingKey, Seen]:
        """What the filters of that name have read from items so far; they read each but once."""
        return self._seen.setdefault(name, {})

    def choices(self, attribute: str, *, by_title: bool) -> Choices:
        """The values that the server offers for an attribute. Raises BadValue where it offers none for it."""
        if (attribute, by_title) not in self._choices:
            self._choices[(attribute, by_title)] = choices_of(self.library, self.section, attribute, by_title=by_title)
        return self._choices[(attribute, by_title)]

    @cached_property
    def by_id(self) -> Mapping[ExternalId, tuple[Item, ...]]:
        """Films or shows by their ids at other sites."""
        found: dict[ExternalId, list[Item]] = {}
        completed = self.facts.ids
        for item in self.items(self.section.type):
            for one in completed[item.key] if item.key in completed else ids_of(item):
                found.setdefault(one, []).append(item)
        return {one: tuple(items) for one, items in found.items()}

    def local(self, epoch_s: float) -> datetime:
        """A moment as a clock on the wall shows it, without its zone."""
        return datetime.fromtimestamp(epoch_s, self.now.tzinfo).replace(tzinfo=None)

    @property
    def wall(self) -> datetime:
        """What a clock on the wall shows now."""
        return self.now.replace(tzinfo=None)
