"""The journal: one SQLite file that says what was about to be done, and what became of it.

A step is put on record as begun, with what stands there and the way back, before anything of it is sent, and as done once it
was read back. Both are waited for until they are on the disk (WAL, synchronous FULL), so that whatever is killed, process or
machine, every write that happened is on record. No token and no address of a server ever comes here.
"""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from halley.gateway.ledger import without_tokens
from halley.plans import Identity
from halley.runs.errors import JournalError
from halley.runs.model import Intent, Outcome, State
from halley.runs.numbers import Numbers
from halley.runs.rows import intent_row, outcome_row, read_intent, read_outcome

VERSION = 1
_SCHEMA = """
CREATE TABLE runs (
    id TEXT PRIMARY KEY, place INTEGER NOT NULL UNIQUE, kind TEXT NOT NULL, machine_id TEXT NOT NULL, name TEXT NOT NULL,
    version TEXT NOT NULL, of TEXT NOT NULL, source TEXT NOT NULL, steps INTEGER NOT NULL, began TEXT NOT NULL,
    ended TEXT NOT NULL, state TEXT NOT NULL, options TEXT NOT NULL);
CREATE TABLE steps (
    run TEXT NOT NULL REFERENCES runs(id) ON DELETE CASCADE, number INTEGER NOT NULL, state TEXT NOT NULL,
    words TEXT NOT NULL, library TEXT NOT NULL, reason TEXT NOT NULL, intent TEXT NOT NULL, outcome TEXT NOT NULL,
    PRIMARY KEY (run, number)) WITHOUT ROWID;
CREATE TABLE numbers (
    run TEXT NOT NULL REFERENCES runs(id) ON DELETE CASCADE, kind TEXT NOT NULL, number INTEGER NOT NULL,
    real INTEGER NOT NULL, was INTEGER, PRIMARY KEY (run, kind, number)) WITHOUT ROWID;
CREATE TABLE pictures (sha1 TEXT PRIMARY KEY, sha256 TEXT NOT NULL, size INTEGER NOT NULL, media_type TEXT NOT NULL);
CREATE TABLE originals (
    machine_id TEXT NOT NULL, key INTEGER NOT NULL, sha256 TEXT NOT NULL, source TEXT NOT NULL,
    PRIMARY KEY (machine_id, key)) WITHOUT ROWID;
"""
PictureRow = tuple[str, str, int, str]
"""A picture that is in the store: SHA-1, SHA-256, size, media type."""


@dataclass(frozen=True, slots=True)
class Run:
    """One run. `kind` is `apply`, `undo` or `record`; `of` the run that an undo takes back; `source` says where its steps
    are from; `state` is `running`, `finished`, `stopped` (by a person or a guard) or `failed`.
    """

    id: str
    kind: str
    server: Identity
    of: str
    source: str
    steps: int
    began: str
    ended: str = ""
    state: str = "running"
    options: str = "{}"


class Journal:
    """The journal at a path. Everything raises JournalError where the file cannot be read or written."""

    def __init__(self, path: Path) -> None:
        self.path = path
        with _told(path):
            path.parent.mkdir(parents=True, exist_ok=True)
            self._base = sqlite3.connect(path, timeout=10, isolation_level=None)
            self._base.execute("PRAGMA journal_mode=WAL")
            self._base.execute("PRAGMA synchronous=FULL")
            self._base.execute("PRAGMA foreign_keys=ON")
            self._prepare()

    def _prepare(self) -> None:
        (version,) = self._base.execute("PRAGMA user_version").fetchone()
        if version > VERSION:
            raise JournalError(
                f"{self.path} was written by a newer Halley (version {version}, this one knows {VERSION})",
                hint="update Halley",
            )
        if version == 0:
            self._base.executescript(f"BEGIN IMMEDIATE;{_SCHEMA}PRAGMA user_version={VERSION};COMMIT;")

    def close(self) -> None:
        """Let go of the file."""
        self._base.close()

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        """One transaction: all of it is on the disk when this ends, or nothing."""
        with _told(self.path):
            self._base.execute("BEGIN IMMEDIATE")
            try:
                yield self._base
                self._base.execute("COMMIT")
            except BaseException:
                if self._base.in_transaction:
                    self._base.execute("ROLLBACK")
                raise

    # --- runs ----------------------------------------------------------------------------------------------------------

    def open_run(self, run: Run) -> None:
        """Put a new run on record."""
        with self._writing() as base:
            (place,) = base.execute("SELECT coalesce(max(place), 0) + 1 FROM runs").fetchone()
            base.execute(
                "INSERT INTO runs VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    *(run.id, place, run.kind, run.server.machine_id, run.server.name, run.server.version),
                    *(run.of, run.source, run.steps, run.began, run.ended, run.state, run.options),
                ),
            )

    def close_run(self, run: str, state: str, ended: str) -> None:
        """Say how a run ended (or that it goes on: `running`)."""
        with self._writing() as base:
            base.execute("UPDATE runs SET state = ?, ended = ? WHERE id = ?", (state, ended, run))

    def runs(self, machine_id: str | None = None) -> list[Run]:
        """The runs, newest first."""
        with _told(self.path):
            rows = self._base.execute(
                "SELECT id, kind, machine_id, name, version, of, source, steps, began, ended, state, options FROM runs"
                " WHERE ?1 IS NULL OR machine_id = ?1 ORDER BY place DESC",
                (machine_id,),
            ).fetchall()
        return [Run(one[0], one[1], Identity(*one[2:5]), *one[5:]) for one in rows]

    def forget(self, runs: Iterable[str]) -> None:
        """Take runs off the record, with their steps."""
        with self._writing() as base:
            base.executemany("DELETE FROM runs WHERE id = ?", [(one,) for one in runs])

    # --- steps ---------------------------------------------------------------------------------------------------------

    def begin(
        self, run: str, intents: Iterable[Intent], pictures: Iterable[PictureRow] = (), finished: Iterable[Outcome] = ()
    ) -> None:
        """Put steps on record that are about to be sent, with pictures kept for them and what became of others before."""
        with self._writing() as base:
            _keep(base, pictures)
            _finish(base, run, finished, Numbers())
            base.executemany(
                "INSERT OR REPLACE INTO steps VALUES (?, ?, 'begun', ?, ?, '', ?, '')",
                [(run, one.number, without_tokens(one.words), one.library, intent_row(one)) for one in intents],
            )

    def take_back(self, run: str, numbers: Iterable[int]) -> None:
        """Take steps off the record that were begun and of which nothing was sent."""
        with self._writing() as base:
            base.executemany(
                "DELETE FROM steps WHERE run = ? AND number = ? AND state = 'begun'", [(run, one) for one in numbers]
            )

    def finish(self, run: str, outcomes: Iterable[Outcome], was: Numbers | None = None) -> None:
        """Put down what became of steps; `was` says of a number which thing or place that is gone it stands for again."""
        with self._writing() as base:
            _finish(base, run, outcomes, was or Numbers())

    def outcomes(self, run: str, *, in_short: bool = False) -> list[Outcome]:
        """What became of the steps of a run, in order; those that were never begun are not there.

        `in_short` leaves out what stood there afterwards and what was made.
        """
        with _told(self.path):
            rows = self._base.execute(
                "SELECT number, state, words, reason, library, CASE ?2 WHEN 0 THEN outcome ELSE '' END FROM steps"
                " WHERE run = ?1 ORDER BY number",
                (run, in_short),
            ).fetchall()
            return [read_outcome(*one) for one in rows]

    def states(self, run: str) -> dict[int, State]:
        """How the steps of a run stand, by number."""
        with _told(self.path):
            rows = self._base.execute("SELECT number, state FROM steps WHERE run = ? ORDER BY number", (run,)).fetchall()
            return {number: State(state) for number, state in rows}

    def intents(self, run: str) -> dict[int, Intent]:
        """What was about to be done, by number."""
        with _told(self.path):
            rows = self._base.execute(
                "SELECT number, words, library, intent FROM steps WHERE run = ? AND intent != '' ORDER BY number", (run,)
            ).fetchall()
            return {one[0]: read_intent(*one) for one in rows}

    def texts(self) -> Iterator[str]:
        """All that is on record of steps, as it is written."""
        with _told(self.path):
            for intent, outcome in self._base.execute("SELECT intent, outcome FROM steps"):
                yield intent
                yield outcome

    def counts(self, run: str) -> dict[State, int]:
        """How many steps of a run ended how."""
        with _told(self.path):
            rows = self._base.execute("SELECT state, count(*) FROM steps WHERE run = ? GROUP BY state", (run,)).fetchall()
        return {State(state): count for state, count in rows}

    # --- numbers and pictures ------------------------------------------------------------------------------------------

    def numbers(self, run: str) -> Numbers:
        """What the server calls what the run made."""
        with _told(self.path):
            rows = self._base.execute("SELECT kind, number, real FROM numbers WHERE run = ?", (run,)).fetchall()
        return Numbers(
            {number: real for kind, number, real in rows if kind == "key"},
            {number: real for kind, number, real in rows if kind == "place"},
        )

    def successors(self, machine_id: str) -> Numbers:
        """What is called otherwise now, because it was taken away and made again: rating keys, places in playlists."""
        with _told(self.path):
            rows = self._base.execute(
                "SELECT numbers.kind, was, real FROM numbers JOIN runs ON runs.id = run"
                " WHERE machine_id = ? AND was IS NOT NULL ORDER BY place, number",
                (machine_id,),
            ).fetchall()
        return Numbers(
            _newest((was, real) for kind, was, real in rows if kind == "key"),
            _newest((was, real) for kind, was, real in rows if kind == "place"),
        )

    def pictures(self, sha1s: Iterable[str]) -> dict[str, tuple[str, int, str]]:
        """Of pictures that are in the store, by the SHA-1 that Plex names them by: SHA-256, size, media type."""
        wanted = list(sha1s)
        with _told(self.path):
            rows = [
                self._base.execute("SELECT * FROM pictures WHERE sha1 = ?", (one,)).fetchone()
                for one in dict.fromkeys(wanted)
            ]
        return {one[0]: (one[1], one[2], one[3]) for one in rows if one is not None}

    def keep_pictures(self, pictures: Iterable[PictureRow]) -> None:
        """Put down which pictures are in the store."""
        with self._writing() as base:
            _keep(base, pictures)

    def lose_pictures(self, sha256s: Iterable[str]) -> None:
        """Forget pictures that are no longer in the store."""
        with self._writing() as base:
            base.executemany("DELETE FROM pictures WHERE sha256 = ?", [(one,) for one in sha256s])

    def keep_originals(self, machine_id: str, rows: Iterable[tuple[int, str, str]]) -> None:
        """Put down originals that another tool kept: rating key, SHA-256, where it was found."""
        with self._writing() as base:
            base.executemany("INSERT OR REPLACE INTO originals VALUES (?, ?, ?, ?)", [(machine_id, *one) for one in rows])

    def originals(self, machine_id: str) -> dict[int, str]:
        """The SHA-256 of each original of a server by rating key."""
        with _told(self.path):
            rows = self._base.execute("SELECT key, sha256 FROM originals WHERE machine_id = ?", (machine_id,)).fetchall()
        return dict(rows)

    def pictures_of_originals(self) -> set[str]:
        """The SHA-256 of the originals of all servers, which may use the same rating keys."""
        with _told(self.path):
            return {sha256 for (sha256,) in self._base.execute("SELECT sha256 FROM originals")}

    def compact(self) -> None:
        """Give back the room of what was forgotten."""
        with _told(self.path):
            self._base.execute("VACUUM")


def _keep(base: sqlite3.Connection, pictures: Iterable[PictureRow]) -> None:
    base.executemany("INSERT OR REPLACE INTO pictures VALUES (?, ?, ?, ?)", list(pictures))


def _finish(base: sqlite3.Connection, run: str, outcomes: Iterable[Outcome], was: Numbers) -> None:
    for one in outcomes:
        base.execute(
            "INSERT INTO steps VALUES (?, ?, ?, ?, ?, ?, '', ?) ON CONFLICT DO UPDATE"
            " SET state = excluded.state, reason = excluded.reason, outcome = excluded.outcome",
            (
                *(run, one.number, one.state.value, without_tokens(one.words), one.library),
                *(without_tokens(one.reason), outcome_row(one)),
            ),
        )
        # Keys and places are counted apart, from the same number on.
        rows = [(run, "key", number, real, was.keys.get(number)) for number, real in one.made.items()]
        rows += [(run, "place", number, real, was.places.get(number)) for number, real in one.places.items()]
        base.executemany("INSERT OR REPLACE INTO numbers VALUES (?, ?, ?, ?, ?)", rows)


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """Say in a sentence what SQLite or the disk would not do."""
    try:
        yield
    except (sqlite3.Error, OSError) as problem:
        why = getattr(problem, "strerror", None) or str(problem)
        raise JournalError(
            f"the journal {path} cannot be used: {why}",
            hint="nothing is done that is not on record: make room, or name another folder in HALLEY_DATA",
        ) from None
    except (ValueError, KeyError, TypeError) as problem:
        raise JournalError(f"the journal {path} is damaged: {problem}") from None


def _newest(pairs: Iterable[tuple[int, int]]) -> dict[int, int]:
    """What led from one number to the next, with each leading to the last one."""
    found: dict[int, int] = {}
    for was, real in pairs:
        found = {old: real if new == was else new for old, new in found.items()}
        found[was] = real
    return found
