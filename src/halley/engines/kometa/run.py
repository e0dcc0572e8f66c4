"""Running Kometa, or whatever a sandbox made of its command, as a process group that does not outlive the run."""

import asyncio
import contextlib
import os
import signal
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from halley.engines.kometa.log import LogReader
from halley.engines.kometa.printed import Printed
from halley.errors import EngineMissing
from halley.secrets import Redactor

GRACE_S = 8
"""How long a process group has between being asked to end and being ended."""
_LAST_WORDS_S = 2
_KILL_S = 20
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
    command: Command,
    log: Path,
    redactor: Redactor,
    *,
    time_limit_s: float,
    on_line: Callable[[str], None] | None = None,
    grace_s: float = GRACE_S,
) -> RunOutcome:
    """Run to the end, to the time limit, or until cancelled; then nothing of its process group is left running.

    Raises EngineMissing where the command cannot be started, OSError where the log cannot be written, and CancelledError
    when it was cancelled.
    """
    reader = LogReader()
    timed_out = False
    with log.open("ab") as file, _Pipe() as pipe:
        printed = Printed(file, redactor, reader, on_line)
        process = await _start(command, pipe)
        try:
            async with asyncio.timeout(time_limit_s):
                await _to_the_end(process, pipe, printed)
        except TimeoutError:
            timed_out = True
        finally:
            await _end(process, command, grace_s)
            printed.close()
    return _outcome(process.returncode, reader, timed_out, printed, time_limit_s)


class _Pipe:
    """What the engine and all that it starts print into.

    It is not asyncio's own, which would not say that a process has ended while another one holds its output open.
    """

    def __enter__(self) -> "_Pipe":
        read, self.write = os.pipe()
        self._read = os.fdopen(read, "rb", buffering=0)
        self._transport: asyncio.ReadTransport | None = None
        return self

    async def opened(self) -> asyncio.StreamReader:
        """What comes out, once our own copy of the way in is closed."""
        self._close_write()
        stream = asyncio.StreamReader(limit=_CHUNK)
        protocol = asyncio.StreamReaderProtocol(stream)
        self._transport, _ = await asyncio.get_running_loop().connect_read_pipe(lambda: protocol, self._read)
        return stream

    def _close_write(self) -> None:
        if self.write >= 0:
            os.close(self.write)
            self.write = -1

    def __exit__(self, *_: object) -> None:
        self._close_write()
        if self._transport is not None:
            self._transport.close()
        else:
            self._read.close()


async def _start(command: Command, pipe: _Pipe) -> asyncio.subprocess.Process:
    try:
        return await asyncio.create_subprocess_exec(
            *command.words,
            env=dict(command.environment),
            cwd=command.working_directory,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=pipe.write,
            stderr=pipe.write,
            start_new_session=True,
        )
    except OSError as problem:
        what = problem.filename or command.words[0]
        raise EngineMissing(f"{command.words[0]} cannot be started: {what}: {problem.strerror or problem}") from None


async def _to_the_end(process: asyncio.subprocess.Process, pipe: _Pipe, printed: Printed) -> None:
    """Read until nothing more can come. Who keeps the output open after the process has ended is not waited for."""
    stream = await pipe.opened()
    reading = asyncio.create_task(_drain(stream, printed))
    try:
        ending = asyncio.create_task(process.wait())
        try:
            await asyncio.wait({reading, ending}, return_when=asyncio.FIRST_COMPLETED)
            if reading.done():  # all outputs are closed, or the log cannot be written
                reading.result()
                await ending
            else:
                await asyncio.wait({reading}, timeout=_LAST_WORDS_S)
                if reading.done():
                    reading.result()
        finally:
            ending.cancel()
    finally:
        reading.cancel()
        await asyncio.gather(reading, return_exceptions=True)


async def _drain(stream: asyncio.StreamReader, printed: Printed) -> None:
    while chunk := await stream.read(_CHUNK):
        printed.take(chunk)


async def _end(process: asyncio.subprocess.Process, command: Command, grace_s: float) -> None:
    """End the whole process group: politely, then for certain, then whatever a container left behind.

    A group lives on while any process of it does, also when the one that gave it its number has ended.
    """
    try:
        if _tell(process, signal.SIGTERM) and process.returncode is None:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(process.wait(), grace_s)
    finally:  # also when cancelled meanwhile: who is impatient gets no grace
        _tell(process, signal.SIGKILL)
    if process.returncode is None:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(process.wait(), grace_s)
    if command.kill:
        await _kill(command.kill)


def _tell(process: asyncio.subprocess.Process, number: signal.Signals) -> bool:
    """Whether there was anybody to be told."""
    try:
        os.killpg(process.pid, number)
    except (ProcessLookupError, PermissionError):
        return False
    return True


async def _kill(words: Sequence[str]) -> None:
    try:
        ended = await asyncio.create_subprocess_exec(
            *words, stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.DEVNULL
        )
    except OSError:  # the program that made the box is gone, and the box with it
        return
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(ended.wait(), _KILL_S)


def _outcome(exit_code: int | None, reader: LogReader, timed_out: bool, printed: Printed, limit_s: float) -> RunOutcome:
    failure = reader.failure
    if timed_out:
        failure = f"Kometa did not finish within {limit_s:g} seconds and was stopped"
    elif exit_code:
        last = f": {printed.last}" if printed.last else ""
        ended = f"was killed by {_signal_name(-exit_code)}" if exit_code < 0 else f"died with exit status {exit_code}"
        failure = f"Kometa {ended}{last}"
    elif failure and not reader.started and printed.last and printed.last not in failure:
        failure = f"{failure} (the last it said: {printed.last})"
    return RunOutcome(
        exit_code, failure, tuple(reader.errors), tuple(reader.criticals), timed_out, printed.truncated, reader.started
    )


def _signal_name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"
