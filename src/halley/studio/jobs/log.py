"""A job's log: lines of JSON, each with its moment, level and text. The number of a line is its place in the file."""

import json
import re
import threading
from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import get_args

from halley.gateway.ledger import without_tokens
from halley.studio.wire.base import Page
from halley.studio.wire.jobs import Level, LogLine

LEVELS: tuple[Level, ...] = get_args(Level)
_LONGEST = 4000
_MOST = 200_000
"""Lines of one log; after that only warnings and errors are kept, and after twice as many nothing."""


class LogWriter:
    """Adds lines to a log. `mask` takes every secret out of them, as far as any is known yet."""

    def __init__(self, path: Path) -> None:
        self.mask: Callable[[str], str] = without_tokens
        self._mending = _is_torn(path)
        self._file = path.open("a", encoding="utf-8")
        with path.open("rb") as lines:
            self._count = sum(1 for _ in lines)
        self._lock = threading.Lock()

    def add(self, level: Level, text: str) -> None:
        """Add what may be several lines. It may be called from any thread; a disk that is full loses lines, not the work."""
        with self._lock:
            for one in self.mask(text).splitlines() or [""]:
                self._add(level, one[:_LONGEST])

    def _add(self, level: Level, text: str) -> None:
        self._count += 1
        if self._count > _MOST and (LEVELS.index(level) < LEVELS.index("warning") or self._count > 2 * _MOST):
            self._count -= 1
            return
        row = {"at": _now(), "level": level, "text": text}
        try:
            self._file.write(("\n" if self._mending else "") + json.dumps(row, ensure_ascii=False) + "\n")
            self._file.flush()
            self._mending = False
        except OSError:
            self._mending = True

    def close(self) -> None:
        """Add no more."""
        self._file.close()


@dataclass(slots=True)
class LogReader:
    """Reads a log that grows. It knows where each line begins, so that any page of it is near."""

    path: Path
    _starts: "array[int]" = field(default_factory=lambda: array("Q", [0]))
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def count(self) -> int:
        """Lines that have come to their end so far."""
        self._look()
        return len(self._starts) - 1

    def after(self, number: int, most: int) -> tuple[LogLine, ...]:
        """The lines after that one."""
        self._look()
        first, last = min(number, len(self._starts) - 1), min(number + most, len(self._starts) - 1)
        return tuple(self._lines(first, last))

    def page(
        self, after: int, limit: int, level: Level = "debug", text: str = "", *, is_tail: bool = False
    ) -> Page[LogLine]:
        """The lines after that one of at least that level which hold a text; with `is_tail` the last ones of them."""
        count = self.count
        if level == "debug" and not text:
            start = max(after, count - limit) if is_tail else after
            return Page(total=count, offset=min(start, count), rows=self.after(start, limit))
        found = [one for one in self._lines(0, count) if _means(one, level, text.casefold())]
        later = [one for one in found if one.number > after]
        rows = later[max(0, len(later) - limit) :] if is_tail else later[:limit]
        offset = found.index(rows[0]) if rows else len(found)
        return Page(total=len(found), offset=offset, rows=tuple(rows))

    def before(self, moment: str) -> int:
        """How many lines are older than a moment, as lines bear it."""
        numbers = range(1, self.count + 1)
        return bisect_left(numbers, moment, key=lambda number: self.after(number - 1, 1)[0].at)

    def _look(self) -> None:
        """Note where lines begin that are new."""
        with self._lock:
            try:
                with self.path.open("rb") as file:
                    file.seek(self._starts[-1])
                    for line in file:
                        if line.endswith(b"\n"):
                            self._starts.append(self._starts[-1] + len(line))
            except OSError:
                return

    def _lines(self, first: int, last: int) -> Iterator[LogLine]:
        if first >= last:
            return
        try:
            with self.path.open("rb") as file:
                file.seek(self._starts[first])
                for number in range(first + 1, last + 1):
                    yield _line(number, file.readline())
        except OSError:
            return


def _line(number: int, raw: bytes) -> LogLine:
    """A line; one that a worker did not finish before it was killed is shown as far as it goes."""
    try:
        told = json.loads(raw)
        return LogLine(number=number, at=str(told["at"]), level=told["level"], text=str(told["text"]))
    except (ValueError, KeyError, TypeError):
        cut = re.search(rb'"text": "(.*)', raw)
        text = cut[1].decode("utf-8", "replace") if cut else ""
        return LogLine(number=number, at="", level="info", text=text)


def _means(line: LogLine, level: Level, text: str) -> bool:
    return LEVELS.index(line.level) >= LEVELS.index(level) and text in line.text.casefold()


def _is_torn(path: Path) -> bool:
    """Whether the last line did not come to its end."""
    try:
        with path.open("rb") as file:
            file.seek(-1, 2)
            return file.read(1) != b"\n"
    except OSError:  # there is none, or it is empty
        return False


def moment(at: datetime) -> str:
    """As lines bear it: `2026-01-15T10:30:00.125Z`."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.") + f"{at.microsecond // 1000:03}Z"


def _now() -> str:
    return moment(datetime.now(UTC))
