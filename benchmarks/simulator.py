"""How fast the simulator is with 10,000 movies: `python -m benchmarks.simulator` prints medians, and the machine.

The server is `halley simulator`, a process of its own; requests go over loopback. The library should be read in under 2 s,
and a page of 1,000 answered in under 300 ms.
"""

import asyncio
import json
import platform
import statistics
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import aiohttp

from halley.demo.many import many_movies
from halley.simulator import load_library

MOVIES = 10_000
ROUNDS = 9
TOKEN = "benchmark"
CLIENTS = 8
FOR_A_WHILE_S = 2.0
PAGE = "/library/sections/1/all?type=1&includeGuids=1"
WRITE = "/library/sections/1/all?type=1&id={key}&label%5B0%5D.tag.tag=Round{round}&label.locked=1"


class Client:
    """Asks the server, with the headers of a page where one is asked for."""

    def __init__(self, session: aiohttp.ClientSession, url: str) -> None:
        self._session, self._url = session, url

    async def ask(self, path: str, *, start: int | None = None, size: int = 1000, method: str = "GET") -> int:
        """The length of the answer in bytes."""
        headers = {"X-Plex-Token": TOKEN}
        if start is not None:
            headers |= {"X-Plex-Container-Start": str(start), "X-Plex-Container-Size": str(size)}
        async with self._session.request(method, self._url + path, headers=headers) as answer:
            answer.raise_for_status()
            return len(await answer.read())


async def timed(action: Callable[[int], Awaitable[object]]) -> float:
    """Median in ms; the first round is thrown away."""
    taken = []
    for number in range(ROUNDS + 1):
        start = time.perf_counter()
        await action(number)
        taken.append((time.perf_counter() - start) * 1000)
    return statistics.median(taken[1:])


async def per_second(client: Client, path: Callable[[int], str]) -> float:
    """Requests a second, from several clients at once."""
    end = time.perf_counter() + FOR_A_WHILE_S
    counted = 0

    async def keep_asking(first: int) -> None:
        nonlocal counted
        number = first
        while time.perf_counter() < end:
            await client.ask(path(number))
            number += CLIENTS
            counted += 1

    start = time.perf_counter()
    await asyncio.gather(*(keep_asking(number) for number in range(CLIENTS)))
    return counted / (time.perf_counter() - start)


async def ask_everything(url: str) -> list[tuple[str, str, str]]:
    """Rows of the table: what, how much, what was aimed at."""
    async with aiohttp.ClientSession() as session:
        client = Client(session, url)
        keys = ",".join(str(1001 + place) for place in range(200))

        async def label(number: int) -> None:
            await client.ask(WRITE.format(key=1001 + number, round=number), method="PUT")

        async def page_after_label(number: int) -> None:
            await label(number)
            await client.ask(PAGE, start=0)

        rows = [
            ("`/all`, first page of 1,000", await timed(lambda n: client.ask(PAGE, start=0)), "< 300 ms"),
            ("`/all`, another page of 1,000 each time", await timed(lambda n: client.ask(PAGE, start=n * 900)), "< 300 ms"),
            ("a label written, then a page of 1,000", await timed(page_after_label), ""),
            ("`/all`, page of 100", await timed(lambda n: client.ask(PAGE, start=n * 100, size=100)), ""),
            ("search by genre and year, page of 100", await timed(lambda n: client.ask(SEARCH, start=0, size=100)), ""),
            ("batch of 200 details", await timed(lambda n: client.ask(f"/library/metadata/{keys}")), ""),
            ("a label written", await timed(label), ""),
        ]  # fmt: skip
        told = [(what, f"{ms:8.1f} ms", aim) for what, ms, aim in rows]
        single = await per_second(client, lambda n: f"/library/metadata/{1001 + n % MOVIES}")
        small = await per_second(client, lambda _: "/identity")
        return [
            *told,
            (f"details of one item, {CLIENTS} clients", f"{single:8.0f} /s", ""),
            (f"`/identity`, {CLIENTS} clients", f"{small:8.0f} /s", ""),
        ]


SEARCH = f"{PAGE}&push=1&genre=Drama&or=1&genre=Comedy&pop=1&year%3E%3E=1990&sort=movie.year:desc,movie.titleSort"


def import_time(file: Path) -> float:
    """Median seconds to read the library file."""
    taken = []
    for _ in range(ROUNDS // 2 + 2):
        start = time.perf_counter()
        load_library(file)
        taken.append(time.perf_counter() - start)
    return statistics.median(taken[1:])


def main() -> None:
    with TemporaryDirectory() as folder:
        file = Path(folder, "library.json")
        file.write_text(json.dumps(many_movies(MOVIES)), encoding="utf-8")
        size = file.stat().st_size / 1e6
        rows = [(f"import of {MOVIES} movies ({size:.0f} MB of JSON)", f"{import_time(file) * 1000:8.0f} ms", "< 2000 ms")]
        command = [sys.executable, "-m", "halley.cli", "simulator", "--library", str(file), "--port", "0", "--token", TOKEN]
        began = time.perf_counter()
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
            assert server.stdout is not None
            url = server.stdout.readline().split()[-1]
            rows.append(
                ("`halley simulator`, from start to first answer", f"{(time.perf_counter() - began) * 1000:8.0f} ms", "")
            )
            try:
                rows += asyncio.run(ask_everything(url))
            finally:
                server.terminate()
    print(f"{platform.machine()}, Python {platform.python_version()}, {MOVIES} movies, medians of {ROUNDS} rounds")
    for what, measured, aim in rows:
        print(f"{measured:>12}  {aim:>10}  {what}")


if __name__ == "__main__":
    main()
