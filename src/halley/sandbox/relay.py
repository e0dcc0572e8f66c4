"""Runs inside the sandbox: turns loopback ports into Unix sockets, and runs one command as its child.

    python relay.py --forward 32400=/path/plex.sock --forward 32401=/path/egress.sock -- COMMAND...

Stands alone: standard library only, Python 3.9 or later, because it runs with the Python that the sandbox has. Signals
go on to the command; its exit status is this program's (128 + n where signal n ended it).
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import fcntl
import signal
import socket
import struct
import sys
from collections.abc import Sequence

CANNOT_LISTEN = 125
CANNOT_RUN = 127
_CHUNK = 256 * 1024
_MOST_TRIES, _PAUSE_S = 1000, 0.01
_PASSED_ON = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGQUIT, signal.SIGUSR1, signal.SIGUSR2)
_SIOCGIFFLAGS, _SIOCSIFFLAGS, _IFF_UP = 0x8913, 0x8914, 0x1


async def run(forwards: Sequence[tuple[int, str]], command: Sequence[str]) -> int:
    """Forward while the command runs. Returns the status to exit with."""
    bring_up_loopback()
    servers = []
    for port, path in forwards:
        try:
            servers.append(await asyncio.start_server(_Forward(path).serve, "127.0.0.1", port))
        except OSError as problem:
            print(f"halley: the relay cannot listen on port {port}: {problem}", file=sys.stderr)  # noqa: T201
            return CANNOT_LISTEN
    loop = asyncio.get_running_loop()
    early: list[int] = []
    for number in _PASSED_ON:  # one may come before it is known here that the command runs
        loop.add_signal_handler(number, early.append, number)
    try:
        child = await asyncio.create_subprocess_exec(*command)
    except OSError as problem:
        print(f"halley: the relay cannot run {command[0]}: {problem}", file=sys.stderr)  # noqa: T201
        return CANNOT_RUN
    for number in _PASSED_ON:
        loop.add_signal_handler(number, _pass_on, child, number)
    for one in early:
        _pass_on(child, one)
    status = await child.wait()
    for server in servers:
        server.close()
    return status if status >= 0 else 128 - status


def _pass_on(child: asyncio.subprocess.Process, number: int) -> None:
    with contextlib.suppress(ProcessLookupError):
        child.send_signal(number)


class _Forward:
    """Copies bytes both ways between a connection and a new one to the socket."""

    def __init__(self, path: str) -> None:
        self._path = path

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            there_reader, there_writer = await self._connect()
        except OSError as problem:
            print(f"halley: nobody answers at {self._path}: {problem}", file=sys.stderr)  # noqa: T201
            writer.close()
            return
        await asyncio.gather(_copy(reader, there_writer), _copy(there_reader, writer))
        for end in (writer, there_writer):
            end.close()

    async def _connect(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        """Connect by hand: a Unix socket whose queue is full says "try again", which asyncio takes for being connected."""
        connection = socket.socket(socket.AF_UNIX)
        connection.setblocking(False)
        try:
            for _ in range(_MOST_TRIES):
                with contextlib.suppress(BlockingIOError):
                    connection.connect(self._path)
                    return await asyncio.open_unix_connection(sock=connection)
                await asyncio.sleep(_PAUSE_S)
            raise TimeoutError("its queue stays full")
        except OSError:
            connection.close()
            raise


async def _copy(source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
    """Copy until one side ends. An end is passed on as such, so that the other direction can finish what it says."""
    with contextlib.suppress(OSError):
        while True:
            chunk = await source.read(_CHUNK)
            if not chunk:
                break
            target.write(chunk)
            await target.drain()
    with contextlib.suppress(OSError, RuntimeError):
        if target.can_write_eof():
            target.write_eof()


def bring_up_loopback() -> None:
    """Make 127.0.0.1 reachable in a fresh network namespace. Most sandboxes have done so, and forbid it by now."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking, contextlib.suppress(OSError):
        name = struct.pack("16sh14x", b"lo", 0)
        flags = struct.unpack("16xh14x", fcntl.ioctl(asking, _SIOCGIFFLAGS, name))[0]
        if not flags & _IFF_UP:
            fcntl.ioctl(asking, _SIOCSIFFLAGS, struct.pack("16sh14x", b"lo", flags | _IFF_UP))


def _forward(text: str) -> tuple[int, str]:
    port, equals, path = text.partition("=")
    if not equals or not port.isdigit() or not path:
        raise argparse.ArgumentTypeError(f"{text!r} is not PORT=SOCKET")
    return int(port), path


def main(arguments: Sequence[str] | None = None) -> int:
    """Read the command line and run."""
    parser = argparse.ArgumentParser(description="Turn loopback ports into Unix sockets while a command runs.")
    parser.add_argument("--forward", action="append", default=[], type=_forward, metavar="PORT=SOCKET")
    parser.add_argument("command", nargs="+")
    chosen = parser.parse_args(arguments)
    return asyncio.run(run(chosen.forward, chosen.command))


if __name__ == "__main__":
    sys.exit(main())
