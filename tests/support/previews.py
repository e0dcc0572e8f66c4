"""Halley as a user meets it: the program as a process of its own, a configuration in a file, a Plex server to read."""

import asyncio
import io
import json
import os
import signal
import sys
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from halley.files import MemoryImages, Picture
from halley.simulator import Simulator
from tests.builders import a_library, a_movie, a_season, a_show, an_episode
from tests.support.played_kometa import played_kometa

TOKEN = "the-real-token-of-the-server"
CONFIG = """\
plex:
  url: {url}
  token: {token}
  timeout: 20
tmdb:
  apikey: 0123456789abcdef0123456789abcdef
libraries:
  Movies:
    overlay_files:
      - file: {folder}/overlays.yml
  TV Shows:
    overlay_files:
      - file: {folder}/overlays.yml
"""
OVERLAYS = """\
overlays:
  4K:
    overlay: {name: text(4K)}
    plex_all: true
"""


@dataclass(frozen=True, slots=True)
class Ended:
    """How a command ended."""

    status: int
    output: str
    errors: str

    @property
    def told(self) -> dict[str, Any]:
        """The JSON that it printed."""
        found = json.loads(self.output)
        assert isinstance(found, dict)
        return found


@dataclass(slots=True)
class Desk:
    """A folder with a configuration, and the program to call on it. `environment` is added to a bare one."""

    folder: Path
    server: Simulator
    environment: Mapping[str, str] = field(default_factory=dict)

    @property
    def config(self) -> Path:
        return self.folder / "config" / "config.yml"

    @property
    def job(self) -> Path:
        return self.folder / "job"

    @property
    def summary(self) -> dict[str, Any]:
        """The summary in the job folder."""
        found = json.loads((self.job / "output" / "summary.json").read_text("utf-8"))
        assert isinstance(found, dict)
        return found

    def write_config(self, text: str = CONFIG, **words: str) -> Path:
        """Write the configuration, `{url}`, `{token}` and `{folder}` filled in, with an overlay file beside it."""
        self.config.parent.mkdir(exist_ok=True)
        known = {"url": self.server.url, "token": TOKEN, "folder": str(self.config.parent)} | words
        for word, value in known.items():
            text = text.replace(f"{{{word}}}", value)
        self.config.write_text(text, encoding="utf-8")
        (self.config.parent / "overlays.yml").write_text(OVERLAYS)
        return self.config

    async def start(self, *words: str | Path, python: Sequence[str] = ("-m", "halley.cli")) -> asyncio.subprocess.Process:
        """Start `halley` with these words."""
        return await asyncio.create_subprocess_exec(
            sys.executable,
            *python,
            *map(str, words),
            cwd=self.folder,
            env={"PATH": os.environ["PATH"], "HOME": str(self.folder), "LANG": "C.UTF-8", **self.environment},
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )

    async def call(self, *words: str | Path, python: Sequence[str] = ("-m", "halley.cli"), patience_s: float = 120) -> Ended:
        """Run `halley` with these words to its end."""
        return await ended(await self.start(*words, python=python), patience_s)

    async def preview(self, *words: str | Path, sandbox: str = "none") -> Ended:
        """`halley preview` of this desk's configuration by Kometa alone into its job folder."""
        own = ("--config", self.config, "--job", self.job, "--engine", "kometa", "--sandbox", sandbox)
        return await self.call("preview", *own, *words)


async def ended(process: asyncio.subprocess.Process, patience_s: float = 120) -> Ended:
    """Wait for a command's end; one that does not end is killed, and that is an error."""
    try:
        output, errors = await asyncio.wait_for(process.communicate(), patience_s)
    finally:
        if process.returncode is None:
            process.send_signal(signal.SIGKILL)
    assert process.returncode is not None
    return Ended(process.returncode, output.decode(), errors.decode())


async def printed(process: asyncio.subprocess.Process, log: Path, text: str, patience_s: float = 60) -> None:
    """Wait until a text stands in a log file. Raises AssertionError where the process ends before."""
    async with asyncio.timeout(patience_s):
        while not (log.is_file() and text in log.read_text("utf-8", "replace")):
            assert process.returncode is None, (process.returncode, await process.communicate())
            await asyncio.sleep(0.02)


def processes_with(mark: str) -> list[int]:
    """Processes of this machine with a text in their command line."""
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            words = path.read_bytes()
        except OSError:
            continue
        if mark.encode() in words and int(path.parent.name) != os.getpid():
            found.append(int(path.parent.name))
    return found


async def nothing_left_of(mark: str, patience_s: float = 15) -> list[int]:
    """Processes with that text in their command line that are still there after a while; none, as a rule."""
    async with asyncio.timeout(patience_s + 5):
        for _ in range(int(patience_s / 0.05)):
            if not (found := processes_with(mark)):
                return []
            await asyncio.sleep(0.05)
    return found


def a_poster(number: int, *, size: tuple[int, int] = (100, 150), marked: bool = False) -> bytes:
    """A small poster that no other number gives; `marked` as one that carries an overlay."""
    picture = Image.new("RGB", size, (number * 29 % 256, number * 53 % 256, 60))
    written = io.BytesIO()
    exif = Image.Exif()
    if marked:
        exif[0x04BC] = "overlay"
    picture.save(written, "JPEG", exif=exif)
    return written.getvalue()


def a_server() -> Simulator:
    """Three movies and a show of one season with two episodes, each with a poster of its own."""
    images = MemoryImages()

    def poster(number: int, *, wide: bool = False) -> Picture:
        return images.put(a_poster(number, size=(160, 90) if wide else (100, 150)))

    library = a_library(
        a_movie("Heat", key=101, year=1995, resolution="4k", labels=["Keep"], poster=poster(1)),
        a_movie("Ronin", key=102, year=1998, resolution="1080", labels=["Keep"], poster=poster(2)),
        a_movie("The Matrix", key=103, year=1999, resolution="1080", poster=poster(3)),
        a_show(
            "Pier Nine",
            a_season(
                1,
                an_episode("Low Tide", key=203, poster=poster(6, wide=True)),
                an_episode("High Tide", key=204, poster=poster(7, wide=True)),
                key=202,
                poster=poster(5),
            ),
            key=201,
            poster=poster(4),
        ),
    )
    return Simulator(library, images, token=TOKEN)


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    """A desk with a configuration for a server that runs, and no Kometa."""
    async with a_server() as server:
        found = Desk(tmp_path, server)
        found.write_config()
        yield found


@pytest.fixture
def play(desk: Desk) -> Callable[..., Path]:
    """Put a Kometa on the desk that plays these acts, and say where it is."""

    def put(*acts: str, starts: bool = True) -> Path:
        home = played_kometa(desk.folder / "kometa", *acts, starts=starts)
        desk.environment = {**desk.environment, "HALLEY_KOMETA": str(home)}
        return home

    return put
