"""`halley demo`: with a Kometa, without one, and the proof at the end."""

import asyncio
import json
import os
import shlex
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.drawn import drawn_library
from tests.support.played_kometa import played_kometa
from tests.support.previews import Desk, desk

__all__ = ["desk"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo's folder, its library drawn once."""
    folder = tmp_path_factory.mktemp("demo")
    drawn_library(folder)
    return folder


async def test_without_kometa_our_own_engine_draws_says_so_and_ends_with_0(desk: Desk, folder: Path) -> None:
    done = await desk.call("demo", "--folder", folder)
    assert done.status == 0, done
    assert "53 targets: 53 captured" in done.output
    assert "Kometa did not run, so Halley's own engine drew these pictures." in done.output
    assert "the Plex server is exactly as it was before" in done.output
    told = json.loads((folder / "job" / "output" / "summary.json").read_text("utf-8"))
    assert len(told["output_files"]) == 53
    assert (told["engine"], told["kometa_ran"], told["success"]) == ("native", False, True)


async def test_with_a_kometa_it_shows_what_that_draws(desk: Desk, folder: Path, tmp_path: Path) -> None:
    home = played_kometa(tmp_path / "kometa", "overlays", "finish")
    done = await desk.call("demo", "--folder", folder, "--kometa", home, "--sandbox", "none")
    assert done.status == 0, done
    assert "captured" in done.output
    assert "106 writes kept from happening" in done.output
    assert "delete the whole library: refused" in done.output
    assert "the Plex server is exactly as it was before" in done.output


async def test_where_a_kometa_dies_our_own_engine_steps_in(desk: Desk, folder: Path, tmp_path: Path) -> None:
    home = played_kometa(tmp_path / "kometa", "overlays: 3", "crash")
    done = await desk.call("demo", "--folder", folder, "--kometa", home, "--sandbox", "none")
    assert done.status == 0, done
    assert "53 targets: 53 captured" in done.output
    assert "engine kometa, then native" in done.output
    assert "the played Kometa crashes; Halley's own engine drew instead" in done.output
    assert "the Plex server is exactly as it was before" in done.output


async def test_it_ends_by_offering_the_studio_which_finds_the_library_drawn(desk: Desk, folder: Path) -> None:
    done = await desk.call("demo", "--folder", folder)
    offered = shlex.split(done.output.strip().splitlines()[-1])
    assert offered == ["halley", "studio", "--demo", "--folder", str(folder / "studio"), "--open"]
    drawn = (folder / "library" / ".drawn-from").stat()
    command = [sys.executable, "-m", "halley.cli", *offered[1:], "--port", "0"]
    environment = {**os.environ, "BROWSER": "true"}
    with subprocess.Popen(command, cwd=folder, env=environment, stdout=subprocess.PIPE, text=True) as running:
        assert running.stdout
        assert running.stdout.readline().startswith("studio at http://127.0.0.1:")
        async with asyncio.timeout(60):
            while not (folder / "studio" / "demo" / "config" / "config.yml").is_file():
                await asyncio.sleep(0.1)
        running.send_signal(signal.SIGINT)
    assert (folder / "library" / ".drawn-from").stat() == drawn
