"""The studio's routes on a loopback port, over the demo, for tests that ask as a browser does."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace

import requests
import uvicorn
from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse

from halley.errors import ConfigError, HalleyError, PlexError
from halley.studio.desk.demo import Demo
from halley.studio.desk.desk import Desk
from halley.studio.drawing.catalogue import Catalogue
from halley.studio.drawing.easel import Easel
from halley.studio.drawing.shelf import Shelf
from halley.studio.routes import configurations, pictures, reference, render, servers


@dataclass(slots=True)
class Asking:
    """Asks the API, and remembers every answer."""

    base: str
    demo: Demo
    heard: list[tuple[str, bytes]] = field(default_factory=list)

    def __call__(self, method: str, path: str, **more: object) -> requests.Response:
        answer = requests.request(method, f"{self.base}{path}", timeout=60, **more)
        self.heard.append((f"{method} {path}", answer.content + repr(answer.headers).encode()))
        return answer

    def get(self, path: str, **more: object) -> requests.Response:
        return self("GET", path, **more)

    def post(self, path: str, body: object, **more: object) -> requests.Response:
        return self("POST", path, json=body, **more)


@contextmanager
def editing_studio(folder: Path) -> Iterator[Asking]:
    """The routes for configurations, servers, rendering and reference, with nothing around them."""
    desk = Desk(folder / "studio", {"HOME": str(folder)})
    demo = Demo(folder / "demo")
    shelf = Shelf(desk)

    @asynccontextmanager
    async def lifespan(_: FastAPI):
        yield
        await shelf.close()
        await demo.stop()

    app = FastAPI(lifespan=lifespan)
    app.state.studio = SimpleNamespace(
        desk=desk, demo=demo, shelf=shelf, catalogue=Catalogue(shelf), easel=Easel(desk, shelf)
    )
    for one in (configurations, servers, pictures, render, reference):
        app.include_router(one.router, prefix="/api/v1")

    @app.exception_handler(HalleyError)
    async def told(_: Request, problem: HalleyError) -> JSONResponse:
        usual = 422 if isinstance(problem, ConfigError) else 502 if isinstance(problem, PlexError) else 500
        status = getattr(problem, "status", usual)
        return JSONResponse({"title": problem.message, "status": status, "hint": problem.hint or ""}, status)

    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="warning"))
    thread = threading.Thread(target=lambda: asyncio.run(server.serve()), daemon=True)
    thread.start()
    while not server.started:
        thread.join(0.02)
        assert thread.is_alive(), "the studio did not start"
    port = server.servers[0].sockets[0].getsockname()[1]
    try:
        yield Asking(f"http://127.0.0.1:{port}/api/v1", demo)
    finally:
        server.should_exit = True
        thread.join(20)
