"""What of a folder goes into its backup: files and folders, less what can be had again and what was not asked for."""

import os
import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from halley.backup import manifest
from halley.backup.databases import begins_as_database, database_of, open_file
from halley.backup.entries import DEEPEST, LONGEST_PATH, ROOT, Entry, entry_of, length, shown
from halley.backup.errors import BackupError

_LOGS = re.compile(r"logs")
_ASSETS = re.compile(r"assets")
_ORIGINALS = re.compile(r"overlays/[^/]* Original Posters|halley/(data/)?images")
_NEVER = re.compile(r"halley-jobs|halley/(service|backup|art|downloads)|halley/(data/)?studio/(jobs|demo)")
"""What Halley makes or fetches again, and what it notes about its work while it works: an old note would lie."""
JOURNAL = "halley/data"
"""Where Halley's own journal stands in a backup, if it lies outside of the folder that is backed up."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What goes in only if it was asked for."""

    assets: bool = False
    originals: bool = False
    logs: bool = False

    def reason_against(self, path: str) -> str | None:
        """Why a folder stays out, or None."""
        if not self.logs and _LOGS.fullmatch(path):
            return "logs were not asked for"
        if not self.assets and _ASSETS.fullmatch(path):
            return "assets were not asked for"
        if not self.originals and _ORIGINALS.fullmatch(path):
            return "original posters were not asked for"
        return None


@dataclass(frozen=True, slots=True)
class Found:
    """Something that goes in: `inside` is the open folder that it lies in, for as long as it is being looked at."""

    entry: Entry
    path: Path
    inside: int
    is_database: bool = False

    def open(self) -> BinaryIO:
        """The file itself, never what a link leads to. Raises OSError."""
        return open_file(self.path.name, self.inside)


@dataclass(slots=True)
class Walk:
    """One way through a folder. `left_out` fills with what was passed over, and why."""

    source: Path
    wanted: Wanted
    never: frozenset[Path] = frozenset()
    left_out: dict[str, str] = field(default_factory=dict)
    below: str = ROOT
    """Where the top of `source` stands in the archive."""

    def __iter__(self) -> Iterator[Found]:
        """Raises BackupError for what cannot be read: a backup with holes in it would look like a whole one."""
        try:
            _try_to_open(self.source, None)
        except OSError as problem:
            raise unreadable(self.source, problem) from None
        for above, folders, files, inside in os.fwalk(self.source, onerror=_unreadable, follow_symlinks=False):
            folders.sort()
            here = Path(above)
            relative = _joined(self.below, here.relative_to(self.source).as_posix())
            yield Found(entry_of(relative, os.fstat(inside)), here, inside)
            folders[:] = [name for name in folders if self._goes_down(relative, here / name, inside)]
            beside = frozenset(files)
            for name in sorted(files):
                if (found := self._file(relative, here / name, inside, beside)) is not None:
                    yield found

    def _goes_down(self, relative: str, path: Path, inside: int) -> bool:
        name = _joined(relative, path.name)
        if path in self.never:
            # Named, as it is nothing that could be made again: a restore has to say where it is then.
            return self._pass_over(name, "backups lie there")
        if _NEVER.fullmatch(name):
            return False
        try:
            if stat.S_ISLNK(os.stat(path.name, dir_fd=inside, follow_symlinks=False).st_mode):
                return self._pass_over(name, "a link")
            if reason := self.wanted.reason_against(name):
                return self._pass_over(name, reason)
            _try_to_open(path.name, inside)
        except FileNotFoundError:
            return False  # gone since the folder above was listed
        except OSError as problem:
            raise unreadable(path, problem) from None
        return True

    def _file(self, relative: str, path: Path, inside: int, beside: frozenset[str]) -> Found | None:
        name = _joined(relative, path.name)
        if name == manifest.NAME:
            return None  # the list of an earlier backup, unpacked by hand
        try:
            seen = os.stat(path.name, dir_fd=inside, follow_symlinks=False)
            if not stat.S_ISREG(seen.st_mode):
                self._pass_over(name, _kind(seen.st_mode))
                return None
            owner = database_of(path.name)
            if owner in beside and begins_as_database(owner, inside):
                return None  # its own notes, which the copy of the database holds already
            return Found(entry_of(name, seen), path, inside, begins_as_database(path.name, inside))
        except FileNotFoundError:
            return None  # gone since the folder was listed, as it may
        except OSError as problem:
            raise unreadable(path, problem) from None

    def _pass_over(self, name: str, reason: str) -> bool:
        self.left_out[shown(name)[1:-1]] = reason
        return False


def unreadable(path: Path, problem: OSError) -> BackupError:
    """The error for a file that should be in a backup and cannot be read."""
    hint = None
    if isinstance(problem, PermissionError):
        hint = "files of a rootless container are another user's: `podman unshare halley backup create ...` reads them"
    return BackupError(f"{path} cannot be read: {problem.strerror}; no backup was made", hint=hint)


def _try_to_open(folder: str | Path, inside: int | None) -> None:
    """Raises OSError. The walk itself would say the name of a folder only, and not where it lies."""
    os.close(os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC, dir_fd=inside))


def _unreadable(problem: OSError) -> None:
    if not isinstance(problem, FileNotFoundError):
        raise unreadable(Path(os.fsdecode(problem.filename or "a folder")), problem)


def _joined(relative: str, name: str) -> str:
    path = name if relative == ROOT else relative if name == ROOT else f"{relative}/{name}"
    if length(path) > LONGEST_PATH or path.count("/") >= DEEPEST:
        raise BackupError(f"{shown(path)} lies too deep to be backed up; no backup was made")
    return path


def _kind(mode: int) -> str:
    if stat.S_ISLNK(mode):
        return "a link"
    return "a socket" if stat.S_ISSOCK(mode) else "a named pipe" if stat.S_ISFIFO(mode) else "a device"
