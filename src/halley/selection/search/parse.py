"""Reading a `plex_search`: shape, attributes, modifiers and values, without a server. Source: spec, collections 7.1."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime

from halley.plex.ids import ItemType
from halley.selection import values
from halley.selection.keys import split_key
from halley.selection.problems import BadValue, Path, Report, did_you_mean
from halley.selection.search.attributes import (
    ATTRIBUTES,
    LOOSE_AND,
    LOOSE_GROUPS,
    NAMES,
    Kind,
    SearchAttribute,
    refusal,
)
from halley.selection.search.sorts import SORTS, default_sort
from halley.selection.search.tree import Asked, Group, SearchTree, Wanted
from halley.selection.values import Value

_UNITS = "smhdwoy"


class SearchParser:
    """Reads searches of one definition. `library` is the type of the library, `level` that of what is searched for."""

    def __init__(self, library: ItemType, level: ItemType, now: datetime, report: Report) -> None:
        self._library, self._level, self._now, self._report = library, level, now, report
        self._validate = True

    def parse(self, given: Value, path: Path) -> SearchTree | None:
        """The search, or None where an error ended it; what is wrong is in the report."""
        if values.is_blank(given) or not isinstance(given, Mapping):
            self._report.error(path, "a search is a mapping", "write `all:` or `any:` below it, and conditions below that")
            return None
        known = {str(key).lower(): str(key) for key in given}
        if "any" in known and "all" in known:
            self._report.error(path, "a search begins with either `any` or `all`, not with both", "put one into the other")
            return None
        self._validate = self._flag(given, known, path)
        sort, limit = self._sort(given, known, path), self._limit(given, known, path)
        base = self._base(given, known, path)
        if base is None:
            return None
        return SearchTree(self._level, base, sort, limit, self._validate, self._report.place(path))

    def _flag(self, given: Mapping[str, Value], known: Mapping[str, str], path: Path) -> bool:
        if "validate" not in known:
            return True
        found = given[known["validate"]]
        if not isinstance(found, bool):
            self._report.error((*path, known["validate"]), "`validate` must be either true or false")
            return True
        return found

    def _sort(self, given: Mapping[str, Value], known: Mapping[str, str], path: Path) -> tuple[str, ...]:
        if "sort_by" not in known:
            return (default_sort(self._level),)
        place = (*path, known["sort_by"])
        asked = given[known["sort_by"]]
        if asked is None:
            self._report.error(place, "`sort_by` is blank")
            return ()
        words = list(asked) if isinstance(asked, Sequence) and not isinstance(asked, str) else [asked]
        sorts = SORTS[self._level]
        for word in words:
            if str(word) not in sorts:
                hint = did_you_mean(str(word), sorts) or f"there are {', '.join(sorts)}"
                self._report.error(place, f"{self._level.word}s cannot be sorted by `{word}`", hint)
        return tuple(str(word) for word in words) or (default_sort(self._level),)

    def _limit(self, given: Mapping[str, Value], known: Mapping[str, str], path: Path) -> int | None:
        if "limit" not in known or str(given[known["limit"]]).lower() == "all":
            return None
        try:
            return values.whole(given[known["limit"]])
        except BadValue as problem:
            self._report.error((*path, known["limit"]), f"`limit`: {problem.message}", "or write `all`")
            return None

    def _base(self, given: Mapping[str, Value], known: Mapping[str, str], path: Path) -> Group | None:
        base = next((one for one in ("all", "any") if one in known), None)
        if base is None:
            return self._loose(given, path)
        inside, place = given[known[base]], (*path, known[base])
        if not isinstance(inside, Mapping):
            self._report.error(
                place, f"`{base}` is blank" if inside is None else f"`{base}` must be a mapping of conditions"
            )
            return None
        return self._group(inside, place, is_all=base == "all")

    def _loose(self, given: Mapping[str, Value], path: Path) -> Group | None:
        """Neither `any` nor `all`: all conditions must hold, with one group each for what mostly has several values."""
        plain: list[Asked | Group] = []
        groups: list[Group] = []
        for written, inside in {str(key).lower(): (str(key), given[key]) for key in given}.values():
            name = split_key(written).name
            if name in LOOSE_AND:
                plain += self._condition(written[:-4], inside, (*path, written))
            elif name in LOOSE_GROUPS:
                groups.append(Group(is_all=False, parts=tuple(self._condition(written, inside, (*path, written)))))
            elif name in NAMES:
                plain += self._condition(written, inside, (*path, written))
        if not plain and not groups and not self._report.is_fatal:
            self._report.error(
                path, "the search has no conditions", "write `all:` or `any:` below it, and conditions below that"
            )
            return None
        return Group(is_all=True, parts=(*plain, *(group for group in groups if group.parts)))

    def _group(self, given: Mapping[str, Value], path: Path, *, is_all: bool) -> Group:
        parts: list[Asked | Group] = []
        for written, inside in given.items():
            place = (*path, str(written))
            if split_key(written).name.startswith(("any", "all")) and split_key(written).name not in NAMES:
                parts += self._nested(str(written), inside, place)
            else:
                parts += self._condition(str(written), inside, place)
        return Group(is_all, tuple(parts))

    def _nested(self, written: str, inside: Value, path: Path) -> Iterator[Group]:
        """A list makes several groups, which the group around them joins (spec, collections 7.1)."""
        if values.is_blank(inside):
            self._refuse(path, f"`{written}` is blank")
            return
        try:
            found = values.mappings(inside)
        except BadValue as problem:
            self._report.error(path, f"`{written}` {problem.message}")
            return
        for one in found:
            group = self._group(one, path, is_all=split_key(written).attribute == "all")
            if group.parts:
                yield group

    def _condition(self, written: str, inside: Value, path: Path) -> Iterator[Asked]:
        key = split_key(written)
        reason = refusal(key.name, self._library)
        if reason is not None:
            self._refuse(path, reason, did_you_mean(key.name, NAMES) if key.name not in NAMES else None)
            return
        if values.is_blank(inside):
            self._refuse(path, f"`{key.name}` is blank")
            return
        attribute = ATTRIBUTES[key.attribute]
        try:
            wanted = _READERS[attribute.kind](self, key.modifier, inside, attribute, path)
        except BadValue as problem:
            self._report.error(path, f"`{key.name}`: {problem.message}", problem.hint)
            return
        yield Asked(key, attribute, wanted, values.shown(inside), self._report.place(path))

    def _refuse(self, path: Path, message: str, hint: str | None = None) -> None:
        """An error, or with `validate: false` a warning."""
        if self._validate:
            self._report.error(path, message, hint)
        else:
            self._report.warning(path, message, hint)

    def _text(self, modifier: str, inside: Value, _: SearchAttribute, path: Path) -> Wanted:
        if modifier == ".regex":
            return self._expressions(inside, path)
        return tuple(values.texts(inside, split=False))

    def _tag(self, modifier: str, inside: Value, attribute: SearchAttribute, path: Path) -> Wanted:
        if modifier == ".regex":
            return self._expressions(inside, path)
        people = attribute.name in {"actor", "director", "producer", "writer"}
        return tuple(values.texts(inside, trim=people))

    def _expressions(self, inside: Value, path: Path) -> Wanted:
        good, bad = values.expressions(inside)
        for one in bad:
            self._refuse(path, one)
        return tuple(good)

    def _year(self, modifier: str, inside: Value, _: SearchAttribute, __: Path) -> Wanted:
        if modifier == ".regex":
            raise BadValue("years cannot be matched with regular expressions", "list the years, or use `.gte` and `.lte`")
        if modifier in {"", ".not"}:
            return tuple(values.year(one, self._now.year) for one in values.texts(inside))
        return values.year(inside, self._now.year, minimum=0)

    def _date(self, modifier: str, inside: Value, _: SearchAttribute, __: Path) -> Wanted:
        if modifier in {".before", ".after"}:
            return values.day(inside, self._now.date())
        written = str(inside)
        unit = written[-1] if inside and written[-1] in _UNITS else "d"
        count = values.whole(written[:-1] if inside and written[-1] in _UNITS else inside, minimum=0)
        return f"{count}{unit}"

    def _number(self, _: str, inside: Value, __: SearchAttribute, ___: Path) -> Wanted:
        return values.whole(inside, minimum=0)

    def _rating(self, modifier: str, inside: Value, _: SearchAttribute, __: Path) -> Wanted:
        return values.truth(inside) if modifier == ".rated" else values.decimal(inside, maximum=10)

    def _minutes(self, _: str, inside: Value, __: SearchAttribute, ___: Path) -> Wanted:
        return values.decimal(inside)

    def _truth(self, _: str, inside: Value, __: SearchAttribute, ___: Path) -> Wanted:
        return values.truth(inside)


_Reader = Callable[[SearchParser, str, Value, SearchAttribute, Path], Wanted]
_READERS: dict[Kind, _Reader] = {
    Kind.TEXT: SearchParser._text,
    Kind.WORD: SearchParser._text,
    Kind.TAG: SearchParser._tag,
    Kind.RESOLUTION: SearchParser._tag,
    Kind.YEAR: SearchParser._year,
    Kind.DECADE: SearchParser._year,
    Kind.DATE: SearchParser._date,
    Kind.NUMBER: SearchParser._number,
    Kind.RATING: SearchParser._rating,
    Kind.MINUTES: SearchParser._minutes,
    Kind.FLAG: SearchParser._truth,
}
