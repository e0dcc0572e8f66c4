"""A service that is killed while a run is on: the run goes on, once, whoever of the two was killed."""

from pathlib import Path

import pytest

from tests.support.services import FAR, a_service, end_workers, in_seconds


@pytest.mark.parametrize("with_worker", [False, True], ids=["the service alone", "its worker, too"])
def test_a_run_goes_on_after_a_kill_and_is_not_doubled(tmp_path: Path, with_worker: bool) -> None:
    with a_service(tmp_path, HALLEY_MODE="apply") as service:
        at = in_seconds(10)
        service.plex.slow(100)  # so that its plan is not made between two looks
        service.start(KOMETA_TIMES=f"{at}|{FAR}")
        service.until_logged("INFO  plan: ")
        opened = service.state()["open"]
        assert service.process is not None
        service.process.kill()
        service.process.wait(10)
        service.plex.slow(0)
        if with_worker:
            end_workers(service.config.parent / "halley" / "studio" / "jobs")
        since = service.logged()
        service.start(KOMETA_TIMES=f"{at}|{FAR}")
        service.until_logged("came to no end", since)
        service.until_logged("Finished ", since)
        (run,) = service.runs()
        assert (run["id"], run["outcome"], run["why"]) == (opened["id"], "finished", "resumed")
        assert len(service.plex.labelled()) == 6
        assert service.end() < 10
