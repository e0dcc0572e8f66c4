"""The jobs that lie in a folder of jobs, and the comparisons, which hold a job of each engine."""

import json
import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from halley.errors import ConfigError
from halley.jobs.comparing import ComparisonFolder
from halley.jobs.comparison import DIFFERENT, SAME
from halley.jobs.folder import JobFolder

Listed: TypeAlias = JobFolder | ComparisonFolder


@dataclass(frozen=True, slots=True)
class JobLine:
    """A job in a list. A comparison is a success where nothing differs; its `blocked` are those of both engines."""

    name: str
    folder: Listed
    timestamp: str
    state: str
    success: bool
    targets: int
    blocked: int

    @property
    def is_comparison(self) -> bool:
        """Whether two engines ran."""
        return isinstance(self.folder, ComparisonFolder)


def jobs_in(folder: Path) -> Iterator[JobLine]:
    """The jobs in a folder, newest first; folders that are no jobs are passed over."""
    found = [job for one in folder.iterdir() if (job := _listed(one))] if folder.is_dir() else []
    for job in sorted(found, key=_changed, reverse=True):
        yield _line(job) if isinstance(job, JobFolder) else _line_of_two(job)


def _listed(path: Path) -> Listed | None:
    """What lies there. A preview that is killed at once leaves a summary and no meta.json yet."""
    job, comparison = JobFolder(path), ComparisonFolder(path)
    if _is_job(job):
        return job
    return comparison if comparison.told.is_file() or any(map(_is_job, _engines(comparison))) else None


def _is_job(job: JobFolder) -> bool:
    return job.meta.is_file() or job.summary.is_file()


def _engines(comparison: ComparisonFolder) -> tuple[JobFolder, JobFolder]:
    return comparison.kometa, comparison.native


def _changed(found: Listed) -> float:
    if isinstance(found, JobFolder):
        return (found.meta if found.meta.is_file() else found.summary).stat().st_mtime
    begun = [_changed(job) for job in _engines(found) if _is_job(job)]
    return min(begun) if begun else found.told.stat().st_mtime


def job_called(folder: Path, name: str) -> Listed:
    """The job of that name, or at that path. Raises ConfigError where there is none."""
    for path in (folder / name, Path(name)):
        if path.name and (found := _listed(path)):
            return found
    raise ConfigError(f"there is no job {name!r} in {folder}", hint="`halley jobs list` shows those that there are")


def told_by(found: Listed) -> Mapping[str, object]:
    """The summary of a job, or what a comparison says. Raises ConfigError where there is none that can be read."""
    if isinstance(found, JobFolder):
        return found.read_summary()
    if not found.told.is_file():
        each = " and ".join(f"`halley jobs show {job.root}`" for job in _engines(found) if _is_job(job))
        raise ConfigError(f"the comparison {found.root.name!r} has not come to its end", hint=f"{each} say how far it came")
    try:
        told = json.loads(found.told.read_text("utf-8"))
    except (OSError, ValueError) as problem:
        raise ConfigError(f"{found.told} cannot be read: {problem}") from None
    if not isinstance(told, dict):
        raise ConfigError(f"{found.told} holds no JSON object")
    return told


def log_of(found: Listed) -> Path:
    """What the engine of a job printed. Raises ConfigError where it printed nothing, or where there are two engines."""
    if isinstance(found, ComparisonFolder):
        each = " or ".join(f"`halley jobs logs {job.root}`" for job in _engines(found))
        raise ConfigError(f"{found.root.name!r} is a comparison of two engines", hint=f"name one: {each}")
    if not found.log.is_file():
        raise ConfigError(
            f"the engine of {found.root.name!r} has printed nothing", hint="`halley jobs show` says how far it came"
        )
    return found.log


def remove(jobs: Sequence[Listed]) -> None:
    """Delete the folders of jobs with everything in them: all of them or none.

    Raises ConfigError where one is no job's, or somebody works in one.
    """
    for found in jobs:
        if not (_listed(found.root) and found.output.is_dir()):
            raise ConfigError(f"{found.root} does not look like a job folder, nothing was deleted")
        if _is_running(found):
            raise ConfigError(f"a preview is running in {found.root}, nothing was deleted", hint="stop it first")
    for found in jobs:
        if found.root.is_dir():  # it may have been named twice, or lain in one of the others
            shutil.rmtree(found.root)


def _is_running(found: Listed) -> bool:
    return found.is_running if isinstance(found, JobFolder) else any(job.is_running for job in _engines(found))


def _line(folder: JobFolder) -> JobLine:
    try:
        row = folder.read_summary()
    except ConfigError:
        row = {}
    return JobLine(
        folder.root.name,
        folder,
        str(row.get("timestamp", "")),
        str(row.get("state", "unreadable" if folder.summary.exists() else "prepared")),
        row.get("success") is True,
        _count(row.get("targets")),
        _count(row.get("blocked_write_attempts")),
    )


def _line_of_two(folder: ComparisonFolder) -> JobLine:
    engines = [_line(job) for job in _engines(folder) if _is_job(job)]
    try:
        row = told_by(folder)
        state = "finished" if row.get("exit_code") in {SAME, DIFFERENT} else "failed"
    except ConfigError:
        row = {}
        state = "unreadable" if folder.told.exists() else "running" if _is_running(folder) else "killed"
    return JobLine(
        folder.root.name,
        folder,
        min((one.timestamp for one in engines if one.timestamp), default=""),
        state,
        row.get("ok") is True,
        _count(row["items"]) if "items" in row else max((one.targets for one in engines), default=0),
        sum(one.blocked for one in engines),
    )


def _count(rows: object) -> int:
    return len(rows) if isinstance(rows, list) else 0
