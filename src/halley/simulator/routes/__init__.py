"""Every read that the simulator answers: a table of paths. Writes are not here: `halley.changes` understands them."""

import re

from halley.simulator.routes import hubs, images, items, playlists, sections, server
from halley.simulator.state import Route

_PLACEHOLDERS = {
    "section": r"[0-9]+",
    "key": r"[0-9]+",
    "keys": r"[0-9,]+",
    "stamp": r"[0-9]+",
    "field": r"[A-Za-z]+",
    "list": r"posters|arts|clearLogos|squareArts|themes",
    "image": r"thumb|art|clearLogo|squareArt|theme|banner|composite",
    "rest": r".+",
}

ROUTES: tuple[tuple[str, Route], ...] = (
    *server.ROUTES,
    *sections.ROUTES,
    *items.ROUTES,
    *images.ROUTES,
    *playlists.ROUTES,
    *hubs.ROUTES,
)

IDLE: tuple[tuple[str, str], ...] = (
    ("PUT", "/updater/check"),
    ("DELETE", "/library/sections/{section}/refresh"),
)
"""Writes that a server takes and that change nothing on one that never updates and whose scans are over at once."""


def _compiled(pattern: str) -> re.Pattern[str]:
    pieces = re.split(r"\{(\w+)\}", pattern)
    return re.compile(
        "".join(f"(?P<{p}>{_PLACEHOLDERS[p]})" if place % 2 else re.escape(p) for place, p in enumerate(pieces))
    )


_COMPILED = tuple((_compiled(pattern), route) for pattern, route in ROUTES)

_IDLE = tuple((method, _compiled(pattern)) for method, pattern in IDLE)


def is_idle(method: str, path: str) -> bool:
    """Whether a write is one of those that change nothing."""
    return any(method == named and pattern.fullmatch(path) for named, pattern in _IDLE)


def find(path: str) -> tuple[Route, dict[str, str]] | None:
    """The route for a path and what its placeholders took; None for a path that Plex does not have."""
    for pattern, route in _COMPILED:
        if found := pattern.fullmatch(path):
            return route, found.groupdict()
    return None
