"""Leaves nothing in a folder that an engine wrote but plain files and folders.

A link could lead whoever tidies up to somebody else's file, a pipe would let him wait for ever, and a program that runs as
its owner would lend the owner's rights to anybody.
"""

import os
import stat
from pathlib import Path

_RUNS_AS_ITS_OWNER = stat.S_ISUID | stat.S_ISGID


def disarm(folder: Path) -> None:
    """Remove links, pipes, sockets and devices below a folder, and take the special modes off its files.

    To be called when nothing that could write there is running any more. What cannot be changed is left as it is.
    """
    if not folder.is_dir():
        return
    for _, folders, files, here in os.fwalk(folder, follow_symlinks=False):
        for name in (*folders, *files):
            try:
                _disarm(name, here)
            except OSError:
                continue


def _disarm(name: str, folder: int) -> None:
    mode = os.stat(name, dir_fd=folder, follow_symlinks=False).st_mode
    if stat.S_ISDIR(mode):
        return
    if not stat.S_ISREG(mode):
        os.unlink(name, dir_fd=folder)
    elif mode & _RUNS_AS_ITS_OWNER:
        os.chmod(name, stat.S_IMODE(mode) & ~_RUNS_AS_ITS_OWNER, dir_fd=folder)
