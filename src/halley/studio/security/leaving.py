"""Who signs out hears nothing more: streams of events that a session began end with it."""

import asyncio
from dataclasses import dataclass

from starlette.types import Message, Receive, Scope, Send

from halley.studio.security.door import Door
from halley.studio.security.visitor import App, caller_of

EVENTS = "/api/v1/events"


@dataclass(frozen=True, slots=True)
class Leaving:
    """Tells a stream that its browser has gone when the session has. All else is over before somebody can sign out."""

    app: App
    door: Door

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        session = caller_of(scope).session if scope["type"] == "http" and scope["path"] == EVENTS else ""
        if not session:
            await self.app(scope, receive, send)
            return
        has_ended = False

        async def noted(message: Message) -> None:
            nonlocal has_ended
            has_ended = message["type"] == "http.response.body" and not message.get("more_body")
            await send(message)

        with self.door.listening(session) as left:
            await self.app(scope, _until(left, receive), noted)
            if left.is_set() and not has_ended:
                await send({"type": "http.response.body", "body": b"", "more_body": False})


def _until(left: asyncio.Event, receive: Receive) -> Receive:
    async def received() -> Message:
        coming, leaving = asyncio.ensure_future(receive()), asyncio.ensure_future(left.wait())
        try:
            await asyncio.wait({coming, leaving}, return_when=asyncio.FIRST_COMPLETED)
            return coming.result() if coming.done() else {"type": "http.disconnect"}
        finally:
            coming.cancel()
            leaving.cancel()

    return received
