"""What Kometa finds on the disk: its configuration's folder, its working directory, and what of the user's it may read.

Kometa takes relative paths from its working directory, and keeps backups of posters and pictures of overlays in `overlays/`
beside its configuration. So the job's folders stand in for the user's: everything in `config/` of a working directory of its
own leads to the user's folder, what is new there stays there, and what it may overwrite is a copy. Source: Kometa 2.4.4,
observed.
"""

import os
import shutil
import stat
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from halley.files import write_atomic
from halley.plex.ids import RatingKey
from halley.secrets import Redactor, Secret

_LOOKED_THROUGH = 20_000
_LARGEST_TEXT = 4 * 1024 * 1024
_PICTURES = frozenset({".png", ".jpg", ".jpeg", ".webp", ".ttf", ".otf"})


@dataclass(frozen=True, slots=True)
class Workplace:
    """The folders of one run. `config` is the job's configuration folder, `home` becomes the working directory."""

    config: Path
    home: Path

    def lay_out(self, user_folder: Path, libraries: Collection[str], keys: Collection[RatingKey] | None) -> None:
        """Make the folders, with copies of the user's overlay pictures and of the backups of these items (None: of all).

        Raises OSError where that cannot be written.
        """
        shutil.rmtree(self.home, ignore_errors=True)
        (self.home / "config").mkdir(parents=True)
        for entry in user_folder.iterdir():
            (self.home / "config" / entry.name).symlink_to(entry)
        self._copy(user_folder / "overlays", self.config / "overlays", None)
        for library in libraries:
            name = f"{library} Original Posters"
            self._copy(user_folder / "overlays" / name, self.config / "overlays" / name, keys)

    @staticmethod
    def _copy(source: Path, target: Path, keys: Collection[RatingKey] | None) -> None:
        wanted = None if keys is None else {str(key) for key in keys}
        target.mkdir(parents=True, exist_ok=True)
        for path in sorted(source.iterdir()) if source.is_dir() else ():
            if path.suffix.lower() in _PICTURES and path.is_file() and (wanted is None or path.stem in wanted):
                shutil.copyfile(path, target / path.name)

    def lend_cache(self, user_config: Path) -> None:
        """Give Kometa a copy of what it remembers from earlier runs of the user's configuration. Raises OSError."""
        theirs = user_config.with_suffix(".cache")
        if theirs.is_file():
            shutil.copyfile(theirs, self._cache)

    @property
    def _cache(self) -> Path:
        return self.config / "kometa_config.cache"

    def hand_back_cache(self, user_config: Path) -> None:
        """Put beside the user's configuration what Kometa remembers after a real run. Raises OSError."""
        if _is_plain(self._cache):
            write_atomic(user_config.with_suffix(".cache"), self._cache.read_bytes())

    def tidy(self, logs: Path, redactor: Redactor) -> None:
        """Move Kometa's own logs to the job's and remove what else it left beside its configuration."""
        for number, path in enumerate(_logs(self.config / "logs")):
            name = path.name if not number or path.name == "meta.log" else f"{path.stem}-{number}.log"
            text = (
                path.read_text("utf-8", "replace") if path.stat().st_size < 16 * _LARGEST_TEXT else "(too large to keep)\n"
            )
            write_atomic(logs / name, redactor(text))
        for path in self.config.iterdir():
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path, ignore_errors=True)
            elif path.name not in {"kometa_config.yml", "preview.yml", "config.yml"}:
                path.unlink(missing_ok=True)
        shutil.rmtree(self.home, ignore_errors=True)


def _is_plain(path: Path) -> bool:
    """Whether a path is a file and no link, pipe or device: the engine may have made it."""
    return os.path.lexists(path) and stat.S_ISREG(path.lstat().st_mode)


def _logs(folder: Path) -> list[Path]:
    """The logs below a folder. The engine wrote them, so links are not followed, and pipes and devices are not opened."""
    if folder.is_symlink():
        return []
    found = (Path(below, name) for below, _, names in os.walk(folder) for name in names if name.endswith(".log"))
    return sorted(path for path in found if stat.S_ISREG(path.lstat().st_mode))


def files_that_tell(folder: Path, token: Secret) -> Iterator[Path]:
    """Files of the user's folder that hold the server's token, which the engine has no business to read."""
    masked = Redactor([token])
    for number, path in enumerate(sorted(folder.rglob("*"))):
        if number >= _LOOKED_THROUGH:
            return
        try:
            if path.suffix.lower() in _PICTURES or not path.is_file() or path.stat().st_size > _LARGEST_TEXT:
                continue
            # What a link leads to is found where it lies; a job below the folder is full of links to what lies beside it.
            if path.is_symlink() and path.resolve().is_relative_to(folder.resolve()):
                continue
            text = path.read_text("utf-8", "replace")
        except OSError:
            continue
        if masked(text) != text:
            yield path
