"""Both engines over one library: `python -m benchmarks.native [--movies N]` prints seconds, ratios, and the machine.

A run of real Kometa over eleven of its default files stands against our own engine's plan (what each item gets, with every
text), and against plan and pictures together. Each has a fresh simulated server that takes 15 ms for an answer, in a process
of its own. Needs HALLEY_KOMETA and HALLEY_KOMETA_PYTHON. 2,000 movies take Kometa half an hour.
"""

import argparse
import asyncio
import io
import json
import os
import platform
import resource
import tempfile
import time
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.gateway import serving
from PIL import Image
from tests.support.kometa import Kometa, an_outside

from halley.config import load_configuration
from halley.demo.many import many_movies
from halley.engines.native import Decided, decide, read_book
from halley.engines.native.stand_in import StandIn
from halley.plex.client import PlexClient
from halley.plex.ids import ItemType, SectionId
from halley.plex.snapshot import Wanted, read_library
from halley.render import Filetype, Renderer, encode
from halley.secrets import Secret
from halley.selection import View

TOKEN = "the-token-of-the-simulated-server"
LATENCY_MS = 15
FILES = (
    "resolution audio_codec video_format runtimes versions ratings studio language_count languages aspect direct_play"
).split()
CONFIG = """\
plex: {url: "{url}", token: "{token}", timeout: 60, clean_bundles: false, empty_trash: false, optimize: false}
tmdb: {apikey: demo, language: en}
settings: {cache: false, run_again_delay: 0}
libraries:
  Movies:
    overlay_files: [FILES]
""".replace("FILES", ", ".join(f"{{default: {name}}}" for name in FILES))


@asynccontextmanager
async def a_server(library: Path, folder: Path) -> AsyncIterator[str]:
    (folder / "token").write_text(TOKEN)
    told = ("--library", str(library), "--port", "0", "--token-file", str(folder / "token"))
    async with serving("simulator", *told, "--latency-ms", str(LATENCY_MS)) as (url, _):
        yield url


async def kometa_seconds(kometa: Kometa, library: Path) -> float:
    """A whole run of real Kometa, uploads included."""
    with tempfile.TemporaryDirectory(prefix="halley-bench-") as name:
        folder = Path(name)
        async with a_server(library, folder) as url, an_outside() as outside:
            ran = await kometa.run(folder, url, TOKEN, CONFIG, outside, is_gateway=False)
    if not ran.is_finished:
        raise SystemExit(f"Kometa did not finish: {ran.complaints[:5]}")
    return ran.seconds


async def native_seconds(home: Path, library: Path, picture: bytes) -> tuple[float, float, int]:
    """Seconds for the plan, for drawing all of it, and how many posters that is."""
    with tempfile.TemporaryDirectory(prefix="halley-bench-") as name:
        folder = Path(name)
        async with a_server(library, folder) as url:
            (folder / "config.yml").write_text(CONFIG.replace("{url}", url).replace("{token}", TOKEN))
            began = time.perf_counter()
            decided, filetype, quality = await _plan(home, folder, url)
            planned = time.perf_counter() - began
    began = time.perf_counter()
    renderer = Renderer()
    with ThreadPoolExecutor(os.cpu_count()) as cores:
        compositions = (one.composed.composition for one in decided.planned)
        sizes = list(cores.map(lambda one: len(encode(renderer.draw(one, picture), filetype, quality)), compositions))
    return planned, time.perf_counter() - began, len(sizes)


async def _plan(home: Path, folder: Path, url: str) -> tuple[Decided, Filetype, int]:
    configuration, now = load_configuration(folder / "config.yml", {}), datetime.now(UTC)
    async with PlexClient(url, Secret(TOKEN)) as plex:
        reading = asyncio.create_task(read_library(plex, [Wanted(SectionId(1), (ItemType.MOVIE,))]))
        files = StandIn(configuration.folder, home)
        book = await asyncio.to_thread(read_book, configuration, "Movies", ItemType.MOVIE, files, now)
        library = await reading
    decided = decide(book, View(library, SectionId(1), now))
    if len(decided.planned) != len(library.items):
        raise SystemExit(f"{len(decided.planned)} of {len(library.items)} items are planned: {decided.problems[:3]}")
    return decided, book.filetype, book.quality


async def measure(movies: int, rounds: int) -> None:
    kometa = Kometa(Path(os.environ["HALLEY_KOMETA"]), Path(os.environ["HALLEY_KOMETA_PYTHON"]))
    with tempfile.TemporaryDirectory(prefix="halley-bench-") as name:
        folder = Path(name)
        noise = Image.effect_noise((1000, 1500), 60).convert("RGB")
        noise.save(written := io.BytesIO(), "JPEG", quality=88)
        (folder / "poster.jpg").write_bytes(written.getvalue())
        library = folder / "library.json"
        library.write_text(json.dumps(many_movies(movies, picture="poster.jpg")))
        print(f"{movies} movies, {len(FILES)} default files, {LATENCY_MS} ms, {os.cpu_count()} cores, {platform.machine()}")
        print(f"{'round':>5} {'Kometa s':>9} {'plan s':>7} {'draw s':>7} {'Kometa/plan':>12} {'Kometa/plan+draw':>17}")
        for number in range(1, rounds + 1):
            plan, draw, count = await native_seconds(kometa.home, library, written.getvalue())
            whole = await kometa_seconds(kometa, library)
            print(
                f"{number:>5} {whole:>9.1f} {plan:>7.2f} {draw:>7.2f} {whole / plan:>12.1f} {whole / (plan + draw):>17.1f}"
            )
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"{count} posters a round; largest memory of this process {peak:.0f} MB")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--movies", type=int, default=100)
    parser.add_argument("--rounds", type=int, default=1)
    chosen = parser.parse_args()
    if not (os.environ.get("HALLEY_KOMETA") and os.environ.get("HALLEY_KOMETA_PYTHON")):
        print("real Kometa is not at hand (HALLEY_KOMETA, HALLEY_KOMETA_PYTHON): nothing to compare with")
        return
    asyncio.run(measure(chosen.movies, chosen.rounds))


if __name__ == "__main__":
    main()
