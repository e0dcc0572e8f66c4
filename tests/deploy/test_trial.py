"""`halley deploy test-run`: the service stands still while its test runs, and starts again whatever comes of it."""

import os
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from halley.deploy.trial import told, trial_of
from tests.deploy.asked import Played, kometa, wished

ASKED = ("deploy", "test-run", "--for", "kometa", "--config-dir", "/home/mms/config/kometa", "--run")
IS_ACTIVE = ["systemctl", "--user", "is-active", "--quiet", "kometa.service"]
STOP, START = ["systemctl", "--user", "stop", "kometa.service"], ["systemctl", "--user", "start", "kometa.service"]
PATIENCE_S = 40


@pytest.fixture
def played(tmp_path: Path) -> Played:
    return Played(tmp_path / "bin")


def done(running: "subprocess.Popen[str]") -> tuple[int, str]:
    said, _ = running.communicate(timeout=PATIENCE_S)
    return running.returncode, said


def kinds(played: Played) -> Iterator[str]:
    """What was called, in short."""
    for name, *words in played.calls:
        yield next((f"{name} {word}" for word in words if word in {"is-active", "stop", "start", "run", "rm"}), name)


def test_it_prints_what_the_requirement_says_to_type() -> None:
    text = told(trial_of(kometa(), "podman", is_terminal=True))
    lines = [line.strip(" \\") for line in text.splitlines()]
    for part in (
        "systemctl --user stop kometa.service",
        "--rm",
        "-it",
        "--name test-kometa",
        "--network mms",
        "--tmpfs /run:U",
        "-e PUID=3000",
        "-e PGID=3000",
        "-e TZ=America/New_York",
        "-e KOMETA_RUN=true",
        "-v /home/mms/config/kometa:/config:Z",
        "lscr.io/linuxserver/kometa:latest",
        "systemctl --user start kometa.service",
        "podman unshare chown -R 3000:3000 /home/mms/config/kometa",
    ):
        assert part in lines, text
    assert "keep-id" not in text


def test_halleys_own_test_keeps_the_id() -> None:
    run = trial_of(wished(), "podman", is_terminal=False).run
    assert "--userns=keep-id:uid=3000,gid=3000" in run
    assert "-it" not in run


def test_what_is_printed_is_what_a_shell_reads(tmp_path: Path) -> None:
    trial = trial_of(kometa(config="/home/mms/con fig/$HOME", env=('A=it\'s "so"',)), "podman", is_terminal=False)
    played = Played(tmp_path / "bin")
    subprocess.run(["sh", "-e"], input=told(trial), env=played.environment, text=True, check=True)
    assert played.calls == [list(trial.stop), list(trial.run), list(trial.start), list(trial.own)]


def test_without_run_nothing_is_done(played: Played) -> None:
    status, said = done(played.halley(*ASKED[:-1]))
    assert status == 0
    assert "KOMETA_RUN=true" in said
    assert played.calls == []


def test_the_service_is_stopped_before_and_started_after(played: Played) -> None:
    status, said = done(played.halley(*ASKED))
    assert status == 0
    assert list(kinds(played)) == ["systemctl is-active", "systemctl stop", "podman run", "systemctl start"]
    assert played.calls[:2] == [IS_ACTIVE, STOP]
    assert "podman unshare chown" in said


def test_it_ends_as_the_test_ended_with_the_service_started_again(played: Played) -> None:
    played.ends((["podman", "run"], (7, 0)))
    status, _ = done(played.halley(*ASKED))
    assert status == 7
    assert played.calls[-1] == START


def test_a_service_that_did_not_run_is_left_so(played: Played) -> None:
    played.ends((["is-active"], (3, 0)))
    status, said = done(played.halley(*ASKED))
    assert status == 0
    assert list(kinds(played)) == ["systemctl is-active", "podman run"]
    assert "did not run before" in said


def test_no_test_is_begun_beside_a_service_that_will_not_stop(played: Played) -> None:
    played.ends((["systemctl", "stop"], (1, 0)))
    status, said = done(played.halley(*ASKED))
    assert status == 1
    assert "podman run" not in list(kinds(played))
    assert played.calls[-1] == START, "half a stop is started again, too"
    assert "could not be stopped" in said


def test_a_service_that_does_not_start_again_is_told(played: Played) -> None:
    played.ends((["systemctl", "start"], (1, 0)))
    status, said = done(played.halley(*ASKED))
    assert status == 1
    assert "systemctl --user start kometa.service" in said


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_signal_ends_the_test_and_starts_the_service_again(played: Played, number: signal.Signals) -> None:
    played.ends((["podman", "run"], (0, 2)))
    running = played.halley(*ASKED)
    waiting = Path(f"{played.log}.waiting")
    until = time.monotonic() + PATIENCE_S
    while not waiting.exists():
        assert time.monotonic() < until
        time.sleep(0.02)
    running.send_signal(number)
    status, _ = done(running)
    assert status == 128 + number
    assert played.calls[-2:] == [["podman", "stop", "--time", "20", "test-kometa"], START]


def test_ctrl_c_reaches_the_whole_group_and_the_service_starts_all_the_same(played: Played) -> None:
    played.ends((["podman", "run"], (0, 30)))
    running = played.halley(*ASKED)
    waiting = Path(f"{played.log}.waiting")
    until = time.monotonic() + PATIENCE_S
    while not waiting.exists():
        assert time.monotonic() < until
        time.sleep(0.02)
    os.killpg(running.pid, signal.SIGINT)
    status, _ = done(running)
    assert status == 128 + signal.SIGINT
    assert played.calls[-1] == START


def test_docker_stops_and_starts_the_container_itself(played: Played) -> None:
    # The played docker says nothing of a state, so the container counts as one that does not run.
    status, _ = done(played.halley(*ASKED, "--engine", "docker"))
    assert status == 0
    trial = trial_of(kometa(), "docker", is_terminal=False)
    assert trial.stop == ("docker", "stop", "kometa")
    assert trial.start == ("docker", "start", "kometa")
    assert "/run:U" not in trial.run, "which Docker does not know"
    assert played.calls[-1][:2] == ["docker", "run"]
