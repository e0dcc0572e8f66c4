"""Overlay files and pictures at addresses: both engines read them from the same internet, and draw the same."""

import io
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from aiohttp import web
from PIL import Image, ImageDraw

from halley.demo.outside import ORIGINAL_URL
from tests.equality.engines import both
from tests.support.outside import Internet
from tests.support.previews import Desk, a_server

CONFIG = """\
plex: {url: "{url}", token: "{token}", timeout: 20}
tmdb: {apikey: demo, language: en}
settings:
  cache: false
  custom_repo: https://github.com/me/mine/tree/main/sets
  overlay_artwork_filetype: jpg
libraries:
  Movies:
    overlay_files:
      - file: {folder}/own.yml
      - url: https://files.example/by address
      - git: someone/shared
      - repo: mine.yaml
  TV Shows:
    overlay_files:
      - url: https://files.example/gone
      - repo: mine.yaml
"""
OWN = """\
overlays:
  Address:
    plex_all: true
    overlay: {name: badge, url: "https://pictures.example/a badge.png", horizontal_offset: 15, vertical_offset: 15}
  Shared:
    plex_all: true
    overlay: {name: "Sh/ared?", git: someone/badge, horizontal_offset: 315, vertical_offset: 15, scale_width: 120}
  Repo:
    plex_all: true
    overlay: {name: star, repo: badges/star, horizontal_align: right, horizontal_offset: 10, vertical_offset: 40%}
  Kept under a name:
    plex_all: true
    overlay: {name: badge, horizontal_offset: 15, vertical_offset: 400}
  Beside a text:
    plex_all: true
    overlay:
      name: text(by the side)
      url: https://pictures.example/moved.png
      addon_offset: 12
      horizontal_offset: 15
      vertical_offset: 700
  No PNG by its type:
    plex_all: true
    overlay: {name: odd, url: "https://pictures.example/odd.png", horizontal_offset: 0, vertical_offset: 900}
  No picture:
    plex_all: true
    overlay: {name: none, url: "https://pictures.example/none.png", horizontal_offset: 0, vertical_offset: 900}
  Not there:
    plex_all: true
    overlay: {name: gone, repo: badges/gone, horizontal_offset: 0, vertical_offset: 900}
"""
RAW = "https://raw.githubusercontent.com"
TAGS = "https://api.github.com/repos/Kometa-Team/Community-Configs/git/refs/tags"


def a_file(name: str, colour: str, offset: int) -> bytes:
    overlay = f"name: backdrop, back_color: {colour}, back_width: 90, back_height: 60, horizontal_offset: 800"
    return f"overlays:\n  {name}: {{plex_all: true, overlay: {{{overlay}, vertical_offset: {offset}}}}}\n".encode()


def a_badge(number: int) -> bytes:
    """A picture with a soft edge that no other number gives."""
    picture = Image.new("RGBA", (200 + number, 100), (0, 0, 0, 0))
    ImageDraw.Draw(picture).ellipse((5, 5, 190, 90), fill=(number * 40 % 256, 120, 200, 100 + number * 20))
    written = io.BytesIO()
    picture.save(written, "PNG")
    return written.getvalue()


def pages() -> Mapping[str, tuple[bytes, str]]:
    """What is at the addresses of the case, and of which type the server says that it is."""
    yaml, png = "text/plain; charset=utf-8", "image/png"
    community = f"{RAW}/Kometa-Team/Community-Configs/v2.4.4"
    return {
        TAGS: (b'[{"ref": "refs/tags/v2.4.3"}, {"ref": "refs/tags/v2.4.4"}]', "application/json; charset=utf-8"),
        "https://files.example/by%20address.yml": (a_file("A", "red", 100), yaml),
        f"{community}/someone/shared.yml": (a_file("B", "blue", 200), yaml),
        f"{RAW}/me/mine/main/sets/mine.yaml": (a_file("C", "green", 300), yaml),
        "https://pictures.example/a%20badge.png": (a_badge(1), png),
        f"{community}/someone/badge.png": (a_badge(2), png),
        f"{RAW}/me/mine/main/sets/badges/star.png": (a_badge(3), png),
        "https://pictures.example/here.png": (a_badge(4), png),
        "https://pictures.example/odd.png": (a_badge(5), "image/png; charset=binary"),
        "https://pictures.example/none.png": (b"no picture at all", png),
    }


class Shelves(Internet):
    """The internet of the other cases, with these pages, and one that has moved."""

    def app(self) -> web.Application:
        known = pages()

        @web.middleware
        async def first(request: web.Request, handler: object) -> web.StreamResponse:
            url = request.headers.get(ORIGINAL_URL, "")
            if url in known:
                content, kind = known[url]
                self.asked.append(url)
                return web.Response(body=content, headers={"Content-Type": kind, "ETag": f'"{len(content)}"'})
            if url == "https://pictures.example/moved.png":
                return web.Response(status=302, headers={"Location": "https://pictures.example/here.png"})
            return await self._any_address(request)

        app = web.Application(middlewares=[first])
        app.router.add_route("*", "/{address:.*}", self._any_address)
        return app


@asynccontextmanager
async def shelves() -> AsyncIterator[tuple[str, Shelves]]:
    internet = Shelves()
    runner = web.AppRunner(internet.app(), access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}", internet
    finally:
        await runner.cleanup()


@pytest.mark.kometa
async def test_what_lies_at_addresses_is_drawn_as_kometa_draws_it(
    tmp_path: Path, kometa_home: Path, kometa_python: Path
) -> None:
    environment = {"HALLEY_KOMETA": str(kometa_home), "HALLEY_KOMETA_PYTHON": str(kometa_python)}
    async with a_server() as server, shelves() as (url, internet):
        desk = Desk(tmp_path, server, environment)
        desk.write_config(CONFIG)
        (desk.config.parent / "own.yml").write_text(OWN, "utf-8")
        kometa, native = await both(desk, url)
    assert len(kometa.posters) >= 4
    assert native.posters == kometa.posters
    assert native.labels == {one for one in kometa.labels if one[1] == "Overlay"}
    told = "\n".join(native.warnings)
    for sentence in (
        "has to be `image/png` and nothing else",
        "cannot be used",
        "gone.png: there is nothing at this address",
    ):
        assert sentence in told
    assert not (desk.config.parent / "overlays").exists()
    assert internet.asked.count(TAGS) == 2, "each engine asks once which versions there are"
