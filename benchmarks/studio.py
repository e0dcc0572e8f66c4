"""What the studio makes one wait: `python -m benchmarks.studio` prints milliseconds and megabytes, and the machine.

A studio is started over the demo, as `halley studio` does it, and asked by a client of its own process:

- pictures of a draft with 1, 3 and 10 layers, as an editor asks for them: half as large with an edit in it, which is what
  follows a hand, and whole; over HTTP, the answer read to its end. No two requests ask for the same picture.
- a layer dragged over a poster in Chromium: from the pointer's event to the frame that shows what came of it;
- a plan of 200 and of 5,000 posters opened in Chromium: until the first poster is painted, and until a key pressed in the
  grid is answered;
- the memory of the server alone, and with ten clients that watch a job with its log through SSE.

What is seen needs Chromium and the built pages; where one is missing, or with `--no-browser`, it is left out. The p95 of a
few is the slowest of them.
"""

import argparse
import asyncio
import math
import os
import platform
import shutil
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import Any

import requests
from playwright.async_api import Browser, Page, async_playwright
from tests.needs import CHROMIUM_NAMES
from tests.support.many_posters import put_many_posters
from tests.support.studio_process import StudioProcess, api, running_studio, wait_for

import halley.studio

_ROUNDS = 60
_WARM = 5
_CLIENTS = 10
_SIZES = (200, 5_000)
_DRAG_STEPS = 120
_HALF = 500
_FILE = "overlays/movies.yml"
_KB = 1024


class Client:
    """The API of a studio, and the demo as a configuration of it."""

    def __init__(self, studio: StudioProcess) -> None:
        self.studio, self.session = studio, api(studio)
        self.config = self.post("configurations", {"is_demo": True})["id"]

    def post(self, path: str, body: dict[str, Any]) -> Any:
        """What comes of a POST, or the end of the program."""
        return self._good(self.session.post(f"{self.studio.url}/api/v1/{path}", json=body)).json()

    def get(self, path: str) -> Any:
        """What comes of a GET, or the end of the program."""
        return self._good(self.session.get(f"{self.studio.url}/api/v1/{path}")).json()

    def picture_ms(self, body: dict[str, Any]) -> float:
        """How long it takes until a picture is there."""
        began = time.perf_counter()
        self._good(self.session.post(f"{self.studio.url}/api/v1/render", json=body))
        return (time.perf_counter() - began) * 1000

    @staticmethod
    def _good(answer: requests.Response) -> requests.Response:
        if not answer.ok:
            raise SystemExit(f"{answer.request.method} {answer.url}: {answer.status_code} {answer.text[:300]}")
        return answer


def told(name: str, times_ms: list[float]) -> None:
    """One row of the table."""
    p95 = sorted(times_ms)[math.ceil(len(times_ms) * 0.95) - 1]
    print(f"{name:<58}{median(times_ms):8.0f} ms{p95:8.0f} ms", flush=True)


def a_text(layers: int) -> str:
    """An overlay file whose every definition is drawn on every film: texts on a ground, a third of them of a variable."""
    rows = ["overlays:"]
    for number in range(layers):
        text = "<<runtime>> min" if number % 3 == 2 else f"Layer {number}"
        rows += [
            f"  Layer {number}:",
            "    overlay:",
            f"      name: text({text})",
            "      horizontal_align: left",
            "      vertical_align: top",
            f"      horizontal_offset: {40 + number * 20}",
            f"      vertical_offset: {40 + number * 130}",
            "      font_size: 60",
            "      font_color: '#FFFFFF'",
            "      back_color: '#00000099'",
            "      back_padding: 20",
            "      back_radius: 20",
            "    plex_all: true",
        ]
    return "\n".join(rows) + "\n"


def renders(client: Client, rounds: int) -> None:
    """Round trips of the picture of a draft."""
    item = client.get(f"configurations/{client.config}/items?library=Movies&limit=1")["rows"][0]["key"]
    for turn in range(_WARM * 4):
        client.picture_ms({"configuration": client.config, "file": _FILE, "item": item, "text": a_text(turn + 1)})
    print(f"{'live render, round trip over HTTP':<58}{'median':>11}{'p95':>11}")
    for layers in (1, 3, 10):
        draft = {"configuration": client.config, "file": _FILE, "item": item, "text": a_text(layers)}

        def dragged(turn: int, draft: dict[str, Any] = draft) -> dict[str, Any]:
            edit = {"overlay": "Layer 0", "key": "horizontal_offset", "value": 41 + turn}
            return {**draft, "edits": [edit], "width": _HALF, "format": "jpg"}

        def whole(turn: int, draft: dict[str, Any] = draft) -> dict[str, Any]:
            edit = {"overlay": "Layer 0", "key": "horizontal_offset", "value": 401 + turn}
            return {**draft, "edits": [edit], "format": "png"}

        for name, asked in (("half as large, JPEG", dragged), ("whole, PNG", whole)):
            times = [client.picture_ms(asked(turn)) for turn in range(_WARM + rounds)][_WARM:]
            told(f"  {layers:>2} layer{'s' if layers > 1 else ''}, an edit, {name}", times)


async def drag(page: Page, client: Client) -> list[float]:
    """Milliseconds from the pointer's event to its frame, of every frame while a layer is dragged."""
    path = f"{client.studio.url}/overlays/{client.config}/{_FILE.replace('/', '%2F')}?overlay=Content%20rating"
    await page.goto(path)
    frame = page.locator("[data-layer='Content rating']")
    await frame.wait_for(timeout=60_000)
    await page.locator(".paper[data-full=true]").wait_for(timeout=60_000)
    box = await frame.bounding_box()
    if box is None:
        raise SystemExit("the layer cannot be seen")
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    await page.mouse.move(x, y)
    await page.mouse.down()
    for turn in range(_DRAG_STEPS):
        await page.mouse.move(x - turn, y - 2 * turn)
        await page.evaluate("new Promise(requestAnimationFrame)")
    found = await page.evaluate("performance.getEntriesByName('halley frame').map((one) => one.duration)")
    await page.keyboard.press("Escape")
    await page.mouse.up()
    return [float(one) for one in found]


async def opened(browser: Browser, url: str) -> tuple[float, float]:
    """Milliseconds until the first poster of a plan is painted, and until the grid answers a key."""
    context = await browser.new_context(viewport={"width": 1280, "height": 800})
    page = await context.new_page()
    began = time.perf_counter()
    await page.goto(url, wait_until="commit")
    await page.locator("[role=gridcell] .picture-there").first.wait_for(timeout=60_000)
    await page.evaluate("new Promise(requestAnimationFrame)")
    first = time.perf_counter() - began
    await page.get_by_role("gridcell").first.focus()
    await page.keyboard.press("ArrowRight")
    await page.locator("[data-index='1']:focus").wait_for()
    interactive = time.perf_counter() - began
    await context.close()
    return first * 1000, interactive * 1000


async def in_browser(client: Client, rounds: int) -> None:
    """What a person sees."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox", "--disable-gpu"])
        page = await browser.new_page(viewport={"width": 1280, "height": 800})
        times = await drag(page, client)
        await page.close()
        told(f"pointer to painted frame, dragging, {len(times)} frames", times)
        for size in _SIZES:
            first, interactive = [], []
            for turn in range(rounds + 1):
                both = await opened(browser, f"{client.studio.url}/plans/posters-{size}")
                if turn:
                    first.append(both[0])
                    interactive.append(both[1])
            told(f"plan of {size:,} posters: first poster", first)
            told(f"plan of {size:,} posters: a key is answered", interactive)
        await browser.close()


def chromium() -> str:
    """The browser's program; empty where there is none."""
    return next((found for name in CHROMIUM_NAMES if (found := shutil.which(name))), "")


def what_is_missing() -> str:
    """What there is not for a look at the pages, in words."""
    if not chromium():
        return "there is no Chromium here"
    pages = Path(halley.studio.__file__).parent / "static" / "index.html"
    return "" if pages.is_file() else "the pages are not built"


def memory_mb(process: int) -> float:
    """What a process holds of the machine's memory."""
    rows = Path(f"/proc/{process}/status").read_text().splitlines()
    return int(next(row.split()[1] for row in rows if row.startswith("VmRSS"))) / _KB


@contextmanager
def watching(client: Client, job: str, clients: int) -> Iterator[Callable[[], int]]:
    """So many clients that hear events and a job's log. Yields what counts the events that came."""
    heard, answers = [0], []

    def hear(answer: requests.Response) -> None:
        try:
            for line in answer.iter_lines():
                heard[0] += line.startswith(b"data:")
        except (requests.RequestException, AttributeError):  # closed from outside
            pass

    for _ in range(clients):
        answer = requests.get(f"{client.studio.url}/api/v1/events?job={job}", stream=True, timeout=(10, 120))
        answers.append(answer)
        threading.Thread(target=hear, args=(answer,), daemon=True).start()
    yield lambda: heard[0]
    for answer in answers:
        answer.close()


def watched_job(client: Client, clients: int) -> tuple[float, int]:
    """The most memory that the server held while so many watched a preview of everything, and the events that came."""
    asked = {"kind": "plan", "configuration": client.config, "engine": "native"}
    job = client.post("jobs", asked)["id"]
    most = [0.0]

    def ended() -> bool:
        most[0] = max(most[0], memory_mb(client.studio.process.pid))
        return client.get(f"jobs/{job}")["state"] not in {"waiting", "running"}

    with watching(client, job, clients) as heard:
        wait_for(ended, seconds=300)
        time.sleep(0.5)
        return max(most[0], memory_mb(client.studio.process.pid)), heard()


def memory(client: Client) -> None:
    """What watching costs the server."""
    watched_job(client, 0)  # what a first job brings along stays
    print(f"memory of the server, at rest{memory_mb(client.studio.process.pid):40.0f} MB")
    for clients in (0, _CLIENTS):
        most, heard = watched_job(client, clients)
        print(f"  most while a job runs, {clients:>2} watch, {heard:>5} events{most:21.0f} MB", flush=True)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=_ROUNDS, help="pictures of each kind")
    parser.add_argument("--opened", type=int, default=5, help="times that each plan is opened")
    parser.add_argument("--no-browser", action="store_true")
    given = parser.parse_args()
    load = os.getloadavg()[0]
    print(f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}, load {load:.1f} at the start")
    with tempfile.TemporaryDirectory(prefix="halley-bench-") as name, running_studio(Path(name, "state")) as studio:
        client = Client(studio)
        memory(client)
        renders(client, given.rounds)
        missing = what_is_missing()
        if missing:
            print(f"what is seen is left out: {missing}")
        elif not given.no_browser:
            for size in _SIZES:
                put_many_posters(studio.folder / "jobs" / f"posters-{size}", size)
            asyncio.run(in_browser(client, given.opened))
    print(f"load {os.getloadavg()[0]:.1f} at the end")


if __name__ == "__main__":
    main()
