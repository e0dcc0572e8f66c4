"""What is wrong in what a user wrote: each thing with its place, what it costs, and what to do about it."""

import difflib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import Enum

from halley.location import Location


class Costs(Enum):
    """What Kometa leaves out for a problem (spec, overlays 8.7)."""

    FILE = "the file is left out"  #: none of its definitions runs
    DEFINITION = "the definition is left out"  #: its items lose the overlay
    VALUE = "the value is left out"  #: the definition goes on with a default, or without it
    NOTHING = "it is ignored"  #: Kometa does not notice


class Severity(Enum):
    """How bad it is."""

    ERROR = "error"  #: what was asked for will not happen
    WARNING = "warning"  #: it works, perhaps not as meant


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing that is wrong. `definition` is the mapping name of the definition it was found in, if it was in one."""

    message: str
    where: Location
    costs: Costs
    severity: Severity = Severity.ERROR
    hint: str | None = None
    definition: str | None = None

    def __str__(self) -> str:
        meant = f" (definition {self.definition!r})" if self.definition and self.definition not in self.where.path else ""
        sentence = f"{self.where}: {self.message}{meant}"
        return f"{sentence}\n  hint: {self.hint}" if self.hint else sentence


@dataclass(slots=True)
class Problems:
    """Collects what one reading finds. The one mutable thing in this room."""

    definition: str | None = None
    found: list[Problem] = field(default_factory=list)

    def error(self, message: str, where: Location, costs: Costs, hint: str | None = None) -> None:
        """Something that will not happen as it was asked for."""
        self._add(message, where, costs, Severity.ERROR, hint)

    def warning(self, message: str, where: Location, costs: Costs = Costs.NOTHING, hint: str | None = None) -> None:
        """Something that works, but perhaps not as it was meant."""
        self._add(message, where, costs, Severity.WARNING, hint)

    def _add(self, message: str, where: Location, costs: Costs, severity: Severity, hint: str | None) -> None:
        one = Problem(message=message, where=where, costs=costs, severity=severity, hint=hint, definition=self.definition)
        if one not in self.found:
            self.found.append(one)

    @property
    def errors(self) -> Iterator[Problem]:
        """Those that are not mere warnings."""
        return (one for one in self.found if one.severity is Severity.ERROR)

    @property
    def costs_definition(self) -> bool:
        """Whether one of them leaves out the whole definition or its file."""
        return any(one.costs in {Costs.FILE, Costs.DEFINITION} for one in self.found)


class Refused(Exception):
    """A value because of which Kometa leaves out what is being read. Caught in this room, where it becomes a Problem."""

    def __init__(self, message: str, where: Location, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.where = where
        self.hint = hint


def suggestion(word: str, known: Iterable[str]) -> str:
    """The known word that was probably meant, as the end of a sentence; nothing where none is close."""
    words = sorted(known)
    by_case = {one.lower(): one for one in words}
    by_spelling = {_spelled(one): one for one in words}
    close = difflib.get_close_matches(word.lower(), by_case, n=1, cutoff=0.75)
    meant = by_spelling.get(_spelled(word)) or (by_case[close[0]] if close else None)
    return f" - did you mean `{meant}`?" if meant and meant != word else ""


def _spelled(word: str) -> str:
    return word.lower().replace("_", "").replace("-", "").replace(" ", "")


def shown(value: object) -> str:
    """A value as a message repeats it, in backticks and not too long."""
    text = "nothing" if value is None else str(value)
    return f"`{text[:80]}{'...' if len(text) > 80 else ''}`" if text else "an empty text"
