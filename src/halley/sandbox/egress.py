"""Fetches for the sandboxed engine what it may read outside, and keeps a record of what it fetched and refused.

A request names its original address in `X-Halley-Original-URL`. Redirects are handed back as they are: whoever follows one
asks again, and is judged again. A name is resolved once, judged, and connected to by the address that was judged.
"""

import asyncio
import contextlib
import logging
import socket
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from aiohttp import ClientError, ClientResponse, ClientSession, ClientTimeout, DummyCookieJar, TCPConnector, web
from aiohttp.abc import AbstractResolver, ResolveResult
from yarl import URL

from halley.sandbox.egress_policy import EgressPolicy, handed_back, is_public, passed_on
from halley.sandbox.guard.halley_guard.redact import shown_path
from halley.sandbox.guard.halley_guard.settings import ORIGINAL_URL

FETCHED = "fetched"
REFUSED = "refused"
OFFLINE = "offline"
FAILED = "failed"

_CHUNK = 256 * 1024
_LINE_LIMIT = 64 * 1024
_MOST_LINES = 5000


@dataclass(frozen=True, slots=True)
class EgressLine:
    """One line of the record: what was asked for, how often, and what became of it. The path's secrets are masked.

    `outcome` is `fetched`, `refused`, `offline` or `failed`; `reason` says why where it was not fetched.
    """

    outcome: str
    method: str
    host: str
    path: str
    reason: str
    count: int


class _NotPublic(OSError):
    """A name leads to this machine or its network."""


class PublicResolver(AbstractResolver):
    """Resolves names to public addresses only. aiohttp connects to exactly what this returns."""

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        """The addresses of a host. Raises OSError where one of them is not public: such a name is not to be trusted."""
        loop = asyncio.get_running_loop()
        found = await loop.getaddrinfo(host, port, family=family, type=socket.SOCK_STREAM)
        addresses = [(kind, str(address[0])) for kind, _, _, _, address in found]
        if not addresses or not all(is_public(address) for _, address in addresses):
            raise _NotPublic(f"{host} leads to an address of this machine or its network")
        return [
            ResolveResult(hostname=host, host=address, port=port, family=kind, proto=0, flags=socket.AI_NUMERICHOST)
            for kind, address in addresses
        ]

    async def close(self) -> None:
        """Nothing is kept open."""


class Egress:
    """The server at the end of the sandbox's second socket."""

    def __init__(self, policy: EgressPolicy, resolver: AbstractResolver | None = None) -> None:
        self._policy = policy
        self._resolver = resolver or PublicResolver()
        self._lines: Counter[tuple[str, str, str, str, str]] = Counter()
        self._servers: list[asyncio.Server] = []
        self._web = web.Server(
            self._handle,
            access_log=None,
            logger=logging.getLogger("halley.egress"),
            max_line_size=_LINE_LIMIT,
            max_field_size=_LINE_LIMIT,
            auto_decompress=False,
        )
        self._session: ClientSession | None = None

    @property
    def record(self) -> tuple[EgressLine, ...]:
        """What was asked for so far, in order of first asking."""
        return tuple(EgressLine(*line, count) for line, count in self._lines.items())

    async def on_tcp(self, host: str = "127.0.0.1", port: int = 0) -> int:
        """Listen on an address; port 0 takes a free one. Returns the port. Raises OSError where it is taken."""
        server = await asyncio.get_running_loop().create_server(self._web, host, port)
        self._servers.append(server)
        return int(server.sockets[0].getsockname()[1])

    async def on_socket(self, path: Path) -> None:
        """Listen on a Unix socket that only this user can open."""
        path.unlink(missing_ok=True)
        server = await asyncio.get_running_loop().create_unix_server(self._web, path)
        path.chmod(0o600)
        self._servers.append(server)

    async def close(self) -> None:
        """Stop listening, and end what is still being fetched."""
        for server in self._servers:
            server.close()
        await self._web.shutdown(2)
        if self._session is not None:
            await self._session.close()

    async def _handle(self, request: web.BaseRequest) -> web.StreamResponse:
        originals = request.headers.getall(ORIGINAL_URL, [])
        if len(originals) != 1:
            self._note(REFUSED, request, request.raw_path, "it does not name one original address")
            return _refusal(400, "this server fetches what X-Halley-Original-URL names")
        url = originals[0]
        refusal = self._policy.refusal(request.method, url, request.headers)
        if refusal is not None:
            self._note(REFUSED, request, url, refusal)
            return _refusal(403, refusal)
        if self._policy.offline:
            self._note(OFFLINE, request, url, "nothing outside is read in this run")
            return _refusal(503, "nothing outside is read in this run")
        body = await self._question(request)
        if request.method == "POST":
            refusal = "the question is too long" if body is None else self._policy.question_refusal(body)
            if refusal is not None:
                self._note(REFUSED, request, url, refusal)
                return _refusal(403, refusal)
        return await self._fetch(request, url, body if request.method == "POST" else None)

    async def _question(self, request: web.BaseRequest) -> bytes | None:
        """The body of a look-up; the bodies of reads, which mean nothing, are read away. None: it is too long."""
        body = bytearray()
        async for chunk in request.content.iter_chunked(_CHUNK):
            body += chunk
            if len(body) > self._policy.largest_question:
                return None
        return bytes(body)

    async def _fetch(self, request: web.BaseRequest, url: str, body: bytes | None) -> web.StreamResponse:
        try:
            async with self._answer(request, url, body) as answer:
                if (answer.content_length or 0) > self._policy.largest_answer and request.method != "HEAD":
                    self._note(FAILED, request, url, "the answer is too large")
                    return _refusal(502, "the answer is too large")
                self._note(FETCHED, request, url, "")
                return await self._hand_back(request, url, answer)
        except TimeoutError:
            self._note(FAILED, request, url, "no answer in time")
            return _refusal(504, "no answer in time")
        except _NotPublic as problem:
            self._note(REFUSED, request, url, str(problem))
            return _refusal(403, str(problem))
        except ClientError as problem:
            # aiohttp wraps what a resolver raises, and keeps it as the reason.
            if isinstance(problem.__cause__, _NotPublic):
                self._note(REFUSED, request, url, str(problem.__cause__))
                return _refusal(403, str(problem.__cause__))
            self._note(FAILED, request, url, type(problem).__name__)
            return _refusal(502, f"could not be fetched ({type(problem).__name__})")

    @contextlib.asynccontextmanager
    async def _answer(self, request: web.BaseRequest, url: str, body: bytes | None) -> AsyncIterator[ClientResponse]:
        headers = passed_on(request.headers.items())
        if self._policy.outside is not None:
            headers.append((ORIGINAL_URL, url))
        address = URL(self._policy.address(url), encoded=True)
        async with self._client().request(
            request.method,
            address,
            headers=headers,
            data=body,
            allow_redirects=False,
            skip_auto_headers=("User-Agent", "Accept", "Accept-Encoding", "Content-Type"),
        ) as answer:
            yield answer

    def _client(self) -> ClientSession:
        if self._session is None:
            policy = self._policy
            connector = (
                TCPConnector(limit_per_host=8)
                if policy.outside is not None
                else TCPConnector(resolver=self._resolver, limit_per_host=8, ttl_dns_cache=60)
            )
            timeout = ClientTimeout(total=None, sock_read=policy.timeout_s, sock_connect=policy.connect_timeout_s)
            # No cookies of ours: the engine keeps its own. No proxy either: trust_env is off by default.
            self._session = ClientSession(
                connector=connector, timeout=timeout, auto_decompress=False, cookie_jar=DummyCookieJar()
            )
        return self._session

    async def _hand_back(self, request: web.BaseRequest, url: str, answer: ClientResponse) -> web.StreamResponse:
        response = web.StreamResponse(status=answer.status, reason=answer.reason)
        for name, value in handed_back(answer.headers.items()):
            response.headers.add(name, value)
        await response.prepare(request)
        sent = 0
        try:
            async for chunk in answer.content.iter_chunked(_CHUNK):
                sent += len(chunk)
                if sent > self._policy.largest_answer:
                    self._note(FAILED, request, url, "the answer is too large")
                    _break_off(request)
                    return response
                await response.write(chunk)
        except (ClientError, TimeoutError) as problem:
            # The head is sent already: all that is left to tell the engine is to break off as the other side did.
            self._note(FAILED, request, url, f"the answer broke off ({type(problem).__name__})")
            _break_off(request)
            return response
        await response.write_eof()
        return response

    def _note(self, outcome: str, request: web.BaseRequest, url: str, reason: str) -> None:
        try:
            parts = urlsplit(url)
            host = parts.hostname or ""
        except ValueError:
            host, parts = "", urlsplit("")
        line = (outcome, request.method, host, shown_path(parts.path or "/"), reason)
        if line not in self._lines and len(self._lines) >= _MOST_LINES:
            line = (outcome, request.method, "(further hosts)", "", "")
        self._lines[line] += 1


def _refusal(status: int, reason: str) -> web.Response:
    return web.json_response({"error": f"Halley: {reason}"}, status=status, headers={"Connection": "close"})


def _break_off(request: web.BaseRequest) -> None:
    if request.transport is not None:
        request.transport.close()
