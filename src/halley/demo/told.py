"""Reading values of a known kind out of a loaded file; a wrong kind is a mistake in our own file and says so."""

from collections.abc import Iterator, Mapping
from typing import TypeAlias

Json: TypeAlias = "str | int | float | bool | list[Json] | dict[str, Json] | None"
Attributes: TypeAlias = dict[str, Json]


def listed(told: Mapping[str, Json], name: str) -> list[Json]:
    """The list under a name, empty where there is none."""
    value = told.get(name, [])
    if not isinstance(value, list):
        raise TypeError(f"{name} is no list: {value!r}")
    return value


def mappings(told: Mapping[str, Json], name: str) -> Iterator[Attributes]:
    """The mappings listed under a name."""
    for entry in listed(told, name):
        if not isinstance(entry, dict):
            raise TypeError(f"{name} lists something else than mappings: {entry!r}")
        yield entry


def mapping(told: Mapping[str, Json], name: str) -> Attributes:
    """The mapping under a name."""
    value = told[name]
    if not isinstance(value, dict):
        raise TypeError(f"{name} is no mapping: {value!r}")
    return value


def whole(told: Mapping[str, Json], name: str) -> int:
    """The whole number under a name."""
    value = told[name]
    if not isinstance(value, int):
        raise TypeError(f"{name} is no whole number: {value!r}")
    return value


def number(told: Mapping[str, Json], name: str) -> float:
    """The number under a name."""
    value = told[name]
    if not isinstance(value, int | float):
        raise TypeError(f"{name} is no number: {value!r}")
    return float(value)
