"""What was answered before, kept on disk: one row an answer, with the day that it counts from.

As with Kometa a row is expired when it is more than so many days old, and a new one counts from a random day in the past, so
that they do not all expire together; one that replaces an expired one counts from today (spec, sources 1). Two processes may
use one file. A broken one is put aside, and its answers are asked for again.
"""

import contextlib
import json
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from random import Random
from time import monotonic, sleep

from halley.outside.answers import Json

_PATIENCE_S = 10
_PAUSE_S = 0.05
_FORMAT = 1
_COLUMNS = "shelf TEXT NOT NULL, key TEXT NOT NULL, content TEXT NOT NULL, since INTEGER NOT NULL, PRIMARY KEY (shelf, key)"
_MAKE = f"CREATE TABLE IF NOT EXISTS answers_{_FORMAT} ({_COLUMNS}) WITHOUT ROWID"
_READ = f"SELECT content, since FROM answers_{_FORMAT} WHERE shelf = ? AND key = ?"  # noqa: S608  a number of ours
_WRITE = f"INSERT OR REPLACE INTO answers_{_FORMAT} VALUES (?, ?, ?, ?)"  # noqa: S608  likewise


@dataclass(frozen=True, slots=True)
class Shelf:
    """A kind of answers. `days` is how long they are good for: 0 is until midnight. `is_spread`: see the module."""

    name: str
    days: int
    is_spread: bool = True


class AnswerStore:
    """Answers by shelf and key in one SQLite file; `told` hears a sentence where the file cannot be used."""

    def __init__(
        self, path: Path, today: Callable[[], date], told: Callable[[str], None], chance: Random | None = None
    ) -> None:
        self._path, self._today, self._told = path, today, told
        self._chance = chance or Random()  # noqa: S311  when a row expires is no secret
        self._database: sqlite3.Connection | None = None
        self._open(is_first=True)

    def close(self) -> None:
        """Let go of the file."""
        if self._database is not None:
            self._database.close()
            self._database = None

    def get(self, shelf: Shelf, key: str) -> Json:
        """An answer that is still good, else None. What is not JSON any more was never there."""
        found = self._run(_READ, shelf.name, key)
        if found is None or not isinstance(found[1], int) or self._today().toordinal() - found[1] > shelf.days:
            return None
        with contextlib.suppress(ValueError, TypeError, RecursionError):
            content: Json = json.loads(found[0])
            return content
        return None

    def put(self, shelf: Shelf, key: str, content: Json) -> None:
        """Keep an answer."""
        since = self._today().toordinal()
        is_new = self._run(_READ, shelf.name, key) is None
        if is_new and shelf.is_spread and shelf.days:
            since -= self._chance.randint(1, shelf.days)
        written = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
        self._run(_WRITE, shelf.name, key, written, since)

    def _run(self, statement: str, *values: str | int) -> tuple[str, int] | None:
        """The first row. A file that breaks underway is put aside; one that somebody else holds too long is done without."""
        if self._database is None:
            return None
        try:
            row: tuple[str, int] | None = self._database.execute(statement, values).fetchone()
        except sqlite3.OperationalError as problem:
            self.close()
            self._told(f"what other sites said is not kept from here on: {self._path.name}: {problem}")
            return None
        except sqlite3.DatabaseError:
            self.close()
            self._put_aside()
            return None
        return row

    def _open(self, *, is_first: bool) -> None:
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._database = _opened(self._path)
        except (sqlite3.OperationalError, OSError) as problem:
            self.close()
            self._told(f"what other sites say is not kept: {self._path.name}: {problem}")
        except sqlite3.DatabaseError:
            self.close()
            if is_first:
                self._put_aside()

    def _put_aside(self) -> None:
        """Rename a broken file, and begin a new one."""
        number = 1
        while (aside := self._path.with_name(f"{self._path.name}.broken-{number}")).exists():
            number += 1
        with contextlib.suppress(FileNotFoundError):  # another process was faster
            self._path.replace(aside)
        for ending in ("-wal", "-shm"):
            self._path.with_name(self._path.name + ending).unlink(missing_ok=True)
        self._told(f"{self._path.name} is broken: it is {aside.name} now, and other sites are asked again")
        self._open(is_first=False)


def _opened(path: Path) -> sqlite3.Connection:
    """The file, ready. Two that make it at the same time are in each other's way, and SQLite does not wait there."""
    until = monotonic() + _PATIENCE_S
    while True:
        database = sqlite3.connect(path, timeout=_PATIENCE_S, isolation_level=None)
        try:
            for statement in ("PRAGMA journal_mode=WAL", "PRAGMA synchronous=NORMAL", _MAKE):
                database.execute(statement)
        except sqlite3.OperationalError as problem:
            database.close()
            if "locked" not in str(problem) or monotonic() > until:
                raise
            sleep(_PAUSE_S)
        except sqlite3.DatabaseError:
            database.close()
            raise
        else:
            return database
