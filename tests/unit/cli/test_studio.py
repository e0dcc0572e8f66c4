"""`halley studio` as its user starts it: a process that answers, keeps people signed in, and ends when it is told to."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
import requests

from tests.support.drawn import drawn_library
from tests.support.ports import a_port

PASSWORD = "correct horse battery"


@dataclass(frozen=True)
class Running:
    """A studio in a process of its own."""

    process: subprocess.Popen[str]
    address: str

    def ends(self, number: signal.Signals) -> tuple[int, float]:
        """Its exit code, and the seconds until it ended."""
        began = time.monotonic()
        self.process.send_signal(number)
        return self.process.wait(15), time.monotonic() - began


def _environment(folder: Path, **more: str) -> dict[str, str]:
    return {"PATH": os.environ["PATH"], "HOME": str(folder), "HALLEY_DATA": str(folder / "data"), **more}


@contextmanager
def a_studio(folder: Path, *words: str, **environment: str) -> Iterator[Running]:
    process = subprocess.Popen(
        [sys.executable, "-m", "halley.cli", "studio", *(words or ("--port", "0"))],
        cwd=folder,
        env=_environment(folder, **environment),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        found = re.search(r"studio at (http://\S+)", line)
        assert found is not None, line + process.stdout.read()
        yield Running(process, found[1])
    finally:
        process.kill()
        process.wait(10)


def _refused(folder: Path, *words: str, **environment: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "halley.cli", "studio", *words],
        cwd=folder,
        env=_environment(folder, **environment),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 2, done
    return done.stderr


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT], ids=lambda one: one.name)
def test_it_ends_within_two_seconds_though_somebody_listens(number: signal.Signals, tmp_path: Path) -> None:
    with a_studio(tmp_path) as studio:
        streams = [requests.get(f"{studio.address}api/v1/events", stream=True, timeout=30) for _ in range(3)]
        for stream in streams:
            assert stream.status_code == 200
            assert next(stream.iter_content(1)) is not None
        code, seconds = studio.ends(number)
        assert code == 0
        assert seconds < 2 * _slowness()
        assert streams[0].raw.read() is not None, "the stream came to its end"


def _slowness() -> float:
    """How much longer all takes here because others are at work, too."""
    return max(1.0, os.getloadavg()[0] / (os.cpu_count() or 1))


def test_it_lies_below_a_path_and_asks_for_the_password(tmp_path: Path) -> None:
    secret = tmp_path / "password.txt"
    secret.write_text(f"{PASSWORD}\n")
    around = {"HALLEY_BASE_URL": "/halley", "HALLEY_STUDIO_PASSWORD_FILE": str(secret)}
    with a_studio(tmp_path, **around) as studio, requests.Session() as browser:
        assert studio.address.endswith("/halley/")
        page = browser.get(studio.address, timeout=30)
        assert page.status_code == 200
        assert '<base href="/halley/"' in page.text or "make setup" in page.text
        assert browser.get(f"{studio.address}api/v1/jobs", timeout=30).status_code == 401
        told = browser.get(f"{studio.address}api/v1/session", timeout=30).json()
        word = {"X-CSRF-Token": told["csrf"]}
        wrong = browser.post(f"{studio.address}api/v1/session", json={"password": "?" * 9}, headers=word, timeout=30)
        assert wrong.status_code == 401
        right = browser.post(f"{studio.address}api/v1/session", json={"password": PASSWORD}, headers=word, timeout=30)
        assert right.status_code == 200
        assert browser.get(f"{studio.address}api/v1/jobs", timeout=30).json() == []
        assert studio.ends(signal.SIGTERM)[0] == 0
        assert studio.process.stdout is not None
        assert PASSWORD not in studio.process.stdout.read()


def test_who_is_signed_in_stays_so_when_it_is_started_anew(tmp_path: Path) -> None:
    port = str(a_port())
    with requests.Session() as browser:
        with a_studio(tmp_path, "--port", port, HALLEY_STUDIO_PASSWORD=PASSWORD) as studio:
            word = {"X-CSRF-Token": browser.get(f"{studio.address}api/v1/session", timeout=30).json()["csrf"]}
            browser.post(f"{studio.address}api/v1/session", json={"password": PASSWORD}, headers=word, timeout=30)
            assert studio.ends(signal.SIGTERM)[0] == 0
        with a_studio(tmp_path, "--port", port, HALLEY_STUDIO_PASSWORD=PASSWORD) as studio:
            assert browser.get(f"{studio.address}api/v1/jobs", timeout=30).status_code == 200


@pytest.mark.parametrize("place", ["config.yml", "config/config.yml"])
def test_it_finds_the_configuration_by_itself(place: str, tmp_path: Path) -> None:
    file = tmp_path / place
    file.parent.mkdir(exist_ok=True)
    file.write_text("libraries: {}\n")
    with a_studio(tmp_path) as studio:
        assert requests.get(f"{studio.address}api/v1/session", timeout=30).json()["has_configuration"]
        found = requests.get(f"{studio.address}api/v1/configurations", timeout=30).json()
        assert [one["path"] for one in found] == [str(file)]


def test_a_configuration_that_is_named_is_the_current_one(tmp_path: Path) -> None:
    (tmp_path / "config.yml").write_text("libraries: {}\n")
    (tmp_path / "other.yml").write_text("libraries: {}\n")
    with a_studio(tmp_path, "--port", "0", "--config", "other.yml") as studio:
        found = requests.get(f"{studio.address}api/v1/configurations", timeout=30).json()
        assert [Path(one["path"]).name for one in found] == ["other.yml"]
    assert "there is no configuration" in _refused(tmp_path, "--config", "none.yml")


def test_the_demo_comes_first_when_it_is_asked_for_and_is_served_again_when_not(tmp_path: Path) -> None:
    (tmp_path / "config.yml").write_text("libraries: {}\n")
    state = tmp_path / "state"
    (state / "demo").mkdir(parents=True)
    drawn_library(state / "demo")
    words = ("--port", "0", "--folder", str(state))
    for asked, first in (
        ((), "config.yml"),
        (("--demo",), "Demo"),
        (("--config", "config.yml"), "config.yml"),
        (("--demo",), "Demo"),
    ):
        with a_studio(tmp_path, *words, *asked) as studio:
            assert _until(lambda at=studio.address, name=first: name in _names(at)[:1]), first
            if "Demo" in (names := _names(studio.address)):
                demo = _configurations(studio.address)[names.index("Demo")]["id"]
                server = f"{studio.address}api/v1/configurations/{demo}/server"
                assert _until(lambda at=server: requests.get(at, timeout=30).json()["name"])


def _configurations(address: str) -> list[dict[str, str]]:
    return requests.get(f"{address}api/v1/configurations", timeout=30).json()


def _names(address: str) -> list[str]:
    return [one["name"].rpartition("/")[2] for one in _configurations(address)]


def _until(is_so: Callable[[], object], patience_s: float = 60) -> bool:
    ends = time.monotonic() + patience_s
    while not (found := is_so()) and time.monotonic() < ends:
        time.sleep(0.2)
    return bool(found)


def test_a_port_that_is_taken_is_told_with_what_to_do(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        said = _refused(tmp_path, "--port", str(port))
    assert f"cannot listen at 127.0.0.1:{port}" in said
    assert "`--port`" in said


def test_it_does_not_listen_for_everybody_without_a_password(tmp_path: Path) -> None:
    said = _refused(tmp_path, "--host", "0.0.0.0")
    assert "for everybody, without a password" in said
    assert "HALLEY_STUDIO_PASSWORD_FILE" in said


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert "cannot be written" in _refused(tmp_path, "--folder", "file/below")
