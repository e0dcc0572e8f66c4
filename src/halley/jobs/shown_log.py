"""The engine's log as a page shows it: without its frame, errors marked, its middle left out where it is long."""

import re
from collections import deque
from dataclasses import dataclass
from pathlib import Path

_FIRST, _LAST, _MARKED = 300, 1500, 500
_LONGEST = 600
_FRAME = re.compile(r"^\|\s?|\s*\|?\s*$")
#: Kometa prints no levels; what it says of an error begins with whose error it is (`Overlay Error: ...`).
_LEVELS = (
    ("critical", re.compile(r"\[CRITICAL\]|^Critical\b.*:|Critical Summary|^Traceback ")),
    ("error", re.compile(r"\[ERROR\]|^(?:[A-Z][\w.]* ){1,3}Error: |Errors? Summary|^[\w.]*(?:Error|Exception): ")),
    ("warning", re.compile(r"\[WARNING\]|^(?:[A-Z][\w.]* ){1,3}Warning: ")),
)


@dataclass(frozen=True, slots=True)
class LogLine:
    """One line: its number in the file, its text, and `critical`, `error`, `warning` or nothing."""

    number: int
    text: str
    level: str


def shown_log(path: Path) -> tuple[list[LogLine], int]:
    """The lines to show, and how many were left out: the beginning, the end, and between them those that are marked."""
    first: list[LogLine] = []
    marked: list[LogLine] = []
    last: deque[LogLine] = deque(maxlen=_LAST)
    count = 0
    try:
        with path.open(encoding="utf-8", errors="replace") as lines:
            for count, raw in enumerate(lines, 1):
                line = shown_line(count, raw)
                if count <= _FIRST:
                    first.append(line)
                    continue
                if len(last) == _LAST and last[0].level and len(marked) < _MARKED:
                    marked.append(last[0])
                last.append(line)
    except OSError:
        return [], 0
    shown = [*first, *marked, *last]
    return shown, count - len(shown)


def shown_line(number: int, raw: str) -> LogLine:
    """A line as it is shown."""
    text = _FRAME.sub("", raw.rstrip())[:_LONGEST]
    return LogLine(number, text, next((name for name, mark in _LEVELS if mark.search(text.strip(" ="))), ""))
