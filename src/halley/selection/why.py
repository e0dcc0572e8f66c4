"""Why a definition means an item, or does not: builder by builder, condition by condition, with the values seen."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import assert_never

from halley.location import Location
from halley.plex.conditions import ancestor, descendants
from halley.plex.fields import FIELDS, family
from halley.plex.ids import ItemType
from halley.plex.items import Item
from halley.plex.query import Condition, Term
from halley.plex.readings import Chance, Flag, Moment, Number, Tagged, Text, Words
from halley.plex.search import matches
from halley.selection.builders import Call
from halley.selection.definition import Selection
from halley.selection.facts import Keyword
from halley.selection.filters import Checked, FilterTest
from halley.selection.problems import DefinitionFailed, Problem, Report
from halley.selection.search.compile import CompiledSearch, SearchCompiler
from halley.selection.search.tree import SearchTree
from halley.selection.select import select
from halley.selection.view import Scalar, Seen, View

_NAMED = 3
"""Builders that a sentence names."""


@dataclass(frozen=True, slots=True)
class BuilderVerdict:
    """What a builder said of the item. `conditions` are those of a search; `failure` is why it could say nothing.

    `is_asked` tells that the server itself answered, and not the conditions.
    """

    builder: str
    where: Location
    is_found: bool
    conditions: tuple[Checked, ...] = ()
    failure: str | None = None
    is_asked: bool = False

    @property
    def failed(self) -> tuple[Checked, ...]:
        """The conditions that did not hold."""
        return tuple(one for one in self.conditions if not one.is_held)


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a definition means the item, and why.

    `filters` are mapping by mapping; an empty tuple means that there are none. `is_beyond_limit` says that it was found and
    is not among the first so many. `problems` are the definition's own: with a fatal one it means no item at all. `level` is
    that of the definition where it is not the item's: then nothing else was looked at.
    """

    is_chosen: bool
    builders: tuple[BuilderVerdict, ...]
    filters: tuple[tuple[Checked, ...], ...]
    is_beyond_limit: bool
    problems: tuple[Problem, ...] = ()
    level: ItemType | None = None

    @property
    def failed(self) -> tuple[Checked, ...]:
        """The conditions that did not hold: of the searches where none found the item, else of the filters."""
        if self.is_chosen:
            return ()
        if not any(one.is_found for one in self.builders):
            return tuple(check for one in self.builders for check in one.failed)
        return tuple(check for each in self.filters for check in each if not check.is_held)

    @property
    def reason(self) -> str:
        """One sentence."""
        if self.is_chosen:
            return f"found by {next(one.builder for one in self.builders if one.is_found)}"
        if self.level is not None:
            return f"it is for {self.level.word}s"
        is_found = any(one.is_found for one in self.builders)
        if self.failed and not is_found:
            return "; ".join(dict.fromkeys(told(check) for check in self.failed))
        fatal = next((one for one in self.problems if one.is_fatal), None)
        if fatal is not None:
            return f"the definition failed: {fatal.message}"
        if not is_found:
            return self._not_found
        if self.is_beyond_limit:
            return "found, but beyond the limit"
        return " and ".join("; ".join(told(one) for one in each if not one.is_held) for each in self.filters)

    @property
    def _not_found(self) -> str:
        if any(one.is_asked for one in self.builders):
            return "the server does not find it, though every condition holds here"
        named = [f"`{one.builder}`" for one in self.builders[:_NAMED]]
        more = len(self.builders) - len(named)
        return f"not found by {', '.join(named) or 'any builder'}" + (f" and {more} more" if more else "")


def told(check: Checked) -> str:
    """A condition that failed, with what it saw: `resolution: 4k` saw 1080."""
    seen = ", ".join(map(_written, check.seen)) if check.seen else "nothing"
    return f"`{check.condition}` saw {seen}"


def _written(seen: Scalar) -> str:
    """A value as it would be written in a definition."""
    if isinstance(seen, bool):
        return str(seen).lower()
    if isinstance(seen, datetime):
        return seen.strftime("%Y-%m-%d %H:%M").removesuffix(" 00:00")
    return seen.text if isinstance(seen, Keyword) else str(seen)


def explain(selection: Selection, item: Item, view: View) -> Verdict:
    """Why a definition means an item, or does not."""
    if item.type is not selection.level:
        return Verdict(is_chosen=False, builders=(), filters=(), is_beyond_limit=False, level=selection.level)
    selected = select(selection, view)
    is_chosen = item.key in set(selected.keys)
    builders = tuple(_builder(call, item, view) for call in selection.calls)
    try:
        test = FilterTest(selection.filters, view, Report(selection.where))
        filters = test.checked(item)
        passes = test.holds(item)
    except DefinitionFailed:
        filters, passes = (), False
    is_found = any(one.is_found for one in builders)
    beyond = is_found and passes and not is_chosen and not selected.is_failed
    return Verdict(is_chosen, builders, filters, beyond, selected.problems)


def _builder(call: Call, item: Item, view: View) -> BuilderVerdict:
    found, failure, is_asked = False, None, False
    conditions: tuple[Checked, ...] = ()
    try:
        if isinstance(call.wanted, SearchTree):
            compiled = SearchCompiler(view, Report(call.wanted.where)).compile(call.wanted)
            conditions = tuple(_conditions(compiled, item, view))
            is_asked = compiled.query in view.searched
        found = any(one.key == item.key for one in call.builder.find(call.wanted, view, Report(call.where)))
    except DefinitionFailed as failed:
        failure = failed.message
    return BuilderVerdict(str(call), call.where, found, conditions, failure, is_asked)


def _conditions(compiled: CompiledSearch, item: Item, view: View) -> Iterator[Checked]:
    for asked, condition in compiled.parts:
        held = matches(condition, item, view.library, now=view.now.timestamp())
        yield Checked(str(asked), asked.where, held, seen_by(condition, item, view))


def seen_by(condition: Condition, item: Item, view: View) -> Seen:
    """What the terms of a condition look at on an item, on what is above it or below it; each value once."""
    found: dict[Scalar, None] = {}
    for term in _terms(condition):
        for holder in _holders(term, item, view):
            found |= dict.fromkeys(_read(term, holder, view))
    return tuple(found)


def _terms(condition: Condition) -> Iterator[Term]:
    if isinstance(condition, Term):
        yield condition
    else:
        for part in condition.parts:
            yield from _terms(part)


def _holders(term: Term, item: Item, view: View) -> Iterator[Item]:
    levels: tuple[ItemType, ...] = family(item.type)
    if term.level not in levels:
        return
    if levels.index(term.level) > levels.index(item.type):
        yield from descendants(view.library, item.key, term.level)
    elif (above := ancestor(view.library, item, term.level)) is not None:
        yield above


def _read(term: Term, item: Item, view: View) -> Seen:
    match FIELDS[term.field].reading:
        case Text(read):
            value = read(item)
            return (value,) if value else ()
        case Words(read_words):
            return tuple(sorted(set(read_words(item)) - {""}))
        case Number(read_number):
            number = read_number(item, view.library)
            return () if number is None else (int(number) if number == int(number) else number,)
        case Moment(read_moment):
            epoch = read_moment(item)
            return () if epoch is None else (_clock(epoch, view, is_day=term.field == "originallyAvailableAt"),)
        case Flag(read_flag):
            return (read_flag(item, view.library),)
        case Tagged(kind):
            return tuple(tag.text for tag in item.tags_of(kind))
        case Chance():
            return ()
        case reading:
            assert_never(reading)


def _clock(epoch: float, view: View, *, is_day: bool) -> datetime:
    """A day is a midnight of UTC; anything else a moment that a clock on the wall shows."""
    return datetime.fromtimestamp(epoch, UTC).replace(tzinfo=None) if is_day else view.local(epoch)
