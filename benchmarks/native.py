"""Our own engine beside real Kometa: `python -m benchmarks.native [--movies N]` prints each figure, and what is aimed at.

- plan: what each movie gets from eleven default files, with every text; in a new process, and once more in the same one.
- Kometa: a whole run over the same files, and of that the part in which it draws. 2,000 movies take it half an hour.
- memory: the most that a process holds in which many movies are planned, and nothing else is done.
- posters: some of them from beginning to end, on all cores, compared byte by byte with those that Kometa uploaded in a
  run over as many movies, which is made where there are more or fewer of them.
- drawing alone, beside Pillow that decodes and encodes the same files; and one live poster (see benchmarks.render).

Each engine has a fresh simulated server, a process of its own that takes 15 ms for an answer. Kometa is found by
HALLEY_KOMETA and HALLEY_KOMETA_PYTHON; without it, or with `--without-kometa`, only our own side is measured.
"""

import argparse
import asyncio
import json
import os
import platform
import re
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from benchmarks import render
from benchmarks._planning import Planning, planned
from benchmarks.gateway import serving
from tests.support.kometa import Kometa, an_outside

from halley.demo.many import many_movies
from halley.jobs.artwork import shown_poster
from halley.jobs.planning import PlannedLibrary
from halley.plex.client import PlexClient
from halley.plex.ids import RatingKey
from halley.render import Filetype, Renderer, encode
from halley.secrets import Secret

TOKEN = "the-token-of-the-simulated-server"
LATENCY_MS = 15
KOMETA_LIMIT_S = 3600
FULL_SIZE = 2000  #: movies for which the plan's speed is promised
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


@dataclass(frozen=True, slots=True)
class Figure:
    """A line of the table. `aim` is what the engine promises, `is_met` None where it promises nothing."""

    what: str
    measured: str
    aim: str = ""
    is_met: bool | None = None

    def __str__(self) -> str:
        met = {None: "", True: "met", False: "MISSED"}[self.is_met]
        return f"{self.what:48} {self.measured:>30}  {self.aim:16} {met}"


@dataclass(frozen=True, slots=True)
class KometaRun:
    """Seconds of a run and of its drawing, and the posters that the server shows afterwards."""

    seconds: float
    drawing_s: float
    posters: dict[RatingKey, bytes]


@dataclass(slots=True)
class Bench:
    """What is measured, and what has been so far."""

    movies: int
    many: int
    posters: int
    picture: bytes
    home: Path | None
    kometa: Kometa | None
    plan: Planning | None = None
    run: KometaRun | None = None  #: over `movies`
    figures: list[Figure] = field(default_factory=list)

    def tell(self, what: str, measured: str, aim: str = "", *, is_met: bool | None = None) -> None:
        """A figure; it is printed at once, for the next one may take half an hour."""
        self.figures.append(Figure(what, measured, aim, is_met))
        print(self.figures[-1], flush=True)

    @contextmanager
    def library(self, movies: int) -> Iterator[tuple[Path, Path]]:
        """A library file, and an empty folder beside it."""
        with tempfile.TemporaryDirectory(prefix="halley-bench-") as name:
            folder = Path(name)
            (folder / "poster.jpg").write_bytes(self.picture)
            (folder / "library.json").write_text(json.dumps(many_movies(movies, picture="poster.jpg")))
            (folder / "run").mkdir()
            yield folder / "library.json", folder / "run"

    @asynccontextmanager
    async def configured(self, movies: int) -> AsyncIterator[tuple[str, Path]]:
        """The address of a fresh server, and a configuration for it."""
        with self.library(movies) as (library, folder):
            async with a_server(library, folder) as url:
                (folder / "config.yml").write_text(CONFIG.replace("{url}", url).replace("{token}", TOKEN))
                yield url, folder / "config.yml"


@asynccontextmanager
async def a_server(library: Path, folder: Path) -> AsyncIterator[str]:
    (folder / "token").write_text(TOKEN)
    told = ("--library", str(library), "--port", "0", "--token-file", str(folder / "token"))
    async with serving("simulator", *told, "--latency-ms", str(LATENCY_MS)) as (url, _):
        yield url


async def plan(bench: Bench) -> None:
    bench.plan = await _planning(bench, bench.movies)
    cold, warm = bench.plan.cold_s, bench.plan.warm_s
    told = f"{cold:.2f} s ({bench.plan.cold_core_s:.2f} of a core)"
    bench.tell(f"plan of {bench.movies} movies, in a new process", told, "<= 10 s", is_met=cold <= 10)
    bench.tell("the same again in that process", f"{warm:.2f} s ({bench.plan.warm_core_s:.2f} of a core)")


async def memory(bench: Bench) -> None:
    large = await _planning(bench, bench.many)
    told = f"{large.cold_peak_mb:.0f} MB, {large.cold_s:.1f} s"
    bench.tell(f"plan of {bench.many} movies", told, "< 400 MB", is_met=large.cold_peak_mb < 400)


async def _planning(bench: Bench, movies: int) -> Planning:
    async with bench.configured(movies) as (_, config):
        home = [str(bench.home)] if bench.home else []
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "benchmarks._planning", str(config), *home), stdout=asyncio.subprocess.PIPE
        )
        printed, _ = await process.communicate()
    if process.returncode:
        raise SystemExit("the plan failed")
    return Planning(**json.loads(printed))


async def kometa(bench: Bench) -> None:
    if bench.kometa is None or bench.plan is None:
        return
    bench.run = await _kometa_run(bench, bench.kometa, bench.movies)
    ratio = bench.run.seconds / bench.plan.cold_s
    bench.tell(f"Kometa's run over {bench.movies} movies", f"{bench.run.seconds:.1f} s")
    # What neither side does for each movie weighs much where there are few.
    is_met = ratio >= 150 if bench.movies >= FULL_SIZE else None
    bench.tell("Kometa's run / plan", f"{ratio:.0f} x", f">= 150 x at {FULL_SIZE}", is_met=is_met)


async def _kometa_run(bench: Bench, real: Kometa, movies: int) -> KometaRun:
    """A whole run, uploads included, and what came of it."""
    with bench.library(movies) as (library, folder):
        async with a_server(library, folder) as url, an_outside() as outside:
            ran = await real.run(folder, url, TOKEN, CONFIG, outside, is_gateway=False, limit_s=KOMETA_LIMIT_S)
            if not ran.is_finished:
                raise SystemExit(f"Kometa did not finish: {ran.complaints[:5]}")
            async with PlexClient(url, Secret(TOKEN)) as plex:
                section = (await plex.sections())[0]
                listed = [item async for item in plex.listing(section.id, section.type)]
                first = sorted(listed, key=lambda item: item.key)[: bench.posters]  # a listing is sorted by title
                posters = {one.key: await plex.image(shown_poster(one) or "") for one in first}
        return KometaRun(ran.seconds, _drawing_s((folder / "logs" / "meta.log").read_text("utf-8")), posters)


def _drawing_s(log: str) -> float:
    """Between the two lines of Kometa's log that stand around its drawing."""
    begun, done = (
        re.search(rf"^\[(\S+ \S+),(\d+)\].*{words}", log, re.MULTILINE)
        for words in ("Applying Overlays for the Movies Library", "Finished Movies Library Overlays")
    )
    if begun is None or done is None:
        raise SystemExit("Kometa's log does not say when it drew")
    first, last = (datetime.fromisoformat(found[1]).timestamp() + int(found[2]) / 1000 for found in (begun, done))
    return last - first


async def posters(bench: Bench) -> None:
    """Planned, read, drawn and encoded; against a run of Kometa's over as many movies."""
    async with bench.configured(bench.posters) as (url, config):
        began = time.perf_counter()
        library = await planned(config, bench.home)
        async with PlexClient(url, Secret(TOKEN)) as plex:
            asked = (plex.image(shown_poster(one.item) or "") for one in library.decided.planned)
            pictures = await asyncio.gather(*asked)
        read, busy = time.perf_counter(), time.process_time()
        files = await asyncio.to_thread(_drawn, library, list(pictures))
        drawn, core = time.perf_counter(), time.process_time() - busy
    whole, drawing = drawn - began, drawn - read
    bench.tell(f"{len(files)} posters: plan, pictures, drawing", f"{whole:.1f} s")
    bench.tell("of that drawing", f"{drawing:.1f} s ({core:.1f} of a core)")
    if bench.kometa is None:
        return
    run = bench.run if bench.movies == bench.posters else None
    if run is None:
        run = await _kometa_run(bench, bench.kometa, bench.posters)
        bench.tell(f"Kometa's run over {bench.posters} movies", f"{run.seconds:.1f} s")
    ratio, alone = run.seconds / whole, run.drawing_s / drawing
    bench.tell("Kometa's run / all of that", f"{ratio:.1f} x", ">= 6 x", is_met=ratio >= 6)
    bench.tell("Kometa's drawing / drawing", f"{alone:.1f} x")
    same = sum(run.posters.get(key) == data for key, data in files.items())
    bench.tell("of those the same bytes as Kometa's", f"{same} of {len(files)}", "all", is_met=same == len(files))


def _drawn(library: PlannedLibrary, pictures: list[bytes]) -> dict[RatingKey, bytes]:
    """The files of all posters, on all cores."""
    renderer, book = Renderer(), library.book
    compositions = [one.composed.composition for one in library.decided.planned]
    with ThreadPoolExecutor(os.cpu_count()) as cores:
        done = cores.map(
            lambda told, base: encode(renderer.draw(told, base), book.filetype, book.quality), compositions, pictures
        )
        return {one.item.key: data for one, data in zip(library.decided.planned, done, strict=True)}


async def drawing_alone(bench: Bench) -> None:
    files = render.bases(bench.posters, (1000, 1500))
    for filetype, rounds in ((Filetype.WEBP_LOSSY, 1), (Filetype.JPG, 5)):
        took = render.full(files, filetype, os.cpu_count() or 1, rounds)
        clock, core = took.drawn / took.bare, took.drawn_work / took.bare_work
        told = f"{clock:.3f} x ({core:.3f} of processor time)"
        bench.tell(f"drawing / bare Pillow, {filetype.word}", told, "<= 1.15 x", is_met=min(clock, core) <= 1.15)


async def live(bench: Bench) -> None:
    first, median = render.live()
    told = f"{median:.1f} ms (the first {first:.1f})"
    bench.tell("one live poster, 8 overlays, median", told, "<= 50 ms", is_met=median <= 50)


MEASUREMENTS: tuple[Callable[[Bench], Awaitable[None]], ...] = (plan, kometa, memory, posters, drawing_alone, live)
"""In this order; each may build on those before it."""


async def measure(bench: Bench) -> None:
    print(f"{len(FILES)} default files, {LATENCY_MS} ms, {os.cpu_count()} cores, {platform.machine()}", flush=True)
    for measurement in MEASUREMENTS:
        await measurement(bench)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--movies", type=int, default=100)
    parser.add_argument("--many", type=int, default=10_000, help="movies that are planned to measure memory")
    parser.add_argument("--posters", type=int, default=200)
    parser.add_argument("--without-kometa", action="store_true")
    chosen = parser.parse_args()
    home, python = os.environ.get("HALLEY_KOMETA"), os.environ.get("HALLEY_KOMETA_PYTHON")
    real = Kometa(Path(home), Path(python)) if home and python and not chosen.without_kometa else None
    picture = render.bases(1, (1000, 1500))[0]
    asyncio.run(
        measure(Bench(chosen.movies, chosen.many, chosen.posters, picture, Path(home) if home else None, kometa=real))
    )


if __name__ == "__main__":
    main()
