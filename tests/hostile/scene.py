"""Where a hostile engine is let loose: a server, somebody else to reach, files to spoil, and a referee who looks on."""

import asyncio
import contextlib
import hashlib
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from halley.files import MemoryImages
from halley.simulator import Simulator
from halley.simulator.state import State
from tests.hostile.attempts import PNG
from tests.hostile.breakouts import Breakout
from tests.hostile.library import hostile_library

TOKEN = "the-real-token-of-the-server"
ENGINE = Path(__file__).parent / "engine"
GUARD = Path(__file__).parents[2] / "src" / "halley" / "sandbox" / "guard"
_KINDS = ("changes", "refused")
CONFIG = """\
plex: {{url: "{url}", token: {token}, timeout: 20}}
tmdb: {{apikey: 0123456789abcdef0123456789abcdef}}
radarr: {{url: "http://127.0.0.1:7878", token: radarr-key}}
sonarr: {{url: "http://127.0.0.1:8989", token: sonarr-key}}
notifiarr: {{apikey: notifiarr-key}}
gotify: {{url: "http://127.0.0.1:80", token: gotify-key}}
tautulli: {{url: "http://127.0.0.1:8181", apikey: tautulli-key}}
webhooks: {{error: "https://discord.com/api/webhooks/1/abc", run_end: notifiarr}}
trakt:
  client_id: client
  client_secret: hidden
  authorization: {{access_token: a, token_type: Bearer, expires_in: 1, refresh_token: trakt-refresh, created_at: 1}}
libraries:
  Movies: {{overlay_files: [{{file: "{folder}/overlays.yml"}}]}}
"""


@dataclass(frozen=True, slots=True)
class Seen:
    """What came of one attempt: what the engine made of it, and what the referee saw outside afterwards.

    `heard` are requests of the server that are no reads of the gateway's, and connections to anybody else; `spoilt` are
    files that are not what they were. The counts are of new lines on record.
    """

    name: str
    outcome: str
    changed: bool
    heard: tuple[str, ...]
    spoilt: tuple[str, ...]
    outsider_lives: bool
    at_the_gateway: int
    at_the_guard: int


@dataclass(slots=True)
class Scene:
    """The world around one run. `seen` grows while it lasts."""

    folder: Path
    server: Simulator
    outsider: subprocess.Popen[bytes]
    known: dict[str, Any] = field(default_factory=dict)
    heard: list[str] = field(default_factory=list)
    seen: list[Seen] = field(default_factory=list)

    @property
    def user(self) -> Path:
        return self.folder / "user"

    @property
    def kometa(self) -> Path:
        return self.folder / "kometa"

    @property
    def job(self) -> Path:
        return self.folder / "job"

    @property
    def notes(self) -> Path:
        """The folder that the engine may write to."""
        return self.job / "halley" / "engine"

    @property
    def secret(self) -> Path:
        return self.folder / "secrets" / "token"

    def lay_out(self) -> None:
        """The user's files, as they are and have to stay."""
        self.secret.parent.mkdir(exist_ok=True)
        self.secret.write_text(TOKEN)
        (self.user / "notes").mkdir(parents=True, exist_ok=True)
        (self.user / "config.yml").write_text(CONFIG.format(url=self.server.url, token=TOKEN, folder=self.user))
        (self.user / "overlays.yml").write_text("overlays:\n  4K: {overlay: {name: text(4K)}, plex_all: true}\n")
        (self.user / "asset.txt").write_text("an asset")
        (self.user / "notes" / "old.txt").write_text(f"the token was {TOKEN}")

    def put_engine(self, rows: Sequence[Breakout]) -> None:
        """The engine with its table."""
        (self.kometa / "modules").mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ENGINE / "kometa.py", self.kometa / "kometa.py")
        shutil.copyfile(ENGINE / "prelude.py", self.kometa / "modules" / "prelude.py")
        (self.kometa / "VERSION").write_text("2.4.4\n")
        told = {
            **self.known,
            "real": self.server.url,
            "reversed": TOKEN[::-1],
            "user": str(self.user),
            "kometa": str(self.kometa),
            "guard": str(GUARD),
            "secret": str(self.secret),
            "outsider": str(self.outsider.pid),
            "png": PNG.hex(),
            "rows": [("nothing yet", True, "0"), *((row.name, row.guarded, row.code) for row in rows)],
        }
        (self.kometa / "told.json").write_text(json.dumps(told))

    def watched(self) -> dict[str, str]:
        """A line for each file that may not change: what is in it, its mode and its time."""
        records = self.job / "halley"
        theirs = [*_below(self.user), *_below(self.kometa), *_below(self.secret.parent), *_below(self.job / "output")]
        theirs += [self.job / "meta.json", records / "guard.json", *_below(records / "images"), *self.folder.glob("*")]
        return {str(path): _look(path) for path in theirs}

    async def referee(self, *, afresh: bool = False) -> None:
        """After each attempt look at everything, then let the next begin; `afresh`, put everything right before it."""
        taken, before, files, counts = 0, self.server.digest(), dict[str, str](), (0, 0)
        requests, others = 0, 0
        while True:
            lines = _lines(self.notes / "attempts.jsonl")
            if len(lines) <= taken:
                await asyncio.sleep(0.002)
                continue
            told, now = json.loads(lines[taken]), self._counts()
            if taken:  # the first line says that it begins, and from then on nothing may change
                heard = (*self._not_the_gateways(requests), *self.heard[others:])
                changed = self.server.digest() != before
                spoilt = _differences(files, self.watched(), self.job / "halley" / "images")
                lives, more = self.outsider.poll() is None, (now[0] - counts[0], now[1] - counts[1])
                self.seen.append(Seen(told["name"], told["outcome"], changed, heard, spoilt, lives, *more))
            if afresh:
                self.server.state = State(hostile_library(), MemoryImages())
                self.lay_out()
            before, counts = self.server.digest(), now
            requests, others, files = len(self.server.requests), len(self.heard), self.watched()
            (self.notes / f"seen-{taken}").touch()
            taken += 1

    def _not_the_gateways(self, since: int) -> list[str]:
        """Requests that changed something or brought another token than the gateway's."""
        new = self.server.requests[since:]
        return [f"{one.method} {one.target}" for one in new if one.method not in {"GET", "HEAD"} or one.status == 401]

    def _counts(self) -> tuple[int, int]:
        gateway = sum(len(_lines(self.job / "halley" / f"{kind}.jsonl")) for kind in _KINDS)
        kinds = [json.loads(line)["kind"] for line in _lines(self.notes / "guard.jsonl")]
        return gateway, sum(kind in {"blocked_write", "refused_connection"} for kind in kinds)


@asynccontextmanager
async def a_scene(folder: Path) -> AsyncIterator[Scene]:
    """A server with a library, and listeners for everybody whom an engine might reach."""
    outsider = subprocess.Popen(["sleep", "600"], env={"SECRET": TOKEN}, stdin=subprocess.DEVNULL)
    try:
        async with Simulator(hostile_library(), token=TOKEN) as server, contextlib.AsyncExitStack() as stack:
            scene = Scene(folder, server, outsider)
            await _listen(scene, stack)
            scene.lay_out()
            yield scene
    finally:
        outsider.kill()
        outsider.wait()


async def _listen(scene: Scene, stack: contextlib.AsyncExitStack) -> None:
    loop = asyncio.get_running_loop()

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        first = (await reader.readline()).decode("latin-1").strip()
        scene.heard.append(first or "a connection")
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}")
        writer.close()

    class Datagrams(asyncio.DatagramProtocol):
        def datagram_received(self, data: bytes, addr: tuple[str | Any, int]) -> None:
            scene.heard.append(f"a datagram: {data!r}")

    elsewhere = await stack.enter_async_context(await asyncio.start_server(answer, "127.0.0.1", 0))
    six = await stack.enter_async_context(await asyncio.start_server(answer, "::1" if has_ipv6() else "127.0.0.1", 0))
    datagrams, _ = await loop.create_datagram_endpoint(Datagrams, ("127.0.0.1", 0))
    stack.callback(datagrams.close)
    # The path of a Unix socket may have 107 bytes and no more.
    short = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="halley-test-")))
    await stack.enter_async_context(await asyncio.start_unix_server(answer, short / "s"))
    abstract = f"halley-test-{os.getpid()}-{id(scene)}"
    await stack.enter_async_context(await asyncio.start_unix_server(answer, f"\0{abstract}"))
    shared = Path(f"/dev/shm/{abstract}")
    shared.write_text(TOKEN)
    stack.callback(shared.unlink)
    scene.known = {
        "shared_memory": str(shared),
        "elsewhere": f"http://127.0.0.1:{_port(elsewhere)}",
        "ipv6": _port(six),
        "datagrams": datagrams.get_extra_info("sockname")[1],
        "unix_socket": str(short / "s"),
        "abstract_socket": abstract,
        "mark": f"hostile-daemon-{os.getpid()}-{id(scene)}",
        "own_network": False,
    }


async def preview(scene: Scene, sandbox: str) -> tuple[int, str]:
    """`halley preview` of the scene's configuration with the hostile engine; its exit status, and what it printed."""
    words = ("--config", scene.user / "config.yml", "--job", scene.job, "--sandbox", sandbox, "--offline")
    kometa = ("--kometa", scene.kometa, "--kometa-python", sys.executable)
    process = await asyncio.create_subprocess_exec(
        *map(str, (sys.executable, "-m", "halley.cli", "preview", *words, *kometa)),
        cwd=scene.folder,
        env={"PATH": os.environ["PATH"], "HOME": str(scene.folder), "LANG": "C.UTF-8"},
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    return await _watched_to_the_end(scene, process)


async def without_walls(scene: Scene) -> tuple[int, str]:
    """The engine with nothing around it, and the real server's address and token in its configuration."""
    for folder in (
        scene.job / "config",
        scene.notes,
        scene.job / "output",
        scene.job / "logs",
        scene.job / "halley" / "images",
    ):
        folder.mkdir(parents=True)
    written = {"changes.jsonl": "", "refused.jsonl": "", "guard.json": "{}"}
    for path in [scene.job / "halley" / name for name in written] + [
        scene.job / "output" / "summary.json",
        scene.job / "meta.json",
    ]:
        path.write_text("{}" if path.suffix == ".json" else "")
    config = scene.job / "config" / "kometa_config.yml"
    config.write_text(f"plex:\n  url: {scene.server.url}\n  token: {TOKEN}\n")
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, str(scene.kometa / "kometa.py"), "-r", "--config", str(config)),
        cwd=scene.folder,
        env={"PATH": os.environ["PATH"]},
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    return await _watched_to_the_end(scene, process, afresh=True)


async def _watched_to_the_end(scene: Scene, process: asyncio.subprocess.Process, *, afresh: bool = False) -> tuple[int, str]:
    watching = asyncio.create_task(scene.referee(afresh=afresh))
    ending = asyncio.create_task(process.communicate())
    try:
        await asyncio.wait({watching, ending}, timeout=300, return_when=asyncio.FIRST_COMPLETED)
        if watching.done():
            watching.result()
        output, _ = await asyncio.wait_for(ending, 5)
    finally:
        watching.cancel()
        if process.returncode is None:
            process.kill()
    assert process.returncode is not None
    return process.returncode, output.decode()


def _port(server: asyncio.Server) -> int:
    return int(server.sockets[0].getsockname()[1])


def _lines(path: Path) -> list[str]:
    """The whole lines of a file; none where there is no such file."""
    if not path.is_file():
        return []
    return path.read_text("utf-8", "replace").rpartition("\n")[0].splitlines()


def _below(folder: Path) -> list[Path]:
    return [folder, *(path for path in folder.rglob("*") if "__pycache__" not in path.parts)]


def _look(path: Path) -> str:
    if not os.path.lexists(path):
        return "missing"
    found = path.lstat()
    content = hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""
    times = found.st_mtime_ns if path.is_file() else 0
    attributes = sorted(os.listxattr(path, follow_symlinks=False))
    return f"{found.st_mode:o} {found.st_uid} {found.st_gid} {times} {content} {attributes}"


def _differences(before: dict[str, str], after: dict[str, str], growing: Path) -> tuple[str, ...]:
    """Files that are not what they were. Pictures that the gateway captures are added to `growing`."""
    names = {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}
    return tuple(sorted(name for name in names if not (name not in before and Path(name).is_relative_to(growing))))


def processes_with(mark: str) -> list[int]:
    """Processes with a text in their command line."""
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        with contextlib.suppress(OSError):
            if mark.encode() in path.read_bytes() and int(path.parent.name) != os.getpid():
                found.append(int(path.parent.name))
    return found


def has_ipv6() -> bool:
    """Whether there is an IPv6 loopback here."""
    with contextlib.suppress(OSError), socket.create_server(("::1", 0), family=socket.AF_INET6):
        return True
    return False
