"""What it costs to have an ordinary run of Kometa on record: `python -m benchmarks.record` prints medians in seconds.

Real Kometa draws two overlays on every movie and makes two collections, on a server that takes 15 ms: straight against it,
and through a gateway that does the writes there and journals each of them, turn about, each time on a fresh server.
HALLEY_KOMETA and HALLEY_KOMETA_PYTHON say where Kometa is.

With `--writes` a script with python-plexapi does what Kometa does, one request after the other, and the medians of its
writes are printed in milliseconds by kind: no Kometa is needed, and what else the machine does matters less.
"""

import argparse
import asyncio
import contextlib
import os
import platform
import signal
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from benchmarks.gateway import TOKEN, Way, Work, a_library, kometa_run, serving, timed
from plexapi.collection import Collection
from plexapi.server import PlexServer
from tests.support.kometa import Kometa

from halley.gateway.gateway import GatewaySettings, open_gateway
from halley.runs.recording import open_run_recorder
from halley.runs.running import Address, Conduct
from halley.runs.store import Store
from halley.secrets import Secret

LATENCY_MS = 15
DRAWING_S = 0.1
"""What Kometa takes at least to draw a poster that it has downloaded."""
MOVIES_OF_A_SCRIPT = 40


async def serve(url: str, data: Path) -> None:
    """Be a gateway that records, until a signal."""
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    secret = Secret(TOKEN)
    with Store(data) as store:
        async with (
            open_run_recorder(store, Address(url, secret), "benchmark", Conduct()) as recorder,
            open_gateway(GatewaySettings(url, secret), store.images, recorder=recorder) as gateway,
        ):
            port = await gateway.listener.on_tcp("127.0.0.1", 0)
            print(f"http://127.0.0.1:{port}\n{gateway.token.reveal()}\nready", flush=True)
            await stop.wait()
        counts = {state.value: count for state, count in store.journal.counts(recorder.run).items()}
        print(f"{counts} {recorder.problem or ''}", file=sys.stderr, flush=True)


@asynccontextmanager
async def recording(url: str, data: Path) -> AsyncIterator[Way]:
    """Such a gateway as a process of its own."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "benchmarks.record", "--serve", url, "--data", str(data)),
        stdout=asyncio.subprocess.PIPE,
    )
    if process.stdout is None:
        raise SystemExit("no pipe")
    address, token, _ = [(await process.stdout.readline()).decode().strip() for _ in range(3)]
    try:
        yield Way(address, token, is_gateway=True)
    finally:
        process.terminate()
        await process.communicate()


async def seconds(work: Work, library: Path, *, recorded: bool) -> float:
    """How long the work takes against a fresh server."""
    with tempfile.TemporaryDirectory(prefix="halley-bench-") as name:
        folder = Path(name)
        (folder / "token").write_text(TOKEN)
        told = ("--library", str(library), "--port", "0", "--token-file", str(folder / "token"))
        async with serving("simulator", *told, "--latency-ms", str(LATENCY_MS)) as (url, token):
            if not recorded:
                return await timed(work, Way(url, token, is_gateway=False), folder)
            async with recording(url, folder / "data") as way:
                return await timed(work, way, folder)


def _script(way: Way, poster: Path, taken: dict[str, list[float]]) -> None:
    """Posters and labels as overlays are done, then collections as they are made, one request after the other."""
    plex = PlexServer(way.url, way.token)
    section = plex.library.section("Movies")
    movies = section.all()

    def clocked(name: str, work: Callable[[], object]) -> object:
        start = time.perf_counter()
        found = work()
        taken[name].append(time.perf_counter() - start)
        return found

    for number, listed in enumerate(movies):
        movie = clocked("read an item", lambda key=listed.ratingKey: plex.fetchItem(key))
        if number % 2:  # else what Kometa still has from an earlier step is written over
            clocked("read its poster", lambda shown=movie: plex._session.get(shown.posterUrl))
        time.sleep(DRAWING_S)
        clocked("upload", lambda shown=movie: shown.uploadPoster(filepath=str(poster)))
        clocked("label", lambda shown=movie: shown.addLabel("Overlay"))
    for number in range(5):
        chosen, title = movies[number::5], f"Collection {number}"
        made = clocked("create", lambda title=title, chosen=chosen: Collection.create(plex, title, section, items=chosen))
        clocked("summary", lambda made=made: made.editSummary("Told anew."))
        clocked("label a list", lambda made=made: made.addLabel("Kometa"))
        clocked("sort by hand", lambda made=made: made.sortUpdate("custom"))
        clocked("move", lambda made=made, chosen=chosen: made.moveItem(chosen[-1]))
        clocked("remove one", lambda made=made, chosen=chosen: made.removeItems(chosen[:1]))
        clocked("title sort", lambda made=made: made.editSortTitle("!anew"))


async def _writes(rounds: int) -> None:
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, {rounds} rounds, ms")
    direct: dict[str, list[float]] = defaultdict(list)
    recorded: dict[str, list[float]] = defaultdict(list)
    with tempfile.TemporaryDirectory(prefix="halley-bench-") as name:
        library = a_library(Path(name, "script"), MOVIES_OF_A_SCRIPT)
        poster = library.parent / "poster.jpg"
        other = library.parent / "other.jpg"
        other.write_bytes(poster.read_bytes() + b"\0")
        for _ in range(rounds):
            for taken in (direct, recorded):

                async def work(way: Way, _: Path, taken: dict[str, list[float]] = taken) -> None:
                    await asyncio.to_thread(_script, way, other, taken)

                await seconds(work, library, recorded=taken is recorded)
    for kind, straight in direct.items():
        one, two = (1000 * statistics.median(each) for each in (straight, recorded[kind]))
        print(f"{kind:16} {len(straight):4} times   direct {one:6.1f}   recorded {two:6.1f}   {two - one:+6.1f}")


async def _main(rounds: int, movies: int) -> None:
    home, python = os.environ.get("HALLEY_KOMETA"), os.environ.get("HALLEY_KOMETA_PYTHON")
    if not (home and python):
        raise SystemExit("HALLEY_KOMETA and HALLEY_KOMETA_PYTHON must say where Kometa is")
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, {rounds} rounds")
    with tempfile.TemporaryDirectory(prefix="halley-bench-") as name:
        library = a_library(Path(name, "kometa"), movies)
        work = kometa_run(Kometa(Path(home), Path(python)), movies)
        direct: list[float] = []
        recorded: list[float] = []
        for _ in range(rounds):
            direct.append(await seconds(work, library, recorded=False))
            recorded.append(await seconds(work, library, recorded=True))
        ratio = statistics.median(after / before for before, after in zip(direct, recorded, strict=True))
        spread = " ".join(f"{before:.1f}/{after:.1f}" for before, after in zip(direct, recorded, strict=True))
        print(
            f"Kometa, {movies} movies, {LATENCY_MS} ms   direct {statistics.median(direct):.2f} s   "
            f"recorded {statistics.median(recorded):.2f} s   {ratio:.2f} x   ({spread})"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--movies", type=int, default=60)
    parser.add_argument("--writes", action="store_true", help="how long single writes take, without Kometa")
    parser.add_argument("--serve", metavar="URL", help=argparse.SUPPRESS)
    parser.add_argument("--data", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    with contextlib.suppress(KeyboardInterrupt):
        if given.serve:
            asyncio.run(serve(given.serve, given.data))
        else:
            asyncio.run(_writes(given.rounds) if given.writes else _main(given.rounds, given.movies))


if __name__ == "__main__":
    main()
