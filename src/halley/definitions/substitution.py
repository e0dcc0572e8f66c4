"""The last step of a template call: references inside attributes (spec, files-and-templates 8).

Every name and value is swept for at most eight rounds. What still holds an optional variable vanishes, and a mapping or list
that becomes empty, or was, vanishes with its entry. Unknown references stay: they are for later stages.
"""

from collections.abc import Collection, Iterator
from typing import Final

from halley.definitions.problems import Costs, Problems, Refused, shown
from halley.definitions.variables import NOT_INSIDE, Dropped, Table, refers_to_any, swept
from halley.location import Located, Scalar

_ROUNDS: Final = 8
_TRANSLATED_LATER = frozenset({"name", "summary"})
"""Attributes in which `key_name` waits for its translation."""


class Substitution:
    """Puts the variables of one call into attributes."""

    def __init__(self, variables: Table, defaults: Table, optional: frozenset[str], problems: Problems) -> None:
        self._variables = variables
        self._defaults = defaults
        self._optional = optional
        self._problems = problems

    def attribute(self, key: Scalar, value: Located, taken: Collection[str]) -> Iterator[tuple[str, Located]]:
        """The attribute with its references replaced; nothing where it vanishes, or where its name is taken."""
        try:
            name = self._one(str(key), Located(key, value.at)).value
            if not isinstance(name, str):
                raise Refused(f"an attribute is called {shown(name)}, which is no text", value.at)
            if name not in taken:
                yield name, self._all(name, value)
        except Dropped as drop:
            self._tell(drop)

    def _all(self, attribute: str, value: Located) -> Located:
        if value.is_mapping:
            entries = dict(self._entries(attribute, value))
            if not entries:
                raise Dropped
            return Located(entries, value.at)
        if value.is_list:
            items = tuple(self._items(attribute, value))
            if not items:
                raise Dropped
            return Located(items, value.at)
        return self._one(attribute, value)

    def _entries(self, attribute: str, value: Located) -> Iterator[tuple[Scalar, Located]]:
        for key, one in value.entries.items():
            try:
                # The value first: where it vanishes, nobody asks whether its name could be one.
                content, name = self._all(attribute, one), self._one(attribute, Located(key, one.at))
                if name.is_list or name.is_mapping:
                    raise Refused(f"{shown(name)} cannot be the key of a mapping", one.at)
                yield name.scalar, content
            except Dropped as drop:
                self._tell(drop)

    def _items(self, attribute: str, value: Located) -> Iterator[Located]:
        for one in value.items:
            try:
                yield self._all(attribute, one)
            except Dropped as drop:
                self._tell(drop)

    def _one(self, attribute: str, value: Located) -> Located:
        if not isinstance(value.value, str) or "<<" not in value.value:
            return value

        def allowed(name: str) -> bool:
            if name in NOT_INSIDE:
                return name == f"{attribute}_format"
            return name != "key_name" or attribute not in _TRANSLATED_LATER

        def allowed_before_defaults(name: str) -> bool:
            return name != "name" and allowed(name)

        for _ in range(_ROUNDS):
            before = value.value
            text = str(value)
            if "<<" not in text:
                break
            if refers_to_any(text, self._optional):
                raise Dropped
            if self._variables.may_be_in(value):
                value = swept(value, self._variables, allowed_before_defaults, calculates=False)
                value = swept(value, self._variables, allowed_before_defaults, calculates=True)
            value = swept(value, self._defaults, allowed, calculates=False)
            if value.value is before or value.value == before:
                break
        left = self._variables.following(-1, str(value), allowed_before_defaults)
        self._tell_circle(value, left or self._defaults.following(-1, str(value), allowed))
        return value

    def _tell_circle(self, value: Located, left: tuple[int, str, Located] | None) -> None:
        """Say that a variable is still mentioned after all rounds; one that only stands for itself is meant so."""
        if left is not None and str(left[2]) != f"<<{left[1]}>>":
            told = f"the variable `{left[1]}` leads back to itself, so `<<{left[1]}>>` stays in the text"
            self._problems.warning(told, value.at, Costs.VALUE, f"give `{left[1]}` a value without `<<...>>`")

    def _tell(self, drop: Dropped) -> None:
        if drop.message and drop.where is not None:
            self._problems.error(drop.message, drop.where, Costs.VALUE, drop.hint)
