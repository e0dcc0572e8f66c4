"""The query language of `/library/sections/N/all`: parameters taken apart into a condition, a sort order and a limit.

Rules (spec, plex-api 4):
- The operator is the end of the *name*: `year>>` `2000` means "greater than".
- A comma means OR; the same field twice means AND. A comma with a space behind it is part of a title, not a separator.
- `push=1` and `pop=1` are brackets, `or=1` and `and=1` conjunctions, AND binding tighter.
- A name that no field has, and an operator that its field does not know, are ignored. No text is an error.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum

from halley.plex.fields import FIELDS, Field, family, find
from halley.plex.ids import ItemType
from halley.plex.readings import Chance, Flag, Moment, Number, Tagged, Text, Words
from halley.plex.requests import Query


class Operator(Enum):
    """What stands between field and value, as the end of the parameter's name."""

    IS = ""  #: `=`; for text "contains"
    IS_NOT = "!"  #: `!=`
    EXACTLY = "="  #: `==`
    NOT_EXACTLY = "!="  #: `!==`
    MORE = ">>"  #: `>>=`: greater, after
    LESS = "<<"  #: `<<=`: less, before
    AT_LEAST = ">"  #: `>=`; for text "ends with"
    AT_MOST = "<"  #: `<=`; for text "begins with"

    @property
    def positive(self) -> "Operator":
        """The operator that this one is the complement of, or itself."""
        return {Operator.IS_NOT: Operator.IS, Operator.NOT_EXACTLY: Operator.EXACTLY}.get(self, self)


@dataclass(frozen=True, slots=True)
class Term:
    """One field compared with values, any of which will do; under a negative operator, none of which may."""

    level: ItemType  #: whose field it is
    field: str
    operator: Operator
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AllOf:
    """True where all parts are; without parts always."""

    parts: "tuple[Condition, ...]" = ()


@dataclass(frozen=True, slots=True)
class AnyOf:
    """True where a part is; without parts never."""

    parts: "tuple[Condition, ...]" = ()


Condition = Term | AllOf | AnyOf
EVERYTHING = AllOf()
NOTHING = AnyOf()


class Direction(Enum):
    """How a key sorts; missing values come first in ascending, last in descending order."""

    ASCENDING = "asc"
    DESCENDING = "desc"
    NULLS_LAST = "nullsLast"  #: ascending, missing values last


@dataclass(frozen=True, slots=True)
class SortKey:
    """One of the fields that results are sorted by."""

    level: ItemType
    field: str
    direction: Direction = Direction.ASCENDING


@dataclass(frozen=True, slots=True)
class Search:
    """What a client searches for: items of `type` for which `where` holds, in the order of `sort` (empty: the type's own).

    `typed` says that the query named the type itself. `limit` and `group` are None where the query has none.
    """

    type: ItemType
    where: Condition = EVERYTHING
    sort: tuple[SortKey, ...] = ()
    limit: int | None = None
    group: SortKey | None = None
    typed: bool = True
    query: Query = ()

    @property
    def fields(self) -> frozenset[str]:
        """The names of all that decides membership and order, scoped where they are another level's (`episode.viewCount`).

        Each field and the attributes and tags it looks at: `decade` brings `year`.
        """
        terms = [(term.level, term.field) for term in _terms(self.where)]
        keys = [(key.level, key.field) for key in (*self.sort, *((self.group,) if self.group else ()))]
        return frozenset(name for level, field in (*terms, *keys) for name in self._looked_at(level, FIELDS[field]))

    def _looked_at(self, level: ItemType, field: Field) -> Iterator[str]:
        for name in (field.name, *field.looks_at):
            yield name if level is self.type else f"{level.word}.{name}"
            if field.looks_below and level.child is not None:
                yield f"{family(level)[-1].word}.{name}"


def _terms(condition: Condition) -> Iterator[Term]:
    if isinstance(condition, Term):
        yield condition
    else:
        for part in condition.parts:
            yield from _terms(part)


def parse_search(query: Query, section_type: ItemType) -> Search:
    """What a query asks of a section of that type. Never raises: what makes no sense is ignored, as Plex does."""
    wanted, typed = _type(query, section_type)
    unscoped = _number_type(_one(query, "sourceType")) or wanted
    where = NOTHING if wanted is None else _condition(query, wanted, unscoped or wanted)
    wanted = wanted or section_type
    return Search(
        type=wanted,
        where=where,
        sort=tuple(_sort(_one(query, "sort") or "", wanted)),
        limit=_limit(_one(query, "limit")),
        group=next(_sort(_one(query, "group") or "", wanted), None),
        typed=typed,
        query=query,
    )


def _one(query: Query, name: str) -> str | None:
    return next((value for key, value in query if key == name), None)


def _type(query: Query, section_type: ItemType) -> tuple[ItemType | None, bool]:
    """The type asked for, and whether one was. None is a type of which Halley's libraries have no items."""
    asked = _one(query, "type")
    if asked is None or not asked.strip():
        return section_type, False
    return _number_type(asked), True


def _number_type(asked: str | None) -> ItemType | None:
    for part in (asked or "").split(","):
        try:
            return ItemType.of_number(int(part))
        except (KeyError, ValueError):
            continue
    return None


def _limit(text: str | None) -> int | None:
    return int(text) if text and text.isdecimal() and len(text) < 19 and int(text) > 0 else None


def _sort(text: str, wanted: ItemType) -> Iterator[SortKey]:
    for part in text.split(","):
        if (found := _SORT.fullmatch(part.strip())) is None:
            continue
        known = _find(found["scope"], found["name"], wanted, wanted)
        if known is not None:
            yield SortKey(known[0], known[1].name, _DIRECTIONS.get(found["direction"] or "", Direction.ASCENDING))


_SORT = re.compile(r"(?:[a-z]+\.)*?(?:(?P<scope>[a-z]+)\.)?(?P<name>[A-Za-z]+)(?::(?P<direction>[A-Za-z]*))?")
_DIRECTIONS = {one.value: one for one in Direction}


def _find(scope: str | None, name: str, wanted: ItemType, unscoped: ItemType) -> tuple[ItemType, Field] | None:
    if scope is None:
        if unscoped is wanted or unscoped not in family(wanted):
            return find(name, None, wanted)
        return find(name, unscoped, wanted)
    try:
        return find(name, ItemType.of_word(scope), wanted)
    except KeyError:
        return None


_NAME = re.compile(r"(?:(?P<scope>[a-z]+)\.)?(?P<name>[A-Za-z]+)(?P<operator>!=|>>|<<|[!=<>]|)")
_EQUALITY = frozenset({Operator.IS, Operator.IS_NOT, Operator.EXACTLY, Operator.NOT_EXACTLY})
_ORDER = frozenset({Operator.MORE, Operator.LESS, Operator.AT_LEAST, Operator.AT_MOST})
_OPERATORS: dict[type, frozenset[Operator]] = {
    Text: _EQUALITY | {Operator.AT_LEAST, Operator.AT_MOST},
    Words: _EQUALITY,
    Number: _EQUALITY | _ORDER,
    Moment: _EQUALITY | _ORDER,
    Flag: _EQUALITY,
    Tagged: _EQUALITY,
    Chance: frozenset(),
}


def _term(name: str, value: str, wanted: ItemType, unscoped: ItemType) -> Term | None:
    """The comparison that a parameter makes; None for one that is no filter."""
    found = _NAME.fullmatch(name)
    if found is None:
        return None
    known = _find(found["scope"], found["name"], wanted, unscoped)
    operator = Operator(found["operator"])
    if known is None or operator not in _OPERATORS[type(known[1].reading)]:
        return None
    return Term(known[0], known[1].name, operator, tuple(_values(value)))


def _values(value: str) -> Iterable[str]:
    """The alternatives of a value; where a comma is in it, also the whole, which may be one title or tag."""
    parts = _SEPARATOR.split(value)
    return parts if len(parts) == 1 else (*parts, value)


_SEPARATOR = re.compile(r",(?! )")
_DEEPEST = 40  #: groups within groups; neither client goes beyond five


def _condition(query: Query, wanted: ItemType, unscoped: ItemType) -> Condition:
    """The condition that the parameters make, read from left to right."""
    groups: list[list[list[Condition]]] = [[[]]]
    beyond = 0
    for name, value in query:
        if name == "push" and value == "1":
            if len(groups) > _DEEPEST:
                beyond += 1
            else:
                groups.append([[]])
        elif name == "pop" and value == "1":
            if beyond:
                beyond -= 1
            elif len(groups) > 1:
                _close(groups)
        elif name == "or" and value == "1":
            groups[-1].append([])
        elif name not in _NO_FILTERS and (term := _term(name, value, wanted, unscoped)) is not None:
            groups[-1][-1].append(term)
    while len(groups) > 1:
        _close(groups)
    return _joined(groups[0]) or EVERYTHING


_NO_FILTERS = frozenset({"and", "type", "sourceType", "sort", "limit", "group", "having"})


def _close(groups: list[list[list[Condition]]]) -> None:
    """Make the innermost group one part of the group around it."""
    inner = _joined(groups.pop())
    if inner is not None:
        groups[-1][-1].append(inner)


def _joined(alternatives: list[list[Condition]]) -> Condition | None:
    """The alternatives as one condition; None where every part was ignored."""
    found = [parts[0] if len(parts) == 1 else AllOf(tuple(parts)) for parts in alternatives if parts]
    if not found:
        return None
    return found[0] if len(found) == 1 else AnyOf(tuple(found))
