"""The journal as pages read it: runs, their steps, and the room that all takes. It is only read."""

import os
import shutil
import threading
import time
from collections import OrderedDict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from halley.errors import ConfigError
from halley.plans import read_plan
from halley.runs.errors import JournalError
from halley.runs.journal import Journal, Run
from halley.runs.model import Outcome
from halley.runs.store import data_folder
from halley.studio.desk.desk import Desk
from halley.studio.desk.errors import NotThere
from halley.studio.reading.became import became, carried_out
from halley.studio.reading.errors import NotReadable
from halley.studio.reading.rows import Standing
from halley.studio.wire.base import Page
from halley.studio.wire.history import Room, RunRow, RunStep

_MOST = 4
_ROOM_S = 20
Stamp = tuple[tuple[int, int], ...]
Natures = Mapping[int, tuple[str, str]]
"""By the number of a step: its kind, and why it cannot be taken back."""


class Runs:
    """The runs of one data folder."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.data = data_folder(desk.environment)
        self.began = time.monotonic()
        self._lock = threading.Lock()
        self._natures: OrderedDict[tuple[str, int], Natures] = OrderedDict()
        self._room: tuple[float, Room] | None = None

    @property
    def stamp(self) -> Stamp:
        """What tells that the journal changed."""
        return tuple(_stamp(self.data / name) for name in ("journal.db", "journal.db-wal"))

    def page(self, offset: int, limit: int) -> Page[RunRow]:
        """Some of the runs, newest first. Raises NotReadable."""
        with self._journal() as journal:
            every = journal.runs() if journal is not None else []
            rows = [self._row(journal, one, every) for one in every[offset : offset + limit] if journal is not None]
        return Page[RunRow](total=len(every), offset=offset, rows=tuple(rows))

    def row(self, identity: str) -> RunRow:
        """One run. Raises NotThere, NotReadable."""
        with self._journal() as journal:
            if journal is not None:
                every = journal.runs()
                return self._row(journal, _known(every, identity), every)
        raise _missing(identity)

    def steps(self, identity: str, state: str, q: str, offset: int, limit: int) -> Page[RunStep]:
        """Some of the steps of a run. Raises NotThere, NotReadable."""
        with self._journal() as journal:
            if journal is None:
                raise _missing(identity)
            every = journal.runs()
            run = _known(every, identity)
            outcomes = journal.outcomes(run.id, in_short=True)
            states = became(journal, run, every)
            natures = self._natures_of(journal, run, len(outcomes))
        words = q.casefold().split()
        found = [
            one
            for one in outcomes
            if (not state or states.get(one.number, one.state.value) == state)
            and (not words or _holds(one, natures.get(one.number, ("", ""))[0], words))
        ]
        rows = tuple(_step(one, states, natures) for one in found[offset : offset + limit])
        return Page[RunStep](total=len(found), offset=offset, rows=rows)

    def carried_out(self, digest: str) -> Standing:
        """What became of the steps of a plan. Raises NotReadable."""
        with self._journal() as journal:
            if journal is None:
                return Standing()
            return carried_out(journal, journal.runs(), self.data / "runs", digest)

    def room(self) -> Room:
        """How much room everything takes, counted anew after a while."""
        with self._lock:
            known = self._room
            if known is None or time.monotonic() - known[0] > _ROOM_S:
                journal = sum(size for size, _ in _sizes(self.data, "journal.db"))
                pictures = [size for size, _ in _sizes(self.data / "images", "")]
                jobs = sum(_tree(self.desk.folder / "jobs"))
                room = Room(journal=journal, pictures=sum(pictures), picture_count=len(pictures), jobs=jobs)
                known = self._room = (time.monotonic(), room)
            return known[1]

    def disk_free(self) -> int:
        """Bytes that are free where the journal is, or will be."""
        there = next((one for one in (self.data, *self.data.parents) if one.is_dir()), Path("/"))
        return shutil.disk_usage(there).free

    @contextmanager
    def _journal(self) -> Iterator[Journal | None]:
        """The journal; None where there is none yet."""
        path = self.data / "journal.db"
        if not path.is_file():
            yield None
            return
        try:
            journal = Journal(path)
        except JournalError as problem:
            raise NotReadable(problem.message, hint=problem.hint) from None
        try:
            yield journal
        except JournalError as problem:
            raise NotReadable(problem.message, hint=problem.hint) from None
        finally:
            journal.close()

    def _row(self, journal: Journal, run: Run, every: list[Run]) -> RunRow:
        return RunRow(
            id=run.id,
            kind=run.kind,
            server=run.server.name,
            configuration=configuration_of(self.desk, _source(run, every)),
            state=run.state,
            began=run.began,
            ended=run.ended,
            of=run.of,
            counts={state.value: count for state, count in journal.counts(run.id).items()},
        )

    def _natures_of(self, journal: Journal, run: Run, count: int) -> Natures:
        """What the steps of a run are, read once: its plan stays as it is, and what is recorded is only added to."""
        key = (run.id, count if run.kind == "record" else 0)
        with self._lock:
            if key not in self._natures:
                self._natures[key] = _natures(journal, run, self.data / "runs" / run.id)
                while len(self._natures) > _MOST:
                    self._natures.popitem(last=False)
            self._natures.move_to_end(key)
            return self._natures[key]


def configuration_of(desk: Desk, path: str) -> str:
    """The id of the configuration at a path; empty where the studio does not know it."""
    return next((one.id for one in desk.all() if str(one.path) == path), "")


def _natures(journal: Journal, run: Run, folder: Path) -> Natures:
    """Kind and irreversibility of the steps of a run: from its plan, or as far as they were begun."""
    try:
        return {one.number: (one.kind, one.irreversible) for one in read_plan(folder).steps}
    except ConfigError:
        told = journal.intents(run.id)
        return {number: (type(one.change).__name__, one.irreversible) for number, one in told.items()}


def _step(one: Outcome, states: Mapping[int, str], natures: Natures) -> RunStep:
    kind, irreversible = natures.get(one.number, ("", ""))
    return RunStep(
        number=one.number,
        words=one.words,
        kind=kind,
        library=one.library,
        state=states.get(one.number, one.state.value),
        reason=one.reason,
        irreversible=irreversible,
    )


def _holds(one: Outcome, kind: str, words: Sequence[str]) -> bool:
    text = f"{one.words}\n{one.library}\n{one.reason}\n{kind}".casefold()
    return all(word in text for word in words)


def _source(run: Run, every: list[Run]) -> str:
    """The configuration that a run is of; of an undo that of what it takes back."""
    known = {one.id: one for one in every}
    for _ in every:
        if run.of not in known:
            break
        run = known[run.of]
    return run.source


def _known(every: list[Run], identity: str) -> Run:
    found = next((one for one in every if one.id == identity), None)
    if found is None:
        raise _missing(identity)
    return found


def _missing(identity: str) -> NotThere:
    return NotThere(f"there is no run {identity[:60]!r}")


def _stamp(path: Path) -> tuple[int, int]:
    try:
        about = path.stat()
    except OSError:
        return 0, 0
    return about.st_mtime_ns, about.st_size


def _sizes(folder: Path, prefix: str) -> Iterator[tuple[int, str]]:
    """The files of a folder whose names begin so, with their sizes; those that vanish meanwhile count nothing."""
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                if entry.name.startswith(prefix) and entry.is_file(follow_symlinks=False):
                    try:
                        yield entry.stat(follow_symlinks=False).st_size, entry.name
                    except OSError:
                        continue
    except OSError:
        return


def _tree(folder: Path) -> Iterator[int]:
    """The sizes of all files below a folder."""
    for root, _, names in os.walk(folder):
        for name in names:
            try:
                yield os.lstat(os.path.join(root, name)).st_size  # noqa: PTH118 - many
            except OSError:
                continue
