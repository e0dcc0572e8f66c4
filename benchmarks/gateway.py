"""What the gateway costs, and what it saves: `python -m benchmarks.gateway` prints medians in seconds, and the machine.

The same work is done alone, straight against a simulated server, and behind the gateway, turn about, on a server that
answers at once and on one that takes 15 ms. Server, gateway and client are each a process of their own, and each run has a
fresh server. Real Kometa is one of the clients where HALLEY_KOMETA and HALLEY_KOMETA_PYTHON say where it is.
"""

import argparse
import asyncio
import io
import json
import os
import platform
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from plexapi.server import PlexServer
from tests.support.kometa import Kometa, an_outside

from halley.demo.many import many_movies

TOKEN = "the-token-of-the-simulated-server"
LATENCIES_MS = (0, 15)
MOVIES_OF_A_SCRIPT, READ_BY_IT, WRITTEN_BY_IT = 1000, 300, 30
KOMETA_CONFIG = """\
plex: {url: "{url}", token: "{token}", timeout: 60, clean_bundles: false, empty_trash: false, optimize: false}
tmdb: {apikey: demo, language: en}
settings: {cache: false, run_again_delay: 0}
libraries:
  Movies:
    overlay_files: [{file: "{folder}/overlays.yml"}]
    collection_files: [{file: "{folder}/collections.yml"}]
"""
KOMETA_OVERLAYS = """\
overlays:
  resolution:
    overlay: {name: "text(<<title>>)", horizontal_align: left, vertical_align: top, horizontal_offset: 15,
              vertical_offset: 15, back_color: "#000000AA", back_width: 300, back_height: 100, back_radius: 20}
    plex_all: true
  rating:
    overlay: {name: "text(<<audience_rating>>)", horizontal_align: right, vertical_align: top,
              horizontal_offset: 15, vertical_offset: 15, font_size: 60}
    plex_all: true
"""
KOMETA_COLLECTIONS = """\
collections:
  Of This Century:
    plex_search: {all: {year.gte: 2000}}
    summary: Films made since the year 2000.
  Newest First:
    smart_filter: {all: {year.gte: 1980}, sort_by: year.desc}
"""


@dataclass(frozen=True, slots=True)
class Way:
    """How a client reaches Plex."""

    url: str
    token: str
    is_gateway: bool


Work = Callable[[Way, Path], Awaitable[None]]


async def script(way: Way, folder: Path) -> None:
    """What scripts with python-plexapi do: list everything, look at items and posters one by one, write to some."""
    await asyncio.to_thread(_script, way, folder / "poster.jpg")


def _script(way: Way, poster: Path) -> None:
    plex = PlexServer(way.url, way.token)
    section = plex.library.section("Movies")
    movies = section.all()
    for listed in movies[:READ_BY_IT]:
        movie = plex.fetchItem(listed.ratingKey)
        plex._session.get(movie.posterUrl)
    for movie in movies[:WRITTEN_BY_IT]:
        movie.addLabel("Benchmark")
        movie.uploadPoster(filepath=str(poster))
        movie.reload()
    if len(section.search(label="Benchmark")) != WRITTEN_BY_IT:
        raise SystemExit("what was written is not found again")


def kometa_run(kometa: Kometa, movies: int) -> Work:
    """A run of real Kometa that draws two overlays on every movie and makes two collections."""

    async def run(way: Way, folder: Path) -> None:
        (folder / "overlays.yml").write_text(KOMETA_OVERLAYS)
        (folder / "collections.yml").write_text(KOMETA_COLLECTIONS)
        async with an_outside() as outside:
            ran = await kometa.run(folder, way.url, way.token, KOMETA_CONFIG, outside, is_gateway=way.is_gateway)
        drawn = await asyncio.to_thread(_with_overlay, way)
        if ran.status or drawn != movies:
            raise SystemExit(f"Kometa ended with {ran.status} after {drawn} of {movies} posters: {ran.complaints[:5]}")

    return run


def _with_overlay(way: Way) -> int:
    return len(PlexServer(way.url, way.token).library.section("Movies").search(label="Overlay"))


@asynccontextmanager
async def serving(command: str, *arguments: str) -> AsyncIterator[tuple[str, str]]:
    """A `halley` server as a process of its own: the address and the token that it prints."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "halley.cli", command, *arguments),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
    )
    if process.stdout is None:
        raise SystemExit("no pipe")
    lines = [(await process.stdout.readline()).decode().split() for _ in range(3)]
    try:
        yield lines[0][-1], lines[1][-1]
    finally:
        process.terminate()
        await process.communicate()


async def seconds(work: Work, library: Path, latency_ms: int, *, behind: bool) -> float:
    """How long the work takes against a fresh server, alone or behind a gateway that is up already."""
    with tempfile.TemporaryDirectory(prefix="halley-bench-") as name:
        folder = Path(name)
        (folder / "poster.jpg").write_bytes((library.parent / "poster.jpg").read_bytes())
        (folder / "token").write_text(TOKEN)
        told = ("--library", str(library), "--port", "0", "--token-file", str(folder / "token"))
        async with serving("simulator", *told, "--latency-ms", str(latency_ms)) as (url, token):
            if not behind:
                return await timed(work, Way(url, token, is_gateway=False), folder)
            before = ("--plex", url, "--token-file", str(folder / "token"), "--listen", "127.0.0.1:0", "--offline")
            async with serving("gateway", *before, "-o", str(folder / "records")) as (gateway, worthless):
                return await timed(work, Way(gateway, worthless, is_gateway=True), folder)


async def timed(work: Work, way: Way, folder: Path) -> float:
    start = time.perf_counter()
    await work(way, folder)
    return time.perf_counter() - start


def a_library(folder: Path, movies: int) -> Path:
    """A library file of that many movies, which share one poster of an ordinary size."""
    folder.mkdir()
    drawn = io.BytesIO()
    Image.effect_noise((1000, 1500), 40).convert("RGB").save(drawn, "JPEG", quality=85)
    (folder / "poster.jpg").write_bytes(drawn.getvalue())
    file = folder / "library.json"
    file.write_text(json.dumps(many_movies(movies, picture="poster.jpg")))
    return file


async def compare(name: str, work: Work, library: Path, rounds: int) -> None:
    """Print a line for each latency: the medians of both ways, and how they compare."""
    for latency_ms in LATENCIES_MS:
        taken: dict[bool, list[float]] = {False: [], True: []}
        for _ in range(rounds):
            for behind in (False, True):
                taken[behind].append(await seconds(work, library, latency_ms, behind=behind))
        alone, behind_it = (statistics.median(taken[way]) for way in (False, True))
        ratios = statistics.median(after / before for before, after in zip(taken[False], taken[True], strict=True))
        spread = " ".join(f"{before:.1f}/{after:.1f}" for before, after in zip(taken[False], taken[True], strict=True))
        print(f"{name:28} {latency_ms:3} ms {alone:8.2f} s {behind_it:8.2f} s {ratios:6.2f} x   ({spread})", flush=True)


async def _main(rounds: int, movies: int, only: Sequence[str]) -> None:
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, median of {rounds} rounds")
    print(f"{'client':28} {'server':>6} {'alone':>10} {'behind':>10} {'ratio':>8}   (each round: alone/behind)", flush=True)
    home, python = os.environ.get("HALLEY_KOMETA"), os.environ.get("HALLEY_KOMETA_PYTHON")
    with tempfile.TemporaryDirectory(prefix="halley-bench-") as name:
        if "plexapi" in only:
            library = a_library(Path(name, "script"), MOVIES_OF_A_SCRIPT)
            await compare(f"python-plexapi, {MOVIES_OF_A_SCRIPT} movies", script, library, rounds)
        if "kometa" in only and home and python:
            library = a_library(Path(name, "kometa"), movies)
            await compare(f"Kometa, {movies} movies", kometa_run(Kometa(Path(home), Path(python)), movies), library, rounds)
        elif "kometa" in only:
            print("Kometa is left out: HALLEY_KOMETA and HALLEY_KOMETA_PYTHON do not say where it is")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--movies", type=int, default=60, help="how many movies Kometa draws on")
    parser.add_argument("--only", action="append", choices=("plexapi", "kometa"), default=[])
    given = parser.parse_args()
    asyncio.run(_main(given.rounds, given.movies, given.only or ("plexapi", "kometa")))


if __name__ == "__main__":
    main()
