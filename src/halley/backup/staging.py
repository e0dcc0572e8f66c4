"""An archive written out into a folder that nobody uses yet."""

import errno
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from halley.backup.entries import ROOT, Entry
from halley.backup.errors import BackupError, TooLittleRoom

_HOLE = 4096
Owner = tuple[int, int]


class Staging:
    """Takes the entries of an archive into a new folder, which must be empty and ours alone.

    Holes are left where files have nothing but zeros. `owner` is who everything is to belong to; None puts back whom the
    archive names, where this process may do that, which is as root; what it does not name belongs to `whose` then.
    """

    def __init__(self, folder: Path, owner: Owner | None, whose: Owner | None = None) -> None:
        self._folder: Final = folder
        self._owner: Final = owner
        self._unnamed_owner: Final = owner or whose
        self._may_give_away: Final = os.geteuid() == 0
        self._folders: list[Entry] = []
        self._above: set[Path] = {folder}

    def folder(self, entry: Entry) -> None:
        """Make it, writable for us until all is in."""
        path = self._path(entry)
        self._remember_above(path)
        try:
            path.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as problem:
            raise self._told(problem, path) from None
        self._folders.append(entry)

    def file(self, entry: Entry, content: Iterable[bytes]) -> None:
        """Write it, with its permissions, owner and time."""
        path = self._path(entry)
        self._remember_above(path)
        try:
            path.parent.mkdir(mode=0o755, parents=True, exist_ok=True)
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
        except OSError as problem:
            raise self._told(problem, path) from None
        try:
            for chunk in content:
                _write(handle, chunk)
            os.ftruncate(handle, entry.size)
            self._finish(handle, entry)
        except OSError as problem:
            raise self._told(problem, path) from None
        finally:
            os.close(handle)

    def _remember_above(self, path: Path) -> None:
        """Note the folders that something lies in: an archive need not name them."""
        for one in path.parents:
            if one in self._above or not one.is_relative_to(self._folder):
                return
            self._above.add(one)

    def finish(self, top_mode: int) -> None:
        """Give folders their permissions and times, the deepest first, which what was written into them would have changed.

        `top_mode` are the permissions of the top where the archive does not name it.
        """
        for path in self._above - {self._path(one) for one in self._folders}:
            if self._may_give_away and self._unnamed_owner is not None:
                os.chown(path, *self._unnamed_owner, follow_symlinks=False)
            path.chmod(top_mode if path == self._folder else 0o755)
        for entry in sorted(self._folders, key=lambda one: one.path.count("/") + (one.path != ROOT), reverse=True):
            path = self._path(entry)
            handle = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)
            try:
                self._finish(handle, entry)
            except OSError as problem:
                raise self._told(problem, path) from None
            finally:
                os.close(handle)

    def _finish(self, handle: int, entry: Entry) -> None:
        uid, gid = self._owner or (entry.uid, entry.gid)
        if self._may_give_away:
            os.fchown(handle, uid, gid)
        # After the owner: giving a file away takes bits off its permissions.
        os.fchmod(handle, entry.mode)
        os.utime(handle, ns=(entry.mtime_ns, entry.mtime_ns))

    def _path(self, entry: Entry) -> Path:
        return self._folder if entry.path == ROOT else self._folder / entry.path

    def _told(self, problem: OSError, path: Path) -> BackupError:
        if problem.errno in {errno.ENOSPC, errno.EDQUOT}:
            return TooLittleRoom(f"the disk that {self._folder.parent} is on is full; nothing was changed")
        hint = None
        if problem.errno == errno.EINVAL and self._may_give_away:
            hint = "this user namespace has no such user; `--puid` and `--pgid` name others"
        return BackupError(f"{path} cannot be written: {problem.strerror}; nothing was changed", hint=hint)


def _write(handle: int, chunk: bytes) -> None:
    """Write a chunk, passing over whole blocks of zeros."""
    view = memoryview(chunk)
    for start in range(0, len(view), 16 * _HOLE):
        part = view[start : start + 16 * _HOLE]
        if not any(part[:64]) and bytes(part).count(0) == len(part):
            os.lseek(handle, len(part), os.SEEK_CUR)
            continue
        while part:
            part = part[os.write(handle, part) :]
