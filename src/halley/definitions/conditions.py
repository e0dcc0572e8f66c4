"""Conditionals: values that hang on other values (spec, files-and-templates 7, conditions).

Plain tests and `.notdefault` look at variables and defaults, `.exists` and `.not` at variables only. A single value is
compared as text, a list by what it holds, with its type.
"""

from dataclasses import dataclass

from halley.definitions.problems import Costs, Problems, Refused, shown, suggestion
from halley.definitions.variables import Table, replaced
from halley.location import Bare, Located

_YES, _NO = frozenset({"t", "true", "y", "yes"}), frozenset({"f", "false", "n", "no"})
_SUB_ATTRIBUTES = frozenset({"conditions", "default"})


@dataclass(frozen=True, slots=True)
class Decided:
    """What came out: the value, or None where the variable becomes optional; and whether a condition held."""

    value: Located | None
    has_held: bool


def decide(conditional: Located, name: str, variables: Table, defaults: Table, problems: Problems) -> Decided:
    """The outcome of a conditional. Raises Refused where it is none."""
    for condition in _conditions(conditional, name, problems):
        if not condition.is_mapping:
            raise Refused(f"each condition of `{name}` should be a mapping, found {shown(condition)}", condition.at)
        if "value" not in condition.entries:
            raise Refused(f"a condition of `{name}` has no `value:`", condition.at, "say what the variable becomes")
        # Each test is made, though the first may have failed: a test that cannot be made is a fault anyway.
        tests = [
            _holds(key, value, (variables, defaults), problems) for key, value in condition.entries.items() if key != "value"
        ]
        if all(tests):
            value = condition.entries["value"]
            return Decided(value if value.value is not None else None, has_held=True)
    return Decided(conditional.entries.get("default"), has_held=False)


def _conditions(conditional: Located, name: str, problems: Problems) -> tuple[Located, ...]:
    if not conditional.is_mapping:
        raise Refused(f"the conditional `{name}` should hold `conditions:`, found {shown(conditional)}", conditional.at)
    for key, value in conditional.entries.items():
        if key not in _SUB_ATTRIBUTES:
            hint = f"a conditional holds `conditions:` and `default:`{suggestion(str(key), _SUB_ATTRIBUTES)}"
            problems.error(f"`{key}` means nothing in a conditional", value.at, Costs.NOTHING, hint)
    conditions = conditional.entries.get("conditions")
    if conditions is None:
        raise Refused(f"the conditional `{name}` has no `conditions:`", conditional.at)
    if conditions.is_mapping:
        return (conditions,)
    if not conditions.is_list:
        raise Refused(f"the `conditions:` of `{name}` should be a list of mappings", conditions.at)
    return conditions.items


def _holds(key: object, expected: Located, tables: tuple[Table, Table], problems: Problems) -> bool:
    variables, defaults = tables
    test = replaced(Located(key, expected.at), variables, defaults).value  # type: ignore[arg-type]  # a key is a scalar
    expected = replaced(expected, variables, defaults)
    if not isinstance(test, str):
        raise Refused(f"{shown(test)} is tested, which is no name of a variable", expected.at, "put it in quotes")
    if name := _without(test, ".exists"):
        found = variables.get(name)
        return is_true(expected, test, problems) == (found is not None and found.value is not None)
    if name := _without(test, ".not"):
        found = variables.get(name)
        return found is None or not matches(found, expected)
    if name := _without(test, ".notdefault"):
        found = variables.get(name) or defaults.get(name) if name not in variables else variables[name]
        return found is None or not matches(found, expected)
    known = variables[test] if test in variables else defaults.get(test)
    return known is not None and matches(known, expected)


def _without(test: str, modifier: str) -> str | None:
    return test.removesuffix(modifier) if test.endswith(modifier) else None


def matches(found: Located, expected: Located) -> bool:
    """Whether a value is what a condition names: one of a list by type, else the same as text."""
    if expected.is_list:
        value: Bare = found.bare
        return any(value == one.bare for one in expected.items)
    return str(found) == str(expected)


def is_true(value: Located, name: str, problems: Problems) -> bool:
    """A truth as Kometa takes one; what is none warns and is false."""
    scalar = value.scalar
    if isinstance(scalar, int | float):
        return scalar > 0
    if str(scalar).lower() in _YES:
        return True
    if scalar is None or str(scalar).lower() not in _NO:
        problems.warning(
            f"`{name}` should be true or false, found {shown(value)}: it counts as false", value.at, Costs.VALUE
        )
    return False
