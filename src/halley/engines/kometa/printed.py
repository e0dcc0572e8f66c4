"""What an engine prints, as it comes: into lines, without secrets, into a log file that stops growing at a limit."""

import codecs
from collections.abc import Callable
from typing import BinaryIO

from halley.engines.kometa.log import LogReader
from halley.secrets import Redactor

LOG_LIMIT = 50 * 1024 * 1024
LONGEST_LINE = 16 * 1024
_LAST = 300


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
            for start in range(0, cut, LONGEST_LINE):
                self._line(self._rest[start : min(start + LONGEST_LINE, cut)])
            self._rest = self._rest[max(cut, 0) :]
        self._file.flush()

    def close(self) -> None:
        """Write what is left."""
        self._lines(self._redactor(self._rest + self._decoder.decode(b"", final=True)) + "\n")
        self._rest = ""
        self._file.flush()

    def _lines(self, text: str) -> None:
        """Whole lines. An empty one that carriage returns made is none."""
        for number, row in enumerate(text.split("\n")[:-1] if text.endswith("\n") else text.split("\n")):
            pieces = [piece for piece in row.split("\r") if piece.strip()]
            is_made_by_return = "\r" in row or (number == 0 and self._is_after_return)
            for piece in pieces or ([] if is_made_by_return else [""]):
                for start in range(0, max(len(piece), 1), LONGEST_LINE):
                    self._line(piece[start : start + LONGEST_LINE])
        self._is_after_return = text.endswith("\r") if text else self._is_after_return

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
