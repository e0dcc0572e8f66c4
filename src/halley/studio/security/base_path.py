"""The path below which the studio lies for a proxy (`HALLEY_BASE_URL`), taken off before anybody looks at the rest."""

from dataclasses import dataclass

from starlette.responses import RedirectResponse
from starlette.types import Receive, Scope, Send

from halley.studio.problems import of_status
from halley.studio.security.visitor import App, refuse, visitor_of


@dataclass(frozen=True, slots=True)
class BasePath:
    """Takes `base`, which begins and ends with a slash, off the path. What lies beside it is not ours."""

    app: App
    base: str

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or self.base == "/":
            await self.app(scope, receive, send)
        elif scope["path"].startswith(self.base):
            await self.app({**scope, "path": "/" + scope["path"].removeprefix(self.base)}, receive, send)
        elif scope["path"] in {"/", self.base.rstrip("/")}:
            await RedirectResponse(visitor_of(scope).base, 307)(scope, receive, send)
        else:
            problem = of_status(404).model_copy(update={"hint": f"the studio lies below {self.base}"})
            await refuse(problem, scope, receive, send)
