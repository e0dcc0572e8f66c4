"""A server on loopback that takes what Discord, ntfy, Gotify and Notifiarr take, and remembers what came."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from aiohttp import web

DISCORD = "/api/webhooks/1234567890/AbCdEf-secret-of-discord_123"


@dataclass
class Came:
    """A request that came in."""

    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: bytes
    parts: dict[str, tuple[str, bytes]] = field(default_factory=dict)

    @property
    def json(self) -> dict[str, object]:
        return json.loads(self.body)


@dataclass
class Receivers:
    """What came, and how it is answered: statuses are taken one after the other, then 200."""

    port: int = 0
    came: list[Came] = field(default_factory=list)
    statuses: list[int] = field(default_factory=list)
    headers: dict[str, str] = field(default_factory=dict)
    answer: str = "{}"
    hangs: bool = False
    drips: bool = False

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.port}"

    async def take(self, request: web.Request) -> web.StreamResponse:
        parts: dict[str, tuple[str, bytes]] = {}
        body = b""
        if request.content_type == "multipart/form-data":
            async for part in await request.multipart():
                parts[part.name] = (part.headers.get("Content-Type", ""), bytes(await part.read()))
        else:
            body = await request.read()
        self.came.append(Came(request.method, request.path, dict(request.query), dict(request.headers), body, parts))
        if self.hangs:
            await asyncio.sleep(60)
        if self.drips:
            response = web.StreamResponse()
            await response.prepare(request)
            for _ in range(600):
                await response.write(b" ")
                await asyncio.sleep(0.1)
            return response
        status = self.statuses.pop(0) if self.statuses else 200
        return web.Response(status=status, text=self.answer, content_type="application/json", headers=self.headers)


@asynccontextmanager
async def receiving() -> AsyncIterator[Receivers]:
    """One that listens."""
    receivers = Receivers()
    app = web.Application(client_max_size=20 * 1024 * 1024)
    app.router.add_route("*", "/{rest:.*}", receivers.take)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    receivers.port = runner.addresses[0][1]
    try:
        yield receivers
    finally:
        await runner.cleanup()
