"""A small world around a guarded program: a gateway, an egress, and an elsewhere that nobody may reach."""

import json
import os
import subprocess
import sys
import textwrap
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from halley.sandbox.guard_events import GuardEvents, read_guard_events
from halley.sandbox.guard_settings import GuardSettings, guarded_environment


@dataclass(frozen=True, slots=True)
class Asked:
    """One request that a server of this world received."""

    method: str
    path: str
    original: str | None
    body: bytes
    headers: Mapping[str, str]


@dataclass
class Heard:
    """A server that answers everything and remembers what it was asked."""

    name: str
    port: int = 0
    asked: list[Asked] = field(default_factory=list)
    redirects: dict[str, str] = field(default_factory=dict)  #: original address to Location
    content: bytes | None = None  #: what it answers; by default its name and the original address

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def lines(self) -> list[tuple[str, str]]:
        """(method, original address or path) of every request, in order."""
        return [(asked.method, asked.original or asked.path) for asked in self.asked]


@contextmanager
def listening(name: str) -> Iterator[Heard]:
    heard = Heard(name)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *_: object) -> None:
            pass

        def answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            original = self.headers.get("X-Halley-Original-URL")
            heard.asked.append(Asked(self.command, self.path, original, body, dict(self.headers)))
            location = heard.redirects.get(original or self.path)
            content = heard.content or json.dumps({"from": name, "original": original}).encode()
            self.send_response(302 if location else 200)
            if location:
                self.send_header("Location", location)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(content)

        def __getattr__(self, attribute: str) -> object:
            if attribute.startswith("do_"):
                return self.answer
            raise AttributeError(attribute)

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    heard.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield heard
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a guarded program ended, and what the guard saw of it."""

    output: str
    errors: str
    status: int
    events: GuardEvents


@dataclass(frozen=True, slots=True)
class World:
    """Runs programs under the guard; `elsewhere` stands for everybody else on the network."""

    folder: Path
    gateway: Heard
    egress: Heard
    elsewhere: Heard

    def settings(self, *, offline: bool = False) -> GuardSettings:
        return GuardSettings(
            gateway=self.gateway.url,
            egress=None if offline else self.egress.url,
            events=self.folder / "guard.jsonl",
            captures=self.folder / "captured",
        )

    def run(
        self,
        program: str,
        *,
        offline: bool = False,
        python: str = sys.executable,
        environment: Mapping[str, str] | None = None,
    ) -> Outcome:
        settings_file = self.folder / "guard.json"
        self.settings(offline=offline).write(settings_file)
        names = {
            "GATEWAY": self.gateway.url,
            "EGRESS": self.egress.url,
            "ELSEWHERE": self.elsewhere.url,
            "ELSEWHERE_PORT": str(self.elsewhere.port),
        }
        clean = {"PATH": os.environ["PATH"], **names, **(environment or {})}
        done = subprocess.run(
            [python, "-c", PREAMBLE + textwrap.dedent(program)],
            env=guarded_environment(settings_file, clean),
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        events = read_guard_events(self.folder / "guard.jsonl")
        return Outcome(done.stdout.strip(), done.stderr, done.returncode, events)


#: What every program of these tests has: the addresses, and a way to tell how a try went.
PREAMBLE = """
import os, sys
GATEWAY, EGRESS, ELSEWHERE = (os.environ[name] for name in ("GATEWAY", "EGRESS", "ELSEWHERE"))
ELSEWHERE_PORT = int(os.environ["ELSEWHERE_PORT"])

def tried(act):
    try:
        print("done", act())
    except OSError as problem:
        print("refused", type(problem).__mro__[0].__name__)
"""


@contextmanager
def a_world(folder: Path) -> Iterator[World]:
    with listening("gateway") as gateway, listening("egress") as egress, listening("elsewhere") as elsewhere:
        yield World(folder, gateway, egress, elsewhere)
