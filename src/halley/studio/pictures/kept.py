"""A configuration's own pictures: `overlays/<name>.png` beside config.yml, where an overlay of that name looks."""

import re
import struct
from dataclasses import dataclass
from pathlib import Path

from halley.files import make_folder, write_atomic
from halley.studio.desk.errors import CannotSave, NotThere, SavedMeanwhile

_NAME = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9 _-]{0,58}[A-Za-z0-9])?")
_MOST = 2000
_HEAD = struct.Struct(">8s4x4sII")


@dataclass(frozen=True, slots=True)
class KeptPicture:
    """A picture: the name that an overlay calls it by, its size in pixels and in bytes."""

    name: str
    width: int
    height: int
    size: int


@dataclass(frozen=True, slots=True)
class KeptPictures:
    """The pictures of the configuration whose config.yml lies in `folder`."""

    folder: Path

    def all(self) -> tuple[KeptPicture, ...]:
        """Those that are there, by name. What is no PNG, or cannot be read, is none of them."""
        found = (self._described(name, path) for name, path in sorted(self._paths().items()))
        return tuple(one for one in found if one is not None)

    def read(self, name: str) -> bytes:
        """The bytes of one. Raises NotThere."""
        try:
            return self._path(name).read_bytes()
        except OSError as problem:
            raise NotThere(f"the picture {name[:60]!r} cannot be read: {problem.strerror}") from None

    def keep(self, name: str, png: bytes, *, replaces: bool = False) -> KeptPicture:
        """Keep one under a name. Raises CannotSave, SavedMeanwhile where one of that name is there and stays."""
        if not _NAME.fullmatch(name):
            raise CannotSave(
                f"{name[:60]!r} is no name for a picture", hint="use letters of a to z, digits, spaces, `-` and `_`"
            )
        path = self._root / f"{name}.png"
        if path.exists() and not replaces:
            raise SavedMeanwhile(f"there is a picture {name!r} already", hint="give it another name, or replace the old one")
        try:
            make_folder(self._root)
            write_atomic(path, png)
        except OSError as problem:
            raise CannotSave(f"{path.name} cannot be written: {problem.strerror}") from None
        kept = self._described(name, path)
        if kept is None:
            raise CannotSave(f"{path.name} cannot be read back")
        return kept

    def remove(self, name: str) -> None:
        """Delete one. Raises NotThere, CannotSave."""
        try:
            self._path(name).unlink()
        except OSError as problem:
            raise CannotSave(f"{name}.png cannot be deleted: {problem.strerror}") from None

    @property
    def _root(self) -> Path:
        return self.folder / "overlays"

    def _path(self, name: str) -> Path:
        """Looked up among those that are there, so that no name is ever a path."""
        found = self._paths().get(name)
        if found is None:
            raise NotThere(f"there is no picture {name[:60]!r}")
        return found

    def _paths(self) -> dict[str, Path]:
        if not self._root.is_dir():
            return {}
        return {path.stem: path for path in list(self._root.glob("*.png"))[:_MOST] if path.is_file()}

    def _described(self, name: str, path: Path) -> KeptPicture | None:
        try:
            with path.open("rb") as file:
                head = file.read(_HEAD.size)
            size = path.stat().st_size
        except OSError:  # it is somebody else's, or was deleted meanwhile
            return None
        if len(head) < _HEAD.size:
            return None
        signature, chunk, width, height = _HEAD.unpack(head)
        is_png = signature == b"\x89PNG\r\n\x1a\n" and chunk == b"IHDR"
        return KeptPicture(name, width, height, size) if is_png else None
