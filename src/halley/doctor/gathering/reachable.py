"""Whether something is there, asked by who may not be allowed to know: a closed folder above it counts as no.

Python's own questions raise PermissionError then, which would end the whole examination.
"""

from collections.abc import Callable
from pathlib import Path


def is_there(path: Path) -> bool:
    """Whether it can be seen."""
    return _answered(path.exists)


def is_file(path: Path) -> bool:
    """Whether it can be seen, and is a file."""
    return _answered(path.is_file)


def is_folder(path: Path) -> bool:
    """Whether it can be seen, and is a folder."""
    return _answered(path.is_dir)


def _answered(ask: Callable[[], bool]) -> bool:
    try:
        return ask()
    except OSError:
        return False
