"""A box with something to reach and something that it must not reach, and a way to run programs in it."""

import os
import shutil
import socketserver
import subprocess
import sys
import textwrap
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from pathlib import Path

from halley.sandbox.box import Box, BoxRequest, Launch
from tests.unit.sandbox.world import Heard, listening


class _OnSocket(socketserver.ThreadingMixIn, socketserver.UnixStreamServer):
    daemon_threads = True


class _Plex(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "4")
        self.end_headers()
        self.wfile.write(b"plex")

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def plex_on_socket(path: Path) -> Iterator[None]:
    server = _OnSocket(str(path), _Plex)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@dataclass(frozen=True, slots=True)
class Ended:
    """How a program in a box ended."""

    output: str
    errors: str
    status: int


@dataclass(frozen=True, slots=True)
class Boxed:
    """Runs programs in `box`. `elsewhere` listens on this machine's loopback, and `secret` lies beside the job folder."""

    box: Box
    folder: Path
    job: Path
    user_files: Path
    secret: Path
    plex_socket: Path
    plex_port: int
    elsewhere: Heard
    environment: dict[str, str] = field(default_factory=dict)

    def request(self, *command: str) -> BoxRequest:
        return BoxRequest(
            command=command,
            environment={
                "PATH": "/usr/local/bin:/usr/bin:/bin",
                "JOB": str(self.job),
                "SECRET": str(self.secret),
                "USER_FILES": str(self.user_files),
                "PLEX": str(self.plex_port),
                "ELSEWHERE": str(self.elsewhere.port),
                "PYTHONDONTWRITEBYTECODE": "1",
                **self.environment,
            },
            working_directory=self.job,
            writable=(self.job,),
            readable=(self.user_files,),
            sockets={self.plex_port: self.plex_socket},
            hidden=(self.user_files / "config.yml",),
            name=f"test-{os.getpid()}-{self.folder.name}".replace("_", "-"),
        )

    def start(self, launch: Launch) -> subprocess.Popen[str]:
        return subprocess.Popen(
            launch.command,
            env=dict(launch.environment),
            cwd=launch.working_directory,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            stdin=subprocess.DEVNULL,
            text=True,
            start_new_session=True,
        )

    def run(self, program: str) -> Ended:
        return self.run_command(sys.executable, "-c", PREAMBLE + textwrap.dedent(program))

    def run_command(self, *command: str) -> Ended:
        launch = self.box.launch(self.request(*command))
        running = self.start(launch)
        try:
            output, errors = running.communicate(timeout=60)
        finally:
            if launch.kill and running.poll() is None:
                subprocess.run(launch.kill, env=dict(launch.environment), capture_output=True, check=False)
            for leftover in launch.leftovers:
                shutil.rmtree(leftover, ignore_errors=True)
        return Ended(output.strip(), errors, running.returncode)


#: What every program has: the places, and a way to tell how a try went.
PREAMBLE = """
import os, socket, subprocess, sys
JOB, SECRET, USER_FILES = (os.environ[name] for name in ("JOB", "SECRET", "USER_FILES"))
PLEX, ELSEWHERE = int(os.environ["PLEX"]), int(os.environ["ELSEWHERE"])

def tried(act):
    try:
        print("done", act())
    except (OSError, subprocess.SubprocessError) as problem:
        print("refused", type(problem).__name__)
"""


@contextmanager
def a_box(box: Box, folder: Path) -> Iterator[Boxed]:
    job, user_files, secret = folder / "job", folder / "user files, and more", folder / "secrets" / "token"
    for path in (job, user_files, secret.parent):
        path.mkdir()
    secret.write_text("the real token")
    (user_files / "asset.txt").write_text("an asset")
    (user_files / "config.yml").write_text("token: the real token")
    socket_path = folder / "plex.sock"
    with listening("elsewhere") as elsewhere, listening("plex") as plex, plex_on_socket(socket_path):
        plex.content = b"plex"
        port = plex.port if box.needs_tcp else 32400
        yield Boxed(box, folder, job, user_files, secret, socket_path, port, elsewhere)
