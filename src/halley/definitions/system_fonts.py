"""The fonts of the system by the names of their files, found where Kometa looks for them (spec, overlays 2.5)."""

import os
import sys
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path


def system_fonts(environment: Mapping[str, str]) -> Mapping[str, Path]:
    """Font files by name. Of two of one name the first counts."""
    return _found(_folders(environment))


def _folders(environment: Mapping[str, str]) -> tuple[str, ...]:
    if sys.platform == "darwin":
        return "/Library/Fonts", "/System/Library/Fonts", str(Path(environment.get("HOME", "/")) / "Library" / "Fonts")
    return tuple(f"{one}/fonts" for one in (environment.get("XDG_DATA_DIRS") or "/usr/share").split(":"))


@lru_cache(maxsize=8)
def _found(folders: tuple[str, ...]) -> Mapping[str, Path]:
    found: dict[str, Path] = {}
    for folder in folders:
        for above, _, names in os.walk(folder):
            for name in names:
                found.setdefault(name, Path(above) / name)
    return found
