"""The real Plex server, as the gateway reads it. The only room besides the client that knows the real token.

It can only ask: every request that leaves here is a GET or a HEAD.
"""

import asyncio
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qsl, urlencode, urlsplit

import aiohttp
import yarl

from halley.errors import BrokenAnswer, ConfigError, PlexError, Unauthorised, Unreachable
from halley.secrets import Redactor, Secret

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


class ServerFault(BrokenAnswer):
    """The server answered a read with a status that says it could not: 500, 503, also 400."""

    def __init__(self, status: int, path: str) -> None:
        super().__init__(f"the Plex server answered {status} to {path}")
        self.status: Final = status


_PLEX_TV_LIMIT = 8 * 1024 * 1024
_CHUNK = 256 * 1024

UNAUTHORISED = frozenset({401, 403, 498})
_PASSED_ON = frozenset(
    "content-type cache-control etag last-modified expires x-plex-protocol x-plex-container-start "
    "x-plex-container-total-size x-plex-content-original-length content-range accept-ranges date retry-after".split()
)
_PASSED_UP = frozenset({"accept", "accept-language", "range", "if-none-match", "if-modified-since", "user-agent"})


class Upstream:
    """Reads from the real server. Use as an async context manager."""

    def __init__(
        self, url: str, token: Secret, *, verify_ssl: bool = True, timeout_s: float = 60, connections: int = 8
    ) -> None:
        self._base, self.url = _address(url)  #: the second is as it may be shown: without a password
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
            async for chunk in chunks(response, target):
                body += chunk
                if len(body) > limit:
                    raise BrokenAnswer(
                        f"the answer to {_path(target)} is larger than {limit // 1024**2} MiB",
                        hint="a picture of that size cannot be an upload of Plex; a listing can be asked for in pages",
                    )
            return Answer(response.status, passed_on(response), bytes(body))

    async def xml(self, target: str, headers: tuple[tuple[str, str], ...] = ()) -> Answer:
        """Like `read`, and raises Unauthorised or ServerFault for a status other than 200 and 404."""
        answer = await self.read(target, headers)
        if answer.status in UNAUTHORISED:
            raise Unauthorised(f"the Plex server refused its token ({answer.status} on {_path(target)})")
        if answer.status not in {200, 404}:
            raise ServerFault(answer.status, _path(target))
        return answer

    @asynccontextmanager
    async def stream(
        self, method: str, target: str, headers: tuple[tuple[str, str], ...] = ()
    ) -> AsyncIterator[aiohttp.ClientResponse]:
        """An open answer whose body is still to come, by `chunks`. Raises PlexError where the server cannot be reached."""
        if method not in {"GET", "HEAD"}:
            raise ValueError(f"{method} never leaves the gateway")
        if self._session is None:
            raise RuntimeError("the upstream is not open")
        sent = dict(_passed_up(headers))
        sent["X-Plex-Token"] = self._token.reveal()
        sent.setdefault("Accept", "*/*")
        with self._told(target):
            url = yarl.URL(self._base + target, encoded=True)
            response = await self._session.request(method, url, headers=sent, allow_redirects=False)
        try:
            yield response
        finally:
            response.release()

    @contextmanager
    def _told(self, target: str) -> Iterator[None]:
        """Tell in our words why no answer began."""
        try:
            yield
        except TimeoutError:
            raise Unreachable(f"the Plex server at {self.url} did not answer {_path(target)} in time") from None
        except aiohttp.ClientConnectorCertificateError:
            raise Unreachable(
                f"the certificate of {self.url} cannot be verified",
                hint="`verify_ssl: false` in the plex section accepts it, as does `halley gateway --no-verify-ssl`",
            ) from None
        except (aiohttp.ClientConnectionError, OSError) as problem:
            raise Unreachable(
                f"the Plex server at {self.url} cannot be reached ({type(problem).__name__})",
                hint="check `plex: url:` and that the server is running",
            ) from None
        except (aiohttp.ClientError, ValueError) as problem:
            raise BrokenAnswer(
                f"what {self.url} answered to {_path(target)} is no HTTP ({type(problem).__name__})"
            ) from None


async def chunks(response: aiohttp.ClientResponse, target: str) -> AsyncIterator[bytes]:
    """The body of an answer as it comes. Raises BrokenAnswer where it breaks off, Unreachable where it stops coming."""
    body = response.content.iter_chunked(_CHUNK)
    while True:
        try:
            chunk = await anext(body, b"")
        except TimeoutError:
            raise Unreachable(f"the rest of the Plex server's answer to {_path(target)} did not come in time") from None
        except (aiohttp.ClientError, asyncio.IncompleteReadError, OSError) as problem:
            kind = type(problem).__name__
            raise BrokenAnswer(f"the Plex server's answer to {_path(target)} broke off ({kind})") from None
        if not chunk:
            return
        yield chunk


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
        case ServerFault():
            return "error"
        case _:
            return "broken"


def _passed_up(headers: tuple[tuple[str, str], ...]) -> Iterator[tuple[str, str]]:
    """The headers of an engine that the server may see: a few by name, page numbers, and nothing that is no plain text."""
    for name, value in headers:
        lowered = name.lower()
        is_page = lowered.startswith("x-plex-container-") and value.isdecimal()
        if value.isascii() and value.isprintable() and (is_page or lowered in _PASSED_UP):
            yield lowered, value


def _address(url: str) -> tuple[str, str]:
    """An address of a server, and the same without user and password. Raises ConfigError where it is none."""
    try:
        found = yarl.URL(url.rstrip("/"))
    except ValueError:
        found = yarl.URL()
    if found.scheme not in {"http", "https"} or not found.host or found.query_string or found.fragment:
        shown = url.partition("?")[0].rpartition("@")[2]
        raise ConfigError(f"{shown!r} is no address of a Plex server", hint="write it as http://host:32400")
    return str(found), str(found.with_user(None))


def _path(target: str) -> str:
    return target.partition("?")[0]


def plex_tv_reader(token: Secret, outside: str | None) -> Callable[[str], Awaitable[Answer | None]]:
    """A reader of plex.tv with the real token; with `outside`, of the server that plays the internet, without it."""
    redacted = Redactor((token,))

    async def read(url: str) -> Answer | None:
        parts = urlsplit(url)
        # The engine's token, which plex.tv would take for a wrong one, stays here; the real one travels in the header.
        kept = [(name, value) for name, value in parse_qsl(parts.query) if name.lower() != "x-plex-token"]
        target = f"{parts.path}?{urlencode(kept)}" if kept else parts.path
        original = f"https://{parts.hostname}{target}"
        headers = {"X-Halley-Original-URL": original} if outside else {"X-Plex-Token": token.reveal()}
        address = f"{outside.rstrip('/')}{target}" if outside else original
        try:
            async with (
                aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=20)) as session,
                session.get(address, headers=headers, allow_redirects=False) as response,
            ):
                body = bytearray()
                async for chunk in chunks(response, parts.path):
                    body += chunk
                    if len(body) > _PLEX_TV_LIMIT:
                        return None
                text = redacted(body.decode("utf-8", "replace"))
                return Answer(response.status, passed_on(response), text.encode())
        except (aiohttp.ClientError, TimeoutError, OSError, PlexError):
            return None

    return read
