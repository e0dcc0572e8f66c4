"""A server that answers some searches in its own way, so that what stands in memory and what is asked differ."""

from collections.abc import Callable
from dataclasses import replace

from halley.files import MemoryImages
from halley.plex.answers import Reply, error
from halley.plex.library import Library
from halley.plex.requests import PlexRequest, Query
from halley.simulator import Simulator
from halley.simulator.faults import FaultKind

Instead = Callable[[Query], Query | None]
"""What is searched for in place of a query; None: the search is refused."""


class ContrarySimulator(Simulator):
    """The simulator, searching for something else than it was asked for."""

    def __init__(self, library: Library, images: MemoryImages | None, token: str, instead: Instead) -> None:
        super().__init__(library, images, token=token)
        self._instead = instead

    def _read(self, request: PlexRequest, happening: frozenset[FaultKind]) -> Reply:
        if request.path.endswith("/all"):
            query = self._instead(request.query)
            if query is None:
                return error(400)
            request = replace(request, query=query)
        return super()._read(request, happening)


def without(name: str, value: str) -> Instead:
    """A server that does not look at one condition, and so finds more."""
    return lambda query: tuple(pair for pair in query if pair != (name, value))


def refusing(name: str) -> Instead:
    """A server that refuses every search with that parameter."""
    return lambda query: None if any(key == name for key, _ in query) else query
