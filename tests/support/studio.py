"""The studio on a loopback port, over the demo, for tests that ask as a browser does."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

import requests
import uvicorn
from starlette.types import ASGIApp

from halley.studio.app import studio_app
from halley.studio.desk.demo import Demo
from halley.studio.settings import Settings
from halley.studio.studio import Studio, studio_of


@dataclass(slots=True)
class Asking:
    """Asks the API as a page does, and remembers every answer."""

    base: str
    demo: Demo
    heard: list[tuple[str, bytes]] = field(default_factory=list)
    session: requests.Session = field(default_factory=requests.Session)
    studio: Studio | None = None

    def __call__(self, method: str, path: str, **more: object) -> requests.Response:
        if method != "GET" and "X-CSRF-Token" not in self.session.headers:
            told = self.session.get(f"{self.base}/session", timeout=60)
            self.session.headers["X-CSRF-Token"] = told.json()["csrf"] if told.ok else ""
        answer = self.session.request(method, f"{self.base}{path}", timeout=60, **more)
        self.heard.append((f"{method} {path}", answer.content + repr(answer.headers).encode()))
        return answer

    def get(self, path: str, **more: object) -> requests.Response:
        return self("GET", path, **more)

    def post(self, path: str, body: object, **more: object) -> requests.Response:
        return self("POST", path, json=body, **more)


@contextmanager
def editing_studio(folder: Path, **more: object) -> Iterator[Asking]:
    """The whole studio, its state in a folder, with nobody to sign in unless it is set so."""
    studio = studio_of(replace(Settings(folder, port=0, environment={"HOME": str(folder)}), **more))
    with served(studio_app(studio)) as address:
        yield Asking(f"{address}/api/v1", studio.demo, studio=studio)


@contextmanager
def served(app: ASGIApp) -> Iterator[str]:
    """An application on a free port of loopback, in a thread: its address without a slash at the end."""
    config = uvicorn.Config(app, port=0, log_level="warning", proxy_headers=False, timeout_graceful_shutdown=1)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=lambda: asyncio.run(server.serve()), daemon=True)
    thread.start()
    while not server.started:
        thread.join(0.02)
        assert thread.is_alive(), "the studio did not start"
    try:
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(20)
