"""Where in a user's file a value was read."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Location:
    """A place in a file that a person wrote.

    `line` and `column` count from 1 as editors do; `path` is the chain of keys that leads to the value.
    """

    file: str
    line: int | None = None
    column: int | None = None
    path: tuple[str, ...] = ()

    def __str__(self) -> str:
        place = ":".join(str(part) for part in (self.file, self.line, self.column) if part is not None)
        return f"{place}: {' > '.join(self.path)}" if self.path else place


Scalar: TypeAlias = "str | int | float | bool | date | None"
Bare: TypeAlias = "Scalar | list[Bare] | dict[Scalar, Bare]"
"""A value of a YAML file without its places. A point in time is a `datetime`, which is a `date`."""


@dataclass(frozen=True, slots=True, eq=False)
class Located:
    """A value of a YAML file and where it was written: in a mapping the place of its key, in a list its own.

    What lies in a mapping or a list is located in its turn. `entries` and `items` are empty where it is none.
    """

    value: "Scalar | tuple[Located, ...] | dict[Scalar, Located]"
    at: Location

    @property
    def entries(self) -> "Mapping[Scalar, Located]":
        """The values of a mapping by their keys, in the order of the file."""
        return self.value if isinstance(self.value, dict) else {}

    @property
    def items(self) -> "tuple[Located, ...]":
        """The values of a list."""
        return self.value if isinstance(self.value, tuple) else ()

    @property
    def scalar(self) -> Scalar:
        """The value itself; None where it is a mapping or a list."""
        return None if isinstance(self.value, tuple | dict) else self.value

    @property
    def is_list(self) -> bool:
        """Whether it is a list, an empty one included."""
        return isinstance(self.value, tuple)

    @property
    def is_mapping(self) -> bool:
        """Whether it is a mapping, an empty one included."""
        return isinstance(self.value, dict)

    @property
    def bare(self) -> Bare:
        """The value without its places."""
        if isinstance(self.value, tuple):
            return [one.bare for one in self.value]
        if isinstance(self.value, dict):
            return {key: one.bare for key, one in self.value.items()}
        return self.value

    def __str__(self) -> str:
        """The value as Python prints it, which is what a template makes of it inside a text."""
        return self.value if isinstance(self.value, str) else str(self.bare)

    def __bool__(self) -> bool:
        """Whether there is anything: not null, empty, zero or false."""
        return bool(self.value)
