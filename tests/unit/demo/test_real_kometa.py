"""The demo configuration in real Kometa, against the simulator, with the played internet around it."""

import asyncio
import json
import os
import sys
from pathlib import Path

import pytest
from aiohttp.test_utils import TestServer

from halley.demo.configuration import write_demo_configuration
from halley.demo.library import LIBRARY_FILE
from halley.demo.outside import ORIGINAL_URL, outside_app
from halley.plex.images import ImageKind
from halley.simulator import Simulator, load_library
from tests.support.drawn import drawn_library

TOKEN = "demo-token"

#: Sends every request that leaves the machine to the played internet. Python imports a module of this name when it starts.
SITE_CUSTOMIZE = f"""
import os
from urllib.parse import urlsplit
import requests.adapters
send = requests.adapters.HTTPAdapter.send
def send_home(self, request, **options):
    if urlsplit(request.url).hostname != "127.0.0.1":
        request.headers["{ORIGINAL_URL}"] = request.url
        request.url = os.environ["PLAYED_INTERNET"]
    return send(self, request, **options)
requests.adapters.HTTPAdapter.send = send_home
"""


pytestmark = pytest.mark.kometa


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which the demo's library is drawn."""
    folder = tmp_path_factory.mktemp("demo")
    drawn_library(folder)
    return folder


async def test_real_kometa_dresses_every_item_of_the_demo_without_an_error(
    tmp_path: Path, library: Path, kometa_home: Path, kometa_python: Path
) -> None:
    loaded = load_library(library / "library" / LIBRARY_FILE)
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "sitecustomize.py").write_text(SITE_CUSTOMIZE)
    async with Simulator(loaded.library, loaded.images, token=TOKEN) as plex, TestServer(outside_app()) as internet:
        config = write_demo_configuration(tmp_path / "kometa", plex.url, TOKEN)
        environment = {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(tmp_path / "site"),
            "PLAYED_INTERNET": str(internet.make_url("/")),
        }
        kometa = await asyncio.create_subprocess_exec(
            kometa_python, kometa_home / "kometa.py", "-r", "--config", config, cwd=kometa_home, env=environment,
            stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.DEVNULL,
        )  # fmt: skip
        assert await asyncio.wait_for(kometa.wait(), 300) == 0
        after = plex.library
    log = (config.parent / "logs" / "meta.log").read_text(encoding="utf-8", errors="replace")
    assert [line for line in log.splitlines() if "[ERROR]" in line or "[CRITICAL]" in line] == []
    dressed = [item for item in after.items.values() if item.shelf(ImageKind.POSTER).entries and item.media]
    assert len(dressed) == 24 + 20
    for item in dressed:
        before = loaded.library.items[item.key].shelf(ImageKind.POSTER)
        assert item.shelf(ImageKind.POSTER).selected != before.selected, item.title


async def test_the_demo_shows_what_real_kometa_drew_and_that_nothing_changed(
    library: Path, kometa_home: Path, kometa_python: Path
) -> None:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "halley.cli", "demo", "--folder", library),
        *("--kometa", kometa_home, "--kometa-python", kometa_python),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )
    output, _ = await asyncio.wait_for(process.communicate(), 300)
    assert process.returncode == 0, output.decode()
    assert "53 targets: 53 captured" in output.decode()
    assert "the Plex server is exactly as it was before" in output.decode()
    told = json.loads((library / "job" / "output" / "summary.json").read_text(encoding="utf-8"))
    assert (told["success"], told["kometa_ran"], told["kometa_exit_code"]) == (True, True, 0)
    assert all(one["source"].startswith(str(library)) for one in told["captured_outputs"])
    assert len({(library / "job" / "output" / name).read_bytes() for name in told["output_files"]}) == 53
