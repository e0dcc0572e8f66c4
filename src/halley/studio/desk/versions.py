"""Earlier texts of files, kept beside the configuration when another text is saved over them.

    <folder of config.yml>/halley/history/<name of the file>/<when>-<digest>

They hold what the files held, tokens too: only their owner can read them.
"""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from halley.files import make_folder, write_atomic
from halley.studio.desk.errors import CannotRead, NotThere

_FORM = "%Y%m%dT%H%M%S%fZ"
_NAME = re.compile(r"(\d{8}T\d{12}Z)-[0-9a-f]{12}")
_KEPT = 100


@dataclass(frozen=True, slots=True)
class Version:
    """An earlier text: its name, when another took its place, and its size in bytes."""

    name: str
    saved: datetime
    size: int


@dataclass(frozen=True, slots=True)
class Versions:
    """The earlier texts of the files of one configuration."""

    root: Path

    def keep(self, file: str, content: bytes, now: datetime) -> None:
        """Keep a text; of more than a hundred the oldest go. Raises OSError."""
        folder = self._folder(file)
        make_folder(folder)
        self.root.chmod(0o700)
        name = f"{now.astimezone(UTC).strftime(_FORM)}-{digest_of(content)[:12]}"
        write_atomic(folder / name, content, mode=0o600)
        for one in self.of(file)[_KEPT:]:
            (folder / one.name).unlink(missing_ok=True)

    def of(self, file: str) -> tuple[Version, ...]:
        """The kept texts of a file, the latest first."""
        return tuple(sorted(self._found(file), key=lambda one: one.name, reverse=True))

    def read(self, file: str, version: str) -> bytes:
        """A kept text. Raises NotThere, CannotRead."""
        if version not in {one.name for one in self.of(file)}:
            raise NotThere(f"there is no version {version[:60]!r} of {file}")
        try:
            return (self._folder(file) / version).read_bytes()
        except OSError as problem:
            raise CannotRead(f"the version {version} of {file} cannot be read: {problem.strerror}") from None

    def _found(self, file: str) -> Iterator[Version]:
        folder = self._folder(file)
        for path in folder.iterdir() if folder.is_dir() else ():
            if (found := _NAME.fullmatch(path.name)) is not None:
                when = datetime.strptime(found[1], _FORM).replace(tzinfo=UTC)
                yield Version(path.name, when, path.stat().st_size)

    def _folder(self, file: str) -> Path:
        # One folder a file, whatever slashes and dots its name holds; the digest keeps `a/b` and `a_b` apart.
        plain = re.sub(r"[^A-Za-z0-9._-]", "_", file).lstrip(".")[-80:]
        return self.root / f"{plain}-{hashlib.sha256(file.encode()).hexdigest()[:8]}"


def digest_of(content: bytes) -> str:
    """The digest by which a save says what it goes over; that of nothing is of a file that is not there."""
    return hashlib.sha256(content).hexdigest()
