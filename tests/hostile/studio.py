"""A studio under attack: with all its walls, or without one, spoken to byte by byte as no browser and no client would."""

import json
import re
import socket
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.parse import urlsplit

from halley.secrets import Secret
from halley.studio.app import studio_app
from halley.studio.pages import Pages, leaf
from halley.studio.security.walls import Wall, walls
from halley.studio.settings import Settings
from halley.studio.studio import Studio, studio_of
from tests.support.studio import served

PASSWORD = "correct horse battery"
KEY = "a-key-that-programs-of-mine-send"
PAGE = (
    b'<!doctype html><base href="/" /><title>Halley</title><script type="module" src="./assets/index-0123abcd.js"></script>'
)
CONFIG = json.dumps({"text": "libraries: {}\n"}).encode()


@dataclass(frozen=True)
class Heard:
    """An answer. Status 0: the connection was closed without one."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def problem(self) -> dict[str, object]:
        assert self.headers["content-type"] == "application/problem+json", self
        return json.loads(self.body)


@dataclass(frozen=True)
class Target:
    """A studio that can be attacked. `session` and `token` are those of a browser that belongs to its owner."""

    studio: Studio
    host: str
    port: int
    session: str = ""
    token: str = ""
    headers: tuple[str, ...] = field(default=())

    @property
    def own(self) -> tuple[str, ...]:
        """What the owner's browser adds to any request to the studio, whoever made it ask."""
        return (f"Cookie: {self.studio.settings.cookie}={self.session}",)

    @property
    def entitled(self) -> tuple[str, ...]:
        """What the owner's own page adds."""
        return (*self.own, f"X-CSRF-Token: {self.token}")

    def says(self, raw: bytes, within_s: float = 60) -> Heard:
        """Send bytes as they are, and hear what comes until the connection ends."""
        with socket.create_connection((self.host, self.port), timeout=within_s) as connection:
            with suppress(OSError):  # it was closed while we spoke; what was answered may still be read
                connection.sendall(raw)
            return heard(connection)

    def asks(self, method: str, target: str, *headers: str, body: bytes = b"", host: str = "") -> Heard:
        """An ordinary request by its parts. A body is JSON unless a header says otherwise."""
        lines = [f"{method} {target} HTTP/1.1", f"Host: {host or f'{self.host}:{self.port}'}", "Connection: close", *headers]
        if body or method in {"POST", "PUT"}:
            lines.append(f"Content-Length: {len(body)}")
            if not any(one.lower().startswith("content-type:") for one in headers):
                lines.append("Content-Type: application/json")
        return self.says("\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + body)

    def signs_in(self, password: str, *headers: str) -> Heard:
        """Try a password."""
        body = json.dumps({"password": password}).encode()
        return self.asks("POST", "/api/v1/session", *self.entitled, *headers, body=body)

    @property
    def configurations(self) -> int:
        """How many configurations the desk knows: what an attack could change."""
        return len(self.studio.desk.all())


def heard(connection: socket.socket) -> Heard:
    """What is answered on a connection."""
    data = b""
    try:
        while part := connection.recv(65536):
            data += part
    except (ConnectionResetError, BrokenPipeError):
        pass
    head, _, body = data.partition(b"\r\n\r\n")
    lines = head.decode("latin-1").split("\r\n")
    found = re.match(r"HTTP/1\.[01] (\d{3})", lines[0])
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines[1:])}
    return Heard(int(found[1]) if found else 0, headers, body)


def settings(folder: Path, **more: object) -> Settings:
    return replace(Settings(folder / "studio", port=0, environment={"HOME": str(folder)}), **more)


def locked(folder: Path, **more: object) -> Settings:
    return settings(folder, password=Secret(PASSWORD), api_key=Secret(KEY), **more)


def pages() -> Pages:
    return Pages({name: leaf(name, content) for name, content in (("index.html", PAGE), ("assets/index-0123abcd.js", b"1"))})


@contextmanager
def attacked(
    given: Settings,
    without: str = "",
    instead: Mapping[str, Wall] | None = None,
    shown: Pages | None = None,
    *,
    signed_in: bool = True,
) -> Iterator[Target]:
    """A studio without a wall, or with others in place of some. Its owner's browser has been there before."""
    studio = studio_of(given)
    standing = {name: one for name, one in walls(given, studio.door).items() if name != without} | dict(instead or {})
    if without:
        assert without in walls(given, studio.door)
    with served(studio_app(studio, standing, shown or pages())) as address:
        parts = urlsplit(address)
        session = studio.door.sessions.begin() if signed_in else studio.door.sessions.new()
        token = studio.door.sessions.token(session)
        yield Target(studio, parts.hostname or "", parts.port or 0, session, token)
