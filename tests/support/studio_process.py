"""The studio as its user starts it: a process of its own over the demo, and the demo's Plex server as the witness."""

import hashlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import requests
from plexapi.server import PlexServer
from ruamel.yaml import YAML

from tests.support.drawn import drawn_library

_PATIENCE_S = 60


@dataclass(slots=True)
class StudioProcess:
    """A studio that runs: where it answers, and the folder of its state."""

    url: str
    folder: Path
    process: subprocess.Popen[str]
    arguments: tuple[str, ...] = ()
    environment: Mapping[str, str] | None = None

    @property
    def config(self) -> Path:
        """The demo's configuration."""
        return self.folder / "demo" / "config" / "config.yml"

    def plex(self) -> PlexServer:
        """The demo's server, by python-plexapi."""
        plex = YAML(typ="safe").load(self.config)["plex"]
        return PlexServer(plex["url"], plex["token"])

    def stop(self, how: signal.Signals = signal.SIGTERM) -> None:
        """End it."""
        if self.process.poll() is None:
            self.process.send_signal(how)
        self.process.wait(20)

    def again(self) -> None:
        """Start it anew at the same address over the same folder."""
        port = self.url.rpartition(":")[2].partition("/")[0]
        other = started(self.folder, *self.arguments, port=int(port), environment=self.environment)
        self.process, self.url = other.process, other.url


def started(folder: Path, *arguments: str, port: int = 0, environment: Mapping[str, str] | None = None) -> StudioProcess:
    """A studio over a folder, as soon as it answers."""
    folder.mkdir(parents=True, exist_ok=True)
    around = {
        **os.environ,
        "HOME": str(folder),
        "XDG_DATA_HOME": str(folder / "data"),
        "PYTHONUNBUFFERED": "1",
        **(environment or {}),
    }
    command = [sys.executable, "-m", "halley.cli", "studio", "--folder", str(folder), "--port", str(port), *arguments]
    log = (folder / "studio.log").open("a")
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=log, text=True, env=around, cwd=folder)
    assert process.stdout is not None
    line = process.stdout.readline()
    assert " at http" in line, line + (folder / "studio.log").read_text()
    return StudioProcess(line.rpartition(" at ")[2].strip().rstrip("/"), folder, process, arguments, environment)


@contextmanager
def running_studio(folder: Path, *arguments: str, environment: Mapping[str, str] | None = None) -> Iterator[StudioProcess]:
    """A studio whose demo is drawn already."""
    (folder / "demo").mkdir(parents=True)
    drawn_library(folder / "demo")
    studio = started(folder, *arguments, environment=environment)
    try:
        yield studio
    finally:
        studio.stop()


@dataclass(frozen=True, slots=True)
class Stands:
    """What a run may change of a thing. `poster` is the digest of the bytes that are shown."""

    title: str
    summary: str = ""
    labels: tuple[str, ...] = ()
    locks: tuple[tuple[str, bool], ...] = ()
    poster: str = ""
    members: tuple[int, ...] = ()


def state_of(plex: PlexServer) -> dict[str, Stands]:
    """How everything on the demo's server stands."""
    found: dict[str, Stands] = {}
    for section in plex.library.sections():
        kinds = ("show", "season", "episode") if section.type == "show" else (section.type,)
        for item in (one for kind in kinds for one in section.search(libtype=kind)):
            found[f"{section.title}/{item.ratingKey}"] = _described(plex, item)
        for collection in section.collections():
            found[f"{section.title}/{collection.ratingKey}"] = _described(plex, collection, collection.items())
    for playlist in plex.playlists():
        members = tuple(one.ratingKey for one in playlist.items())
        found[f"playlist {playlist.ratingKey}"] = Stands(playlist.title, members=members)
    return found


def _described(plex: PlexServer, item: Any, members: Iterable[Any] = ()) -> Stands:
    poster = plex._session.get(plex.url(item.thumb, includeToken=True)).content if item.thumb else b""
    return Stands(
        item.title,
        item.summary,
        tuple(sorted(one.tag for one in getattr(item, "labels", ()))),
        tuple(sorted((one.name, bool(one.locked)) for one in getattr(item, "fields", ()))),
        hashlib.sha256(poster).hexdigest(),
        tuple(one.ratingKey for one in members),
    )


def wait_for(what: Any, seconds: float = _PATIENCE_S, every: float = 0.1) -> Any:
    """What `what()` gives as soon as it is true."""
    until = time.monotonic() + seconds
    while True:
        if found := what():
            return found
        assert time.monotonic() < until, "it did not come about"
        time.sleep(every)


def api(studio: StudioProcess) -> requests.Session:
    """A client of the API that may change things, as a page does."""
    session = requests.Session()
    session.headers["X-CSRF-Token"] = session.get(f"{studio.url}/api/v1/session").json()["csrf"]
    session.headers["Origin"] = studio.url
    return session
