"""A service that is told to stop while a run is on: it stops soon, and the next start goes on with the run."""

import socket
from pathlib import Path

from tests.support.services import FAR, a_service, in_seconds


def test_a_run_is_ended_by_sigterm_within_ten_seconds_and_the_next_start_goes_on_with_it(tmp_path: Path) -> None:
    with a_service(tmp_path, 9, HALLEY_MODE="apply") as service:
        service.start(KOMETA_TIMES=f"{in_seconds(9)}|{FAR}")
        service.until_logged("INFO  plan: ")
        service.plex.slow(400)
        service.until(lambda: (service.state()["open"] or {}).get("stage") == "apply")
        service.until(lambda: service.state()["open"]["job"] != service.state()["open"]["plan"])
        service.until_logged("apply: ")
        took = service.end()
        assert took < 10, took
        service.until_logged("stopped; it goes on at the next start")
        left = service.state()["open"]
        assert left["stage"] == "apply"
        service.plex.slow(0)
        since = service.logged()
        service.start(KOMETA_TIMES=FAR)
        service.until_logged("(resumed)", since)
        service.until_logged("Finished ", since)
        (run,) = service.runs()
        assert (run["id"], run["outcome"]) == (left["id"], "finished")
        assert len(service.plex.labelled()) == 9
        assert service.end() < 10


def test_a_server_that_says_nothing_keeps_no_service_from_ending_within_ten_seconds(tmp_path: Path) -> None:
    with a_service(tmp_path) as service, socket.create_server(("127.0.0.1", 0)) as silent:
        config = service.config.read_text()
        service.config.write_text(config.replace(service.plex.server.url, f"http://127.0.0.1:{silent.getsockname()[1]}"))
        service.start()
        assert service.end() < 10
