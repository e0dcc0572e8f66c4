"""A simulated server that real python-plexapi is connected to over HTTP, and what it was asked.

python-plexapi blocks, so the server runs in a thread with a loop of its own.
"""

import asyncio
import threading
from collections.abc import Callable, Coroutine, Iterator
from typing import TypeVar

import pytest
from plexapi.library import LibrarySection
from plexapi.server import PlexServer

from halley.plex.library import Library
from halley.simulator import Simulator
from tests.conformance.library import a_server, its_images

T = TypeVar("T")
TOKEN = "a-token-for-tests"


class Served:
    """A simulator that runs, and python-plexapi connected to it."""

    def __init__(self, server: Simulator) -> None:
        self.server = server
        self.plex = PlexServer(server.url, TOKEN)

    def section(self, title: str) -> LibrarySection:
        return self.plex.library.section(title)

    @property
    def movies(self) -> LibrarySection:
        return self.section("Movies")

    @property
    def shows(self) -> LibrarySection:
        return self.section("TV Shows")

    @property
    def music(self) -> LibrarySection:
        return self.section("Music")

    def asked(self, ask: Callable[[], object]) -> list[str]:
        """The requests (`GET /path?query`) that an action of the client makes."""
        before = len(self.server.requests)
        ask()
        return [f"{one.method} {one.target}" for one in self.server.requests[before:]]


class Thread:
    """An event loop in a thread."""

    def __init__(self) -> None:
        self.loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self.loop.run_forever, daemon=True)
        self._thread.start()

    def run(self, action: Coroutine[None, None, T]) -> T:
        return asyncio.run_coroutine_threadsafe(action, self.loop).result(30)

    def stop(self) -> None:
        self.loop.call_soon_threadsafe(self.loop.stop)
        self._thread.join()
        self.loop.close()


@pytest.fixture(scope="session")
def thread() -> Iterator[Thread]:
    thread = Thread()
    yield thread
    thread.stop()


Serve = Callable[..., Served]


@pytest.fixture
def serve(thread: Thread) -> Iterator[Serve]:
    """Serves any library."""
    running: list[Simulator] = []

    def start(library: Library, **switches: object) -> Served:
        server = Simulator(library, its_images(), token=TOKEN, **switches)
        thread.run(server.start())
        running.append(server)
        return Served(server)

    yield start
    for server in running:
        thread.run(server.stop())


@pytest.fixture
def served(serve: Serve) -> Served:
    """The usual library, served to this test alone."""
    return serve(a_server())
