"""Answers of other sites, read without trust: whatever is not of the expected shape is Garbled, never a traceback."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from halley.outside.failures import Garbled

Json: TypeAlias = "str | int | float | bool | list[Json] | dict[str, Json] | None"


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back. `asked` is where it came from, without the query, in which keys travel."""

    asked: str
    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def text(self) -> str:
        """As text; bytes that are none become marks."""
        return self.body.decode("utf-8", "replace")

    def json(self) -> Json:
        """As JSON. Raises Garbled."""
        try:
            found: Json = json.loads(self.body)
        except (ValueError, RecursionError):
            kind = self.headers.get("Content-Type", "something").partition(";")[0]
            raise Garbled(f"but {self.asked} answered {kind} where JSON was expected") from None
        return found


def mapping(value: Json, what: str) -> dict[str, Json]:
    """A mapping. Raises Garbled; `what` says of what."""
    if not isinstance(value, dict):
        raise Garbled(f"but {what} is not what it should be")
    return value


def listing(value: Json, what: str) -> list[Json]:
    """A list. Raises Garbled."""
    if not isinstance(value, list):
        raise Garbled(f"but {what} is not what it should be")
    return value


def at(value: Json, path: Sequence[str], what: str) -> Json:
    """What lies at the end of some keys. Raises Garbled where one is missing."""
    for step in path:
        inside = mapping(value, what)
        if step not in inside:
            raise Garbled(f"but {what} is not what it should be: it lacks `{step}`")
        value = inside[step]
    return value


def below(value: Json, *path: str) -> Json:
    """What lies at the end of some keys, None where it ends before."""
    for step in path:
        if not isinstance(value, dict):
            return None
        value = value.get(step)
    return value


def whole(value: Json) -> int | None:
    """A whole number, also in a text; None for anything else."""
    if isinstance(value, bool | float | list | dict):
        return int(value) if isinstance(value, float) and value.is_integer() else None
    try:
        return None if value is None else int(value)
    except ValueError:
        return None


def digits(value: Json) -> int | None:
    """A whole number as Kometa reads it: `81`, not `81.0` nor 81.0."""
    return None if isinstance(value, float) else whole(value)


def decimal(value: Json) -> float | None:
    """A number, also in a text; None for anything else and for what no number is."""
    if isinstance(value, bool | list | dict) or value is None:
        return None
    try:
        found = float(value)
    except ValueError:
        return None
    return found if abs(found) < float("inf") else None


def texts(value: Json, name: str | None = None) -> tuple[str, ...]:
    """The texts in a list, or those under a name of its mappings."""
    found = value if isinstance(value, list) else []
    inside = [below(one, name) for one in found] if name else found
    return tuple(one for one in inside if isinstance(one, str) and one)


def day(value: Json) -> date | None:
    """A day written `YYYY-MM-DD`."""
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
