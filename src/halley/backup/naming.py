"""What a backup is called and where it lies: `<dest>/<NAME>/NAME-YYYYmmdd-HHMMSS.tar.zst.age`, in the machine's own time."""

import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from halley.errors import ConfigError

ENDING = ".tar.zst.age"
_STAMP = "%Y%m%d-%H%M%S"
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")


@dataclass(frozen=True, slots=True)
class Backup:
    """A file that is called as backups are; `at` is what its name says, in local time without a zone, `size` is in bytes."""

    path: Path
    at: datetime
    size: int


def service_name(text: str) -> str:
    """The name of a service as part of a file name. Raises ConfigError."""
    if not _NAME.fullmatch(text):
        raise ConfigError(
            f"`{text}` cannot be part of a backup's name, which has letters, digits, dots, dashes and underscores",
            hint="`--name kometa` gives another",
        )
    return text


def file_name(name: str, at: datetime) -> str:
    """What a backup made at a local time is called."""
    return f"{name}-{at.strftime(_STAMP)}{ENDING}"


def backups_in(folder: Path, name: str) -> list[Backup]:
    """The backups of a service, oldest first. Raises ConfigError where the folder cannot be read."""
    pattern = re.compile(rf"{re.escape(name)}-([0-9]{{8}}-[0-9]{{6}}){re.escape(ENDING)}")
    found = []
    try:
        for path in folder.iterdir():
            match = pattern.fullmatch(path.name)
            at = _moment(match.group(1)) if match else None
            if at is not None and path.is_file() and not path.is_symlink():
                found.append(Backup(path, at, path.stat().st_size))
    except FileNotFoundError:
        return []
    except OSError as problem:
        raise ConfigError(f"the folder {folder} cannot be read: {problem.strerror}") from None
    return sorted(found, key=lambda one: (one.at, one.path.name))


def _moment(stamp: str) -> datetime | None:
    try:
        return datetime.strptime(stamp, _STAMP)  # noqa: DTZ007  a file name has no zone
    except ValueError:
        return None
