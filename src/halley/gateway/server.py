"""The gateway as an HTTP server, on TCP and Unix sockets: the only way that an engine has to Plex.

Every request is classified before anything else happens. Bodies are read up to a limit and no further; the server's own
answers are streamed through. What cannot even be parsed is refused and on record.
"""

import asyncio
import hmac
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from aiohttp import hdrs, web

from halley.errors import PlexError, Unauthorised, Unreachable
from halley.gateway.classify import Verdict, classify
from halley.gateway.ledger import Ledger
from halley.gateway.plex_tv import PlexTv
from halley.gateway.reads import ANSWERS, Reading
from halley.gateway.reply import PassThrough
from halley.gateway.rules import Kind
from halley.gateway.upstream import PICTURE_LIMIT, Upstream, fault_kind, passed_on
from halley.gateway.writes import Writes
from halley.plex.answers import Reply, error
from halley.plex.requests import PlexRequest
from halley.secrets import Secret

ORIGINAL_URL = "X-Halley-Original-URL"
_BODY_LIMIT = PICTURE_LIMIT
_LINE_LIMIT = 256 * 1024
"""Longest request line; edits name hundreds of ids in it (spec, plex-api 18)."""


@dataclass(slots=True)
class Door:
    """What stands behind the door of the gateway."""

    upstream: Upstream
    reading: Reading
    writes: Writes
    ledger: Ledger
    plex_tv: PlexTv
    token: Secret  #: the worthless one that engines are given
    own_hosts: frozenset[str] = frozenset()  #: names under which this gateway itself is reached

    async def handle(self, request: web.BaseRequest) -> web.StreamResponse:
        """Answer one request."""
        headers = tuple(request.headers.items())
        verdict = classify(request.method, _target(request), headers)
        outside = request.headers.get(ORIGINAL_URL)
        if outside is not None:
            return _response(await self._outside(request.method, outside, verdict))
        if request.method == hdrs.METH_OPTIONS:
            return web.Response(headers={"Allow": "GET, HEAD, PUT, POST, DELETE"})
        if verdict.kind is Kind.REFUSED:
            self.ledger.refuse(verdict.request, verdict.reason)
            return _response(error(403), close=True)
        if not self._is_known(verdict) and verdict.request.path != "/identity":
            if verdict.kind is Kind.WRITE:
                self.ledger.refuse(verdict.request, "without the token of this gateway")
            return _response(error(401), close=True)
        if verdict.kind is Kind.WRITE:
            return await self._write(request, verdict)
        return await self._read(request, verdict)

    def _is_known(self, verdict: Verdict) -> bool:
        given = [value for name, value in verdict.request.headers if name == "x-plex-token"]
        return any(hmac.compare_digest(one.encode(), self.token.reveal().encode()) for one in given)

    async def _write(self, request: web.BaseRequest, verdict: Verdict) -> web.StreamResponse:
        body = await _body(request)
        if body is None:
            self.ledger.refuse(verdict.request, f"a body of more than {_BODY_LIMIT // 1024**2} MiB")
            return _response(error(413), close=True)
        return _response(await self.writes.accept(verdict, body))

    async def _read(self, request: web.BaseRequest, verdict: Verdict) -> web.StreamResponse:
        if request.body_exists:
            self.ledger.refuse(verdict.request, "a read with a body")
            return _response(error(400), close=True)
        self.ledger.reads[verdict.answer] += 1
        try:
            found = await ANSWERS[verdict.answer](self.reading, verdict)
            if isinstance(found, PassThrough):
                return await self._stream(request, found)
        except PlexError as problem:
            self.ledger.fault(fault_kind(problem), request.method, verdict.request.path, problem.message)
            return _response(error(_status_of(problem)))
        return _response(found)

    async def _stream(self, request: web.BaseRequest, found: PassThrough) -> web.StreamResponse:
        method = "HEAD" if request.method == hdrs.METH_HEAD else "GET"
        async with self.upstream.stream(method, found.target, tuple(request.headers.items())) as answer:
            if answer.status in {401, 403, 498} or answer.status >= 500:
                kind = "error" if answer.status >= 500 else "unauthorised"
                self.ledger.fault(kind, method, found.target.partition("?")[0], f"the server answered {answer.status}")
            response = web.StreamResponse(status=answer.status, headers=dict(passed_on(answer)))
            await response.prepare(request)
            try:
                async for chunk in answer.content.iter_chunked(256 * 1024):
                    await response.write(chunk)
            except Exception as problem:
                # The head is already sent: all that is left to tell the engine is to break off as the server did.
                path = found.target.partition("?")[0]
                self.ledger.fault("broken", method, path, f"the answer broke off ({type(problem).__name__})")
                if request.transport is not None:
                    request.transport.close()
                raise
            await response.write_eof()
            return response

    async def _outside(self, method: str, url: str, verdict: Verdict) -> Reply:
        """A request that the engine meant for plex.tv."""
        parts = urlsplit(url)
        shown = PlexRequest(method, f"{parts.scheme}://{parts.hostname}{parts.path}", headers=verdict.request.headers)
        if not PlexTv.is_asked(url):
            self.ledger.refuse(shown, "the gateway answers for Plex and plex.tv only")
            return error(403)
        found, reason = await self.plex_tv.answer(method, url)
        if reason:
            self.ledger.refuse(shown, reason)
        else:
            self.ledger.reads["plex_tv"] += 1
        return found


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
            self.ledger.fault("gateway", request.method, request.path.partition("?")[0], repr(exc)[:500])
        return super().handle_error(request, status, None, "Bad Request" if status == 400 else "Internal Server Error")


class Listener:
    """Listens for an engine on a TCP port, a Unix socket, or both."""

    def __init__(self, door: Door) -> None:
        self._door = door
        self._servers: list[asyncio.Server] = []
        protocol = type("_Recording", (_Protocol,), {"ledger": door.ledger})
        self._manager = web.Server(door.handle, access_log=None, logger=logging.getLogger("halley.gateway"))
        self._make = lambda: protocol(
            self._manager,
            loop=asyncio.get_running_loop(),
            access_log=None,
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
        """Listen on a Unix socket that only this user can open."""
        path.unlink(missing_ok=True)
        server = await asyncio.get_running_loop().create_unix_server(self._make, path)
        path.chmod(0o600)
        self._servers.append(server)

    async def close(self) -> None:
        """Stop listening, and end what is still being answered."""
        for server in self._servers:
            server.close()
        await self._manager.shutdown(2)


def _target(request: web.BaseRequest) -> str:
    return request.raw_path


async def _body(request: web.BaseRequest) -> bytes | None:
    """The whole body, decoded from chunks; None where it is larger than the limit."""
    body = bytearray()
    async for chunk in request.content.iter_chunked(256 * 1024):
        body += chunk
        if len(body) > _BODY_LIMIT:
            return None
    return bytes(body)


def _response(reply: Reply, *, close: bool = False) -> web.Response:
    headers: Mapping[str, str] = {"X-Plex-Protocol": "1.0", "Cache-Control": "no-cache", **dict(reply.headers)}
    response = web.Response(status=reply.status, body=reply.body, headers={**headers, "Content-Type": reply.content_type})
    if close:
        response.force_close()
    return response


def _status_of(problem: PlexError) -> int:
    match problem:
        case Unauthorised():
            return 401
        case Unreachable():
            return 503
        case _:
            return 502
