"""The Kometa on this machine, and what would keep it in."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from halley.doctor.facts import Engine
from halley.engines.kometa import find_kometa
from halley.errors import EngineError
from halley.sandbox.choose import choose


def engine_of(kometa: Path | None, python: Path | None, environment: Mapping[str, str], folder: Path) -> Engine:
    """What there is. It asks the Python of Kometa what it is made of."""
    try:
        home = find_kometa(kometa, python, environment, folder)
    except EngineError as problem:
        return Engine(problem=problem)
    pillow = _pillow(home.read_paths)
    try:
        choice = choose("auto")
    except EngineError as problem:
        return Engine(home.version, str(home.home), pillow, box_problem=problem)
    return Engine(home.version, str(home.home), pillow, None, choice.box.name, choice.passed_over)


def _pillow(folders: Iterable[Path]) -> str:
    """The version of Pillow that lies in the first of those folders that has one."""
    for folder in folders:
        for one in sorted(folder.glob("[Pp]illow-*.dist-info")):
            return one.name.removesuffix(".dist-info").partition("-")[2]
    return ""
