"""What an engine prints, as it comes: into lines, without secrets, into a log file that stops growing at a limit."""

import codecs
import re
from collections.abc import Callable
from typing import BinaryIO

from halley.engines.kometa.log import LogReader
from halley.secrets import Redactor

LOG_LIMIT = 50 * 1024 * 1024
LONGEST_LINE = 16 * 1024
_LAST = 300
_LINE = re.compile(r"([^\r\n]*)(\r\n|\r|\n)")


class Printed:
    """The output of a run. Each line goes to the log file, to what reads the log, and to whoever listens.

    A carriage return ends a line too: that is how Kometa shows its progress. What is no UTF-8 becomes replacement signs.
    """

    def __init__(
        self,
        file: BinaryIO,
        redactor: Redactor,
        reader: LogReader,
        on_line: Callable[[str], None] | None = None,
        *,
        limit: int = LOG_LIMIT,
    ) -> None:
        self._file, self._redactor, self._reader, self._on_line, self._limit = file, redactor, reader, on_line, limit
        self._room = limit - file.tell()
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._rest = ""
        self._is_after_return = False
        self.truncated = False
        self.last = ""

    def take(self, chunk: bytes) -> None:
        """Take bytes as they come from the engine."""
        text = self._rest + self._decoder.decode(chunk)
        end = max(text.rfind("\n"), text.rfind("\r")) + 1
        # Secrets hold no line ends, so that none is cut in two here.
        self._lines(self._redactor(text[:end]))
        self._rest = text[end:]
        longest = self._redactor.longest
        if len(self._rest) > LONGEST_LINE + longest:
            self._rest = self._redactor(self._rest)
            # A secret may have begun at the end: so much of it waits for more.
            cut = len(self._rest) - longest
            if cut > 0:
                self._cut(self._rest[:cut])
                self._rest = self._rest[cut:]
        self._file.flush()

    def close(self) -> None:
        """Write what is left."""
        self._rest = self._redactor(self._rest + self._decoder.decode(b"", final=True))
        if self._rest:
            self._cut(self._rest)
        self._rest = ""
        self._file.flush()

    def _lines(self, text: str) -> None:
        """Whole lines. A blank one that a carriage return ends, or that stands between it and a line's end, is none."""
        for found in _LINE.finditer(text):
            line, end = found.groups()
            if line.strip() or not (end == "\r" or self._is_after_return):
                self._cut(line)
            self._is_after_return = end == "\r"

    def _cut(self, line: str) -> None:
        for start in range(0, max(len(line), 1), LONGEST_LINE):
            self._line(line[start : start + LONGEST_LINE])

    def _line(self, line: str) -> None:
        self._reader.read(line)
        if line.strip(" |="):
            self.last = line.strip(" |")[:_LAST]
        if self._on_line is not None:
            self._on_line(line)
        if self.truncated:
            return
        data = (line + "\n").encode()
        if len(data) > self._room:
            self.truncated = True
            data = f"... the log is cut here: it would be larger than {self._limit // 1024**2} MiB\n".encode()
        self._file.write(data)
        self._room -= len(data)
