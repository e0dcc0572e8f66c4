"""A section as its definitions look at it: one library in memory, at one moment, with what is known from outside.

Many definitions ask the same of it, so answers are kept: each term of a search and each reading of a filter is made once
for all items.
"""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from random import Random
from types import MappingProxyType

from halley.plex.conditions import test_of, text_test
from halley.plex.fields import FIELDS, family
from halley.plex.ids import ItemType, RatingKey, SectionId
from halley.plex.items import Item
from halley.plex.library import Library, Section
from halley.plex.ordering import ordered
from halley.plex.query import AllOf, Condition, Search, SortKey, Term
from halley.plex.readings import Chance, Text
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
        self._places: dict[tuple[ItemType, tuple[SortKey, ...]], dict[RatingKey, int]] = {}
        self._texts: dict[tuple[str, ItemType], dict[str, list[RatingKey]]] = {}
        self._terms: dict[tuple[Term, ItemType], frozenset[RatingKey]] = {}
        self._seen: dict[str, dict[RatingKey, Seen]] = {}
        self._verdicts: dict[Hashable, dict[RatingKey, bool]] = {}

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
        items, places = self.items(wanted.type, wanted.sort), self._placed(wanted.type, wanted.sort)
        found = sorted(map(places.__getitem__, self.matching(wanted.where, wanted.type)))
        return [items[place] for place in found[: wanted.limit]]

    def _placed(self, level: ItemType, sort: tuple[SortKey, ...]) -> dict[RatingKey, int]:
        """Where each item of a level stands in that order."""
        if (level, sort) not in self._places:
            self._places[(level, sort)] = {item.key: place for place, item in enumerate(self.items(level, sort))}
        return self._places[(level, sort)]

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
        if isinstance(condition, Term):
            if (condition, level) not in self._terms:
                self._terms[(condition, level)] = self._term(condition, level)
            return self._terms[(condition, level)]
        return self._row_by_row(condition, level)

    def _row_by_row(self, condition: Condition, level: ItemType) -> frozenset[RatingKey]:
        test = test_of(condition, level, self.library, self.now.timestamp())
        return frozenset([item.key for item in self.items(level) if test(item)])

    def _term(self, term: Term, level: ItemType) -> frozenset[RatingKey]:
        """The items for which a term holds. Texts are compared once each, not once for each item that has them."""
        reading = FIELDS[term.field].reading
        if term.level is not level or not isinstance(reading, Text):
            return self._row_by_row(term, level)
        holds, wanted = text_test(term), term.operator.positive is term.operator
        texts = self._by_text(term.field, reading, level)
        return frozenset([key for text, keys in texts.items() if holds(text) is wanted for key in keys])

    def _by_text(self, field: str, reading: Text, level: ItemType) -> dict[str, list[RatingKey]]:
        if (field, level) not in self._texts:
            texts = self._texts[(field, level)] = {}
            for item in self.items(level):
                texts.setdefault((reading.read(item) or "").casefold(), []).append(item.key)
        return self._texts[(field, level)]

    def _reaches_below(self, condition: Condition, level: ItemType) -> bool:
        if isinstance(condition, Term):
            levels = family(level)
            return condition.level in levels and levels.index(condition.level) > levels.index(level)
        return any(self._reaches_below(part, level) for part in condition.parts)

    def readings(self, name: str) -> dict[RatingKey, Seen]:
        """What the filters of that name have read from items so far; they read each but once."""
        return self._seen.setdefault(name, {})

    def verdicts(self, test: Hashable) -> dict[RatingKey, bool]:
        """What one test of the filters has said of items so far; the same test of another definition says the same."""
        return self._verdicts.setdefault(test, {})

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
