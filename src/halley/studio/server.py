"""The studio on a port, until somebody ends it."""

import asyncio
import errno
import os
import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import uvicorn
from starlette.types import ASGIApp
from uvicorn.protocols.http.h11_impl import H11Protocol

from halley.errors import ConfigError
from halley.studio.app import studio_app
from halley.studio.settings import Settings
from halley.studio.studio import Studio

_HEADERS_WITHIN_S = 20
_ENDS_WITHIN_S = 1
_KEPT_OPEN_S = 75
"""Longer than proxies keep an idle connection, or they would send a request on one that is being closed."""


class Patient(H11Protocol):
    """A connection that is let go of where its first request does not come."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self.loop.call_later(_HEADERS_WITHIN_S, self._look)

    def _look(self) -> None:
        if self.cycle is None and not self.transport.is_closing():
            self.transport.close()


class _Server(uvicorn.Server):
    """Ends streams before it waits for them, and lets us hear the signals."""

    def __init__(self, config: uvicorn.Config, studio: Studio, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._studio, self._ready = studio, ready

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._ready()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        await self._studio.hush()
        await super().shutdown(sockets)


async def serve(
    studio: Studio, ready: Callable[[str], None], app: ASGIApp | None = None, ending: asyncio.Event | None = None
) -> None:
    """Serve until SIGINT or SIGTERM, or where `ending` is given until that is set.

    `ready` is called with the address when requests are answered; `app` stands in for the studio alone. Raises ConfigError.
    """
    listening = listen(studio.settings)
    address = address_of(studio.settings, listening)
    config = uvicorn.Config(
        app or studio_app(studio),
        http=Patient,
        ws="none",
        lifespan="on",
        proxy_headers=False,  # our own walls read them
        server_header=False,
        access_log=False,  # addresses name items and texts that are looked for
        log_level="warning",
        timeout_keep_alive=_KEPT_OPEN_S,
        timeout_graceful_shutdown=_ENDS_WITHIN_S,
    )
    server = _Server(config, studio, lambda: ready(address))
    if ending is None:
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, lambda: setattr(server, "should_exit", True))
        await server.serve(sockets=[listening])
        return
    leaving = asyncio.create_task(_leave(server, ending))
    try:
        await server.serve(sockets=[listening])
    finally:
        leaving.cancel()


async def _leave(server: uvicorn.Server, ending: asyncio.Event) -> None:
    await ending.wait()
    server.should_exit = True


def listen(settings: Settings) -> socket.socket:
    """The socket that a studio listens at. Raises ConfigError where it cannot be had."""
    where = f"{settings.host}:{settings.port}"
    try:
        family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
        is_for_both = settings.host == "::" and socket.has_dualstack_ipv6()
        address = (settings.host, settings.port)
        return socket.create_server(address, family=family, backlog=256, dualstack_ipv6=is_for_both)
    except OSError as problem:
        reason = os.strerror(problem.errno) if problem.errno and problem.errno > 0 else problem.strerror
        if problem.errno == errno.EADDRINUSE:
            hint = "a studio may run there already: open its address, or choose another with `--port`"
        elif problem.errno == errno.EACCES:
            hint = "ports below 1024 are the administrator's: choose another with `--port`"
        else:
            hint = "choose another address with `--host` or `--port`"
        raise ConfigError(f"cannot listen at {where}: {reason}", hint=hint) from None


def address_of(settings: Settings, listening: socket.socket) -> str:
    """Where a browser on this machine finds it."""
    host, port = listening.getsockname()[:2]
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)
    return f"http://{f'[{host}]' if ':' in host else host}:{port}{settings.base}"
