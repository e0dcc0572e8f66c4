"""What the service is told: variables, files that hold their values, and an `.env` beside the configuration.

A variable beats the file `.env`; `NAME_FILE` (as Docker's secrets) and `FILE__NAME` (as LinuxServer's images) name a file
that holds the value of NAME.
"""

from collections.abc import Mapping
from pathlib import Path

from halley.config.secrets import read_dotenv
from halley.errors import ConfigError

_LARGEST = 64 * 1024
_OWN = ("KOMETA_", "HALLEY_", "PMM_")
_READ_BY_THE_STUDIO = frozenset({"HALLEY_STUDIO_PASSWORD", "HALLEY_API_KEY"})


def told(environment: Mapping[str, str], dotenv: Path | None) -> dict[str, str]:
    """All that is told, every file read. Raises ConfigError for one that cannot be."""
    beside = read_dotenv(dotenv) if dotenv is not None else {}
    return {**_with_files(beside), **_with_files(environment)}


def _with_files(names: Mapping[str, str]) -> dict[str, str]:
    found = dict(names)
    for name, path in names.items():
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
