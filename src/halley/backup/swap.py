"""Putting a folder in another's place, so that at every moment the old one is whole, and the new one is, or is not there.

Beside the target `X` lie, while this goes on, `.X.halley-restore` (the new folder while it grows) and
`.X.halley-restore.json` (which folder that is, by its inode). The two change places in one step of the kernel; then the old
one, now under the hidden name, gets the name that it stays under, `X.before-YYYYmmdd-HHMMSS`. Whoever comes after a kill
sees by the inode which of the two lies under the hidden name.
"""

import ctypes
import errno
import fcntl
import glob
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from halley.backup.errors import BackupError
from halley.errors import ConfigError
from halley.files import flush_folder, write_atomic

_HERE = -100
_EXCHANGE = 2
_UNABLE = frozenset({errno.EINVAL, errno.ENOSYS, errno.ENOTSUP})


@dataclass(frozen=True, slots=True)
class Place:
    """A folder that is to be replaced, or to be made."""

    target: Path

    @property
    def growing(self) -> Path:
        """The new folder until it is whole."""
        return self.target.with_name(f".{self.target.name}.halley-restore")

    @property
    def note(self) -> Path:
        """Which folder that is."""
        return self.target.with_name(f".{self.target.name}.halley-restore.json")

    def aside(self, now: datetime) -> Path:
        """A name for the old folder that nothing has."""
        name = f"{self.target.name}.before-{now:%Y%m%d-%H%M%S}"
        tries = (self.target.with_name(name if number == 0 else f"{name}-{number}") for number in range(1000))
        return next(path for path in tries if not os.path.lexists(path))


def place_of(target: Path) -> Place:
    """The place of a folder. Raises ConfigError where it cannot be replaced."""
    real = target.resolve()
    if real.exists() and not real.is_dir():
        raise ConfigError(f"`{target}` is no folder")
    if not real.parent.is_dir():
        raise ConfigError(f"the folder {real.parent}, in which `{real.name}` is to be put back, is not there")
    if not real.name or (real.is_dir() and real.is_mount()):
        raise ConfigError(
            f"`{target}` is where a volume is mounted, and cannot be replaced from in here",
            hint="restore it from outside of the container, where it is an ordinary folder",
        )
    return Place(real)


@contextmanager
def reserved(place: Place) -> Iterator[None]:
    """Have the place for ourselves, with what a killed restore left there put in order. Raises BackupError."""
    handle = os.open(place.target.parent, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError:
        raise BackupError(f"something is being restored in {place.target.parent} just now") from None
    finally:
        os.close(handle)


def tidy(place: Place, now: datetime) -> Path | None:
    """Put in order what a restore that was killed left behind; where the old folder is now, if it was still to be named."""
    for half in place.target.parent.glob(f".{glob.escape(place.note.name)}.*"):
        half.unlink(missing_ok=True)  # a note that was not written to its end
    if not os.path.lexists(place.growing):
        _put_back(place, _noted(place))
        place.note.unlink(missing_ok=True)
        return None
    noted = _noted(place)
    if noted.get("inode") == place.growing.stat().st_ino:
        _put_back(place, noted)
        remove(place.growing)
        place.note.unlink(missing_ok=True)
        return None
    if not noted and not any(place.growing.iterdir()):
        place.growing.rmdir()
        return None
    aside_now = place.aside(now)
    place.growing.rename(aside_now)
    place.note.unlink(missing_ok=True)
    return aside_now


def _put_back(place: Place, noted: dict[str, object]) -> None:
    """Where two names cannot be exchanged, a kill may have left none at the target: the old folder goes back there."""
    aside = noted.get("aside")
    if isinstance(aside, str) and not place.target.exists() and (old := place.target.with_name(aside)).is_dir():
        old.rename(place.target)


def _noted(place: Place) -> dict[str, object]:
    try:
        found = json.loads(place.note.read_bytes())
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def begin(place: Place, aside: Path) -> None:
    """Make the folder that is to grow, and note which it is."""
    place.growing.mkdir(mode=0o700)
    _note(place, place.growing, aside)


def _note(place: Place, new: Path, aside: Path | None) -> None:
    content = {"inode": new.stat().st_ino, "aside": aside.name if aside else None}
    write_atomic(place.note, json.dumps(content), mode=0o600)


def replace(place: Place, aside: Path) -> Path | None:
    """Put the grown folder in the target's place; where the old one is now, or None where there was none. Raises OSError."""
    old = None
    if not place.target.exists():
        place.growing.rename(place.target)
    elif exchange(place.growing, place.target):
        try:
            place.growing.rename(aside)
        except OSError:
            exchange(place.growing, place.target)
            raise
        old = aside
    else:
        place.target.rename(aside)
        place.growing.rename(place.target)
        old = aside
    place.note.unlink(missing_ok=True)
    flush_folder(place.target.parent)
    return old


def undo(place: Place, old: Path | None) -> None:
    """Put the old folder back, and do away with the new one. Raises OSError where the old one is not back.

    Of the new one something may stay, where somebody still writes into it: the next restore does away with that.
    """
    _note(place, place.target, old)
    if old is None:
        place.target.rename(place.growing)
    else:
        old.rename(place.growing)
        if not exchange(place.growing, place.target):
            place.growing.rename(old)
            place.target.rename(place.growing)
            old.rename(place.target)
    flush_folder(place.target.parent)
    with suppress(OSError):
        remove(place.growing)
        place.note.unlink(missing_ok=True)


def exchange(one: Path, other: Path) -> bool:
    """Let two names change places in one step; False where this kernel or file system cannot. Raises OSError."""
    try:
        renameat2 = ctypes.CDLL(None, use_errno=True).renameat2
    except AttributeError:
        return False
    if renameat2(_HERE, os.fsencode(one), _HERE, os.fsencode(other), _EXCHANGE) == 0:
        return True
    number = ctypes.get_errno()
    if number in _UNABLE:
        return False
    raise OSError(number, os.strerror(number), str(one), None, str(other))


def flush_disk(folder: Path) -> None:
    """Have everything on the disk that was written to the file system of a folder."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        ctypes.CDLL(None, use_errno=True).syncfs(handle)
    except AttributeError:
        os.sync()
    finally:
        os.close(handle)


def remove(folder: Path) -> None:
    """Delete a folder that is ours, whatever permissions are in it, and whatever links a service made there meanwhile."""
    folder.chmod(0o700)
    for above, folders, _ in os.walk(folder):
        for path in (Path(above) / name for name in folders):
            if not path.is_symlink():
                path.chmod(0o700)  # before the walk goes down into it
    shutil.rmtree(folder)
