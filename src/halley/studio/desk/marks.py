"""Findings of the validator as marks in one of the texts that it read."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from halley.definitions.problems import Problem
from halley.location import Location
from halley.studio.wire.base import Mark

_WORD = re.compile(r"[^\s:#,\]}]+")


def marks_in(problems: Iterable[Problem], path: Path, text: str) -> tuple[Mark, ...]:
    """What is to be shown in a text.

    What was found elsewhere in a definition of this text, in a template of another file, is shown at the definition.
    """
    lines = text.split("\n")
    return tuple(dict.fromkeys(_marks(problems, str(path), lines)))


def _marks(problems: Iterable[Problem], file: str, lines: list[str]) -> Iterator[Mark]:
    for problem in problems:
        where, elsewhere = problem.where, ""
        if where.file != file:
            at = _line_of(problem.definition, lines)
            if at is None:
                continue
            where, elsewhere = Location(file, at, 3, ("overlays", str(problem.definition))), f" ({where})"
        line = min(max(1, where.line or 1), max(1, len(lines)))
        column = where.column or 0
        yield Mark(
            severity=problem.severity.value,
            message=f"{problem.message}{elsewhere}",
            hint=problem.hint or "",
            line=line,
            column=column,
            end_column=_end(lines[line - 1], column),
            key=" > ".join(where.path),
        )


def _line_of(definition: str | None, lines: list[str]) -> int | None:
    if definition is None:
        return None
    wanted = re.compile(rf"\s+[\"']?{re.escape(definition)}[\"']?\s*:")
    return next((number for number, line in enumerate(lines, 1) if wanted.match(line)), None)


def _end(line: str, column: int) -> int:
    """Where the word at a column ends, exclusive; 0 where there is none."""
    found = _WORD.match(line, column - 1) if column else None
    return found.end() + 1 if found else 0
