"""Performs Changes on a server over HTTP, one request each."""

import aiohttp
import yarl

from halley.changes import Change, encode
from halley.errors import BrokenAnswer, Unreachable
from halley.files import ImageStore
from halley.secrets import Secret


class ChangeClient:
    """Writes to one server. Use as an async context manager.

    Whoever holds one can change what is behind `url`: a gateway's is the only one that a preview ever gives away.
    """

    def __init__(self, url: str, token: Secret, machine_id: str, images: ImageStore, *, timeout_s: float = 120) -> None:
        self._url, self._token, self._machine_id, self._images = url.rstrip("/"), token, machine_id, images
        self._timeout = aiohttp.ClientTimeout(total=timeout_s)
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> "ChangeClient":
        headers = {"X-Plex-Token": self._token.reveal()}
        self._session = aiohttp.ClientSession(timeout=self._timeout, headers=headers, cookie_jar=aiohttp.DummyCookieJar())
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._session is not None:
            await self._session.close()

    async def perform(self, change: Change) -> None:
        """Make it so. Raises Unreachable or BrokenAnswer where the server did not."""
        if self._session is None:
            raise RuntimeError("the client is not open")
        request = encode(change, self._machine_id)
        body = self._images.get(request.body.sha256) if request.body else None
        try:
            async with self._session.request(
                request.method, yarl.URL(self._url + request.target, encoded=True), data=body, allow_redirects=False
            ) as answer:
                if answer.status >= 300:
                    raise BrokenAnswer(f"{request.method} {request.path} was answered {answer.status}")
        except (aiohttp.ClientError, TimeoutError, OSError) as problem:
            raise Unreachable(
                f"{self._url} did not take {request.method} {request.path}: {type(problem).__name__}"
            ) from None
