"""Performs Changes on a server over HTTP, one request each."""

from dataclasses import dataclass
from typing import Final

import aiohttp
import yarl

from halley.changes import Change, encode
from halley.errors import BrokenAnswer, Unreachable
from halley.files import ImageStore
from halley.plex.requests import PlexRequest
from halley.secrets import Secret


class NotTaken(BrokenAnswer):
    """The server answered a write with a status that says it did not do it; whether that is true is another matter."""

    def __init__(self, message: str, status: int, retry_after: str = "") -> None:
        super().__init__(message)
        self.status: Final = status
        self.retry_after: Final = retry_after  #: when it wants to be asked again, in its words


@dataclass(frozen=True, slots=True)
class Took:
    """What a server answered to a write."""

    status: int
    content_type: str
    body: bytes
    retry_after: str = ""


class ChangeClient:
    """Writes to one server, over so many connections at a time. Use as an async context manager.

    With `once` no request is ever sent a second time by itself, not even where a kept connection turns out to be dead.

    Whoever holds one can change what is behind `url`: a gateway's is the only one that a preview ever gives away.
    """

    def __init__(  # noqa: PLR0913 - each is a thing of its own
        self,
        url: str,
        token: Secret,
        machine_id: str,
        images: ImageStore,
        *,
        timeout_s: float = 120,
        connections: int = 16,
        verify_ssl: bool = True,
        once: bool = False,
    ) -> None:
        self._url, self._token, self._machine_id, self._images = url.rstrip("/"), token, machine_id, images
        self._connections, self._verify_ssl, self._once = connections, verify_ssl, once
        self._timeout = aiohttp.ClientTimeout(total=timeout_s)
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> "ChangeClient":
        headers = {"X-Plex-Token": self._token.reveal()}
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit=self._connections, ssl=self._verify_ssl),
            timeout=self._timeout,
            headers=headers,
            cookie_jar=aiohttp.DummyCookieJar(),
        )
        if self._once:
            # There is no public switch for it: aiohttp sends a PUT or DELETE again where a kept connection breaks.
            self._session._retry_connection = False
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._session is not None:
            await self._session.close()

    def encoded(self, change: Change) -> PlexRequest:
        """The request that performs a Change on this server."""
        return encode(change, self._machine_id)

    async def perform(self, change: Change) -> None:
        """Make it so. Raises Unreachable or BrokenAnswer where the server did not."""
        request = self.encoded(change)
        answer = await self.send(request)
        if answer.status >= 300:
            raise NotTaken(
                f"{request.method} {request.path} was answered {answer.status}", answer.status, answer.retry_after
            )

    async def send(self, request: PlexRequest) -> Took:
        """Send a write and take the answer, whatever it is. Raises Unreachable where none came."""
        if self._session is None:
            raise RuntimeError("the client is not open")
        body = self._images.get(request.body.sha256) if request.body else None
        try:
            async with self._session.request(
                request.method, yarl.URL(self._url + request.target, encoded=True), data=body, allow_redirects=False
            ) as answer:
                told = answer.headers
                body = await answer.read()
                return Took(answer.status, told.get("Content-Type", ""), body, told.get("Retry-After", ""))
        except (aiohttp.ClientError, TimeoutError, OSError) as problem:
            raise Unreachable(
                f"{self._url} did not take {request.method} {request.path}: {type(problem).__name__}"
            ) from None
