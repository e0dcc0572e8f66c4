"""What is wrong with a definition, and where: collected in one pass, told in sentences."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from difflib import get_close_matches
from enum import Enum
from typing import ClassVar

from halley.location import Location

Path = tuple[str, ...]
Locate = Callable[[Path], Location]
"""Where in the user's file the value at the end of these keys stands, counted from the definition itself."""


class Severity(Enum):
    """What a problem does to its definition."""

    ERROR = "error"  #: the definition finds nothing
    UNSUPPORTED = "unsupported"  #: it finds nothing here; real Kometa could have asked somebody outside
    WARNING = "warning"  #: the key is left out, the rest counts


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong."""

    message: str
    where: Location
    hint: str | None = None
    severity: Severity = Severity.ERROR

    @property
    def is_fatal(self) -> bool:
        """Whether the definition finds nothing because of it."""
        return self.severity is not Severity.WARNING

    def __str__(self) -> str:
        sentence = f"{self.where}: {self.message}"
        return f"{sentence}\n  hint: {self.hint}" if self.hint else sentence


class DefinitionFailed(Exception):
    """Why a definition ends before its time; `where` is the value that did it, where that is known."""

    severity: ClassVar[Severity] = Severity.ERROR

    def __init__(self, message: str, hint: str | None = None, where: Location | None = None) -> None:
        super().__init__(message)
        self.message, self.hint, self.where = message, hint, where


class BadValue(DefinitionFailed):
    """A value that cannot be read as what its key wants, or that the server does not have."""


class NothingFound(DefinitionFailed):
    """A builder found nothing, which ends a definition that does not ignore blank results."""


class Crash(DefinitionFailed):
    """Kometa itself falls over here, and the definition with it."""


class NotAsked(DefinitionFailed):
    """Somebody outside would know, and was not asked."""

    severity = Severity.UNSUPPORTED


class Report:
    """Gathers the problems of one definition as they are met."""

    def __init__(self, where: Location | Locate) -> None:
        self._locate = where if callable(where) else _below(where)
        self.problems: list[Problem] = []

    def place(self, path: Path) -> Location:
        """Where the value at the end of these keys stands."""
        return self._locate(path)

    def failure(self, failed: DefinitionFailed) -> None:
        """Note why the definition ends."""
        where = failed.where or self.place(())
        self.problems.append(Problem(failed.message, where, failed.hint, failed.severity))

    def error(self, path: Path, message: str, hint: str | None = None) -> None:
        """Note what ends the definition."""
        self.problems.append(Problem(message, self.place(path), hint))

    def warning(self, path: Path, message: str, hint: str | None = None) -> None:
        """Note what is left out."""
        self.problems.append(Problem(message, self.place(path), hint, Severity.WARNING))

    def dropped(self, message: str, where: Location) -> None:
        """Note what is left out at a place that is known already."""
        self.problems.append(Problem(message, where, None, Severity.WARNING))

    @property
    def is_fatal(self) -> bool:
        """Whether something so far ends the definition."""
        return any(problem.is_fatal for problem in self.problems)


def _below(base: Location) -> Locate:
    return lambda path: replace(base, path=(*base.path, *path))


def did_you_mean(word: str, known: Iterable[str]) -> str | None:
    """A hint with the nearest known word; None where none is near."""
    near = get_close_matches(word, sorted(set(known)), n=1)
    return f"did you mean `{near[0]}`?" if near else None
