"""What is known of a request before anybody judges it, and what all walls share."""

from dataclasses import dataclass
from typing import TypeAlias, cast

from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from halley.studio.problems import answered
from halley.studio.security.door import Caller
from halley.studio.wire.base import Problem

API = "/api"
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
App: TypeAlias = ASGIApp

_VISITOR = "halley.visitor"
_CALLER = "halley.caller"
NOBODY = Caller("", is_open=False)


@dataclass(frozen=True, slots=True)
class Visitor:
    """Where a request comes from and where it thinks it goes: address, scheme, host with port, base path as seen outside."""

    address: str
    scheme: str
    host: str
    base: str

    @property
    def origin(self) -> str:
        """The origin of our own pages, as this visitor's browser calls it."""
        return origin_of(self.scheme, self.host)


def origin_of(scheme: str, host: str) -> str:
    """An origin as browsers write it: without the usual port, in small letters."""
    usual = ":443" if scheme == "https" else ":80"
    return f"{scheme}://{host.lower().removesuffix(usual)}"


def visitor_of(scope: Scope) -> Visitor:
    """Who is at the other end."""
    found = scope.get(_VISITOR)
    return cast("Visitor", found) if found is not None else plain_visitor(scope, "/")


def plain_visitor(scope: Scope, base: str) -> Visitor:
    """Who is at the other end of the connection itself."""
    client = scope.get("client")
    host = Headers(scope=scope).get("host", "")
    return Visitor(client[0] if client else "", scope.get("scheme", "http"), host, base)


def with_visitor(scope: Scope, visitor: Visitor) -> Scope:
    """The scope of somebody who is known now."""
    return {**scope, _VISITOR: visitor}


def caller_of(scope: Scope) -> Caller:
    """Who was let in, as."""
    return cast("Caller", scope.get(_CALLER, NOBODY))


def with_caller(scope: Scope, caller: Caller) -> Scope:
    """The scope of somebody whose name is known now."""
    return {**scope, _CALLER: caller}


def is_api(scope: Scope) -> bool:
    """Whether it is about the API and not about a page."""
    path: str = scope["path"]
    return path == API or path.startswith(f"{API}/")


async def refuse(problem: Problem, scope: Scope, receive: Receive, send: Send, **headers: str) -> None:
    """Answer with a problem and go no further; in words where somebody opened it in a tab. Headers have underscores here."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    if "text/html" in Headers(scope=scope).get("accept", ""):
        words = "\n".join(one for one in (f"{problem.title}.", problem.detail, problem.hint) if one)
        response = Response(f"{words}\n", problem.status, {"Cache-Control": "no-store", **named}, "text/plain")
    else:
        response = answered(problem, named)
    await response(scope, receive, send)
