"""`container/entrypoint.py` and `health.py`: who runs, with which mask, behind which relay, and whether it answers."""

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

CONTAINER = Path(__file__).resolve().parents[3] / "container"


def begins(*words: str, config: Path | None = None, **environment: str) -> subprocess.CompletedProcess[str]:
    known = {name: value for name, value in os.environ.items() if name not in {"PUID", "PGID", "UMASK"}}
    return subprocess.run(
        [sys.executable, CONTAINER / "entrypoint.py", *words],
        env={**known, "HALLEY_CONFIG_FOLDER": str(config or "/nowhere"), **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def shell(script: str, **environment: str) -> str:
    done = begins("/bin/sh", "-c", script, **environment)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_words_go_to_halley() -> None:
    done = begins("--version", PUID=str(os.geteuid()), PGID=str(os.getegid()))
    assert done.stdout.startswith("halley, version")


def test_the_mask_is_heeded() -> None:
    owner = {"PUID": str(os.geteuid()), "PGID": str(os.getegid())}
    assert shell("umask", UMASK="077", **owner) == "0077"
    wrong = begins("/bin/true", UMASK="999", **owner)
    assert (wrong.returncode, "UMASK is '999'" in wrong.stderr) == (2, True)


def test_an_owner_is_a_number() -> None:
    wrong = begins("/bin/true", PUID="nobody")
    assert (wrong.returncode, "PUID is 'nobody'" in wrong.stderr) == (2, True)


@pytest.mark.needs("root")
def test_root_goes_over_to_the_owner_and_cannot_come_back() -> None:
    assert shell("id -u; id -g; id -G", PUID="3000", PGID="3001").split() == ["3000", "3001", "3001"]
    assert shell("id -u; id -g").split() == ["1000", "1000"]


@pytest.mark.needs("root")
def test_root_stays_root_only_where_that_is_asked_for() -> None:
    assert shell("id -u; id -g", PUID="0", PGID="0").split() == ["0", "0"]


@pytest.mark.needs("root")
def test_the_config_folder_is_given_to_the_owner_but_not_what_lies_in_it(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    config = tmp_path / "config"
    config.mkdir()
    (config / "config.yml").write_text("x")
    done = begins("/bin/true", config=config, PUID="3000", PGID="3001")
    assert (done.returncode, done.stderr) == (0, "")
    assert (config.stat().st_uid, (config / "halley").stat().st_uid) == (3000, 3000)
    assert (config / "config.yml").stat().st_uid == 0


@pytest.mark.needs("root")
def test_a_user_that_cannot_change_says_so_instead_of_writing_files_of_somebody_else() -> None:
    text = (CONTAINER / "entrypoint.py").read_text()  # which that user need not be able to read
    become = "import os; os.setgroups([]); os.setgid(1234); os.setuid(1234)\n"
    environment = {**os.environ, "PUID": "3000", "PGID": "3000", "HALLEY_CONFIG_FOLDER": "/nowhere"}
    command = [sys.executable, "-c", f"import os, sys, pathlib, typing\n{become}{text}", "/bin/true"]
    refused = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert refused.returncode == 2
    assert "PUID:PGID is 3000:3000, but this container runs as 1234:1234" in refused.stderr


def test_behind_a_socket_a_relay_stands_before_the_command(tmp_path: Path) -> None:
    owner = {"PUID": str(os.geteuid()), "PGID": str(os.getegid())}
    done = begins("/bin/sh", "-c", "exit 7", HALLEY_PLEX_SOCKET=str(tmp_path / "plex.sock"), **owner)
    assert done.returncode in {7, 125}, "125: somebody has that port on this machine"


class _Answers(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200 if self.path in {"/ping", "/halley/ping"} else 404)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def port() -> Iterator[int]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Answers)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    yield server.server_address[1]
    server.shutdown()
    server.server_close()


def health(port: int, base: str = "") -> int:
    environment = {**os.environ, "HALLEY_STUDIO_PORT": str(port), "HALLEY_BASE_URL": base}
    return subprocess.run([sys.executable, "-I", CONTAINER / "health.py"], env=environment, check=False).returncode


@pytest.mark.parametrize("base", ["", "/halley", "https://example.org/halley/"])
def test_it_is_healthy_where_ping_answers(port: int, base: str) -> None:
    assert health(port, base) == 0


def test_it_is_not_where_something_else_does_or_nobody(port: int) -> None:
    assert health(port, "/elsewhere") == 1
    assert health(1) == 1
