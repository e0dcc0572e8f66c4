"""Files of a deployment laid into a folder: what is the same stays untouched, what differs is not written over unasked."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from halley.errors import ConfigError
from halley.files import write_atomic


@dataclass(frozen=True, slots=True)
class Laid:
    """A file, and whether it was written or stood there already."""

    path: Path
    is_new: bool


def lay(files: Mapping[str, str], folder: Path, *, force: bool) -> list[Laid]:
    """Write the files, all or none where one is in the way. Raises ConfigError."""
    try:
        stood = {name: _text_of(folder / name) for name in files}
        foreign = [name for name, text in stood.items() if text is not None and text != files[name]]
        if foreign and not force:
            raise ConfigError(
                f"{', '.join(str(folder / name) for name in foreign)} stands there already, and differs",
                hint="`--force` writes over it; without `-o` everything is printed instead",
            )
        for name, text in files.items():
            if stood[name] != text:
                (folder / name).parent.mkdir(parents=True, exist_ok=True)
                write_atomic(folder / name, text)
    except OSError as problem:
        raise ConfigError(f"{problem.filename or folder} cannot be written: {problem.strerror}") from None
    return [Laid(folder / name, stood[name] != text) for name, text in files.items()]


def _text_of(path: Path) -> str | None:
    try:
        return path.read_bytes().decode(errors="replace")
    except FileNotFoundError:
        return None
