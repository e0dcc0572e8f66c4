"""Values as a YAML loader gives them, read as Kometa reads them: lists with commas, numbers with bounds, dates, expressions.

Every function raises BadValue for what it cannot read. Source: spec, collections 2.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import TypeAlias

from halley.selection.problems import BadValue

Value: TypeAlias = "bool | int | float | str | date | Sequence[Value] | Mapping[str, Value] | None"


def is_blank(value: Value) -> bool:
    """Whether nothing was written: no value, or an empty text, list or mapping. False and 0 are something."""
    return value is None or (not isinstance(value, bool | int | float | date) and not value)


def texts(value: Value, *, split: bool = True, trim: bool = True) -> list[str]:
    """A list, or one text split at its commas. Texts within a list are never split."""
    if isinstance(value, Mapping):
        raise BadValue("must be a text or a list, not a mapping")
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [_text(one, trim=trim) for one in value]
    written = _text(value, trim=not split or trim)
    return [part.strip() for part in written.split(",")] if split else [written]


def _text(value: Value, *, trim: bool) -> str:
    if isinstance(value, Mapping) or (isinstance(value, Sequence) and not isinstance(value, str)):
        raise BadValue("must be a list of texts")
    return str(value).strip() if trim else str(value)


def mappings(value: Value) -> list[Mapping[str, Value]]:
    """One mapping, or a list of them."""
    found = list(value) if isinstance(value, Sequence) and not isinstance(value, str) else [value]
    if not all(isinstance(one, Mapping) for one in found):
        raise BadValue("must be a mapping, or a list of mappings")
    return [one for one in found if isinstance(one, Mapping)]


def whole(value: Value, *, minimum: int = 1, maximum: int | None = None) -> int:
    """A whole number within bounds."""
    try:
        found = int(str(value))
    except ValueError:
        found = minimum - 1
    if found < minimum or (maximum is not None and found > maximum):
        raise BadValue(f"`{value}` is not a whole number {_bounds(minimum, maximum)}")
    return found


def decimal(value: Value, *, maximum: float | None = None) -> float:
    """A number of 0 or more."""
    try:
        found = float(str(value))
    except ValueError:
        found = -1
    if not 0 <= found <= (float("inf") if maximum is None else maximum):
        raise BadValue(f"`{value}` is not a number {_bounds(0, maximum)}")
    return found


def _bounds(minimum: float, maximum: float | None) -> str:
    return f"of {minimum} or more" if maximum is None else f"from {minimum} to {maximum:g}"


def truth(value: Value) -> bool:
    """true/false, yes/no, t/f, y/n; numbers above 0 are true."""
    if isinstance(value, bool):
        return value
    if isinstance(value, int | float):
        return value > 0
    found = {"t": True, "true": True, "y": True, "yes": True, "f": False, "false": False, "n": False, "no": False}.get(
        str(value).lower()
    )
    if found is None:
        raise BadValue(f"`{value}` is neither true nor false")
    return found


def day(value: Value, today: date) -> date:
    """`today`, `YYYY-MM-DD` or `MM/DD/YYYY`."""
    if isinstance(value, datetime):
        return value.date()
    if value == "today":
        return today
    written = str(value)
    try:
        return datetime.strptime(written, "%Y-%m-%d" if "-" in written else "%m/%d/%Y").date()  # noqa: DTZ007
    except ValueError:
        raise BadValue(f"`{written}` is no date", "write it as 2020-12-25 or 12/25/2020") from None


def expressions(value: Value) -> tuple[list[str], list[str]]:
    """Regular expressions: a list, or one text that is never split. First those that compile, then those that do not."""
    good: list[str] = []
    bad: list[str] = []
    for one in texts(value, split=False):
        try:
            re.compile(one)
        except re.error as problem:
            bad.append(f"`{one}` is no regular expression: {problem}")
        else:
            good.append(one)
    return good, bad


def year(value: Value, this_year: int, *, minimum: int = 1) -> int:
    """A year, `current_year` or `current_year-5`."""
    written = str(value)
    if not written.startswith("current_year"):
        return whole(value, minimum=minimum)
    _, minus, back = written.partition("-")
    try:
        return this_year - (int(back.partition("-")[0].strip()) if minus else 0)
    except ValueError:
        raise BadValue(f"`{written}` is no year", "write `current_year` or, for instance, `current_year-5`") from None


def shown(value: Value) -> str:
    """A value as a line of text."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Mapping):
        return ", ".join(f"{key}: {shown(inside)}" for key, inside in value.items())
    if isinstance(value, Sequence) and not isinstance(value, str):
        return ", ".join(shown(one) for one in value)
    return str(value)
