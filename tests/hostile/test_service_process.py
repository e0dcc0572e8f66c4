"""`halley serve` as a process: it wakes, runs, sleeps; hears signals; and is one."""

import signal
import socket
import subprocess
from pathlib import Path

import pytest

from tests.support.previews import TOKEN
from tests.support.services import FAR, KEY, a_service, in_seconds


def test_it_wakes_at_its_time_runs_and_sleeps_until_the_next(tmp_path: Path) -> None:
    with a_service(tmp_path) as service:
        service.start(HALLEY_MODE="apply", KOMETA_TIMES=f"{in_seconds(9)}|{FAR}")
        began = service.until_logged("Run ")
        finished = service.until_logged("Finished ")
        assert began.split("Run ")[1].split(":")[0] == finished.split("Finished ")[1].split(":")[0]
        assert "finished" in finished
        assert len(service.plex.labelled()) == 6
        (run,) = service.runs()
        assert (run["why"], run["outcome"], run["counts"]["exact"]) == ("schedule", "finished", 12)
        # It sleeps now: settings that are read anew move its next run, and it wakes again.
        (service.config.parent / ".env").write_text("HALLEY_MISSED=skip\n")
        assert service.process is not None
        service.process.send_signal(signal.SIGHUP)
        service.until_logged("the settings were read anew")
        (service.config.parent / ".env").write_text("HALLEY_MISSED=never\n")
        service.process.send_signal(signal.SIGHUP)
        service.until_logged("the settings stay as they were")
        assert service.process.poll() is None
        assert service.end() < 10
        assert service.process.returncode == 0
        assert len(service.runs()) == 1


def test_what_an_env_file_says_anew_reaches_jobs_and_notices_after_a_sighup(tmp_path: Path) -> None:
    with a_service(tmp_path, 2) as service, socket.create_server(("127.0.0.1", 0)) as receiver:
        service.config.write_text(service.config.read_text().replace(TOKEN, "<<plex-key>>"))
        beside = service.config.parent / ".env"
        beside.write_text("KOMETA_PLEX_KEY=an-old-one\n")
        service.start()
        beside.write_text(f"KOMETA_PLEX_KEY={TOKEN}\nHALLEY_NOTIFY=json://127.0.0.1:{receiver.getsockname()[1]}\n")
        assert service.process is not None
        service.process.send_signal(signal.SIGHUP)
        service.until_logged("the settings were read anew")
        asked = service.post(
            "/api/v1/webhooks/tautulli", json={"rating_key": "101", "media_type": "movie"}, headers={"X-Api-Key": KEY}
        )
        assert asked.status_code == 202, asked.text
        assert "approval in" in service.until_logged("Finished ")
        receiver.settimeout(60)
        receiver.accept()[0].close()


def test_a_server_that_is_not_there_fails_the_run_and_a_key_is_made_where_none_locks_the_studio(tmp_path: Path) -> None:
    with a_service(tmp_path) as service:
        service.config.write_text(service.config.read_text().replace(service.plex.server.url, "http://127.0.0.1:1"))
        failed = service.once("--run", HALLEY_API_KEY="", HALLEY_STUDIO_HOST="0.0.0.0")
        assert failed.returncode == 1
        (run,) = service.runs()
        assert f"Finished {run['id']}: failed" in failed.stdout
        key = service.own / "api-key"
        assert f"the key in {key} does" in failed.stdout
        assert key.stat().st_mode & 0o777 == 0o600
        assert key.read_text().strip() not in failed.stdout + failed.stderr
        assert service.plex.labelled() == []


def test_a_second_service_is_refused_and_leaves_the_first_alone(tmp_path: Path) -> None:
    with a_service(tmp_path) as service:
        service.start()
        other = service.once("--run")
        assert other.returncode == 1
        assert f"another service holds this configuration: process {service.process.pid}" in other.stderr  # type: ignore[union-attr]
        assert service.get("/ping").text == "pong\n"
        with pytest.raises(subprocess.TimeoutExpired):
            service.process.wait(0.2)  # type: ignore[union-attr]
