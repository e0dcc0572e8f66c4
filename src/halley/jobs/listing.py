"""The jobs that lie in a folder of jobs."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from halley.errors import ConfigError
from halley.jobs.folder import JobFolder


@dataclass(frozen=True, slots=True)
class JobLine:
    """A job in a list."""

    name: str
    folder: JobFolder
    timestamp: str
    state: str
    success: bool
    targets: int
    blocked: int


def jobs_in(folder: Path) -> Iterator[JobLine]:
    """The jobs in a folder, newest first; folders that are no jobs are passed over."""
    found = [job for one in folder.iterdir() if _is_listed(job := JobFolder(one))] if folder.is_dir() else []
    for job in sorted(found, key=_changed, reverse=True):
        yield _line(job)


def _is_listed(job: JobFolder) -> bool:
    """A preview that is killed at once leaves a summary and no meta.json yet."""
    return job.meta.is_file() or job.summary.is_file()


def _changed(job: JobFolder) -> float:
    return (job.meta if job.meta.is_file() else job.summary).stat().st_mtime


def job_called(folder: Path, name: str) -> JobFolder:
    """The job of that name, or at that path. Raises ConfigError where there is none."""
    for path in (folder / name, Path(name)):
        if path.name and _is_listed(JobFolder(path)):
            return JobFolder(path)
    raise ConfigError(f"there is no job {name!r} in {folder}", hint="`halley jobs list` shows those that there are")


def remove(job: JobFolder) -> None:
    """Delete a job's folder with everything in it. Raises ConfigError where it is no job's, or somebody works in it."""
    if not (_is_listed(job) and job.output.is_dir()):
        raise ConfigError(f"{job.root} does not look like a job folder, nothing was deleted")
    if job.is_running:
        raise ConfigError(f"a preview is running in {job.root}, nothing was deleted", hint="stop it first")
    shutil.rmtree(job.root)


def _line(folder: JobFolder) -> JobLine:
    try:
        row = folder.read_summary()
    except ConfigError:
        row = {}
    targets, blocked = row.get("targets"), row.get("blocked_write_attempts")
    return JobLine(
        folder.root.name,
        folder,
        str(row.get("timestamp", "")),
        str(row.get("state", "unreadable" if folder.summary.exists() else "prepared")),
        row.get("success") is True,
        len(targets) if isinstance(targets, list) else 0,
        len(blocked) if isinstance(blocked, list) else 0,
    )
