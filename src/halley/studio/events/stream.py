"""One stream of events to one browser. It ends where the browser goes, the server ends, or what is sent is not taken."""

import asyncio
from collections.abc import AsyncIterator

from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from halley.studio.events.hub import Hub, Listener

HEARTBEAT_S = 15
_TAKEN_S = 30
"""How long a browser may take no byte before it counts as gone."""
_BEGIN = b"retry: 1000\n\n: so begins the stream\n\n"


class EventStream(Response):
    """The answer that goes on."""

    media_type = "text/event-stream"

    def __init__(self, hub: Hub, listener: Listener, heartbeat_s: float = HEARTBEAT_S) -> None:
        super().__init__(headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"})
        del self.headers["content-length"]
        self._hub, self._listener, self._heartbeat_s = hub, listener, heartbeat_s

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        leaving = asyncio.create_task(_left(receive))
        sending = asyncio.create_task(self._sent(send))
        try:
            await asyncio.wait({leaving, sending}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            self._hub.leave(self._listener)
            for task in (leaving, sending):
                task.cancel()
            await asyncio.gather(leaving, sending, return_exceptions=True)

    async def _sent(self, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": self.raw_headers})
        async for data in self._data():
            async with asyncio.timeout(_TAKEN_S):
                await send({"type": "http.response.body", "body": data, "more_body": True})
        await send({"type": "http.response.body", "body": b"", "more_body": False})

    async def _data(self) -> AsyncIterator[bytes]:
        yield _BEGIN
        for data in self._listener.first:
            yield data
        while True:
            try:
                async with asyncio.timeout(self._heartbeat_s):
                    coming = await self._listener.next()
            except TimeoutError:
                yield b":\n\n"
                continue
            if coming is None:
                return
            yield coming


async def _left(receive: Receive) -> None:
    """Returns when the browser goes."""
    while (await receive())["type"] != "http.disconnect":
        pass
