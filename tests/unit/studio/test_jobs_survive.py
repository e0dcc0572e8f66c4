"""Jobs outlive what goes wrong around them: workers that are killed, servers that are, people who change their mind."""

import os
import shutil
import signal
import time
from collections.abc import Iterator

import pytest

from tests.support.previews import processes_with
from tests.support.studio_jobs import Studio, a_studio

LATENCY_MS = 250
LONG_MS = 5000
"""So that a run outlives a restart of the server on a busy machine."""


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Studio]:
    with a_studio(tmp_path_factory.mktemp("jobs"), count=40) as found:
        yield found


@pytest.fixture(scope="module")
def plan(studio: Studio) -> str:
    return str(studio.planned()["id"])


@pytest.fixture(autouse=True)
def quick(studio: Studio) -> Iterator[None]:
    """A server that is as quick as before, at the end of every test."""
    yield
    studio.plex.slow(0)


def applying(studio: Studio, plan: str) -> str:
    """An apply that has begun to change the server, which takes its time."""
    studio.plex.server.requests.clear()
    studio.plex.slow(LATENCY_MS)
    identity = str(studio.begin("apply", plan=plan)["id"])
    ends = time.monotonic() + 60
    while not posters(studio):
        assert time.monotonic() < ends, studio.job(identity)
        time.sleep(0.05)
    return identity


def posters(studio: Studio) -> int:
    """How often the server was asked to show another poster."""
    return len([one for one in studio.plex.server.requests if one.method != "GET" and "/poster" in one.target])


def test_an_apply_is_cancelled_between_two_changes_and_can_be_gone_on_with(studio: Studio, plan: str) -> None:
    before = studio.plex.held
    identity = applying(studio, plan)
    assert studio.call("POST", f"/jobs/{identity}/cancel").status_code == 200
    began = time.monotonic()
    job = studio.ended(identity, "cancelled")
    assert time.monotonic() - began < 10
    assert job["counts"]["left"] > 0
    assert 0 < job["counts"]["exact"] < 80
    studio.plex.slow(0)
    assert studio.call("POST", f"/jobs/{identity}/resume").status_code == 200
    done = studio.ended(identity)
    assert done["run"] == job["run"]
    assert done["counts"] == {"exact": 80}
    studio.ended(studio.begin("undo", run=done["run"])["id"])
    assert studio.plex.held == before


def test_a_worker_that_is_killed_leaves_an_interrupted_job_which_goes_on_where_it_was(studio: Studio, plan: str) -> None:
    before = studio.plex.held
    identity = applying(studio, plan)
    os.kill(studio.worker(identity), signal.SIGKILL)
    job = studio.ended(identity, "interrupted")
    assert job["problem"]
    assert job["hint"]
    assert job["run"]
    studio.plex.slow(0)
    studio.call("POST", f"/jobs/{identity}/resume")
    done = studio.ended(identity)
    assert done["run"] == job["run"]
    assert sum(done["counts"].values()) == 80
    assert len(studio.plex.labelled()) == 40
    assert posters(studio) <= 40 + 16  # what was on its way when it was killed may have been sent again
    studio.ended(studio.begin("undo", run=done["run"])["id"])
    assert studio.plex.held == before


def test_a_plan_whose_worker_is_killed_is_made_anew(studio: Studio) -> None:
    studio.plex.slow(LATENCY_MS)
    identity = str(studio.begin("plan", engine="native")["id"])
    studio.until(identity, lambda one: one["progress"]["words"] != "")
    os.kill(studio.worker(identity), signal.SIGKILL)
    studio.ended(identity, "interrupted")
    studio.plex.slow(0)
    studio.call("POST", f"/jobs/{identity}/resume")
    assert studio.ended(identity)["counts"] == {"changed": 40, "steps": 80}
    numbers = [one["number"] for one in studio.got(f"/jobs/{identity}/log?limit=10000")["rows"]]
    assert numbers == list(range(1, len(numbers) + 1))


def test_a_plan_is_cancelled_at_once_and_leaves_no_process(studio: Studio) -> None:
    studio.plex.slow(LATENCY_MS)
    identity = str(studio.begin("plan", engine="native")["id"])
    studio.running(identity)
    studio.call("POST", f"/jobs/{identity}/cancel")
    began = time.monotonic()
    job = studio.ended(identity, "cancelled")
    assert time.monotonic() - began < 5
    assert job["problem"] == ""
    while processes_with(identity):
        assert time.monotonic() - began < 8
        time.sleep(0.05)


def test_a_job_that_waits_is_cancelled_before_it_begins(studio: Studio, plan: str) -> None:
    studio.plex.slow(LATENCY_MS)
    first, second = (str(studio.begin("apply", plan=plan)["id"]) for _ in range(2))
    studio.running(first)
    assert studio.call("DELETE", f"/jobs/{first}").status_code == 409
    assert studio.call("DELETE", f"/jobs/{plan}").status_code == 409  # somebody carries it out
    assert studio.call("POST", f"/jobs/{second}/cancel").json()["state"] == "cancelled"
    studio.call("POST", f"/jobs/{first}/cancel")
    job = studio.until(first, lambda one: one["state"] in {"cancelled", "finished"})
    studio.plex.slow(0)
    if job["run"]:
        studio.ended(studio.begin("undo", run=job["run"])["id"])


def test_two_applies_are_never_done_at_once(studio: Studio, plan: str) -> None:
    studio.plex.slow(60)
    before = studio.plex.held
    jobs = [str(studio.begin("apply", plan=plan)["id"]) for _ in range(2)]
    while {studio.job(one)["state"] for one in jobs} != {"finished"}:
        states = [studio.job(one)["state"] for one in jobs]
        assert states.count("running") <= 1
        assert not set(states) & {"failed", "cancelled", "interrupted"}, [studio.job(one) for one in jobs]
        time.sleep(0.1)
    first, second = (studio.job(one) for one in jobs)
    assert first["ended"] <= second["began"]
    assert second["counts"] == {"already": 80}
    studio.plex.slow(0)
    studio.ended(studio.begin("undo", run=first["run"])["id"])
    assert studio.plex.held == before


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL])
def test_a_server_that_is_started_again_finds_its_jobs_and_goes_on_with_their_events(
    studio: Studio, plan: str, how: int
) -> None:
    before = studio.plex.held
    identity = applying(studio, plan)
    studio.plex.slow(LONG_MS)
    with studio.stream(f"?job={identity}") as stream:
        first = stream.until(lambda one: one["number"] != "")  # the last of those that say how all stands
        worker = studio.worker(identity)
        assert studio.end(how) < 5
    last = stream.last
    studio.start()
    assert studio.worker(identity) == worker
    with studio.stream(f"?job={identity}", last) as stream:
        studio.plex.slow(0)
        later = stream.until(
            lambda one: one["kind"] == "job" and one["id"] == identity and one["job"]["state"] == "finished"
        )
    assert first
    numbers = [int(one["number"]) for one in later if one["number"]]
    assert numbers == sorted(numbers)
    assert numbers[0] > int(last)
    told = {line["number"] for one in (*first, *later) if one["kind"] == "log" for line in one["lines"]}
    every = {one["number"] for one in studio.got(f"/jobs/{identity}/log?limit=10000")["rows"]}
    assert every - told <= set(range(1, min(told)))  # those before it began to listen
    done = studio.ended(identity)
    assert done["counts"] == {"exact": 80}
    studio.ended(studio.begin("undo", run=done["run"])["id"])
    assert studio.plex.held == before


def test_a_job_that_died_while_no_server_ran_is_interrupted_when_one_does(studio: Studio, plan: str) -> None:
    identity = applying(studio, plan)
    studio.plex.slow(LONG_MS)
    studio.end()
    os.killpg(studio.worker(identity), signal.SIGKILL)
    studio.start()
    job = studio.ended(identity, "interrupted")
    studio.plex.slow(0)
    studio.call("POST", f"/jobs/{identity}/resume")
    assert studio.ended(identity)["run"] == job["run"]
    studio.ended(studio.begin("undo", run=job["run"])["id"])


def test_a_worker_that_does_not_end_when_asked_is_ended(studio: Studio) -> None:
    studio.plex.slow(LATENCY_MS)
    identity = str(studio.begin("plan", engine="native")["id"])
    studio.running(identity)
    os.kill(studio.worker(identity), signal.SIGSTOP)
    studio.call("POST", f"/jobs/{identity}/cancel")
    began = time.monotonic()
    studio.ended(identity, "cancelled")
    assert time.monotonic() - began > 8, "it was not given its time"


@pytest.mark.parametrize("state", ["{", "[]", '{"state": "baked"}', '{"state": "running", "done": "x"}', '{"state": []}'])
def test_a_job_whose_files_are_damaged_hurts_no_other_and_can_be_deleted(studio: Studio, plan: str, state: str) -> None:
    identity = "20000101-000000-beef"
    shutil.copytree(studio.jobs / plan, studio.jobs / identity)
    (studio.jobs / identity / "state.json").write_text(state)
    assert studio.call("GET", f"/jobs/{identity}").status_code in {200, 422}
    assert plan in {one["id"] for one in studio.got("/jobs")}
    with studio.stream() as stream:
        assert stream.until(lambda one: one["number"] != "")
    studio.call("POST", f"/jobs/{identity}/cancel")
    ends = time.monotonic() + 10
    while studio.call("DELETE", f"/jobs/{identity}").status_code != 204:
        assert time.monotonic() < ends
        time.sleep(0.1)
