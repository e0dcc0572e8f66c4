"""What the service is told: variables, files that hold their values, and an `.env` beside the configuration.

A variable beats the file `.env`; `NAME_FILE` (as Docker's secrets) and `FILE__NAME` (as LinuxServer's images) name a file
that holds the value of NAME.
"""

import io
from collections.abc import Mapping
from pathlib import Path

from halley.errors import ConfigError

_LARGEST = 64 * 1024
_OWN = ("KOMETA_", "HALLEY_", "PMM_")
_READ_BY_THE_STUDIO = frozenset({"HALLEY_STUDIO_PASSWORD", "HALLEY_API_KEY"})


def told(environment: Mapping[str, str], dotenv: Path | None) -> dict[str, str]:
    """All that is told, every file read. Raises ConfigError for one that cannot be."""
    found = {**(_dotenv(dotenv) if dotenv is not None else {}), **environment}
    for name, path in tuple(found.items()):
        if name.startswith("FILE__") and name != "FILE__":
            _take(found, name, name.removeprefix("FILE__"), path)
        elif name.endswith("_FILE") and name.startswith(_OWN) and name.removesuffix("_FILE") not in _READ_BY_THE_STUDIO:
            _take(found, name, name.removesuffix("_FILE"), path)
    return found


def _take(found: dict[str, str], name: str, of: str, path: str) -> None:
    if not path.strip():
        return
    if found.get(of):
        raise ConfigError(f"{of} and {name} are both set", hint="leave one of them out")
    try:
        with Path(path).expanduser().open("rb") as stream:
            found[of] = stream.read(_LARGEST).decode().strip()
    except (OSError, UnicodeDecodeError) as problem:
        reason = getattr(problem, "strerror", None) or "not a text file"
        raise ConfigError(
            f"{path} (of {name}) cannot be read: {reason}", hint="mount it, or leave the variable out"
        ) from None
    del found[name]


def _dotenv(path: Path) -> dict[str, str]:
    try:
        text = path.read_text("utf-8-sig")
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError) as problem:
        reason = getattr(problem, "strerror", None) or "not a text file"
        raise ConfigError(f"{path} cannot be read: {reason}", hint="mend it, or take it away") from None
    found = {}
    for line in io.StringIO(text):
        name, equals, value = line.strip().removeprefix("export ").partition("=")
        if equals and not name.startswith("#"):
            found[name.strip()] = value.strip().strip("'\"")
    return found
