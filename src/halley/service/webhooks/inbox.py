"""Takes webhooks in: bodies of bounded size, within a time, in each sender's words."""

import asyncio
import json
from contextlib import suppress
from dataclasses import dataclass, field

from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from halley.errors import ConfigError
from halley.service.log import LOG
from halley.service.metrics import Metrics
from halley.service.webhooks.arrivals import Arrivals
from halley.service.webhooks.senders import SENDERS
from halley.studio.problems import problem_of
from halley.studio.security.visitor import refuse
from halley.studio.wire.base import Problem

LARGEST = 4 * 1024 * 1024
"""Bytes of one webhook: Plex sends a small picture along."""


class _Left(Exception):
    """They went before their request came to its end."""


class _TooLarge(Exception):
    """There came more than may come."""


@dataclass(slots=True)
class Inbox:
    """Where webhooks come in. `at_once`: bodies that are read at a time."""

    arrivals: Arrivals
    metrics: Metrics
    largest: int = LARGEST
    within_s: float = 15
    at_once: int = 8
    _room: asyncio.Semaphore = field(init=False)

    def __post_init__(self) -> None:
        self._room = asyncio.Semaphore(self.at_once)

    async def take(self, source: str, scope: Scope, receive: Receive, send: Send) -> None:
        """Take one in, and answer it."""
        if source not in SENDERS:
            problem = Problem(title="Nobody of that name sends webhooks here", status=404, hint=", ".join(SENDERS))
            await refuse(problem, scope, receive, send)
            return
        headers = Headers(scope=scope)
        try:
            async with self._room:
                body = await asyncio.wait_for(_read(headers, receive, self.largest), self.within_s)
                found = SENDERS[source](headers.get("content-type", ""), body)
                new = await asyncio.to_thread(self.arrivals.add, found)
        except _TooLarge:
            self.metrics.heard(source, "refused")
            with suppress(TimeoutError):
                await asyncio.wait_for(_let_go(receive, self.largest), self.within_s)
            problem = Problem(title="The webhook is too large", status=413, detail=f"at most {self.largest} bytes are read")
            await refuse(problem, scope, receive, send, Connection="close")
        except (TimeoutError, _Left):
            await refuse(Problem(title="The webhook did not come to its end", status=408), scope, receive, send)
        except ConfigError as unread:
            self.metrics.heard(source, "unread")
            LOG.warning("a webhook of %s cannot be read: %s", source, unread.message)
            await refuse(problem_of(unread), scope, receive, send)
        else:
            self.metrics.heard(source, "new" if found else "ignored")
            for one in new:
                LOG.info("%s tells of %s", source, one.words)
            text = json.dumps({"new": [one.words for one in found]}, ensure_ascii=False)
            await Response(text, 202 if found else 200, media_type="application/json")(scope, receive, send)


async def _read(headers: Headers, receive: Receive, most: int) -> bytes:
    length = headers.get("content-length", "0")
    if not length.isdecimal() or int(length) > most:
        raise _TooLarge
    body = bytearray()
    while True:
        message = await receive()
        if message["type"] != "http.request":
            raise _Left
        body += message.get("body", b"")
        if len(body) > most:
            raise _TooLarge
        if not message.get("more_body"):
            return bytes(body)


async def _let_go(receive: Receive, most: int) -> None:
    """Hear what still comes, up to a bound, and keep none of it: a connection closed amid it takes the answer along."""
    while most > 0:
        message = await receive()
        if message["type"] != "http.request" or not message.get("more_body"):
            return
        most -= len(message.get("body", b""))
