"""The real Plex server, as the gateway reads it. The only room besides the client that knows the real token.

It can only ask: every request that leaves here is a GET or a HEAD.
"""

import asyncio
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from urllib.parse import urlsplit

import aiohttp
import yarl

from halley.errors import BrokenAnswer, PlexError, Unauthorised, Unreachable
from halley.secrets import Secret

LISTING_LIMIT = 128 * 1024 * 1024
"""Bytes of XML that the gateway holds at once for one answer; a page of 1,000 movies is some 4 MB."""
PICTURE_LIMIT = 32 * 1024 * 1024
"""Bytes of one picture; Plex itself takes about 10 MB."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole answer: status, the headers worth passing on, and the body."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes

    @property
    def content_type(self) -> str:
        return next((value for name, value in self.headers if name.lower() == "content-type"), "")


_PLEX_TV_LIMIT = 8 * 1024 * 1024

_PASSED_ON = frozenset(
    "content-type cache-control etag last-modified expires x-plex-protocol x-plex-container-start "
    "x-plex-container-total-size x-plex-content-original-length content-range accept-ranges date".split()
)
_PASSED_UP = frozenset({"accept", "accept-language", "range", "if-none-match", "if-modified-since", "user-agent"})


class Upstream:
    """Reads from the real server. Use as an async context manager."""

    def __init__(
        self, url: str, token: Secret, *, verify_ssl: bool = True, timeout_s: float = 60, connections: int = 8
    ) -> None:
        self.url = url.rstrip("/")
        self._token = token
        self._ssl: ssl.SSLContext | bool = verify_ssl
        self._timeout = aiohttp.ClientTimeout(total=None, connect=10, sock_read=timeout_s)
        self._connections = connections
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> "Upstream":
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit=self._connections, ssl=self._ssl),
            timeout=self._timeout,
            cookie_jar=aiohttp.DummyCookieJar(),
            auto_decompress=True,
        )
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def read(self, target: str, headers: tuple[tuple[str, str], ...] = (), *, limit: int = LISTING_LIMIT) -> Answer:
        """The whole answer to a GET. Raises PlexError where none came, or none that fits into `limit` bytes."""
        async with self.stream("GET", target, headers) as response:
            body = bytearray()
            async for chunk in _chunks(response, target):
                body += chunk
                if len(body) > limit:
                    raise BrokenAnswer(
                        f"the answer to {_path(target)} is larger than {limit // 1024**2} MiB",
                        hint="a picture of that size cannot be an upload of Plex; a listing can be asked for in pages",
                    )
            return Answer(response.status, passed_on(response), bytes(body))

    async def xml(self, target: str, headers: tuple[tuple[str, str], ...] = ()) -> Answer:
        """Like `read`, and raises Unauthorised, or BrokenAnswer for a status other than 200 and 404."""
        answer = await self.read(target, headers)
        if answer.status in {401, 403, 498}:
            raise Unauthorised(f"the Plex server refused its token ({answer.status} on {_path(target)})")
        if answer.status not in {200, 404}:
            raise BrokenAnswer(f"the Plex server answered {answer.status} to {_path(target)}")
        return answer

    @asynccontextmanager
    async def stream(
        self, method: str, target: str, headers: tuple[tuple[str, str], ...] = ()
    ) -> AsyncIterator[aiohttp.ClientResponse]:
        """An open answer whose body is still to come. Raises PlexError where the server cannot be reached."""
        if method not in {"GET", "HEAD"}:
            raise ValueError(f"{method} never leaves the gateway")
        if self._session is None:
            raise RuntimeError("the upstream is not open")
        sent = {name: value for name, value in headers if name.lower() in _PASSED_UP or _is_paging(name)}
        sent["X-Plex-Token"] = self._token.reveal()
        sent.setdefault("Accept", "*/*")
        try:
            async with self._session.request(
                method, yarl.URL(self.url + target, encoded=True), headers=sent, allow_redirects=False
            ) as response:
                yield response
        except TimeoutError:
            raise Unreachable(f"the Plex server at {self.url} did not answer {_path(target)} in time") from None
        except aiohttp.ClientConnectorCertificateError:
            raise Unreachable(
                f"the certificate of {self.url} cannot be verified",
                hint="`verify_ssl: false` in the plex section accepts it",
            ) from None
        except (aiohttp.ClientConnectionError, OSError) as problem:
            raise Unreachable(
                f"the Plex server at {self.url} cannot be reached ({type(problem).__name__})",
                hint="check `plex: url:` and that the server is running",
            ) from None
        except aiohttp.ClientError as problem:
            raise BrokenAnswer(f"the Plex server's answer to {_path(target)} broke off ({type(problem).__name__})") from None


async def _chunks(response: aiohttp.ClientResponse, target: str) -> AsyncIterator[bytes]:
    try:
        async for chunk in response.content.iter_chunked(256 * 1024):
            yield chunk
    except (aiohttp.ClientPayloadError, asyncio.IncompleteReadError):
        raise BrokenAnswer(f"the Plex server's answer to {_path(target)} broke off") from None


def passed_on(response: aiohttp.ClientResponse) -> tuple[tuple[str, str], ...]:
    """The headers of an answer that a client may see: nothing about connections, cookies or encodings."""
    return tuple((name, value) for name, value in response.headers.items() if name.lower() in _PASSED_ON)


def fault_kind(problem: PlexError) -> str:
    """The word under which a fault of the server is counted."""
    match problem:
        case Unauthorised():
            return "unauthorised"
        case Unreachable():
            return "timeout" if "in time" in problem.message else "unreachable"
        case _:
            return "broken"


def _is_paging(name: str) -> bool:
    return name.lower().startswith("x-plex-container-")


def _path(target: str) -> str:
    return target.partition("?")[0]


def plex_tv_reader(token: Secret, outside: str | None) -> Callable[[str], Awaitable[Answer | None]]:
    """A reader of plex.tv with the real token; with `outside`, of the server that plays the internet, without it."""

    async def read(url: str) -> Answer | None:
        parts = urlsplit(url)
        target = f"{parts.path}?{parts.query}" if parts.query else parts.path
        headers = {"X-Halley-Original-URL": url} if outside else {"X-Plex-Token": token.reveal()}
        address = f"{outside.rstrip('/')}{target}" if outside else f"https://{parts.hostname}{target}"
        try:
            async with (
                aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=20)) as session,
                session.get(address, headers=headers, allow_redirects=False) as response,
            ):
                body = await response.content.read(_PLEX_TV_LIMIT)
                return Answer(response.status, passed_on(response), body)
        except (aiohttp.ClientError, TimeoutError, OSError):
            return None

    return read
