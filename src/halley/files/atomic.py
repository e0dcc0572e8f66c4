"""Writing a file so that a reader sees the old one or the new one, never half of one."""

import errno
import os
import tempfile
import threading
from pathlib import Path

_ONE_READER = threading.Lock()
_NO_FLUSH = frozenset({errno.EINVAL, errno.ENOTSUP, errno.EROFS})
"""What file systems say that cannot flush a folder, as some that come over a network."""


def write_atomic(path: Path, content: str | bytes, *, mode: int | None = None, durable: bool = True) -> None:
    """Write `content` under a temporary name beside `path`, flush it to the disk, rename it, and flush the folder.

    What is not `durable` is not waited for: a process that is killed loses nothing, a machine that loses its power may.
    `mode` are its permissions; None gives what `open` would have given. Raises OSError when the folder cannot be written;
    the old file then stands untouched.
    """
    data = content.encode() if isinstance(content, str) else content
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            if durable:
                os.fsync(stream.fileno())
        # mkstemp makes files that only their owner can read.
        Path(name).chmod(0o666 & ~_umask() if mode is None else mode)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    if durable:
        flush_folder(path.parent)


def flush_folder(folder: Path) -> None:
    """Have the names in a folder on the disk: a file that was renamed, or a folder that was made, else may lose its name."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    except OSError as problem:
        if problem.errno not in _NO_FLUSH:
            raise
    finally:
        os.close(handle)


def make_folder(folder: Path) -> None:
    """Make a folder, and those above it, so that they are on the disk afterwards. Raises OSError."""
    new = [one for one in (folder, *folder.parents) if not one.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    for one in new:
        flush_folder(one.parent)


def _umask() -> int:
    # It can only be read by setting it: two threads at once would leave it open for the rest of the process.
    with _ONE_READER:
        current = os.umask(0)
        os.umask(current)
    return current
