"""The Host check. A page of another's whose name comes to point here (DNS rebinding) says its own name, and is refused."""

import re
from dataclasses import dataclass
from ipaddress import ip_address

from starlette.datastructures import Headers
from starlette.types import Receive, Scope, Send

from halley.studio.security.visitor import App, refuse, visitor_of
from halley.studio.wire.base import Problem

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
_HOST = re.compile(r"(\[[0-9a-f:.]+\]|[a-z0-9._-]+)(:[0-9]{1,5})?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Hosts:
    """Lets through who calls us by one of our names. `takes_addresses`: by any number, too, as no page can be named so."""

    app: App
    names: frozenset[str]
    takes_addresses: bool

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        problem = self._problem(scope) if scope["type"] == "http" else None
        if problem is not None:
            await refuse(problem, scope, receive, send)
        else:
            await self.app(scope, receive, send)

    def _problem(self, scope: Scope) -> Problem | None:
        if len(Headers(scope=scope).getlist("host")) != 1:
            return Problem(title="A request names one host", status=400)
        name = name_of(visitor_of(scope).host)
        if name in self.names or name.endswith(".localhost") or (self.takes_addresses and _is_address(name)):
            return None
        return Problem(
            title="This studio is not known by that name",
            status=421,
            hint="add the name that is in the address bar to HALLEY_ALLOWED_HOSTS, and start the studio anew",
        )


def name_of(host: str) -> str:
    """The name in a Host header, without port and brackets; empty where it is none."""
    found = _HOST.fullmatch(host)
    return found[1].strip("[]").lower().rstrip(".") if found else ""


def _is_address(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return False
    return True
