"""The studio as a process of its own, which can be ended and started again, over a Plex server that the test watches."""

import asyncio
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import requests

from halley.changes.restorable import Restorable, restorable
from halley.files import MemoryImages
from halley.plex.tags import TagKind
from halley.simulator import Simulator
from tests.builders import a_collection, a_library, a_movie
from tests.support.previews import TOKEN, a_poster

KEY = "a-key-for-programs-of-the-tests"
CONFIG = """\
plex: {{url: "{url}", token: "{token}", timeout: 20}}
tmdb: {{apikey: 0123456789abcdef0123456789abcdef}}
libraries:
  Movies:
    overlay_files: [{{file: "{folder}/overlays.yml"}}]
"""
OVERLAYS = """\
overlays:
  4K:
    overlay: {name: text(4K), horizontal_offset: 15, horizontal_align: left, vertical_offset: 15, vertical_align: top}
    plex_search: {all: {resolution: 4K}}
  All:
    overlay: {name: text(all), horizontal_offset: 15, horizontal_align: right, vertical_offset: 15, vertical_align: top}
    plex_all: true
"""


@dataclass
class Plex:
    """A simulator in a thread. `latency_ms` can be turned while it runs."""

    count: int = 12
    port: int = 0
    server: Simulator = field(init=False)

    def __enter__(self) -> "Plex":
        images = MemoryImages()
        movies = [
            a_movie(
                f"Film {one}", key=100 + one, resolution="4k" if one % 3 == 0 else "1080", poster=images.put(a_poster(one))
            )
            for one in range(1, self.count + 1)
        ]
        self.server = Simulator(
            a_library(*movies, a_collection("Shelf", *(one.title for one in movies[:10]))),
            images,
            token=TOKEN,
            port=self.port,
        )
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self._do(self.server.start())
        return self

    def __exit__(self, *_: object) -> None:
        self._do(self.server.stop())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)

    def _do(self, work: Any) -> Any:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(30)

    @property
    def held(self) -> Restorable:
        """All that an undo must give back."""
        return restorable(self.server.library)

    def labelled(self) -> list[str]:
        """The titles of what carries the label of overlays."""
        found = self.server.library.items.values()
        return sorted(one.title for one in found if one.has_tag(TagKind.LABEL, "Overlay"))

    def slow(self, latency_ms: float) -> None:
        """Answer so much later from now on."""
        self.server._latency_s = latency_ms / 1000


@dataclass
class Studio:
    """`halley studio` in a folder."""

    folder: Path
    plex: Plex
    environment: dict[str, str] = field(default_factory=dict)
    heard: list[bytes] = field(default_factory=list)
    process: subprocess.Popen[str] | None = None
    base: str = ""

    @property
    def config(self) -> Path:
        return self.folder / "config" / "config.yml"

    @property
    def jobs(self) -> Path:
        return self.folder / "studio" / "jobs"

    def write_config(self) -> None:
        self.config.parent.mkdir(exist_ok=True)
        words = {"url": self.plex.server.url, "token": TOKEN, "folder": str(self.config.parent)}
        self.config.write_text(CONFIG.format(**words))
        (self.config.parent / "overlays.yml").write_text(OVERLAYS)

    def bare(self) -> dict[str, str]:
        """The environment that it is started in."""
        own = {"PATH": os.environ["PATH"], "HOME": str(self.folder), "LANG": "C.UTF-8", "HALLEY_API_KEY": KEY}
        return {**own, "HALLEY_DATA": str(self.folder / "data"), **self.environment}

    def start(self) -> None:
        command = [sys.executable, "-m", "halley.cli", "studio", "--port", "0", "--config", str(self.config)]
        self.process = subprocess.Popen(
            [*command, "--folder", str(self.folder / "studio")],
            env=self.bare(),
            cwd=self.folder,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        assert "studio at" in line, line
        self.base = line.split()[-1].rstrip("/") + "/api/v1"

    def end(self, number: int = signal.SIGTERM, patience_s: float = 20) -> float:
        """End the server alone; how long it took."""
        assert self.process is not None
        began = time.monotonic()
        self.process.send_signal(number)
        self.process.wait(patience_s)
        return time.monotonic() - began

    def call(self, method: str, path: str, body: object = None, **more: Any) -> requests.Response:
        headers = {"X-Api-Key": KEY, **more.pop("headers", {})}
        answer = requests.request(method, f"{self.base}{path}", json=body, headers=headers, timeout=60, **more)
        if not more.get("stream"):
            self.heard.append(answer.content + repr(answer.headers).encode())
        return answer

    def got(self, path: str) -> Any:
        answer = self.call("GET", path)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def begin(self, kind: str, **asked: Any) -> dict[str, Any]:
        answer = self.call("POST", "/jobs", {"kind": kind, **asked})
        assert answer.status_code == 201, answer.text
        return answer.json()

    def job(self, identity: str) -> dict[str, Any]:
        return self.got(f"/jobs/{identity}")

    def until(self, identity: str, means: Callable[[dict[str, Any]], bool], patience_s: float = 90) -> dict[str, Any]:
        """The job, once it stands so."""
        ends = time.monotonic() + patience_s
        while not means(job := self.job(identity)):
            assert time.monotonic() < ends, (job, self.log(identity)[-20:])
            time.sleep(0.05)
        return job

    def ended(self, identity: str, state: str = "finished") -> dict[str, Any]:
        job = self.until(identity, lambda one: one["state"] not in {"waiting", "running"})
        assert job["state"] == state, (job, self.log(identity)[-20:])
        return job

    def running(self, identity: str) -> dict[str, Any]:
        return self.until(identity, lambda one: one["state"] == "running")

    def planned(self, **asked: Any) -> dict[str, Any]:
        return self.ended(self.begin("plan", engine="native", **asked)["id"])

    def log(self, identity: str) -> list[str]:
        return [one["text"] for one in self.got(f"/jobs/{identity}/log?limit=10000")["rows"]]

    def worker(self, identity: str) -> int:
        return int(json.loads((self.jobs / identity / "state.json").read_text())["pid"])

    @contextmanager
    def stream(self, query: str = "", last: str = "") -> Iterator["Stream"]:
        headers = {"Last-Event-ID": last} if last else {}
        with self.call("GET", f"/events{query}", headers=headers, stream=True) as answer:
            assert answer.status_code == 200
            yield Stream(answer)


@dataclass
class Stream:
    """A stream of events, read as they come."""

    answer: requests.Response
    last: str = ""

    def __post_init__(self) -> None:
        self._events = self._read()

    def __iter__(self) -> Iterator[dict[str, Any]]:
        return self._events

    def _read(self) -> Iterator[dict[str, Any]]:
        name = ""
        for line in self.answer.iter_lines(chunk_size=None, decode_unicode=True):  # as it comes, not 512 bytes at a time
            field_name, _, value = line.partition(": ")
            if field_name == "id":
                name = value
            elif field_name == "data":
                self.last = name or self.last
                yield {"number": name, **json.loads(value)}
                name = ""

    def until(self, means: Callable[[dict[str, Any]], bool]) -> list[dict[str, Any]]:
        """What comes, up to the first that is meant."""
        found = []
        for one in self:
            found.append(one)
            if means(one):
                return found
        return found


@contextmanager
def a_studio(folder: Path, count: int = 12, **environment: str) -> Iterator[Studio]:
    """A studio that runs, over a Plex server with so many films; ended with all its workers afterwards."""
    with Plex(count) as plex:
        studio = Studio(folder, plex, environment)
        studio.write_config()
        studio.start()
        try:
            yield studio
        finally:
            if studio.process is not None and studio.process.poll() is None:
                studio.process.kill()
                studio.process.wait(10)
            _end_workers(studio.jobs)


def _end_workers(jobs: Path) -> None:
    for state in jobs.glob("*/state.json"):
        pid = json.loads(state.read_text()).get("pid")
        if pid:
            try:
                os.killpg(pid, signal.SIGKILL)
            except OSError:
                continue
