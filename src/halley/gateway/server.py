"""The gateway as an HTTP server: the only way that an engine has to Plex. `listener` brings the requests.

Every request is classified before anything else happens. Bodies are read up to a limit and no further; the server's own
answers are streamed through. What cannot even be parsed is refused and on record.
"""

import hmac
from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from aiohttp import hdrs, web

from halley.errors import PlexError, Unauthorised, Unreachable
from halley.gateway.classify import Verdict, classify
from halley.gateway.ledger import Ledger
from halley.gateway.plex_tv import PlexTv
from halley.gateway.reads import ANSWERS, Reading
from halley.gateway.reply import PassThrough
from halley.gateway.rules import NOTIFICATIONS, Kind
from halley.gateway.upstream import PICTURE_LIMIT, UNAUTHORISED, ServerFault, Upstream, chunks, fault_kind, passed_on
from halley.gateway.writes import Writes
from halley.plex.answers import Reply, error
from halley.plex.requests import PlexRequest
from halley.plex.xml.json import CONTENT_TYPE as JSON
from halley.plex.xml.json import to_json
from halley.secrets import Secret

ORIGINAL_URL = "X-Halley-Original-URL"
_BODY_LIMIT = PICTURE_LIMIT


@dataclass(slots=True)
class Door:
    """What stands behind the door of the gateway."""

    upstream: Upstream
    reading: Reading
    writes: Writes
    ledger: Ledger
    plex_tv: PlexTv
    token: Secret  #: the worthless one that engines are given

    async def handle(self, request: web.BaseRequest) -> web.StreamResponse:
        """Answer one request."""
        headers = tuple(request.headers.items())
        verdict = classify(request.method, _target(request), headers)
        outside = request.headers.get(ORIGINAL_URL)
        if outside is not None:
            return _response(await self._outside(request, outside, verdict))
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
        own = self.token.reveal().encode()
        return any(hmac.compare_digest(one.encode("utf-8", "replace"), own) for one in given)

    async def _write(self, request: web.BaseRequest, verdict: Verdict) -> web.StreamResponse:
        try:
            body = await _body(request)
        except (web.RequestPayloadError, ConnectionError) as problem:
            self.ledger.refuse(verdict.request, f"its body broke off ({type(problem).__name__})")
            return _response(error(400), close=True)
        if body is None:
            self.ledger.refuse(verdict.request, f"a body of more than {_BODY_LIMIT // 1024**2} MiB")
            return _response(error(413), close=True)
        return _response(await self.writes.accept(verdict, body))

    async def _read(self, request: web.BaseRequest, verdict: Verdict) -> web.StreamResponse:
        if request.body_exists:
            self.ledger.refuse(verdict.request, "a read with a body")
            return _response(error(400), close=True)
        self.ledger.reads[verdict.answer] += 1
        if verdict.answer == NOTIFICATIONS:
            return await _silence(request)
        try:
            found = await ANSWERS[verdict.answer](self.reading, verdict)
            if isinstance(found, PassThrough):
                return await self._stream(request, found)
            return _response(_as_asked(found, request))
        except PlexError as problem:
            return self._failed(problem, request.method, verdict.request.path)

    def _failed(self, problem: PlexError, method: str, path: str) -> web.StreamResponse:
        """Pass a fault of the server on as what it is; what it says about the engine's own question (400) is none."""
        if not isinstance(problem, ServerFault) or problem.status >= 500:
            self.ledger.fault(fault_kind(problem), method, path, problem.message)
        return _response(error(_status_of(problem)))

    async def _stream(self, request: web.BaseRequest, found: PassThrough) -> web.StreamResponse:
        method = "HEAD" if request.method == hdrs.METH_HEAD else "GET"
        path = found.target.partition("?")[0]
        async with self.upstream.stream(method, found.target, tuple(request.headers.items())) as answer:
            if answer.status in UNAUTHORISED or answer.status >= 500:
                kind = "error" if answer.status >= 500 else "unauthorised"
                self.ledger.fault(kind, method, path, f"the server answered {answer.status}")
            response = web.StreamResponse(status=answer.status, headers=dict(passed_on(answer)))
            try:
                await response.prepare(request)
                async for chunk in chunks(answer, found.target):
                    await response.write(chunk)
                await response.write_eof()
            except PlexError as problem:
                # The head is already sent: all that is left to tell the engine is to break off as the server did.
                self.ledger.fault(fault_kind(problem), method, path, problem.message)
                if request.transport is not None:
                    request.transport.close()
            except ConnectionError:
                pass  # the engine went away, as it may
            return response

    async def _outside(self, request: web.BaseRequest, url: str, verdict: Verdict) -> Reply:
        """A request that the engine meant for plex.tv."""
        try:
            parts = urlsplit(url)
            shown = f"{parts.scheme}://{parts.hostname}{parts.path}"
        except ValueError:
            parts, shown = urlsplit("//"), url.partition("?")[0]
        asked = PlexRequest(request.method, shown[:500], headers=verdict.request.headers)
        if not self._is_known(verdict):
            self.ledger.refuse(asked, "without the token of this gateway")
            return error(401)
        if not PlexTv.is_asked(parts.hostname):
            self.ledger.refuse(asked, "the gateway answers for Plex and plex.tv only")
            return error(403)
        found, reason = await self.plex_tv.answer(request.method, url)
        if reason:
            self.ledger.refuse(asked, reason)
        else:
            self.ledger.reads["plex_tv"] += 1
        return found


def _target(request: web.BaseRequest) -> str:
    return request.raw_path


async def _silence(request: web.BaseRequest) -> web.StreamResponse:
    """A stream of notifications on which none comes; without it python-plexapi's listener would end with an error."""
    if not (ready := web.WebSocketResponse(heartbeat=30)).can_prepare(request):
        return _response(error(400), close=True)
    await ready.prepare(request)
    async for _ in ready:
        pass
    return ready


def _as_asked(reply: Reply, request: web.BaseRequest) -> Reply:
    """An XML answer as JSON for a client that asks for exactly that (spec, plex-api 1.4)."""
    if request.headers.get("Accept") != JSON or reply.status != 200 or not reply.content_type.startswith("text/xml"):
        return reply
    return replace(reply, content_type=JSON, body=to_json(reply.body))


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
        case ServerFault(status=status) if status >= 400:
            return status
        case Unreachable():
            return 503
        case _:
            return 502
