"""The README is typed from top to bottom, as its reader would, on a server that has what its examples name."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import aiohttp
import pytest

from halley.changes import restorable
from halley.cli.main import COMMANDS
from halley.files import MemoryImages
from halley.simulator import Simulator
from tests.builders import a_library, a_movie
from tests.house.documents import Typed, typed_commands
from tests.house.source import ROOT
from tests.support.backups import Pair, a_home, a_pair
from tests.support.played_kometa import played_kometa
from tests.support.previews import a_poster

TOKEN = "the-token-of-the-readme"
PATIENCE_S = 120
PLACE = "horizontal_offset: 15, vertical_offset: 15"
#: What stays until it is stopped, and what it prints when it is ready.
LASTING = {"gateway": "token", "simulator": "token", "studio": "studio at"}


@dataclass
class Reader:
    """Somebody with the README, a shell, a server, and a Kometa that is played."""

    folder: Path
    server: Simulator
    environment: dict[str, str]
    key: Pair

    async def types(self, typed: Typed) -> str:
        """Type a command of the README; what it printed. A command that fails fails the test."""
        words = self._here(typed)
        command = words[0] if words[0] in LASTING else ""
        running = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "halley.cli", *words),
            cwd=self.folder,
            env=self.environment,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )
        try:
            printed = await self._until(running, LASTING[command]) if command else ""
            if command:
                await (self._asks_studio(printed) if command == "studio" else self._asks(printed))
                running.send_signal(signal.SIGINT)
            rest, _ = await asyncio.wait_for(running.communicate(), PATIENCE_S)
        finally:
            if running.returncode is None:
                running.kill()
        # What plays Kometa here draws pictures of its own, and a comparison must say so; no service runs on here.
        told = 1 if words[0] in {"compare", "status"} else 0
        assert running.returncode == told, f"{typed}: {printed}{rest.decode()}"
        return printed + rest.decode()

    def _here(self, typed: Typed) -> list[str]:
        """The command's words, with what stands for the reader's own replaced by what is here."""
        own = {
            "http://plex.local:32400": self.server.url,
            "JOB": self._job(),
            "127.0.0.1:32500": "127.0.0.1:0",
            "32401": "0",
            "age1...": self.key.recipient,
            "backups/config/config-20260101-030000.tar.zst.age": self._backup(),
        }
        return [own.get(word, word) for word in typed.words]

    def _backup(self) -> str:
        return next((str(path) for path in (self.folder / "backups" / "config").glob("*.age")), "FILE")

    def _job(self) -> str:
        jobs = sorted((self.folder / "halley-jobs").glob("preview-*")) if (self.folder / "halley-jobs").is_dir() else []
        return jobs[0].name if jobs else "JOB"

    @staticmethod
    async def _until(running: asyncio.subprocess.Process, word: str) -> str:
        assert running.stdout is not None
        printed = ""
        while word not in printed:
            line = await asyncio.wait_for(running.stdout.readline(), PATIENCE_S)
            assert line, f"it ended before it was ready: {printed}"
            printed += line.decode()
        return printed

    @staticmethod
    async def _asks(printed: str) -> None:
        """Ask the server that was just started for its libraries, by the address and the token that it printed."""
        words = printed.split()
        address, token = next(word for word in words if word.startswith("http://")), words[words.index("token") + 1]
        headers = {"X-Plex-Token": token, "Accept": "application/json"}
        async with (
            aiohttp.ClientSession(headers=headers) as session,
            session.get(f"{address}/library/sections") as answer,
        ):
            assert answer.status == 200
            assert (await answer.json())["MediaContainer"]["size"] >= 1

    @staticmethod
    async def _asks_studio(printed: str) -> None:
        """Ask the studio that was just started for the configuration that it found."""
        address = next(word for word in printed.split() if word.startswith("http://"))
        async with aiohttp.ClientSession() as session, session.get(f"{address}api/v1/configurations") as answer:
            assert [Path(one["path"]).name for one in await answer.json()] == ["config.yml"]


@pytest.fixture
async def reader(tmp_path: Path) -> AsyncIterator[Reader]:
    images = MemoryImages()
    named = [("Heat", 101, 1995), ("Ronin", 12345, 1998), *((f"Film {one}", 200 + one, 2000 + one) for one in range(6))]
    movies = [
        a_movie(title, key=key, year=year, poster=images.put(a_poster(place)))
        for place, (title, key, year) in enumerate(named)
    ]
    home = tmp_path / "home"
    home.mkdir()
    (home / "examples").symlink_to(ROOT / "examples")
    (home / "token.txt").write_text(TOKEN)
    (home / "overlays.yml").write_text(
        "overlays:\n  Title:\n    overlay: {name: text(<<title>>), " + PLACE + "}\n    plex_all: true\n"
    )
    backups = home / "overlays" / "Movies Original Posters"
    backups.mkdir(parents=True)
    (backups / "101.jpg").write_bytes(a_poster(0))
    kometa = played_kometa(tmp_path / "kometa", "overlays", "finish")
    async with Simulator(a_library(*movies), images, token=TOKEN) as server:
        (home / "config.yml").write_text(
            f"plex: {{url: '{server.url}', token: {TOKEN}}}\n"
            "libraries:\n  Movies:\n    overlay_files:\n      - file: overlays.yml\n"
        )
        environment = {
            **os.environ,
            "HALLEY_KOMETA": str(kometa),
            "HALLEY_KOMETA_PYTHON": sys.executable,
            "HALLEY_STUDIO_PORT": "0",
            "HALLEY_DATA": str(home / "data"),
            "BROWSER": "true",
        }
        a_home(home / "config")
        yield Reader(home, server, environment, a_pair(home))


def lines() -> list[Typed]:
    return [typed for typed in typed_commands("halley") if typed.page == "README.md"]


async def test_the_readme_can_be_typed_from_top_to_bottom(reader: Reader) -> None:
    before, stood = reader.server.digest(), restorable(reader.server.library)
    printed: list[tuple[Typed, str]] = []
    for typed in lines():
        is_a_run = typed.words[0] in {"apply", "undo", "run"}
        was = reader.server.digest()
        printed.append((typed, await reader.types(typed)))
        assert (reader.server.digest() != was) == is_a_run, typed

    assert any(typed.words[0] == "apply" for typed, _ in printed)
    assert reader.server.digest() != before, "an apply and its undo leave times behind"
    assert restorable(reader.server.library) == stood
    previews = [said for typed, said in printed if typed.words[0] == "preview"]
    assert all("targets" in said and "degraded" not in said and "missing" not in said for said in previews)
    assert "2 targets: 2 captured" in previews[1]
    assert "5 targets: 5 captured" in previews[2]
    assert any("removed" in said for typed, said in printed if typed.words[:2] == ("jobs", "rm"))
    assert (reader.folder / "dry-run" / "summary.json").is_file()
    assert any("every digest is right" in said for _, said in printed)
    assert list(reader.folder.glob("config.before-*"))


def test_the_readme_shows_each_command() -> None:
    shown = {typed.words[0] for typed in lines()}
    assert shown >= {*COMMANDS} - {"demo"}
