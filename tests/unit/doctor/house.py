"""A house with a doctor in it: a folder with a configuration, a Plex server to ask, and the files that operators write."""

import hashlib
import os
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from aiohttp import web

from halley.doctor import Asked, Finding, examine
from halley.files import MemoryImages
from halley.plex.answers import Reply, error
from halley.plex.library import Library
from halley.simulator import Simulator
from tests.builders import a_library, a_movie
from tests.support.previews import a_poster

TOKEN = "the-real-token-of-the-server"
KEY = "0123456789abcdef0123456789abcdef"
CONFIG = """\
plex:
  url: {url}
  token: {token}
tmdb:
  apikey: {key}
libraries:
  Movies:
    overlay_files:
      - file: {folder}/overlays.yml
"""
OVERLAYS = """\
overlays:
  4K:
    overlay: {name: text(4K), horizontal_offset: 0, vertical_offset: 0}
    plex_search: {all: {resolution: 4k}}
"""
KOMETA_UNIT = """\
[Unit]
After=plex.service

[Container]
Image=lscr.io/linuxserver/kometa:latest
ContainerName=kometa
Network=mms.network
Environment=PUID={uid} PGID={gid}
Environment=TZ=America/New_York
Environment=KOMETA_TIME=06:00
Volume={folder}:/config:Z
PodmanArgs=--tmpfs /run:U
AutoUpdate=registry
"""
PLEX_UNIT = """\
[Container]
Image=lscr.io/linuxserver/plex:latest
ContainerName=plex
Network=mms.network
Label="traefik.http.routers.plex.rule=Host(`plex.example.org`)"
Volume={plex}:/config:Z
"""
NETWORK = "[Network]\nNetworkName=mms\n"


class Door(Simulator):
    """A server that shows its settings to its owner only, and answers some paths in another way."""

    def __init__(self, library: Library, images: MemoryImages | None = None, *, token: str = TOKEN, **more: object) -> None:
        super().__init__(library, images, token=token, **more)  # type: ignore[arg-type]
        self.instead: dict[str, Reply] = {}

    async def _answer(self, incoming, request, happening):  # type: ignore[no-untyped-def]
        if request.path in self.instead:
            return self.instead[request.path]
        return await super()._answer(incoming, request, happening)

    def shares_only(self) -> None:
        """The token is from now on that of somebody with whom the server is shared."""
        self.instead["/:/prefs"] = error(403)


@dataclass
class House:
    """The folder, what stands in it, and how the doctor is called into it. `machine` stands for the root of the machine."""

    folder: Path
    url: str
    machine: Path
    environment: dict[str, str] = field(default_factory=dict)

    @classmethod
    def at(cls, folder: Path, url: str) -> "House":
        """A house with a configuration on a machine that is no container and has no SELinux."""
        (folder / "home").mkdir()
        (folder / "machine").mkdir()
        (folder / "machine" / "proc").symlink_to("/proc")
        found = cls(folder / "home", url, folder / "machine")
        found.write()
        return found

    @property
    def config(self) -> Path:
        return self.folder / "kometa" / "config.yml"

    @property
    def units(self) -> Path:
        return self.folder / ".config" / "containers" / "systemd"

    def write(self, text: str = CONFIG, **words: str) -> Path:
        """The configuration, and an overlay file beside it."""
        self.config.parent.mkdir(exist_ok=True)
        known = {"url": self.url, "token": TOKEN, "key": KEY, "folder": str(self.config.parent)} | words
        for word, value in known.items():
            text = text.replace(f"{{{word}}}", value)
        self.config.write_text(text)
        (self.config.parent / "overlays.yml").write_text(OVERLAYS)
        return self.config

    def put(self, path: str | Path, text: str | bytes = "") -> Path:
        """A file below the folder."""
        there = self.folder / path
        there.parent.mkdir(parents=True, exist_ok=True)
        there.write_bytes(text.encode() if isinstance(text, str) else text)
        return there

    def unit(self, name: str, text: str, **words: str) -> Path:
        """A Quadlet file of this user."""
        known = {"folder": str(self.config.parent), "plex": str(self.folder / "plex")}
        known |= {"uid": str(os.getuid()), "gid": str(os.getgid())} | words
        for word, value in known.items():
            text = text.replace(f"{{{word}}}", value)
        return self.put(self.units / name, text)

    async def asked(self, check: str, **more: object) -> list[Finding]:
        """What one check says."""
        return [one for one in await self.examined(**more) if one.check == check]

    async def one(self, check: str, **more: object) -> Finding:
        """The one thing that a check says."""
        (found,) = await self.asked(check, **more)
        return found

    async def examined(self, **more: object) -> list[Finding]:
        """What all checks say; TMDb is not asked unless a test wants it."""
        known: dict[str, object] = {"asks_tmdb": False, "kometa": None, "system": self.machine}
        environment = {"HOME": str(self.folder), "PATH": os.environ["PATH"], **self.environment}
        return await examine(Asked(self.config, environment, **(known | more)))  # type: ignore[arg-type]

    def tree(self) -> dict[str, str]:
        """Everything below the folder: names, sizes, contents, times, owners."""
        found = {}
        for path in sorted(self.folder.rglob("*")):
            about = path.lstat()
            digest = hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() and not path.is_symlink() else ""
            found[str(path.relative_to(self.folder))] = f"{about.st_mode} {about.st_uid} {about.st_mtime_ns} {digest}"
        return found


def three_films(labels: Iterable[str] = ()) -> tuple[Library, MemoryImages]:
    """A library of three films; those of these titles carry overlay and label."""
    images = MemoryImages()
    films = []
    for number, title in enumerate(("Heat", "Ronin", "Thief"), 1):
        drawn = title in labels
        poster = images.put(a_poster(number, marked=drawn))
        films.append(
            a_movie(title, key=100 + number, year=1990 + number, labels=["Overlay"] if drawn else [], poster=poster)
        )
    return a_library(*films), images


@asynccontextmanager
async def answering(status: int, body: str, headers: dict[str, str] | None = None) -> AsyncIterator[str]:
    """A server that says the same to everybody; yields its address."""

    async def say(_: web.BaseRequest) -> web.Response:
        return web.Response(status=status, text=body, headers=headers)

    runner = web.ServerRunner(web.Server(say))
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()
