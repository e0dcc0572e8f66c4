"""Plans by real Kometa, which is played: its lines are lines of the job, and nothing of it outlives its worker."""

import json
import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.played_kometa import FINISHED, STARTED, played_kometa
from tests.support.previews import TOKEN, processes_with
from tests.support.studio_jobs import Studio, a_studio


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return played_kometa(tmp_path_factory.mktemp("kometa") / "home")


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory, home: Path) -> Iterator[Studio]:
    with a_studio(tmp_path_factory.mktemp("jobs"), count=4, HALLEY_KOMETA=str(home)) as found:
        yield found


def plays(home: Path, *acts: str) -> None:
    (home / "acts.json").write_text(json.dumps([STARTED, *acts]))


def nothing_left_of(home: Path) -> bool:
    ends = time.monotonic() + 20
    while found := processes_with(str(home)):
        if time.monotonic() > ends:
            raise AssertionError(found)
        time.sleep(0.05)
    return True


def test_what_kometa_says_is_in_the_log_of_the_job_by_its_levels(studio: Studio, home: Path) -> None:
    plays(home, "overlays", "say: Film 2 has no badge", "error: Overlay Error: no such badge", "finish")
    job = studio.ended(studio.begin("plan", engine="kometa", overlays_only=True)["id"])
    assert job["counts"]["changed"] == 4
    lines = studio.got(f"/jobs/{job['id']}/log?limit=1000")["rows"]
    levels = {one["text"].strip(" |"): one["level"] for one in lines}
    assert levels["Film 2 has no badge"] == "info"
    assert levels["Overlay Error: no such badge"] == "error"
    texts = [one["text"] for one in lines]
    assert any(STARTED in one for one in texts)
    assert any(FINISHED in one for one in texts)
    assert not [one for one in (studio.jobs / job["id"]).rglob("*") if one.is_file() and TOKEN.encode() in one.read_bytes()]


def test_a_kometa_that_fails_is_told_with_what_to_do(studio: Studio, home: Path) -> None:
    plays(home, "critical: Connection Error", "exit: 1")
    job = studio.ended(studio.begin("plan", engine="kometa")["id"], "failed")
    assert job["problem"].startswith("no plan was made: ")
    left = {one["name"] for one in studio.got(f"/jobs/{job['id']}/artefacts")}
    assert left == {"engine.log", "log.jsonl"}


@pytest.mark.parametrize("how", ["cancelled", "interrupted"])
def test_nothing_of_kometa_outlives_its_job(studio: Studio, home: Path, how: str) -> None:
    plays(home, "hang")
    identity = str(studio.begin("plan", engine="kometa")["id"])
    ends = time.monotonic() + 60
    while not any("hanging" in one for one in studio.log(identity)):
        assert time.monotonic() < ends, studio.job(identity)
        time.sleep(0.1)
    assert processes_with(str(home))
    if how == "cancelled":
        studio.call("POST", f"/jobs/{identity}/cancel")
    else:
        os.kill(studio.worker(identity), signal.SIGKILL)
    studio.ended(identity, how)
    assert nothing_left_of(home)
