"""`halley serve` as a process of its own, over a Plex server that the test watches."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import requests

from halley.clock import iso
from tests.support.previews import TOKEN
from tests.support.studio_jobs import CONFIG, OVERLAYS, Plex

KEY = "a-key-for-programs-of-the-tests"
PATIENCE_S = 90


def in_seconds(count: float) -> str:
    """A time of the day that comes so soon, in UTC."""
    return f"{datetime.now(UTC) + timedelta(seconds=count):%H:%M:%S}"


FAR = f"{datetime.now(UTC) + timedelta(hours=12):%H:%M}"
"""A time of the day that does not come while a test runs."""


@dataclass
class Service:
    """A service in a folder: its log so far, its address."""

    root: Path
    plex: Plex
    environment: dict[str, str] = field(default_factory=dict)
    process: subprocess.Popen[str] | None = None
    base: str = ""

    @property
    def config(self) -> Path:
        return self.root / "config" / "config.yml"

    @property
    def own(self) -> Path:
        return self.root / "config" / "halley" / "service"

    def write_config(self, overlays: str = OVERLAYS) -> None:
        self.config.parent.mkdir(exist_ok=True)
        self.config.write_text(CONFIG.format(url=self.plex.server.url, token=TOKEN, folder=str(self.config.parent)))
        (self.config.parent / "overlays.yml").write_text(overlays)

    def around(self, **environment: str) -> dict[str, str]:
        """The environment of its process: nothing of the test's own."""
        plain = {
            "PATH": os.environ["PATH"],
            "HOME": str(self.root),
            "LANG": "C.UTF-8",
            "TZ": "UTC",
            "KOMETA_CONFIG": str(self.config),
            "KOMETA_TIMES": FAR,
            "HALLEY_ENGINE": "native",
            "HALLEY_API_KEY": KEY,
            "HALLEY_WAIT_FOR_MAINTENANCE": "false",
        }
        return {**plain, **self.environment, **environment}

    def start(self, *arguments: str, **environment: str) -> None:
        """Start it; it answers when this returns. A time that comes before that, on a busy machine, is run late."""
        if not (self.own / "status.json").exists():
            self.own.mkdir(parents=True, exist_ok=True)
            (self.own / "status.json").write_text(json.dumps({"at": iso(datetime.now(UTC))}))
        self.process = self.begun(*arguments, "--port", "0", **environment)
        self.until_logged("the studio is at ", since=self.logged())
        line = next(one for one in reversed(self.lines()) if "the studio is at " in one)
        self.base = line.rpartition(" ")[2].rstrip("/")

    def begun(self, *arguments: str, **environment: str) -> "subprocess.Popen[str]":
        command = [sys.executable, "-m", "halley.cli", "serve", *arguments]
        out = (self.root / "out.log").open("a")
        return subprocess.Popen(command, env=self.around(**environment), cwd=self.root, stdout=out, stderr=out, text=True)

    def once(self, *arguments: str, **environment: str) -> "subprocess.CompletedProcess[str]":
        """One that ends by itself."""
        command = [sys.executable, "-m", "halley.cli", "serve", *arguments]
        around = self.around(**environment)
        return subprocess.run(  # noqa: PLW1510 - how it ends is what is looked at
            command, env=around, cwd=self.root, capture_output=True, text=True, timeout=PATIENCE_S
        )

    def end(self, number: signal.Signals = signal.SIGTERM) -> float:
        """End it; how long that took."""
        assert self.process is not None
        began = time.monotonic()
        self.process.send_signal(number)
        self.process.wait(30)
        return time.monotonic() - began

    def lines(self) -> list[str]:
        try:
            return (self.root / "out.log").read_text().splitlines()
        except OSError:
            return []

    def logged(self) -> int:
        return len(self.lines())

    def until_logged(self, words: str, since: int = 0, patience_s: float = PATIENCE_S) -> str:
        """The line that says so, as soon as there is one."""
        return str(
            self.until(lambda: next((one for one in self.lines()[since:] if words in one), None), patience_s=patience_s)
        )

    def until(self, what: Callable[[], Any], patience_s: float = PATIENCE_S) -> Any:
        ends = time.monotonic() + patience_s
        while not (found := what()):
            assert time.monotonic() < ends, "\n".join(self.lines()[-30:])
            time.sleep(0.05)
        return found

    def state(self) -> dict[str, Any]:
        return dict(json.loads((self.own / "state.json").read_text()))

    def runs(self) -> list[dict[str, Any]]:
        return list(self.state()["runs"])

    def get(self, path: str, **more: Any) -> requests.Response:
        return requests.get(f"{self.base}{path}", headers={"X-Api-Key": KEY}, timeout=30, **more)

    def post(self, path: str, **more: Any) -> requests.Response:
        return requests.post(f"{self.base}{path}", timeout=30, **more)


@contextmanager
def a_service(root: Path, count: int = 6, **environment: str) -> Iterator[Service]:
    """A service that is not started yet, over a Plex server with so many films; nothing of it is left afterwards."""
    with Plex(count) as plex:
        service = Service(root, plex, environment)
        service.write_config()
        try:
            yield service
        finally:
            if service.process is not None and service.process.poll() is None:
                service.process.kill()
                service.process.wait(10)
            end_workers(root / "config" / "halley" / "studio" / "jobs")


def end_workers(jobs: Path) -> None:
    """Kill whoever works for a studio that is gone."""
    for state in jobs.glob("*/state.json"):
        pid = json.loads(state.read_text())["pid"]
        if pid:
            with suppress(OSError):
                os.killpg(pid, signal.SIGKILL)
