"""A simulator that listens, and a client that asks it: `async with standing(library, ...) as (server, ask)`."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

import aiohttp

from halley.files import MemoryImages
from halley.plex.library import Library
from halley.simulator import Simulator

TOKEN = "a-token-for-tests"


@dataclass(frozen=True)
class Answer:
    """A whole answer."""

    status: int
    body: bytes
    headers: dict[str, str]

    @property
    def text(self) -> str:
        return self.body.decode()


Ask = Callable[..., Awaitable[Answer]]


@asynccontextmanager
async def standing(
    library: Library, images: MemoryImages | None = None, **switches: object
) -> AsyncIterator[tuple[Simulator, Ask]]:
    """A server of that library on a free port; `ask("/path", method="PUT")` sends the token along."""
    async with Simulator(library, images, token=TOKEN, **switches) as server, aiohttp.ClientSession() as session:

        async def ask(path: str, method: str = "GET", token: str | None = TOKEN, body: bytes | None = None) -> Answer:
            headers = {} if token is None else {"X-Plex-Token": token}
            async with session.request(method, server.url + path, headers=headers, data=body) as answer:
                return Answer(answer.status, await answer.read(), dict(answer.headers))

        yield server, ask
