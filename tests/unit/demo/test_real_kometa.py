"""The demo configuration in real Kometa, against the simulator, with the played internet around it."""

import asyncio
import os
from pathlib import Path

import pytest
from aiohttp.test_utils import TestServer

from halley.demo.configuration import write_demo_configuration
from halley.demo.library import write_demo_library
from halley.demo.outside import ORIGINAL_URL, outside_app
from halley.plex.images import ImageKind
from halley.simulator import Simulator, load_library

KOMETA, PYTHON = os.environ.get("HALLEY_KOMETA", ""), os.environ.get("HALLEY_KOMETA_PYTHON", "")
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


@pytest.mark.kometa
@pytest.mark.skipif(not (KOMETA and PYTHON), reason="HALLEY_KOMETA and HALLEY_KOMETA_PYTHON are not set")
async def test_real_kometa_dresses_every_item_of_the_demo_without_an_error(tmp_path: Path) -> None:
    loaded = load_library(write_demo_library(tmp_path / "library"))
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
            PYTHON, f"{KOMETA}/kometa.py", "-r", "--config", str(config), cwd=KOMETA, env=environment,
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
