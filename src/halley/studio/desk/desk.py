"""The configurations that the studio knows: which they are outlives it, what is in them it reads anew each time."""

import hashlib
import json
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from halley.errors import ConfigError
from halley.files import make_folder, write_atomic
from halley.studio.desk.errors import CannotSave, NotThere
from halley.studio.desk.papers import Papers

_FORMAT = 1
_UPLOADED = "uploaded"
_LONG, _SHORT = 12, 4
"""Signs of a text's digest in the name of its folder, and in what it is called."""
_MOST_ALIKE = 100


@dataclass(frozen=True, slots=True)
class Known:
    """A configuration that was added. `id` names it in addresses."""

    id: str
    path: Path
    is_demo: bool = False

    @property
    def name(self) -> str:
        """What a person calls it: its folder, as all files are called config.yml."""
        if self.is_demo:
            return "Demo"
        if self.path.parent.parent.name == _UPLOADED:
            digest, again = self.path.parent.name[:_SHORT], self.path.parent.name[_LONG:]
            return f"Uploaded ({digest}{again})"
        return f"{self.path.parent.name}/{self.path.name}"


class Desk:
    """The configurations, kept in `<folder>/configurations.json`; those that came as texts lie below `<folder>/uploaded`."""

    def __init__(self, folder: Path, environment: Mapping[str, str], kometa: Path | None = None) -> None:
        self.folder, self.environment, self.kometa = folder, environment, kometa
        self._lock, self._counting = threading.Lock(), threading.Lock()
        self._errors: dict[str, tuple[object, Mapping[str, int]]] = {}

    def all(self) -> tuple[Known, ...]:
        """All of them; the first is the current one, which was added last."""
        try:
            told = json.loads((self.folder / "configurations.json").read_text("utf-8"))
            rows = told["configurations"] if told["format"] == _FORMAT else []
            return tuple(Known(str(one["id"]), Path(one["path"]), bool(one["is_demo"])) for one in rows)
        except (OSError, ValueError, KeyError, TypeError):
            return ()

    def known(self, identity: str) -> Known:
        """The one of that id. Raises NotThere."""
        found = next((one for one in self.all() if one.id == identity), None)
        if found is None:
            raise NotThere(f"there is no configuration {identity[:60]!r}")
        return found

    def papers(self, identity: str) -> Papers:
        """Its files. Raises NotThere."""
        return Papers(self.known(identity).path, self.environment, self.kometa)

    def add(self, path: Path, *, is_demo: bool = False) -> Known:
        """Know a configuration from now on, and make it the current one; a folder stands for the config.yml in it.

        Raises ConfigError where there is no file, or one that is no YAML by its name: nobody reads others through here.
        """
        path = path.expanduser().absolute()
        if path.is_dir():
            path /= "config.yml"
        if path.suffix not in {".yml", ".yaml"} or not path.is_file():
            raise ConfigError(f"there is no configuration at {path}", hint="give the path of a config.yml on this machine")
        identity = hashlib.sha256(str(path).encode()).hexdigest()[:12]
        with self._lock:
            known = self.all()
            is_demo = is_demo or any(other.is_demo for other in known if other.id == identity)  # whoever names its path
            one = Known(identity, path, is_demo)
            self._write([one, *(other for other in known if other.id != identity)])
        return one

    def add_text(self, text: str) -> Known:
        """Put a text down as a config.yml of its own, and know it. Raises CannotSave.

        The same text again is the same configuration; one that was edited since stays as it is, and this is another.
        """
        digest = hashlib.sha256(text.encode()).hexdigest()[:_LONG]
        names = (f"{digest}{more}" for more in ("", *(f"-{number}" for number in range(2, _MOST_ALIKE))))
        folders = (self.folder / _UPLOADED / name for name in names)
        with self._lock:
            folder = next((one for one in folders if _may_hold(one / "config.yml", text)), None)
            if folder is None:
                raise CannotSave("this text was added and edited too often", hint="go on with one of those that it became")
            try:
                make_folder(folder)
                write_atomic(folder / "config.yml", text, mode=0o600)
            except OSError as problem:
                raise CannotSave(f"{folder} cannot be written: {problem.strerror}") from None
        return self.add(folder / "config.yml")

    def forget(self, identity: str) -> None:
        """Know it no longer; its files stay. Raises NotThere."""
        with self._lock:
            self.known(identity)
            self._write([one for one in self.all() if one.id != identity])

    def errors(self, identity: str) -> int:
        """How many errors it has."""
        return sum(self.errors_by_file(identity).values())

    def errors_by_file(self, identity: str) -> Mapping[str, int]:
        """How many errors each of its files has, by path, counted anew only where one of them changed."""
        papers = self.papers(identity)
        with self._counting:  # whoever asks while it is counted waits for the count, and does not count again
            stamp = tuple((str(one.path), *_changed(one.path)) for one in papers.files)
            known = self._errors.get(identity)
            if known is None or known[0] != stamp:
                known = self._errors[identity] = (stamp, papers.errors())
            return known[1]

    def _write(self, configurations: list[Known]) -> None:
        rows = [{"id": one.id, "path": str(one.path), "is_demo": one.is_demo} for one in configurations]
        try:
            make_folder(self.folder)
            text = json.dumps({"format": _FORMAT, "configurations": rows}, indent=1)
            write_atomic(self.folder / "configurations.json", text, mode=0o600)
        except OSError as problem:
            raise CannotSave(f"{self.folder} cannot be written: {problem.strerror}") from None


def _may_hold(path: Path, text: str) -> bool:
    """Whether a text may be put down there: nothing is there yet, or just this."""
    try:
        return path.read_bytes() == text.encode()
    except OSError:
        return not path.exists()


def _changed(path: Path) -> tuple[int, int]:
    try:
        about = path.stat()
    except OSError:
        return 0, 0
    return about.st_mtime_ns, about.st_size
