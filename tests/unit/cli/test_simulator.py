"""`halley simulator` as a process: what it prints, how it stops, what it leaves, and what it says to mistakes."""

import json
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from plexapi.server import PlexServer

from halley.cli.main import run
from tests.house.source import ROOT

EXAMPLE = str(ROOT / "examples" / "library.yml")


class Running:
    """The program, after it said where it is."""

    def __init__(self, *arguments: str) -> None:
        command = [sys.executable, "-m", "halley.cli", "simulator", "--port", "0", *arguments]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        self.lines = [self.process.stdout.readline().rstrip("\n") for _ in range(3)]
        self.url, self.token = (line.split()[-1] for line in self.lines[:2])

    def plex(self) -> PlexServer:
        return PlexServer(self.url, self.token)

    def stop(self, number: signal.Signals) -> tuple[int, str]:
        """Exit code and what it printed since."""
        self.process.send_signal(number)
        printed, _ = self.process.communicate(timeout=20)
        return self.process.returncode, printed


@contextmanager
def running(*arguments: str) -> Iterator[Running]:
    program = Running(*arguments)
    try:
        yield program
    finally:
        if program.process.poll() is None:
            program.process.kill()
            program.process.communicate()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_says_where_it_is_and_stops_when_it_is_told_to(number: signal.Signals) -> None:
    with running("--library", EXAMPLE) as program:
        assert program.lines[0].startswith("simulator at http://127.0.0.1:")
        assert program.lines[2] == "library      Attic: Movies (3), TV Shows (1), Music (1)"
        assert program.plex().library.section("Movies").all()[0].title == "Ninth Quay"
        code, printed = program.stop(number)
    assert code == 0
    assert "requests answered" in printed


def test_what_clients_changed_is_saved_and_served_again(tmp_path: Path) -> None:
    saved, log = tmp_path / "state.json", tmp_path / "requests.jsonl"
    with running("--library", EXAMPLE, "--save", str(saved), "--request-log", str(log), "--token", "abc") as program:
        assert program.token == "abc"
        movie = program.plex().library.section("Movies").get("Slow Orbit")
        movie.addLabel("Seen").editTitle("Fast Orbit")
        (tmp_path / "new.png").write_bytes(b"\x89PNG\r\n\x1a\n new")
        movie.uploadPoster(filepath=str(tmp_path / "new.png"))
        digest = urllib.request.urlopen(f"{program.url}/_simulator/digest?X-Plex-Token=abc", timeout=5).read()
        code, printed = program.stop(signal.SIGTERM)
    assert (code, f"saved to {saved}" in printed) == (0, True)
    rows = [json.loads(line) for line in log.read_text().splitlines()]
    assert "PUT" in {row["method"] for row in rows}
    assert all("abc" not in row["target"] for row in rows)
    with running("--library", str(saved), "--token", "abc") as program:
        movie = program.plex().library.section("Movies").get("Fast Orbit")
        assert [one.tag for one in movie.reload().labels] == ["Seen"]
        assert urllib.request.urlopen(movie.thumbUrl, timeout=5).read() == b"\x89PNG\r\n\x1a\n new"
        assert urllib.request.urlopen(f"{program.url}/_simulator/digest?X-Plex-Token=abc", timeout=5).read() == digest


def test_the_token_may_come_from_a_file_and_faults_from_flags(tmp_path: Path) -> None:
    (tmp_path / "token").write_text("from-a-file\n")
    flags = ("--token-file", str(tmp_path / "token"), "--fault", "500=1:/library", "--latency-ms", "1")
    with running("--library", EXAMPLE, *flags) as program:
        assert program.token == "from-a-file"
        with pytest.raises(urllib.error.HTTPError, match="500"):
            urllib.request.urlopen(f"{program.url}/library/sections?X-Plex-Token=from-a-file", timeout=5)
        with pytest.raises(urllib.error.HTTPError, match="401"):
            urllib.request.urlopen(f"{program.url}/?X-Plex-Token=other", timeout=5)


MISTAKES = (
    (("--library", "lost.yml"), "the library file lost.yml cannot be read", "--library"),
    (("--library", "bad.yml"), "bad.yml:2:5: sections > 0: this should be a mapping", "key: value"),
    (("--library", EXAMPLE, "--fault", "burn=1"), "`--fault burn=1` is not KIND=RATE[:PATH]", "kinds are drop, 500"),
    (("--library", EXAMPLE, "--save", "state.txt"), "`--save state.txt` is neither JSON nor YAML", ".json or .yml"),
    (("--library", EXAMPLE, "--save", "bad.yml/x.json"), "bad.yml/x.json cannot be written", "another `--save`"),
    (("--library", EXAMPLE, "--request-log", "no/such/log"), "no/such/log cannot be written", "name another file"),
    (("--library", EXAMPLE, "--token", "a", "--token-file", "b"), "say the same thing twice", "leave one of them out"),
    (("--library", EXAMPLE, "--token-file", "lost"), "the token file lost cannot be read", ""),
    (("--library", EXAMPLE, "--host", "256.0.0.1"), "cannot listen on http://256.0.0.1", "--host"),
    ((), "Missing option '--library'", ""),
    (("--library", EXAMPLE, "--port", "x"), "Invalid value for '--port'", ""),
)


@pytest.mark.parametrize(("arguments", "sentence", "hint"), MISTAKES, ids=[row[1][:40] for row in MISTAKES])
def test_a_mistake_is_one_sentence_and_exit_code_2(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    arguments: tuple[str, ...],
    sentence: str,
    hint: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "bad.yml").write_text("sections:\n  - Films\n")
    assert run(["simulator", *arguments]) == 2
    told = capsys.readouterr()
    assert sentence in told.err
    assert hint in told.err
    assert told.out == ""


def test_a_port_that_is_taken_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert run(["simulator", "--library", EXAMPLE, "--port", str(port)]) == 2
    assert f"cannot listen on http://127.0.0.1:{port}" in capsys.readouterr().err
