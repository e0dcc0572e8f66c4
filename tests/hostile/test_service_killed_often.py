"""A service that is killed at several moments of one run: the run is done once, and nothing of it twice."""

import random
import time
from pathlib import Path

from halley.plex.ids import ItemType
from halley.plex.images import ImageKind
from tests.support.services import FAR, a_service, end_workers, in_seconds


def test_a_service_that_is_killed_again_and_again_does_its_run_once(tmp_path: Path) -> None:
    drawing = random.Random(7)
    with a_service(tmp_path, 6, HALLEY_MODE="apply") as service:
        service.start(KOMETA_TIMES=f"{in_seconds(8)}|{FAR}")
        service.until_logged("Run ")
        opened = service.state()["open"]["id"]
        for _ in range(4):
            time.sleep(drawing.uniform(0, 5))
            assert service.process is not None
            service.process.kill()
            service.process.wait(10)
            if drawing.random() < 0.5:
                end_workers(service.config.parent / "halley" / "studio" / "jobs")
            service.start(KOMETA_TIMES=FAR)
        service.until(lambda: service.state()["open"] is None)
        (run,) = service.runs()
        assert (run["id"], run["outcome"]) == (opened, "finished")
        assert len(service.plex.labelled()) == 6
        # Each film has the picture it came with and one that was drawn on that: none was drawn on twice.
        library = service.plex.server.library
        counts = [len(one.shelf(ImageKind.POSTER).entries) for one in library.items.values() if one.type is ItemType.MOVIE]
        assert counts == [2] * 6
