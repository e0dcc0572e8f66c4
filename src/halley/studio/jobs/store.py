"""The folder of all jobs: `<folder>/jobs/<id>/`. What comes over the wire is a job's name, or none."""

import os
import re
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

from halley.errors import ConfigError
from halley.files import make_folder
from halley.studio.desk.errors import NotThere
from halley.studio.jobs.errors import CannotKeep
from halley.studio.jobs.log import LogReader
from halley.studio.jobs.record import Errand, JobRecord, Standing
from halley.studio.wire.jobs import Job, Progress

_NAME = re.compile(r"[0-9]{8}-[0-9]{6}-[0-9a-f]{4}")
_GONE = ".gone-"
_LOGS = 20
Stamp = tuple[int, int, int]
"""What tells that a file was written anew."""


class JobStore:
    """All jobs. `lock` is held by whoever turns the state of one that has no worker."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.lock = threading.RLock()
        self._errands: dict[str, Errand] = {}
        self._standings: dict[str, tuple[Stamp, Standing]] = {}
        self._logs: dict[str, LogReader] = {}

    def ids(self) -> tuple[str, ...]:
        """What the jobs are called, newest first."""
        try:
            with os.scandir(self.folder) as found:
                names = [one.name for one in found if _NAME.fullmatch(one.name) and one.is_dir(follow_symlinks=False)]
        except OSError:  # nobody asked for any yet
            return ()
        return tuple(sorted(names, reverse=True))

    def record(self, identity: str) -> JobRecord:
        """The folder of one. Raises NotThere."""
        record = JobRecord(self.folder / identity)
        if not _NAME.fullmatch(identity) or not record.root.is_dir() or record.root.is_symlink():
            raise NotThere(f"there is no job {identity[:60]!r}")
        return record

    def errand(self, identity: str) -> Errand:
        """What was asked of one. Raises NotThere, ConfigError."""
        if identity not in self._errands:
            self._errands[identity] = self.record(identity).errand()
        return self._errands[identity]

    def standing(self, identity: str) -> Standing:
        """How one stands; it is read again only where it changed."""
        record = JobRecord(self.folder / identity)
        stamp = stamp_of(record.state)
        known = self._standings.get(identity)
        if known is None or known[0] != stamp:
            known = self._standings[identity] = (stamp, record.standing())
        return known[1]

    def job(self, identity: str) -> Job:
        """One as the API tells it. Raises NotThere, ConfigError."""
        errand = self.errand(identity)
        try:
            return _job(errand, self.standing(identity))
        except ValueError:  # somebody wrote into its files
            raise ConfigError(f"the job {identity} cannot be read", hint="delete it") from None

    def jobs(self) -> Iterator[Job]:
        """All that can be read, newest first."""
        for identity in self.ids():
            try:
                yield self.job(identity)
            except (NotThere, ConfigError):
                continue

    def log(self, identity: str) -> LogReader:
        """The log of one. Raises NotThere."""
        record = self.record(identity)
        with self.lock:
            if identity not in self._logs:
                while len(self._logs) >= _LOGS:
                    self._logs.pop(next(iter(self._logs)))
                self._logs[identity] = LogReader(record.log)
            return self._logs[identity]

    def make(self, errand: Errand) -> None:
        """Make the folder of a job that waits. Raises CannotKeep."""
        made = JobRecord(self.folder / f"{_GONE}{errand.id}")  # nobody sees it before it is whole
        try:
            make_folder(made.root)
            made.root.chmod(0o700)
            made.write_errand(errand)
            made.write_standing(Standing())
            made.root.rename(self.folder / errand.id)
        except OSError as problem:
            shutil.rmtree(made.root, ignore_errors=True)
            raise self._cannot(problem) from None

    def turn(self, identity: str, standing: Standing) -> None:
        """Say how a job stands that has no worker. Raises CannotKeep."""
        try:
            JobRecord(self.folder / identity).write_standing(standing)
        except OSError as problem:
            raise self._cannot(problem) from None

    def remove(self, identity: str) -> None:
        """Delete a job with everything in it. Raises NotThere, CannotKeep."""
        record, gone = self.record(identity), self.folder / f"{_GONE}{identity}"
        try:
            record.root.rename(gone)
        except OSError as problem:
            raise self._cannot(problem) from None
        self._errands.pop(identity, None)
        self._standings.pop(identity, None)
        self._logs.pop(identity, None)
        shutil.rmtree(gone, ignore_errors=True)

    def sweep(self) -> None:
        """Delete what an earlier server did not come to delete."""
        for one in self.folder.glob(f"{_GONE}*"):
            shutil.rmtree(one, ignore_errors=True)

    def _cannot(self, problem: OSError) -> CannotKeep:
        return CannotKeep(f"{self.folder} cannot be written: {problem.strerror or problem}", hint="make room there")


def stamp_of(path: Path) -> Stamp:
    """What tells that a file was written anew; zeros where there is none."""
    try:
        about = path.stat()
    except OSError:
        return 0, 0, 0
    return about.st_mtime_ns, about.st_size, about.st_ino


def _job(errand: Errand, standing: Standing) -> Job:
    is_plan = errand.asked.kind == "plan" and standing.state == "finished"
    return Job(
        id=errand.id,
        kind=errand.asked.kind,
        title=standing.title or errand.title,
        state=standing.state,
        configuration=errand.asked.configuration,
        asked=errand.asked,
        made=errand.made,
        began=standing.began,
        ended=standing.ended,
        progress=Progress(
            words=standing.words, done=standing.done, total=standing.total, seconds_left=standing.seconds_left
        ),
        problem=standing.problem,
        hint=standing.hint,
        plan=errand.id if is_plan else errand.asked.plan,
        run=standing.run,
        counts=dict(standing.counts),
        size=standing.size,
    )
