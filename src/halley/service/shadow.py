"""A shadow of a folder: the same names, some of whose files are copies, while all else is a link to what lies there.

What a run puts into it beside the copies belongs to the folder itself, and is brought there.
"""

import os
import shutil
from collections.abc import Iterable
from pathlib import Path

COPIED = frozenset({".yml", ".yaml"})


def cast(home: Path, shadow: Path, files: Iterable[Path], own: Path) -> None:
    """Make a shadow of a folder, without what lies in `own`: those files are copied. Raises OSError."""
    for one in files:
        if one.is_relative_to(home):
            there = shadow / one.relative_to(home)
            there.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(one, there)
            shutil.copymode(one, there)  # it may hold a token
    link(home, shadow, own)


def link(home: Path, shadow: Path, own: Path) -> None:
    """Link to all that lies in a folder and is not in its shadow yet. Raises OSError."""
    for one in sorted(home.iterdir()):
        there = shadow / one.name
        if one == own or one in own.parents:
            continue
        if there.is_dir() and not there.is_symlink():
            if one.is_dir():
                link(one, there, own)
        elif not os.path.lexists(there):
            there.symlink_to(one)


def bring_home(shadow: Path, home: Path) -> None:
    """Bring what a run put into a shadow to the folder itself; what is there already stays. Raises OSError."""
    for folder, _, names in os.walk(shadow):
        for name in names:
            one = Path(folder, name)
            there = home / one.relative_to(shadow)
            if one.is_symlink() or one.suffix in COPIED or os.path.lexists(there):
                continue
            there.parent.mkdir(parents=True, exist_ok=True)
            shutil.move(one, there)
