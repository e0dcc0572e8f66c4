"""Kometa's own log file, followed while it runs: in which chapter it is when it writes to the server.

Kometa waits for the answer to a write, and its log file grows with each line at once: so what stands in the file while a
write is taken down was printed before it, and nothing that comes after it is there yet. That holds in every sandbox, for the
file is the same on both sides. What the engine puts in its place is not believed to be a log: no link is followed, nothing
but a plain file is opened.
"""

import os
import stat
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from halley.engines.kometa.chapters import Chapter, ChapterReader, Loaded

_CHUNK = 1024 * 1024
_LONGEST_LINE = 256 * 1024


@dataclass(frozen=True, slots=True)
class Followed:
    """The chapters of a run in their order, of which the first is none; and what was told of files."""

    chapters: tuple[Chapter, ...] = (Chapter(),)
    loaded: Loaded = Loaded({}, ())


class FollowedLog:
    """Calling it gives the place of the present chapter among `chapters`."""

    def __init__(self, path: Path, libraries: Mapping[str, str]) -> None:
        self._path = path
        self._reader = ChapterReader(libraries)
        self._file: int | None = None
        self._rest = b""
        self._chapters = [self._reader.now]

    def __call__(self) -> int:
        """Read what is new. What cannot be read tells of no chapter."""
        try:
            while chunk := self._chunk():
                *lines, self._rest = (self._rest + chunk).split(b"\n")
                for line in lines:
                    self._reader.read(line.decode("utf-8", "replace"))
                    if self._reader.now != self._chapters[-1]:
                        self._chapters.append(self._reader.now)
                if len(self._rest) > _LONGEST_LINE:
                    self._rest = b""
        except OSError:
            return 0
        return len(self._chapters) - 1

    def close(self) -> Followed:
        """Read no more, and tell what was read."""
        if self._file is not None:
            os.close(self._file)
            self._file = None
        return Followed(tuple(self._chapters), self._reader.loaded)

    def _chunk(self) -> bytes:
        if self._file is None:
            # Without O_NONBLOCK, opening a pipe would wait for somebody to write into it.
            file = os.open(self._path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
            if not stat.S_ISREG(os.fstat(file).st_mode):
                os.close(file)
                return b""
            self._file = file
        return os.read(self._file, _CHUNK)
