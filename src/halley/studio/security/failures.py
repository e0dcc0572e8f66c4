"""The last net: an error that nobody foresaw is told without a word of it, as its words may hold a secret."""

import logging
import traceback
from dataclasses import dataclass

from starlette.types import Message, Receive, Scope, Send

from halley.studio.security.visitor import App, refuse
from halley.studio.wire.base import Problem

_LOG = logging.getLogger("halley.studio")


@dataclass(frozen=True, slots=True)
class Failures:
    """Answers 500 for whatever was thrown, and logs where, not what it said."""

    app: App

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        has_begun = False

        async def noted(message: Message) -> None:
            nonlocal has_begun
            has_begun = has_begun or message["type"] == "http.response.start"
            await send(message)

        try:
            await self.app(scope, receive, noted)
        except Exception as problem:  # noqa: BLE001 (isolates one request from the others; it is logged)
            where = "".join(traceback.format_tb(problem.__traceback__))
            _LOG.error("a request failed with %s:\n%s", type(problem).__name__, where)
            if not has_begun:
                told = Problem(
                    title="The studio stumbled", status=500, hint="what it was doing stands in the output of `halley studio`"
                )
                await refuse(told, scope, receive, send)
