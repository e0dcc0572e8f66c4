"""A server that lies: a proxy before the simulator that spoils chosen writes on their way, or what is said of them.

    async with a_liar(simulator, {"PUT /library/sections": [Lie.ERROR_AFTER]}) as url: ...

Each lie is told once, to the next write whose method and path begin so.
"""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from enum import Enum

import aiohttp
import yarl
from aiohttp import web


class Lie(Enum):
    """What is done to one write."""

    SHORT = "short"  #: half of the body arrives, and the answer is 200
    NOTHING = "nothing"  #: nothing is done, and the answer is 200
    ERROR = "error"  #: nothing is done, and the answer is 500
    ERROR_AFTER = "error after"  #: it is done, and the answer is 500
    SILENCE = "silence"  #: it is done, and no answer comes
    DROP = "drop"  #: nothing is done, and the connection breaks
    DROP_AFTER = "drop after"  #: it is done, and the connection breaks
    LATE = "late"  #: the connection breaks at once, and it is done a while later
    REFUSED = "refused"  #: nothing is done, and the answer is 403


class Liar:
    """The proxy. `seen` are the writes that came, with what was done to them."""

    def __init__(self, behind: str, lies: Mapping[str, list[Lie]], silence_s: float) -> None:
        self._behind, self._silence_s = behind, silence_s
        self._lies = {where: list(lies) for where, lies in lies.items()}
        self.seen: list[tuple[str, Lie | None]] = []
        self._session: aiohttp.ClientSession | None = None
        self.late_s = 0.03
        self._late: list[asyncio.Task[None]] = []

    async def handle(self, request: web.BaseRequest) -> web.StreamResponse:
        """Pass a request on, truthfully or not."""
        name = f"{request.method} {request.path}"
        lie = self._next(name) if request.method != "GET" else None
        if request.method != "GET":
            self.seen.append((name, lie))
        body = await request.read()
        match lie:
            case None:
                return await self._passed_on(request, body)
            case Lie.SHORT:
                await self._passed_on(request, body[: len(body) // 2])
            case Lie.NOTHING:
                return web.Response()
            case Lie.REFUSED:
                return web.Response(status=403)
            case Lie.ERROR:
                return web.Response(status=500)
            case Lie.DROP:
                return _dropped(request)
            case Lie.LATE:
                self._late.append(asyncio.create_task(self._done_late(request, body)))
                return _dropped(request)
            case _:
                await self._passed_on(request, body)
        return await self._told(request, lie)

    async def _done_late(self, request: web.BaseRequest, body: bytes) -> None:
        await asyncio.sleep(self.late_s)
        await self._passed_on(request, body)

    async def come(self) -> None:
        """Wait until all that is late is done."""
        await asyncio.gather(*self._late)

    async def _told(self, request: web.BaseRequest, lie: Lie) -> web.StreamResponse:
        if lie is Lie.ERROR_AFTER:
            return web.Response(status=500)
        if lie is Lie.DROP_AFTER:
            return _dropped(request)
        if lie is Lie.SILENCE:
            await asyncio.sleep(self._silence_s)
            return _dropped(request)
        return web.Response()

    def _next(self, name: str) -> Lie | None:
        for where, lies in self._lies.items():
            if name.startswith(where) and lies:
                return lies.pop(0)
        return None

    async def _passed_on(self, request: web.BaseRequest, body: bytes) -> web.Response:
        assert self._session is not None
        kept = {"x-plex-token", "accept", "x-plex-container-start", "x-plex-container-size"}
        headers = {name: value for name, value in request.headers.items() if name.lower() in kept}
        url = yarl.URL(self._behind + request.raw_path, encoded=True)
        async with self._session.request(request.method, url, headers=headers, data=body or None) as answer:
            told = {"Content-Type": answer.headers.get("Content-Type", "text/plain")}
            return web.Response(status=answer.status, body=await answer.read(), headers=told)

    async def open(self) -> None:
        """Begin to pass requests on."""
        self._session = aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar())

    async def close(self) -> None:
        """Stop."""
        if self._session is not None:
            await self._session.close()


def _dropped(request: web.BaseRequest) -> web.Response:
    if request.transport is not None:
        request.transport.abort()
    return web.Response()


@asynccontextmanager
async def a_liar(
    behind: str, lies: Mapping[str, list[Lie]], *, silence_s: float = 2, port: int = 0
) -> AsyncIterator[tuple[str, Liar]]:
    """A liar before a server, and its address."""
    liar = Liar(behind, lies, silence_s)
    await liar.open()
    server = web.Server(liar.handle, access_log=None, max_line_size=2**18, max_field_size=2**18)
    listening = await asyncio.get_running_loop().create_server(server, "127.0.0.1", port)
    try:
        yield f"http://127.0.0.1:{listening.sockets[0].getsockname()[1]}", liar
    finally:
        listening.close()
        await server.shutdown(0.1)
        await liar.close()
