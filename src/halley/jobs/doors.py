"""Where an engine in its box finds gateway and egress.

They listen where the sandbox can reach them: on Unix sockets, which a relay inside turns into loopback ports, or on loopback
itself where the sandbox shares this machine's network.
"""

import tempfile
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from halley.gateway.gateway import Gateway
from halley.sandbox.box import Box
from halley.sandbox.egress import Egress

_PORTS = (32400, 32401)
"""Gateway and egress on the loopback inside a sandbox that has a network of its own."""


@dataclass(frozen=True, slots=True)
class Doors:
    """Addresses of gateway and egress as the engine sees them, and what answers behind each port."""

    gateway: str
    egress: str
    sockets: Mapping[int, Path]


@asynccontextmanager
async def open_doors(box: Box, gateway: Gateway, egress: Egress) -> AsyncIterator[Doors]:
    """Let gateway and egress listen where the sandbox can reach them."""
    # Not in the job folder: the path of a Unix socket may have 107 bytes and no more.
    with tempfile.TemporaryDirectory(prefix="halley-") as name:
        ports = (await gateway.listener.on_tcp("127.0.0.1", 0), await egress.on_tcp()) if box.needs_tcp else _PORTS
        sockets = dict(zip(ports, (Path(name, "plex.sock"), Path(name, "outside.sock")), strict=True))
        if not box.needs_tcp:
            await gateway.listener.on_socket(sockets[ports[0]])
            await egress.on_socket(sockets[ports[1]])
        at_gateway, at_egress = (f"http://127.0.0.1:{port}" for port in ports)
        yield Doors(at_gateway, at_egress, sockets)
