"""Asking other sites over HTTP: gently, a few times where it fails, and with no key in anything that is told.

With `outside` every request goes to that server, with the address that was meant in `X-Halley-Original-URL`.
"""

import asyncio
import contextlib
import os
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlencode, urljoin, urlsplit

import aiohttp
import yarl

from halley.outside.answers import Answer, Json
from halley.outside.failures import NoAnswer, SourceFailed, Troubled, Turned
from halley.outside.hosts import HOSTS
from halley.outside.pace import Pace
from halley.secrets import Secret

ORIGINAL_URL = "X-Halley-Original-URL"
_AGAIN = frozenset({429, 500, 502, 503, 504})
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_MOST_REDIRECTS = 5
_DRIPS = 3
_LONGEST_WAIT_S = 30.0
T = TypeVar("T")
_NO_QUERY: Mapping[str, str | Secret] = {}


@dataclass(frozen=True, slots=True)
class Manners:
    """How requests are made: how often they are tried, `pause_s` before the second time and twice that before the third.

    `timeout_s` is how long a site may be silent; an answer that is no file must be there in three times that.
    A site at which `given_up_after` requests in a row failed is asked no more. Answers of more bytes than `most_bytes` are
    not read, files of more than `most_file_bytes` not kept.
    """

    attempts: int = 3
    pause_s: float = 1.0
    timeout_s: float = 60.0
    given_up_after: int = 5
    most_bytes: int = 32 * 1024 * 1024
    most_file_bytes: int = 1024 * 1024 * 1024
    is_paced: bool = True


@dataclass(slots=True)
class _Host:
    pace: Pace
    failed_in_a_row: int = 0


@dataclass(frozen=True, slots=True)
class _Request:
    method: str
    url: str
    query: Mapping[str, str | Secret]
    headers: Mapping[str, str | Secret] = field(default_factory=dict)
    content: Json = None

    @property
    def address(self) -> str:
        """The address with its query, keys included."""
        pairs = [(name, one.reveal() if isinstance(one, Secret) else one) for name, one in self.query.items()]
        return f"{self.url}?{urlencode(pairs)}" if pairs else self.url

    @property
    def shown(self) -> str:
        """The address as it may be told."""
        parts = urlsplit(self.url)
        return f"{parts.hostname}{parts.path}"


class OutsideClient:
    """Asks the sites of `hosts`. Use as an async context manager.

    Whatever status comes back is an Answer, but those that say that the site is in trouble: they are Troubled. Raises
    NoAnswer where nothing came, Turned for an address that is not among the sites.
    """

    def __init__(self, manners: Manners, outside: str | None = None, *, verifies: bool = True) -> None:
        self._manners, self._outside, self._verifies = manners, outside, verifies
        paced = manners.is_paced
        self._hosts = {
            name: _Host(Pace(gentle.at_once if paced else 16, gentle.apart_s if paced else 0))
            for name, gentle in HOSTS.items()
        }
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> "OutsideClient":
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(ssl=self._verifies),
            timeout=aiohttp.ClientTimeout(total=None, sock_connect=10, sock_read=self._manners.timeout_s),
            cookie_jar=aiohttp.DummyCookieJar(),
        )
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._session is not None:
            await self._session.close()
            self._session = None

    def hasten(self, host: str, apart_s: float) -> None:
        """Ask a site more often than it is usual."""
        if self._manners.is_paced:
            self._hosts[host].pace.apart_s = apart_s

    async def get(
        self, url: str, query: Mapping[str, str | Secret] = _NO_QUERY, headers: Mapping[str, str | Secret] = _NO_QUERY
    ) -> Answer:
        """Ask for an address; redirects within the sites are followed."""
        request = _Request("GET", url, query, headers)
        for _ in range(_MOST_REDIRECTS):
            answer = await self._asked(request)
            target = answer.headers.get("Location")
            if answer.status not in _REDIRECTS or not target:
                return answer
            onward = urljoin(request.url, target)
            kept = headers if urlsplit(onward).hostname == urlsplit(url).hostname else {}
            request = _Request("GET", onward, {}, kept)
        raise Turned(f"but {request.shown} leads on and on")

    async def post(self, url: str, content: Json) -> Answer:
        """Send JSON, for those sites that read questions in this way."""
        return await self._asked(_Request("POST", url, {}, content=content))

    async def download(self, url: str, path: Path, tag: str | None) -> str | None:
        """Put a file at `path`, whole or not at all, unless it is still the one of that tag.

        The tag of the new file, an empty one where the site gives none; None where nothing changed.
        """
        request = _Request("GET", url, {}, {"If-None-Match": tag} if tag else {})
        return await self._tried(request, lambda: self._into(request, path))

    async def _asked(self, request: _Request) -> Answer:
        return await self._tried(request, lambda: self._read(request))

    async def _tried(self, request: _Request, once: Callable[[], Awaitable[T]]) -> T:
        """What comes of it, tried some times. Raises NoAnswer, with a site that is given up at once."""
        host = self._hosts.get(urlsplit(request.url).hostname or "")
        if host is None or not request.url.startswith(("https://", "http://www.omdbapi.com/")):
            raise Turned(f"but {request.shown} is no address that Halley asks")
        if host.failed_in_a_row >= self._manners.given_up_after:
            raise NoAnswer(f"which is asked no more: it failed {host.failed_in_a_row} times in a row")
        failure: SourceFailed | None = None
        for attempt in range(self._manners.attempts):
            try:
                async with host.pace:
                    found = await once()
            except _Again as again:
                failure, pause = Troubled(f"but {request.shown} answered {again.status}"), again.wait_s
            except TimeoutError:
                failure, pause = NoAnswer(f"but {request.shown} took too long to answer"), None
            except (aiohttp.ClientError, OSError) as problem:
                failure, pause = NoAnswer(f"but {request.shown} cannot be reached ({type(problem).__name__})"), None
            else:
                host.failed_in_a_row = 0
                return found
            if attempt + 1 < self._manners.attempts:
                usual = self._manners.pause_s * 2**attempt
                await asyncio.sleep(usual if pause is None else min(pause, _LONGEST_WAIT_S, 10 * self._manners.pause_s))
        host.failed_in_a_row += 1
        raise failure or NoAnswer(f"but {request.shown} was not asked")

    @contextlib.asynccontextmanager
    async def _open(self, request: _Request) -> AsyncIterator[aiohttp.ClientResponse]:
        """The answer before its body. Raises _Again where the site is in trouble."""
        assert self._session is not None, "use it as a context manager"  # noqa: S101
        headers = {name: one.reveal() if isinstance(one, Secret) else one for name, one in request.headers.items()}
        url = yarl.URL(request.address)
        if self._outside is not None:
            headers[ORIGINAL_URL] = request.address
            url = yarl.URL(self._outside).with_path(url.raw_path, encoded=True)
        async with self._session.request(
            request.method, url, headers=headers, allow_redirects=False, json=request.content
        ) as response:
            if response.status in _AGAIN:
                after = response.headers.get("Retry-After", "")
                raise _Again(response.status, float(after) if after.isdecimal() else None)
            yield response

    async def _read(self, request: _Request) -> Answer:
        # A site that sends a byte now and then is never silent for long.
        async with asyncio.timeout(_DRIPS * self._manners.timeout_s), self._open(request) as response:
            found = bytearray()
            async for part in self._bounded(request, response, self._manners.most_bytes):
                found += part
            return Answer(request.shown, response.status, response.headers, bytes(found))

    async def _bounded(self, request: _Request, response: aiohttp.ClientResponse, most: int) -> AsyncIterator[bytes]:
        """The body part by part. Raises Turned where there are too many of them."""
        size = 0
        async for part in response.content.iter_chunked(256 * 1024):
            size += len(part)
            if size > most:
                raise Turned(f"but {request.shown} answered more than {most} bytes")
            yield part

    async def _into(self, request: _Request, path: Path) -> str | None:
        async with self._open(request) as response:
            if response.status == 304:
                return None
            if response.status != 200:
                raise NoAnswer(f"but {request.shown} answered {response.status}")
            handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
            try:
                with os.fdopen(handle, "wb") as stream:
                    async for part in self._bounded(request, response, self._manners.most_file_bytes):
                        stream.write(part)
                Path(name).replace(path)
            except BaseException:
                Path(name).unlink(missing_ok=True)
                raise
            return response.headers.get("ETag", "")


class _Again(Exception):
    """The site is in trouble, or has had enough for the moment."""

    def __init__(self, status: int, wait_s: float | None) -> None:
        super().__init__(status)
        self.status, self.wait_s = status, wait_s
