"""The relay turns a loopback port into a Unix socket, and is its command in all other respects."""

import os
import signal
import socket
import subprocess
import sys
import textwrap
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from halley.sandbox.box import RELAY
from tests.support.ports import a_port
from tests.unit.sandbox.boxed import plex_on_socket


@pytest.fixture
def plex_socket(tmp_path: Path) -> Iterator[Path]:
    path = tmp_path / "plex.sock"
    with plex_on_socket(path):
        yield path


@pytest.fixture
def port() -> int:
    return a_port()


def relay(forwards: list[str], program: str) -> list[str]:
    options = [word for forward in forwards for word in ("--forward", forward)]
    return [sys.executable, "-I", str(RELAY), *options, "--", sys.executable, "-c", textwrap.dedent(program)]


def run(forwards: list[str], program: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(relay(forwards, program), capture_output=True, text=True, timeout=60, check=False)


def test_requests_go_through_one_after_another_and_at_once(plex_socket: Path, port: int) -> None:
    done = run([f"{port}={plex_socket}"], f"""
        import http.client, urllib.request
        from concurrent.futures import ThreadPoolExecutor
        kept = http.client.HTTPConnection("127.0.0.1", {port})
        for _ in range(3):
            kept.request("GET", "/")
            assert kept.getresponse().read() == b"plex"
        def read(_): return urllib.request.urlopen("http://127.0.0.1:{port}/").read()
        with ThreadPoolExecutor(16) as pool:
            print(set(pool.map(read, range(64))))
    """)  # fmt: skip
    assert done.stdout.strip() == "{b'plex'}", done.stderr


def test_megabytes_arrive_unchanged_and_an_end_is_passed_on(tmp_path: Path, port: int) -> None:
    """The other side answers only after it has seen the end of what it was sent."""
    path = tmp_path / "echo.sock"
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(path))
        server.listen()

        def echo() -> None:
            connection, _ = server.accept()
            with connection:
                parts = list(iter(lambda: connection.recv(65536), b""))
                connection.sendall(b"".join(parts))

        thread = threading.Thread(target=echo, daemon=True)
        thread.start()
        done = run([f"{port}={path}"], f"""
            import os, socket, threading
            sent = os.urandom(8 * 1024 * 1024)
            with socket.create_connection(("127.0.0.1", {port})) as connection:
                connection.sendall(sent); connection.shutdown(socket.SHUT_WR)
                print(b"".join(iter(lambda: connection.recv(65536), b"")) == sent)
        """)  # fmt: skip
        thread.join(10)
    assert done.stdout.strip() == "True", done.stderr


def test_two_ports_lead_to_two_sockets(tmp_path: Path, plex_socket: Path, port: int) -> None:
    done = run([f"{port}={plex_socket}", f"{port + 1}={tmp_path}/nobody.sock"], f"""
        import socket, urllib.request
        print(urllib.request.urlopen("http://127.0.0.1:{port}/").read().decode())
        with socket.create_connection(("127.0.0.1", {port + 1})) as connection:
            print(connection.recv(1))
    """)  # fmt: skip
    assert done.stdout.split() == ["plex", "b''"], done.stderr
    assert "nobody answers at" in done.stderr


@pytest.mark.parametrize(("ending", "status"), [("sys.exit(7)", 7), ("os.kill(os.getpid(), 9)", 137), ("pass", 0)])
def test_the_status_is_the_commands(ending: str, status: int) -> None:
    assert run([], f"import os, sys; {ending}").returncode == status


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGUSR1])
def test_signals_reach_the_command(number: signal.Signals) -> None:
    program = f"""
        import signal, sys, time
        signal.signal({int(number)}, lambda *_: sys.exit(42))
        print("ready", flush=True)
        time.sleep(30)
    """
    with subprocess.Popen(relay([], program), stdout=subprocess.PIPE, text=True) as running:
        assert running.stdout is not None
        assert running.stdout.readline() == "ready\n"
        running.send_signal(number)
        assert running.wait(timeout=20) == 42


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_that_comes_before_the_command_is_known_to_run_reaches_it(number: signal.Signals, tmp_path: Path) -> None:
    ready = tmp_path / "ready"
    command = f"""
import signal, sys, time
from pathlib import Path
signal.signal({int(number)}, lambda *_: sys.exit(42))
Path({str(ready)!r}).touch()
time.sleep(30)
"""
    program = f"""
import asyncio, os, sys
from pathlib import Path
from halley.sandbox import relay

start = asyncio.create_subprocess_exec

async def started(*command):
    child = await start(*command)
    while not Path({str(ready)!r}).exists():
        await asyncio.sleep(0.01)
    os.kill(os.getpid(), {int(number)})
    await asyncio.sleep(0.1)
    return child

asyncio.create_subprocess_exec = started
sys.exit(relay.main(["--", sys.executable, "-c", {command!r}]))
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 42, done.stderr


def test_it_listens_on_loopback_only(plex_socket: Path, port: int) -> None:
    done = run([f"{port}={plex_socket}"], f"""
        from pathlib import Path
        lines = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
        print({{line[1] for line in lines if line[1].endswith(":%04X" % {port}) and line[3] == "0A"}})
    """)  # fmt: skip
    assert done.stdout.strip() == f"{{'0100007F:{port:04X}'}}"


def test_a_port_that_is_taken_is_said_and_the_command_does_not_run(plex_socket: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        done = run([f"{taken.getsockname()[1]}={plex_socket}"], "print('ran')")
    assert (done.returncode, done.stdout) == (125, "")
    assert "cannot listen on port" in done.stderr


def test_a_command_that_does_not_exist_is_said() -> None:
    command = [sys.executable, str(RELAY), "--", "/nowhere/at-all"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 127
    assert "cannot run /nowhere/at-all" in done.stderr


def test_the_environment_is_passed_on_and_the_guard_is_not_in_the_relay(tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text("import os, sys; sys.stderr.write('customised\\n')")
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(tmp_path)}
    done = subprocess.run(relay([], "pass"), env=environment, capture_output=True, text=True, check=False)
    assert done.stderr.count("customised") == 1
