"""Running Kometa (or whatever a sandbox made of its command) as a process group of its own.

Lines go to a log file and to whoever listens, as they come. An engine that prints without end neither fills the memory nor
the disk: lines are cut, and the file stops growing at a limit while the engine is still drained.
"""

import asyncio
import contextlib
import os
import signal
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from halley.engines.kometa.log import LogReader
from halley.errors import EngineMissing
from halley.secrets import Redactor

LOG_LIMIT = 50 * 1024 * 1024
_LONGEST_LINE = 16 * 1024
_GRACE_S = 8
_CHUNK = 64 * 1024


@dataclass(frozen=True, slots=True)
class Command:
    """What to run: nothing of our own environment goes along. `kill` ends what outlives the process group."""

    words: Sequence[str]
    environment: Mapping[str, str]
    working_directory: Path
    kill: Sequence[str] | None = None


@dataclass(frozen=True, slots=True)
class RunOutcome:
    """How a run ended. `failure` is one sentence for why it was no success, empty where it was one.

    `ran` tells whether Kometa came as far as beginning its run.
    """

    exit_code: int | None
    failure: str
    errors: tuple[str, ...]
    criticals: tuple[str, ...]
    timed_out: bool = False
    truncated: bool = False
    ran: bool = False


async def run(
    command: Command, log: Path, redactor: Redactor, *, time_limit_s: float, on_line: Callable[[str], None] | None = None
) -> RunOutcome:
    """Run to the end, to the time limit, or until cancelled; then nothing of it is left running.

    Raises EngineMissing where the command cannot be started, and CancelledError when it was cancelled.
    """
    reader = LogReader()
    try:
        process = await asyncio.create_subprocess_exec(
            *command.words,
            env=dict(command.environment),
            cwd=command.working_directory,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
            start_new_session=True,
        )
    except OSError as problem:
        raise EngineMissing(f"{command.words[0]} cannot be started: {problem.strerror or problem}") from None
    timed_out = False
    with log.open("ab") as file:
        written = _Written(file, redactor, reader, on_line)
        try:
            async with asyncio.timeout(time_limit_s):
                await _drain(process, written)
                await process.wait()
        except TimeoutError:
            timed_out = True
        finally:
            await _end(process, command)
            written.close()
    return _outcome(process.returncode, reader, timed_out, written, time_limit_s)


def _outcome(
    exit_code: int | None,
    reader: LogReader,
    timed_out: bool,
    written: "_Written",
    limit_s: float,
) -> RunOutcome:
    failure = reader.failure
    if timed_out:
        failure = f"Kometa did not finish within {limit_s:g} seconds and was stopped"
    elif exit_code:
        last = f": {written.last}" if written.last else ""
        failure = f"Kometa died with exit status {exit_code}{last}"
    return RunOutcome(
        exit_code, failure, tuple(reader.errors), tuple(reader.criticals), timed_out, written.truncated, reader.started
    )


class _Written:
    """The log file, line by line, up to its limit."""

    def __init__(self, file: BinaryIO, redactor: Redactor, reader: LogReader, on_line: Callable[[str], None] | None) -> None:
        self._file, self._redactor, self._reader, self._on_line = file, redactor, reader, on_line
        self._room = LOG_LIMIT - file.tell()
        self._rest = b""
        self.truncated = False
        self.last = ""

    def take(self, chunk: bytes) -> None:
        """Take bytes as they come from the engine."""
        *lines, self._rest = (self._rest + chunk).split(b"\n")
        for line in lines:
            self._line(line)
        while len(self._rest) > _LONGEST_LINE:
            self._line(self._rest[:_LONGEST_LINE])
            self._rest = self._rest[_LONGEST_LINE:]

    def close(self) -> None:
        """Write what is left."""
        if self._rest:
            self._line(self._rest)
            self._rest = b""

    def _line(self, raw: bytes) -> None:
        line = self._redactor(raw[:_LONGEST_LINE].decode("utf-8", "replace").rstrip("\r"))
        self._reader.read(line)
        if line.strip(" |="):
            self.last = line.strip()[:300]
        if self._on_line is not None:
            self._on_line(line)
        if self.truncated:
            return
        data = (line + "\n").encode()
        if len(data) > self._room:
            self.truncated = True
            data = f"... the log is cut here: it is larger than {LOG_LIMIT // 1024**2} MiB\n".encode()
        self._file.write(data)
        self._file.flush()
        self._room -= len(data)


async def _drain(process: asyncio.subprocess.Process, written: _Written) -> None:
    if process.stdout is None:
        return
    while chunk := await process.stdout.read(_CHUNK):
        written.take(chunk)


async def _end(process: asyncio.subprocess.Process, command: Command) -> None:
    """End the whole process group: politely, then for certain, then whatever a container left behind."""
    for number, patience in ((signal.SIGTERM, _GRACE_S), (signal.SIGKILL, 5)):
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, number)
        if process.returncode is None:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(process.wait(), patience)
    if command.kill:
        ended = await asyncio.create_subprocess_exec(
            *command.kill, stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.DEVNULL
        )
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(ended.wait(), 20)
