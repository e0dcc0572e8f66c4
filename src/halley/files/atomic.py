"""Writing a file so that a reader sees the old one or the new one, never half of one."""

import os
import tempfile
import threading
from pathlib import Path

_ONE_READER = threading.Lock()


def write_atomic(path: Path, content: str | bytes, *, mode: int | None = None, durable: bool = True) -> None:
    """Write `content` under a temporary name beside `path`, flush it to the disk, and rename it.

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


def _umask() -> int:
    # It can only be read by setting it: two threads at once would leave it open for the rest of the process.
    with _ONE_READER:
        current = os.umask(0)
        os.umask(current)
    return current
