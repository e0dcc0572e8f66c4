"""Filters: read from a definition, looked up against a library, and asked of items.

A mapping holds where all its filters hold; of a list of mappings one suffices. At group levels what is said of files is
judged by the episodes or tracks below. Source: spec, collections 10.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from halley.location import Location
from halley.plex.conditions import descendants
from halley.plex.ids import ItemType
from halley.plex.items import Item
from halley.selection import values
from halley.selection.attributes import ATTRIBUTES, Attribute
from halley.selection.attributes.comparing import Wanted
from halley.selection.attributes.kinds import Reading, Unknown
from halley.selection.attributes.registry import nearest
from halley.selection.keys import Key, split_key
from halley.selection.problems import BadValue, Path, Report
from halley.selection.values import Value
from halley.selection.view import Seen, View

COUNTED = {
    "seasons": (ItemType.SEASON, frozenset({ItemType.SHOW})),
    "episodes": (ItemType.EPISODE, frozenset({ItemType.SHOW, ItemType.SEASON})),
    "albums": (ItemType.ALBUM, frozenset({ItemType.ARTIST})),
    "tracks": (ItemType.TRACK, frozenset({ItemType.ARTIST, ItemType.ALBUM})),
}
"""What is counted below an item, and below which items."""


@dataclass(frozen=True, slots=True)
class Filter:
    """One filter: `resolution.not: 4k`. `written` is the value as the user wrote it."""

    key: Key
    attribute: Attribute
    wanted: Wanted
    written: str
    validate: bool
    where: Location

    def __str__(self) -> str:
        return f"{self.key.name}: {self.written}"


@dataclass(frozen=True, slots=True)
class Counted:
    """How many of what is below must pass its filters: `count` of them, or so many percent."""

    name: str
    below: ItemType
    percentage: int
    count: int | None
    filters: tuple[Filter, ...]
    where: Location

    def __str__(self) -> str:
        share = f"{self.percentage}%" if self.count is None else str(self.count)
        return f"{share} of {self.name}: {', '.join(map(str, self.filters))}"


Condition = Filter | Counted
Alternative = tuple[Condition, ...]


class FilterParser:
    """Reads the filters of one definition."""

    def __init__(self, level: ItemType, now: datetime, default_percent: int, report: Report) -> None:
        self._level, self._now, self._percent, self._report = level, now, default_percent, report

    def parse(self, given: Value, path: Path) -> tuple[Alternative, ...]:
        """The mappings, each with its conditions; those of which nothing is left are left out themselves."""
        try:
            found = values.mappings(given)
        except BadValue as problem:
            self._report.error(path, f"`filters` {problem.message}")
            return ()
        return tuple(one for one in (tuple(self._mapping(each, path)) for each in found) if one)

    def _mapping(self, given: Mapping[str, Value], path: Path) -> Iterator[Condition]:
        validate = True
        for written, inside in given.items():
            if str(written).lower() == "validate":
                validate = inside is not False
                if not isinstance(inside, bool):
                    self._report.error((*path, str(written)), "`validate` must be either true or false")
        for written, inside in given.items():
            if str(written).lower() == "validate":
                continue
            key, place = split_key(str(written)), (*path, str(written))
            if key.name in COUNTED:
                if self._level in COUNTED[key.name][1]:
                    yield from self._counted(key.name, inside, place, validate=validate)
                else:
                    self._refuse(place, f"a {self._level.word} has no {key.name}", None, validate=validate)
                continue
            one = self._filter(key, inside, place, self._level, validate=validate)
            if one is None:
                continue
            yield self._of_parts(one) if one.attribute.is_part and self._level in _GROUPS else one

    def _of_parts(self, one: Filter) -> Counted:
        name = "episodes" if self._level in {ItemType.SHOW, ItemType.SEASON} else "tracks"
        return Counted(name, COUNTED[name][0], self._percent, None, (one,), one.where)

    def _filter(self, key: Key, inside: Value, path: Path, level: ItemType, *, validate: bool) -> Filter | None:
        attribute = ATTRIBUTES.get(key.attribute)
        if attribute is None or key.modifier not in attribute.kind.modifiers:
            message, hint = f"`{key.name}` is no filter", None
            if attribute is None:
                hint = f"did you mean `{near}`?" if (near := nearest(key.attribute)) else None
            elif key.modifier:
                endings = [one for one in attribute.kind.modifiers if one]
                hint = f"`{key.attribute}` takes {', '.join(endings)}" if endings else f"`{key.attribute}` takes no modifier"
            self._refuse(path, message, hint, validate=validate)
            return None
        if level not in attribute.levels:
            self._refuse(path, f"`{key.name}` is no filter for {level.word}s", None, validate=validate)
            return None
        return self._read(key, attribute, inside, path, validate=validate)

    def _read(self, key: Key, attribute: Attribute, inside: Value, path: Path, *, validate: bool) -> Filter | None:
        if attribute.refused:
            self._report.error(path, f"`{key.name}`: {attribute.refused}")
            return None
        if inside is None:
            self._report.error(path, f"`{key.name}` is blank")
            return None
        reading = Reading(self._now, lambda message: self._refuse(path, message, None, validate=validate))
        try:
            wanted = attribute.kind.read(key.modifier, inside, reading)
        except BadValue as problem:
            self._report.error(path, f"`{key.name}`: {problem.message}", problem.hint)
            return None
        return Filter(key, attribute, wanted, values.shown(inside), validate, self._report.place(path))

    def _counted(self, name: str, inside: Value, path: Path, *, validate: bool) -> Iterator[Counted]:
        if not isinstance(inside, Mapping) or not inside:
            self._report.error(path, f"`{name}` must be a mapping of filters")
            return
        if "percentage" in inside and "count" in inside:
            self._report.error(path, f"`{name}` takes either `percentage` or `count`, not both")
            return
        below = COUNTED[name][0]
        filters: list[Filter] = []
        for written, value in inside.items():
            if str(written) in {"percentage", "count"}:
                continue
            key, place = split_key(str(written)), (*path, str(written))
            if key.name in COUNTED:
                self._refuse(place, f"`{key.name}` cannot be counted within `{name}`", None, validate=validate)
            elif (one := self._filter(key, value, place, below, validate=validate)) is not None:
                filters.append(one)
        count = self._whole(inside, "count", path, maximum=None) if "count" in inside else None
        yield Counted(name, below, self._share(inside, path), count, tuple(filters), self._report.place(path))

    def _whole(self, given: Mapping[str, Value], name: str, path: Path, *, maximum: int | None) -> int:
        try:
            return values.whole(given[name], minimum=1 if maximum is None else 0, maximum=maximum)
        except BadValue as problem:
            self._report.error((*path, name), f"`{name}`: {problem.message}")
            return 1

    def _share(self, given: Mapping[str, Value], path: Path) -> int:
        """The percentage; one out of bounds is the usual one, with a warning."""
        if "percentage" not in given:
            return self._percent
        try:
            return values.whole(given["percentage"], minimum=0, maximum=100)
        except BadValue as problem:
            self._report.warning((*path, "percentage"), f"`percentage`: {problem.message}; {self._percent} is used")
            return self._percent

    def _refuse(self, path: Path, message: str, hint: str | None, *, validate: bool) -> None:
        if validate:
            self._report.error(path, message, hint)
        else:
            self._report.warning(path, message, hint)


_GROUPS = frozenset({ItemType.SHOW, ItemType.SEASON, ItemType.ARTIST, ItemType.ALBUM})


@dataclass(frozen=True, slots=True)
class Checked:
    """What became of one condition on one item: what it saw, and whether that would do."""

    condition: str
    where: Location
    is_held: bool
    seen: Seen


class FilterTest:
    """Filters with their values looked up, ready to be asked of items of a library."""

    def __init__(self, alternatives: tuple[Alternative, ...], view: View, report: Report) -> None:
        self._view, self._report = view, report
        self._alternatives = [_Alternative([self._compiled(one) for one in each]) for each in alternatives]
        self.test: Callable[[Item], bool] = self._alternatives[0].test if len(self._alternatives) == 1 else self.holds
        """The same as `holds`, on the shortest way."""

    def holds(self, item: Item) -> bool:
        """Whether the item passes. Raises DefinitionFailed where Kometa would fall over, or a fact was not asked for.

        All mappings are evaluated, as in Kometa: one that falls over does so whatever the others say.
        """
        passed = not self._alternatives
        for each in self._alternatives:
            if each.holds(item):
                passed = True
        return passed

    def checked(self, item: Item) -> tuple[tuple[Checked, ...], ...]:
        """What became of every condition, mapping by mapping."""
        return tuple(tuple(one.checked(item) for one in each.tests) for each in self._alternatives)

    def _compiled(self, condition: Condition) -> "_Test":
        if isinstance(condition, Counted):
            return _CountedTest(condition, [self._filter(one) for one in condition.filters], self._view)
        return self._filter(condition)

    def _filter(self, one: Filter) -> "_FilterTest":
        def missing(message: str) -> None:
            if one.validate:
                raise BadValue(message, where=one.where)
            self._report.dropped(message, one.where)

        kind, modifier = one.attribute.kind, one.key.modifier
        wanted = kind.look_up(modifier, one.wanted, self._view, missing)
        return _FilterTest(one, wanted, self._view)


class _Alternative:
    """One mapping: all must hold. What comes from outside is asked first; a site that knows nothing of the item fails it."""

    def __init__(self, tests: "Sequence[_Test]") -> None:
        self.tests = tests
        self._outside = [test.holds for test in tests if test.is_outside]
        self._inside = [test.holds for test in tests if not test.is_outside]
        self.test: Callable[[Item], bool] = self._inside[0] if len(self._inside) == len(tests) == 1 else self.holds

    def holds(self, item: Item) -> bool:
        passes = not self._outside or self._known_outside(item)
        for test in self._inside:  # a generator costs more than the tests
            if not test(item):
                return False
        return passes

    def _known_outside(self, item: Item) -> bool:
        try:
            return all([test(item) for test in self._outside])  # noqa: C419  each may find out that nobody was asked
        except Unknown:
            return False


class _FilterTest:
    """One filter. What it says of an item it says once for all definitions that ask the same."""

    def __init__(self, one: Filter, wanted: Wanted, view: View) -> None:
        self._filter, self._view = one, view
        self._test = one.attribute.kind.test(one.key.modifier, wanted, view)
        counted = one.attribute.kind.is_counted(one.key.modifier) and one.attribute.count is not None
        self._read = one.attribute.count if counted and one.attribute.count else one.attribute.read
        self._seen = view.readings(f"{one.attribute.name}#" if counted else one.attribute.name)
        self._known = view.verdicts((one.key.name, wanted))
        self.is_outside = one.attribute.source is not None

    def holds(self, item: Item) -> bool:
        known = self._known.get(item.key)
        if known is None:
            seen = self._seen.get(item.key)
            known = self._known[item.key] = self._test(self.seen(item) if seen is None else seen)
        return known

    def seen(self, item: Item) -> Seen:
        """What there is to see on the item, read once for all definitions."""
        known = self._seen.get(item.key)
        if known is None:
            known = self._seen[item.key] = self._read(item, self._view)
        return known

    def checked(self, item: Item) -> Checked:
        try:
            return Checked(str(self._filter), self._filter.where, self.holds(item), self.seen(item))
        except Unknown:
            return Checked(str(self._filter), self._filter.where, is_held=False, seen=())


class _CountedTest:
    is_outside = False

    def __init__(self, counted: Counted, tests: list[_FilterTest], view: View) -> None:
        self._counted, self._view = counted, view
        self._all = _Alternative(tests)

    def holds(self, item: Item) -> bool:
        passed, total = self._passed(item)
        if self._counted.count is not None:
            return passed >= self._counted.count
        return total - passed <= total * ((100 - self._counted.percentage) / 100)

    def checked(self, item: Item) -> Checked:
        passed, total = self._passed(item)
        return Checked(str(self._counted), self._counted.where, self.holds(item), (f"{passed} of {total}",))

    def _passed(self, item: Item) -> tuple[int, int]:
        below = list(descendants(self._view.library, item.key, self._counted.below))
        return sum(self._all.holds(one) for one in below), len(below)


_Test = _FilterTest | _CountedTest
