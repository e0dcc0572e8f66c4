"""Where the gateway listens: TCP ports and Unix sockets. What cannot even be parsed is refused and on record."""

import asyncio
import contextlib
import errno
import logging
import os
import socket
import stat
import traceback
from pathlib import Path

from aiohttp import web

from halley.gateway.ledger import Ledger
from halley.gateway.rules import NOTIFICATIONS
from halley.gateway.server import Door
from halley.plex.requests import PlexRequest

_PATIENCE_S = 2
_LINE_LIMIT = 256 * 1024
"""Longest request line; edits name hundreds of ids in it (spec, plex-api 18)."""


class _Protocol(web.RequestHandler):
    """aiohttp's connection handler, which also puts on record what it could not parse."""

    ledger: Ledger

    def handle_error(
        self,
        request: web.BaseRequest,
        status: int = 500,
        exc: BaseException | None = None,
        message: str | None = None,
    ) -> web.StreamResponse:
        if status == 400:
            self.ledger.refuse(PlexRequest(request.method, request.path[:500]), f"not HTTP: {type(exc).__name__}")
        elif exc is not None:
            # Not its text, which may quote what was asked.
            self.ledger.fault("gateway", request.method, request.path.partition("?")[0], _place_of(exc))
        return super().handle_error(request, status, None, "Bad Request" if status == 400 else "Internal Server Error")


class Listener:
    """Listens for an engine on a TCP port, a Unix socket, or both."""

    def __init__(self, door: Door) -> None:
        self._door = door
        self._servers: list[asyncio.Server] = []
        self._sockets: list[Path] = []
        self._answering = 0
        self._idle = asyncio.Event()
        self._idle.set()
        protocol = type("_Recording", (_Protocol,), {"ledger": door.ledger})
        self._manager = web.Server(self._answer, access_log=None)
        self._make = lambda: protocol(
            self._manager,
            loop=asyncio.get_running_loop(),
            access_log=None,
            logger=logging.getLogger("halley.gateway"),
            max_line_size=_LINE_LIMIT,
            max_field_size=_LINE_LIMIT,
            read_bufsize=2**18,
        )

    async def on_tcp(self, host: str, port: int) -> int:
        """Listen on an address; port 0 takes a free one. Returns the port. Raises OSError where it is taken."""
        server = await asyncio.get_running_loop().create_server(self._make, host, port)
        self._servers.append(server)
        return int(server.sockets[0].getsockname()[1])

    async def on_socket(self, path: Path) -> None:
        """Listen on a Unix socket that only this user can open.

        A socket that a dead gateway left behind is replaced. Raises OSError where somebody listens on it, or where something
        else is of that name.
        """
        _make_way(path)
        listening = socket.socket(socket.AF_UNIX)
        before = os.umask(0o177)
        try:
            listening.bind(str(path))
        except BaseException:
            listening.close()
            raise
        finally:
            os.umask(before)
        self._sockets.append(path)
        self._servers.append(await asyncio.get_running_loop().create_unix_server(self._make, sock=listening))

    async def close(self) -> None:
        """Stop listening, let what is being answered come to its end for a while, and hang up."""
        for server in self._servers:
            server.close()
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._idle.wait(), _PATIENCE_S)
        await self._manager.shutdown(0.1)
        for path in self._sockets:
            path.unlink(missing_ok=True)

    async def _answer(self, request: web.BaseRequest) -> web.StreamResponse:
        if request.path == f"/:/websockets/{NOTIFICATIONS}":
            return await self._door.handle(request)  # which never ends by itself
        self._answering += 1
        self._idle.clear()
        try:
            return await self._door.handle(request)
        finally:
            self._answering -= 1
            if not self._answering:
                self._idle.set()


def _make_way(path: Path) -> None:
    """Take away a socket on which nobody listens. Raises OSError for anything else that stands there."""
    try:
        kind = path.lstat().st_mode
    except FileNotFoundError:
        return
    if not stat.S_ISSOCK(kind):
        raise FileExistsError(errno.EEXIST, "there is a file of that name", str(path))
    with socket.socket(socket.AF_UNIX) as probe:
        try:
            probe.connect(str(path))
        except ConnectionRefusedError:
            path.unlink(missing_ok=True)
            return
    raise OSError(errno.EADDRINUSE, os.strerror(errno.EADDRINUSE), str(path))


def _place_of(problem: BaseException) -> str:
    """What kind of error it was, and where in our code."""
    last = traceback.extract_tb(problem.__traceback__)[-1:]
    return " ".join([type(problem).__name__, *(f"in {Path(one.filename).name}:{one.lineno}" for one in last)])
