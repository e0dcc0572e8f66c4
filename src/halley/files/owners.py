"""What root makes in the folder of somebody else belongs to that somebody, or whose folder it is could not write there."""

import os
import stat
from collections.abc import Sequence
from contextlib import ExitStack, suppress
from pathlib import Path


def hand_over(folder: Path, *ways: Sequence[str]) -> None:
    """Give what lies on some ways down a folder to whom the folder belongs, where it is root's and this process is root.

    It may be the folder of somebody who means ill: no link is followed, and a file with several names is left alone.
    """
    if os.geteuid() != 0:
        return
    for way in ways:
        with suppress(OSError):  # it is not there, or this user namespace has no such user
            _give(folder, way)


def _give(folder: Path, way: Sequence[str]) -> None:
    with ExitStack() as open_ones:
        here = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        open_ones.callback(os.close, here)
        whose = os.fstat(here)
        for name in way:
            here = os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC, dir_fd=here)
            open_ones.callback(os.close, here)
            about = os.fstat(here)
            is_lone = stat.S_ISDIR(about.st_mode) or (stat.S_ISREG(about.st_mode) and about.st_nlink == 1)
            if about.st_uid == 0 and is_lone:
                os.fchown(here, whose.st_uid, whose.st_gid)
