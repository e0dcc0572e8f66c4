"""How long 500 definitions take over 2,000 movies, and how long it takes to read those from a server 15 ms away.

    python -m benchmarks.selection

The definitions are those that overlay files are made of: each resolution, range, edition, codec, language, rating, runtime
and number of versions, searched for and filtered. Prints medians in ms, requests, and the machine.
"""

import asyncio
import json
import platform
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import product
from pathlib import Path

from halley.demo.many import many_movies
from halley.location import Location
from halley.plex.client import PlexClient
from halley.plex.ids import ItemType, SectionId
from halley.plex.library import Library
from halley.plex.snapshot import Wanted, read_library
from halley.secrets import Secret
from halley.selection import Selection, View, explain, parse_selection, select
from halley.selection.values import Value
from halley.simulator import load_library

MOVIES = 2000
DEFINITIONS = 500
ROUNDS = 5
LATENCY_MS = 15
TOKEN = "the-token-of-a-benchmark"
NOW = datetime(2026, 1, 1, tzinfo=UTC)


def definitions() -> Iterator[dict[str, Value]]:
    """Many, each another one."""
    yield from _editions()
    for language, rating in product(("en", "de", "fr", "ja"), range(20)):
        yield {"plex_search": {"all": {"audio_language": language, "critic_rating.gte": rating / 2}}}
    for codec, title in product(
        ("truehd", "eac3", "dca", "aac", "ac3", "mp3"), ("atmos", "dts.?x", "ma", r"\bplus\b", "7.1")
    ):
        surround: dict[str, Value] = {"audio_codec": codec, "channels.gte": 6}
        yield {"plex_all": True, "filters": [{"audio_track_title.regex": f"(?i){title}"}, surround]}
    for year in range(1930, 2026):
        yield {"plex_search": {"all": {"any": {"year": year, "genre": ["Drama", "Crime"]}, "audience_rating.lt": 8}}}
    for minutes in range(60, 180):
        yield {"plex_search": {"all": {"duration.gte": minutes}}, "filters": {"country.not": "Norway"}, "limit": 50}
    for days in range(30, 2000, 20):
        yield {"plex_all": True, "filters": {"added": days, "height.gte": 1080}}


def _editions() -> Iterator[dict[str, Value]]:
    words = ("Extended", "Uncut", "Unrated", "Special", "Diamond", "Final", "IMAX", "Criterion", "Remaster", "Open")
    for word, resolution, is_hdr in product(words, ("4k", "1080", "720", "480"), (True, False)):
        filters: dict[str, Value] = {"filepath.regex": rf"(?i)edition-.*\b{word}", "has_dolby_vision": is_hdr}
        yield {"plex_search": {"all": {"resolution": resolution, "hdr": is_hdr}}, "filters": filters}


def a_large_library() -> Library:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "library.json")
        file.write_text(json.dumps(many_movies(MOVIES)), encoding="utf-8")
        return load_library(file).library


def evaluated(selections: list[Selection], library: Library) -> tuple[float, float, int]:
    """Seconds, and seconds of a core, for all definitions with a fresh view, and how many items they found."""
    start, busy = time.perf_counter(), time.process_time()
    view = View(library, SectionId(1), NOW)
    found = sum(len(select(one, view).items) for one in selections)
    return time.perf_counter() - start, time.process_time() - busy, found


async def read_over_the_wire(url: str) -> float:
    start = time.perf_counter()
    async with PlexClient(url, Secret(TOKEN), connections=8) as client:
        await read_library(client, [Wanted(SectionId(1), (ItemType.MOVIE,))])
    return time.perf_counter() - start


SERVER = """
import asyncio, sys
from benchmarks.selection import LATENCY_MS, TOKEN, a_large_library
from halley.simulator import Simulator
async def main():
    async with Simulator(a_large_library(), token=TOKEN, latency_ms=LATENCY_MS) as plex:
        print(plex.url, flush=True)
        while await asyncio.to_thread(sys.stdin.readline):
            print(len(plex.requests), flush=True)
asyncio.run(main())
"""


async def snapshots() -> tuple[list[float], int]:
    """Seconds of each reading, and the requests of one. The server is a process of its own."""
    server = await asyncio.create_subprocess_exec(
        sys.executable, "-c", SERVER, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE
    )
    assert server.stdin is not None
    assert server.stdout is not None
    url = (await server.stdout.readline()).decode().strip()
    seconds = [await read_over_the_wire(url) for _ in range(ROUNDS + 1)]
    server.stdin.write(b"\n")
    requests = int(await server.stdout.readline())
    server.stdin.close()
    await server.wait()
    return seconds[1:], requests // (ROUNDS + 1)


def main() -> None:
    library, where = a_large_library(), Location("benchmark.yml")
    given = list(definitions())[:DEFINITIONS]
    start = time.perf_counter()
    selections = [one for one in (parse_selection(each, ItemType.MOVIE, where, NOW)[0] for each in given) if one]
    parsed_ms = (time.perf_counter() - start) * 1000
    rounds = [evaluated(selections, library) for _ in range(ROUNDS + 1)]
    view = View(library, SectionId(1), NOW)
    item = view.items(ItemType.MOVIE)[0]
    start = time.perf_counter()
    for one in selections:
        explain(one, item, view)
    why_ms = (time.perf_counter() - start) * 1000
    seconds, requests = asyncio.run(snapshots())
    print(f"{platform.machine()}, Python {platform.python_version()}, {MOVIES} movies, {len(selections)} definitions")
    print(f"{parsed_ms:8.1f} ms  to read the definitions")
    choose_ms, core_ms = (statistics.median(one[place] for one in rounds[1:]) * 1000 for place in (0, 1))
    print(f"{choose_ms:8.1f} ms  to choose {rounds[0][2]} items ({core_ms:.1f} ms of a core)")
    print(f"{why_ms:8.1f} ms  to say of one movie why, for all of them")
    print(f"{statistics.median(seconds) * 1000:8.1f} ms  to read the library, {LATENCY_MS} ms away: {requests} requests")


if __name__ == "__main__":
    main()
