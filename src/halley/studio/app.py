"""The studio as an ASGI application: routes, what becomes of errors, walls around it, pages beside it."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from http import HTTPStatus

from fastapi import APIRouter, FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.types import Receive, Scope, Send

from halley.errors import HalleyError
from halley.studio.description import Json, described
from halley.studio.pages import Pages, read_leaves
from halley.studio.problems import answered, of_status, problem_of, refused_request
from halley.studio.routes import (
    configurations,
    events,
    jobs,
    pictures,
    plans,
    reference,
    render,
    runs,
    servers,
    session,
    system,
)
from halley.studio.security.door import TooOften
from halley.studio.security.visitor import API, is_api
from halley.studio.security.walls import Wall, walls
from halley.studio.studio import Studio

VERSION = f"{API}/v1"
ROUTERS = (
    session.router,
    configurations.router,
    servers.router,
    pictures.router,
    render.router,
    reference.router,
    jobs.router,
    events.router,
    plans.router,
    runs.router,
    system.router,
)


def studio_app(studio: Studio, standing: Mapping[str, Wall] | None = None, pages: Pages | None = None) -> FastAPI:
    """The application. `standing`: the walls around it, by default all of them; tests take one out."""

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        await studio.open()
        try:
            yield
        finally:
            await studio.close()

    around = walls(studio.settings, studio.door) if standing is None else standing
    app = FastAPI(
        title="Halley's studio",
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        lifespan=lifespan,
        middleware=[Middleware(one) for one in around.values()],
    )
    app.state.studio = studio
    for router in ROUTERS:
        app.include_router(router, prefix=VERSION)
    app.include_router(_description(app, studio))
    app.router.default = _Rest(pages or Pages(read_leaves()))
    _tell_errors(app)
    return app


class _Rest:
    """What no route knows: nothing of the API, a page else."""

    def __init__(self, pages: Pages) -> None:
        self._pages = pages

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if is_api(scope):
            raise HTTPException(404, "There is no such address")
        await self._pages(scope, receive, send)


def _description(app: FastAPI, studio: Studio) -> APIRouter:
    router = APIRouter()
    known: dict[str, Json] = {}

    @router.get(f"{VERSION}/openapi.json", include_in_schema=False)
    def description() -> dict[str, object]:
        """This document."""
        if not known:
            known.update(described(app, studio.settings, is_locked=studio.door.is_locked))
        return dict(known)

    return router


def _tell_errors(app: FastAPI) -> None:
    @app.exception_handler(HalleyError)
    async def ours(_: Request, problem: HalleyError) -> Response:
        headers = {"Retry-After": str(problem.wait_s)} if isinstance(problem, TooOften) else {}
        return answered(problem_of(problem), headers)

    @app.exception_handler(RequestValidationError)
    async def refused(_: Request, problem: RequestValidationError) -> Response:
        return answered(refused_request(problem.errors()))

    @app.exception_handler(HTTPException)
    async def plain(request: Request, problem: HTTPException) -> Response:
        headers = dict(problem.headers or {})
        if problem.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
            headers["Allow"] = ", ".join(_methods_of(request.scope["path"]))
        return answered(of_status(problem.status_code, str(problem.detail)), headers)


def _methods_of(path: str) -> list[str]:
    """The methods that an address of the API has, of all its routes: the framework names those of the first one only."""
    below = path.removeprefix(VERSION)
    routes = (one for router in ROUTERS for one in router.routes if isinstance(one, APIRoute))
    return sorted({method for one in routes if one.path_regex.match(below) for method in one.methods or ()} or {"GET"})
