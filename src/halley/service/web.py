"""What the service answers beside the studio, on the same port: `/ping`, `/health`, `/ready`, `/metrics`, and webhooks.

`/ping` is open. All else wants the API key (`X-Api-Key`, `Authorization`, `?apikey=`) or a session of the studio; a webhook
wants the key, as a session may be used by another page.
"""

import base64
import binascii
import json
import os
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from starlette.datastructures import Headers, QueryParams
from starlette.requests import cookie_parser
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from halley import __version__
from halley.errors import HalleyError
from halley.service.metrics import TYPE
from halley.studio.problems import problem_of
from halley.studio.security.door import Door, NotSignedIn, TooOften
from halley.studio.security.visitor import App, refuse, visitor_of
from halley.studio.wire.base import Problem

if TYPE_CHECKING:
    from halley.service.service import Service
    from halley.service.webhooks.inbox import Inbox

WEBHOOKS = "/api/v1/webhooks/"
_OWN = frozenset({"/ping", "/health", "/ready", "/metrics"})
_CHALLENGE = 'Basic realm="Halley", charset="UTF-8"'


@dataclass(frozen=True, slots=True)
class Doorway:
    """Answers what is the service's, and hands on what is the studio's. `door` knows the key, `studio_door` sessions."""

    app: App
    service: "Service"
    inbox: "Inbox"
    door: Door
    studio_door: Door
    cookie: str

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path: str = scope.get("path", "")
        if scope["type"] != "http" or not (path in _OWN or path.startswith(WEBHOOKS)):
            await self.app(scope, receive, send)
            return
        try:
            if path.startswith(WEBHOOKS):
                await self._webhook(scope, receive, send)
            else:
                await self._told(scope, receive, send)
        except TooOften as problem:
            await refuse(problem_of(problem), scope, receive, send, Retry_After=str(problem.wait_s))
        except NotSignedIn as problem:
            await refuse(problem_of(problem), scope, receive, send, WWW_Authenticate=_CHALLENGE)
        except HalleyError as problem:
            await refuse(problem_of(problem), scope, receive, send)

    async def _told(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["method"] not in {"GET", "HEAD"}:
            await refuse(Problem(title="This is only read", status=405), scope, receive, send, Allow="GET, HEAD")
            return
        if scope["path"] == "/ping":
            await _plain(200, "pong\n")(scope, receive, send)
            return
        if self.studio_door.is_locked and not self._has_session(scope):
            await self._check_key(scope)
        answer = {"/health": self._health, "/ready": self._ready, "/metrics": self._metrics}[scope["path"]]
        await answer()(scope, receive, send)

    def _health(self) -> Response:
        uptime = round(time.monotonic() - self.service.began, 1)
        row = {"status": "ok", "version": __version__, "pid": os.getpid(), "uptime_s": uptime}
        return _json(200, row)

    def _ready(self) -> Response:
        status = self.service.watch.status()
        return _json(200 if status.is_ready else 503, status.to_json())

    def _metrics(self) -> Response:
        return Response(self.service.metrics.text(), 200, {"Cache-Control": "no-store"}, TYPE)

    async def _webhook(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["method"] not in {"POST", "PUT"}:
            await refuse(Problem(title="Webhooks are posted", status=405), scope, receive, send, Allow="POST, PUT")
            return
        await self._check_key(scope)
        await self.inbox.take(scope["path"].removeprefix(WEBHOOKS), scope, receive, send)

    def _has_session(self, scope: Scope) -> bool:
        cookie = cookie_parser(Headers(scope=scope).get("cookie", "")).get(self.cookie, "")
        return bool(cookie) and self.studio_door.by_session(cookie).is_open

    async def _check_key(self, scope: Scope) -> None:
        key = key_of(scope)
        if not key:
            raise NotSignedIn(
                "The API key is missing", hint="send it as X-Api-Key, as `?apikey=`, or as the password of Basic"
            )
        await self.door.by_key(key, visitor_of(scope).address)


def key_of(scope: Scope) -> str:
    """The key that a request brings, wherever its sender could put it; empty where it brings none."""
    headers = Headers(scope=scope)
    if key := headers.get("x-api-key", ""):
        return key
    kind, _, rest = headers.get("authorization", "").partition(" ")
    if kind.lower() == "bearer":
        return rest.strip()
    if kind.lower() == "basic":
        try:
            return base64.b64decode(rest, validate=True).decode().partition(":")[2]
        except (binascii.Error, UnicodeDecodeError):
            return ""
    query = QueryParams(scope.get("query_string", b""))
    return query.get("apikey", "") or query.get("token", "")


def _json(status: int, row: object) -> Response:
    text = json.dumps(row, ensure_ascii=False, indent=1) + "\n"
    return Response(text, status, {"Cache-Control": "no-store"}, "application/json")


def _plain(status: int, text: str) -> Response:
    return Response(text, status, {"Cache-Control": "no-store"}, "text/plain")
