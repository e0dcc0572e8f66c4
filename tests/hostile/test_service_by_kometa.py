"""Mode `kometa`: Kometa, which is played, works on the server, all on record; one that was cut off begins again."""

import json
from pathlib import Path

from halley.runs.store import Store
from tests.support.played_kometa import STARTED, played_kometa
from tests.support.previews import processes_with
from tests.support.services import FAR, a_service, in_seconds


def test_kometa_works_on_record_and_what_it_was_refused_is_counted(tmp_path: Path) -> None:
    home = played_kometa(tmp_path / "kometa", "overlays: 3", "send: DELETE /library/sections/1", "finish")
    with a_service(tmp_path, 4, HALLEY_MODE="kometa", HALLEY_KOMETA=str(home)) as service:
        done = service.once("--run", "--overlays-only")
        (run,) = service.runs()
        assert (run["mode"], run["outcome"]) == ("kometa", "finished"), done.stdout
        assert done.returncode == 0
        assert len(service.plex.labelled()) == 3
        assert run["counts"]["blocked"] == 1
        assert f"Run {run['id']}: kometa of everything" in done.stdout
        assert f"Finished {run['id']}: finished" in done.stdout
        with Store(service.config.parent / "halley") as store:
            assert [one.id for one in store.journal.runs()] == [run["run"]]


def test_a_kometa_that_never_ends_is_ended_with_the_service_and_begun_again(tmp_path: Path) -> None:
    home = played_kometa(tmp_path / "kometa", "overlays: 1", "hang")
    with a_service(tmp_path, 4, HALLEY_MODE="kometa", HALLEY_KOMETA=str(home), KOMETA_OVERLAYS_ONLY="true") as service:
        service.start(KOMETA_TIMES=f"{in_seconds(9)}|{FAR}")
        service.until(service.plex.labelled)
        assert service.end() < 10
        assert not processes_with(str(home))
        opened = service.state()["open"]
        assert opened["stage"] == "run"
        (home / "acts.json").write_text(json.dumps([STARTED, "overlays", "finish"]))
        since = service.logged()
        service.start()
        service.until_logged("Finished ", since)
        (run,) = service.runs()
        assert (run["id"], run["outcome"]) == (opened["id"], "finished")
        assert len(service.plex.labelled()) == 4
