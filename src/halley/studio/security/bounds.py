"""Bodies: of types that no form of another page can send, no larger than they may be, and whole within a time.

A body is read here and handed on whole.
"""

import asyncio
import json
import re
from dataclasses import dataclass

from starlette.datastructures import Headers
from starlette.types import Message, Receive, Scope, Send

from halley.studio.security.gate import SESSION
from halley.studio.security.visitor import App, is_api, refuse
from halley.studio.wire.base import Problem

LARGEST = 10 * 1024 * 1024
LARGEST_SIGN_IN = 64 * 1024
TYPES = frozenset({"application/json", "image/png", "image/jpeg", "image/webp"})
_SURROGATE = re.compile(rb"\\u[dD][89a-fA-F]")


class _TooLarge(Exception):
    """There came more than may come."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """Reads the body of a request to the API, as far as it may be read."""

    app: App
    largest: int = LARGEST
    largest_sign_in: int = LARGEST_SIGN_IN
    within_s: float = 30

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not is_api(scope):
            await self.app(scope, receive, send)
            return
        problem = self._told(scope)
        body = b""
        if problem is None:
            try:
                body = await asyncio.wait_for(_read(receive, self._most(scope)), self.within_s)
                problem = None if _is_text(body) else Problem(title="The request holds half a character", status=400)
            except _TooLarge:
                problem = self._too_large(scope)
            except TimeoutError:
                problem = Problem(title="The request did not come to its end", status=408)
        if problem is not None:
            await refuse(problem, scope, receive, send, Connection="close")
        else:
            await self.app(scope, _replayed(body, receive), send)

    def _told(self, scope: Scope) -> Problem | None:
        """What the headers alone say against it."""
        headers = Headers(scope=scope)
        length = headers.get("content-length", "0")
        if not length.isdecimal() or int(length) > self._most(scope):
            return self._too_large(scope)
        has_body = length != "0" or "transfer-encoding" in headers
        kind = headers.get("content-type", "").partition(";")[0].strip().lower()
        if has_body and kind not in TYPES:
            return Problem(
                title="A body of this type is not read",
                status=415,
                hint="send it as `Content-Type: application/json`",
                key="content-type",
            )
        return None

    def _most(self, scope: Scope) -> int:
        return self.largest_sign_in if scope["path"] == SESSION else self.largest

    def _too_large(self, scope: Scope) -> Problem:
        return Problem(title="The request is too large", status=413, detail=f"at most {self._most(scope)} bytes are read")


async def _read(receive: Receive, most: int) -> bytes:
    parts, size = [], 0
    while True:
        message = await receive()
        if message["type"] != "http.request":  # they left; what came is of no use
            return b""
        part = message.get("body", b"")
        size += len(part)
        if size > most:
            raise _TooLarge
        parts.append(part)
        if not message.get("more_body"):
            return b"".join(parts)


def _is_text(body: bytes) -> bool:
    """Whether JSON holds no half of a pair (`\\ud800`), which no file and no answer can hold. The rest others tell."""
    if not _SURROGATE.search(body):
        return True
    try:
        json.dumps(json.loads(body), ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return False
    except (ValueError, RecursionError):
        return True
    return True


def _replayed(body: bytes, receive: Receive) -> Receive:
    is_told = False

    async def replayed() -> Message:
        nonlocal is_told
        if is_told:
            return await receive()
        is_told = True
        return {"type": "http.request", "body": body, "more_body": False}

    return replayed
