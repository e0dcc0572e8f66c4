"""The Origin check: what a browser says of the page that asks. Only pages of our own may ask the API."""

from dataclasses import dataclass

from starlette.datastructures import Headers
from starlette.types import Receive, Scope, Send

from halley.studio.security.visitor import SAFE_METHODS, App, is_api, refuse, visitor_of
from halley.studio.wire.base import Problem


@dataclass(frozen=True, slots=True)
class Origins:
    """Refuses what a page of another origin asks for. `own`: an origin that we are known by besides the one that is seen."""

    app: App
    own: str = ""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and not self._is_ours(scope):
            problem = Problem(
                title="A page of another address asked",
                status=403,
                hint="behind a proxy, name it in HALLEY_TRUSTED_PROXIES, or give the whole address in HALLEY_BASE_URL",
                key="origin",
            )
            await refuse(problem, scope, receive, send)
        else:
            await self.app(scope, receive, send)

    def _is_ours(self, scope: Scope) -> bool:
        headers = Headers(scope=scope)
        site, origin = headers.get("sec-fetch-site"), headers.get("origin")
        if site in {"cross-site", "same-site"} and is_api(scope) and not _is_visit(scope, headers):
            return False
        if scope["method"] in SAFE_METHODS:
            return True
        # Older browsers send no Sec-Fetch-Site; programs send neither, and need a token all the same.
        return site in {None, "same-origin", "none"} and (origin is None or self._is_own(origin, scope))

    def _is_own(self, origin: str, scope: Scope) -> bool:
        return origin.lower() in {visitor_of(scope).origin, self.own} - {""}


def _is_visit(scope: Scope, headers: Headers) -> bool:
    """Whether somebody followed a link to something that stands alone in its tab."""
    is_whole_tab = headers.get("sec-fetch-mode") == "navigate" and headers.get("sec-fetch-dest") == "document"
    return scope["method"] == "GET" and is_whole_tab
