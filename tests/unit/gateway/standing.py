"""A gateway before a simulated server, for tests: `async with standing(library) as (server, gateway, connect)`."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

from plexapi.server import PlexServer

from halley.files import MemoryImages
from halley.gateway.gateway import Gateway, GatewaySettings, open_gateway
from halley.plex.ids import RatingKey
from halley.plex.library import Library
from halley.secrets import Secret
from halley.simulator import Simulator

TOKEN = "the-real-token-of-the-server"


@dataclass
class Standing:
    """The two servers, and how to be a client of each."""

    server: Simulator
    gateway: Gateway
    url: str
    images: MemoryImages

    def plex(self) -> PlexServer:
        """Real python-plexapi, connected to the gateway. Blocks: call it in a thread."""
        return PlexServer(self.url, self.gateway.token.reveal())

    def real(self) -> PlexServer:
        """The same, connected to the server itself."""
        return PlexServer(self.server.url, TOKEN)


@asynccontextmanager
async def standing(
    library: Library, *, scope: tuple[int, ...] | None = None, ahead: bool = True, **simulator: object
) -> AsyncIterator[Standing]:
    """A gateway that listens on a free port, before a simulator of that library."""
    images = MemoryImages()
    keys = tuple(RatingKey(key) for key in scope) if scope is not None else None
    async with Simulator(library, token=TOKEN, **simulator) as server:
        settings = GatewaySettings(server.url, Secret(TOKEN), scope=keys, ahead=ahead)
        async with open_gateway(settings, images) as gateway:
            port = await gateway.listener.on_tcp("127.0.0.1", 0)
            yield Standing(server, gateway, f"http://127.0.0.1:{port}", images)


Use = Callable[[PlexServer], object]
