"""Where real Kometa is, and the Python that runs it."""

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from halley.errors import EngineMissing

_USUAL = (Path("/kometa.py"), Path("/app/kometa/kometa.py"))
_REMEDY = "point `--kometa` or HALLEY_KOMETA at a checkout of Kometa (the folder that holds kometa.py)"
_PROBE = (
    "import sys, plexapi, PIL, ruamel.yaml, requests; print(sys.prefix); print(sys.base_prefix); print(*sys.path, sep='\\n')"
)


@dataclass(frozen=True, slots=True)
class KometaHome:
    """A Kometa that can be run. `read_paths` are the folders that it and its Python are made of.

    `starter` is given to the Python in the place of the script, where that is found only when it is started.
    """

    script: Path
    python: Path
    version: str
    read_paths: tuple[Path, ...]
    starter: tuple[str, ...] = ()

    @property
    def command(self) -> tuple[str, ...]:
        """What runs it; Kometa's own arguments follow."""
        return (str(self.python), "-u", *(self.starter or (str(self.script),)))

    @property
    def home(self) -> Path:
        """The folder of kometa.py, which is its working directory."""
        return self.script.parent


def find_kometa(
    kometa: Path | None, python: Path | None, environment: Mapping[str, str], working_directory: Path
) -> KometaHome:
    """The Kometa to run: as demanded, as HALLEY_KOMETA says, or where images have it. Raises EngineMissing.

    Relative paths are taken from `working_directory`.
    """
    script = find_script(kometa, environment, working_directory)
    if not (script.parent / "modules").is_dir():
        raise EngineMissing(f"{script} is no Kometa: there is no `modules` folder beside it", hint=_REMEDY)
    try:
        version = (script.parent / "VERSION").read_text("utf-8").strip().splitlines()[0]
    except (OSError, UnicodeDecodeError, IndexError):
        raise EngineMissing(f"{script} is no Kometa: there is no VERSION beside it", hint=_REMEDY) from None
    runs = _python(python, environment, working_directory)
    return KometaHome(script, runs, version, (script.parent, *_python_paths(runs)))


def find_script(kometa: Path | None, environment: Mapping[str, str], working_directory: Path) -> Path:
    """Kometa's kometa.py, whether there is a Python to run it or not: its fonts and defaults lie beside it."""
    demanded = kometa or (Path(given) if (given := environment.get("HALLEY_KOMETA")) else None)
    if demanded is not None:
        found = working_directory.absolute() / demanded.expanduser()
        found = Path(os.path.normpath(found / "kometa.py" if found.is_dir() else found))
        if not found.is_file():
            raise EngineMissing(f"there is no Kometa at {demanded}", hint=_REMEDY)
        if found.suffix != ".py":
            raise EngineMissing(f"{demanded} is no Kometa: it is not kometa.py", hint=_REMEDY)
        return found
    for found in (*_USUAL, working_directory.absolute() / "kometa.py"):
        if found.is_file():
            return found
    raise EngineMissing("there is no Kometa on this machine", hint=_REMEDY)


def _python(python: Path | None, environment: Mapping[str, str], working_directory: Path) -> Path:
    """The Python as demanded, a bare name looked for on the path. Its links stay: an environment's Python is one."""
    demanded = python or (Path(given) if (given := environment.get("HALLEY_KOMETA_PYTHON")) else Path(sys.executable))
    if len(demanded.parts) == 1 and (found := shutil.which(str(demanded), path=environment.get("PATH"))):
        demanded = Path(found)
    return Path(os.path.normpath(working_directory.absolute() / demanded.expanduser()))


def _python_paths(python: Path) -> tuple[Path, ...]:
    """The folders that a Python is made of. Raises EngineMissing where it cannot run Kometa."""
    hint = "`--kometa-python` or HALLEY_KOMETA_PYTHON names the Python that Kometa's requirements are installed in"
    try:
        # -E: as in a run, where nothing of our own environment goes along.
        told = subprocess.run(  # noqa: S603 - the user's own Python
            [str(python), "-E", "-c", _PROBE], capture_output=True, text=True, errors="replace", timeout=60, check=False
        )
    except subprocess.TimeoutExpired:
        raise EngineMissing(f"the Python {python} does not answer", hint=hint) from None
    except OSError as problem:
        why = problem.strerror or type(problem).__name__
        raise EngineMissing(f"the Python {python} cannot be run: {why}", hint=hint) from None
    if told.returncode != 0:
        why = (told.stderr.strip().splitlines() or ["no message"])[-1]
        raise EngineMissing(f"the Python {python} cannot run Kometa: {why}", hint=hint)
    folders = dict.fromkeys(Path(line) for line in told.stdout.splitlines() if line)
    return tuple(one for one in (*folders, python.parent, python.resolve().parent) if one.is_absolute() and one.is_dir())
