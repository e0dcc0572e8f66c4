"""Jobs over HTTP, as a page asks for them: begun, followed, what they left, and that no secret comes of it."""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from halley.changes.kinds import RemoveFromCollection
from halley.plans import write_plan
from tests.builders import the
from tests.support.previews import TOKEN
from tests.support.runs import a_plan
from tests.support.studio_jobs import KEY, Studio, a_studio


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Studio]:
    with a_studio(tmp_path_factory.mktemp("jobs")) as found:
        yield found


@pytest.fixture(scope="module")
def plan(studio: Studio) -> str:
    return str(studio.planned()["id"])


def test_a_plan_is_made_as_the_command_line_makes_it(studio: Studio, plan: str) -> None:
    job = studio.job(plan)
    assert job["counts"] == {"changed": 12, "steps": 24}
    assert job["plan"] == plan
    assert job["size"] > 10_000
    assert job["began"] <= job["ended"]
    made = json.loads((studio.jobs / plan / "plan" / "plan.json").read_text())
    assert len(made["steps"]) == 24
    assert "drew Film 3: 4K, All" in studio.log(plan)


def test_what_a_plan_left_can_be_taken_away(studio: Studio, plan: str) -> None:
    left = {one["name"]: one for one in studio.got(f"/jobs/{plan}/artefacts")}
    assert left.keys() == {"plan.json", "plan.html", "engine.log", "log.jsonl"}
    for name, one in left.items():
        answer = studio.call("GET", f"/jobs/{plan}/artefacts/{name}")
        assert answer.status_code == 200
        assert len(answer.content) == one["size"]
        assert answer.headers["content-type"].startswith(one["type"])
        assert answer.headers["content-disposition"] == f'attachment; filename="{plan}-{name}"'
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert "sandbox" in answer.headers["content-security-policy"]


@pytest.mark.parametrize(
    "name", ["asked.json", "state.json", "../plan/plan.json", "plan/plan.json", "%2e%2e%2fstate.json", "..%5cstate.json", ""]
)
def test_nothing_else_in_its_folder_can_be_asked_for(studio: Studio, plan: str, name: str) -> None:
    assert studio.call("GET", f"/jobs/{plan}/artefacts/{name}").status_code in {404, 405}


@pytest.mark.parametrize("name", ["..", "%2e%2e", "nobody", ".gone-1", "a" * 5000, "%00"])
def test_a_job_that_is_not_there_is_not_there_in_any_way(studio: Studio, name: str) -> None:
    for method, more in (("GET", ""), ("GET", "/log"), ("GET", "/artefacts"), ("POST", "/cancel"), ("POST", "/resume")):
        assert studio.call(method, f"/jobs/{name}{more}").status_code in {404, 405}, (method, more)
    assert studio.call("DELETE", f"/jobs/{name}").status_code in {404, 405}


def test_a_plan_is_carried_out_and_taken_back(studio: Studio, plan: str) -> None:
    before = studio.plex.held
    done = studio.ended(studio.begin("apply", plan=plan)["id"])
    assert done["counts"] == {"exact": 24}
    assert done["progress"] == {"words": "applying", "done": 24, "total": 24, "seconds_left": None}
    assert len(studio.plex.labelled()) == 12
    assert studio.plex.held != before
    report = studio.call("GET", f"/jobs/{done['id']}/artefacts/report.json").json()
    assert (report["run"], report["counts"]) == (done["run"], {"exact": 24})
    back = studio.ended(studio.begin("undo", run=done["run"])["id"])
    assert back["run"] != done["run"]
    assert studio.plex.held == before


def test_both_runs_are_in_the_history_of_the_command_line(studio: Studio, plan: str) -> None:
    done = studio.ended(studio.begin("apply", plan=plan, only=["library:Movies"], exclude=["3-24"])["id"])
    assert done["counts"] == {"exact": 2}
    studio.ended(studio.begin("undo", run=done["run"])["id"])
    told = subprocess.run(
        [sys.executable, "-m", "halley.cli", "history", "--json"],
        env=studio.bare(),
        capture_output=True,
        text=True,
        check=True,
    )
    rows = {one["id"]: one for one in json.loads(told.stdout)}
    assert rows[done["run"]]["counts"] == {"exact": 2}


def test_what_a_person_left_out_of_a_plan_is_not_done(studio: Studio, plan: str) -> None:
    choice = studio.jobs / plan / "choice.json"
    choice.write_text(json.dumps({"excluded": list(range(3, 25))}))
    try:
        job = studio.begin("apply", plan=plan)
        choice.unlink()  # what is chosen later is for later
        done = studio.ended(job["id"])
    finally:
        choice.unlink(missing_ok=True)
    assert done["counts"] == {"exact": 2}
    assert studio.plex.labelled() == ["Film 1"]
    studio.ended(studio.begin("undo", run=done["run"])["id"])


def test_a_plan_that_was_narrowed_is_about_these_items_alone(studio: Studio) -> None:
    one = studio.planned(items=["Film 3", "105"])
    assert one["counts"] == {"changed": 2, "steps": 4}
    assert one["title"] == "Film 3, Film 5"
    begun = studio.begin("apply", plan=one["id"], exclude=["1-4"])
    assert begun["title"] == "Apply: Film 3, Film 5"
    assert studio.ended(begun["id"])["title"] == begun["title"]
    covering = studio.planned(covers=True)
    assert covering["counts"] == {"changed": 1, "steps": 2}
    assert any("about 1 item only" in line for line in studio.log(covering["id"]))


def test_jobs_are_listed_the_newest_first_by_state_and_configuration(studio: Studio, plan: str) -> None:
    every = studio.got("/jobs")
    assert [one["id"] for one in every] == sorted((one["id"] for one in every), reverse=True)
    assert all(one["state"] == "finished" for one in studio.got("/jobs?state=finished"))
    assert studio.got("/jobs?state=running") == []
    (configuration,) = {one["configuration"] for one in every}
    assert len(studio.got(f"/jobs?configuration={configuration}")) == len(every)
    assert studio.got("/jobs?configuration=another") == []


def test_a_log_is_read_in_pages_by_level_and_by_text(studio: Studio, plan: str) -> None:
    every = studio.got(f"/jobs/{plan}/log")
    numbers = [one["number"] for one in every["rows"]]
    assert numbers == list(range(1, every["total"] + 1))
    assert all(re.fullmatch(r"20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", one["at"]) for one in every["rows"])
    part = studio.got(f"/jobs/{plan}/log?after=3&limit=4")
    assert [one["number"] for one in part["rows"]] == [4, 5, 6, 7]
    assert (part["total"], part["offset"]) == (every["total"], 3)
    assert studio.got(f"/jobs/{plan}/log?tail=true&limit=2")["rows"] == every["rows"][-2:]
    drawn = studio.got(f"/jobs/{plan}/log?q=DREW film 1")
    assert [one["text"] for one in drawn["rows"]] == [
        f"drew Film {one}: {'4K, ' * (one == 12)}All" for one in (1, 10, 11, 12)
    ]
    later = studio.got(f"/jobs/{plan}/log?q=drew film 1&after={drawn['rows'][1]['number']}")
    assert (later["total"], later["offset"], len(later["rows"])) == (4, 2, 2)
    worse = studio.got(f"/jobs/{plan}/log?level=warning")["rows"]
    assert worse
    assert {one["level"] for one in worse} == {"warning"}


def test_a_job_whose_server_is_down_says_why_and_what_to_do(studio: Studio) -> None:
    text = studio.config.read_text()
    studio.config.write_text(text.replace(studio.plex.server.url, "http://127.0.0.1:9"))
    try:
        job = studio.ended(studio.begin("plan", engine="native")["id"], "failed")
    finally:
        studio.config.write_text(text)
    assert "127.0.0.1:9" in job["problem"]
    assert job["hint"]
    errors = studio.got(f"/jobs/{job['id']}/log?level=error")["rows"]
    assert errors[0]["text"] == job["problem"]
    again = studio.call("POST", f"/jobs/{job['id']}/resume")
    assert again.status_code == 200
    assert studio.ended(job["id"])["problem"] == ""


def test_an_item_that_is_not_there_fails_in_the_words_of_the_command_line(studio: Studio) -> None:
    job = studio.ended(studio.begin("plan", items=["Flim 3"])["id"], "failed")
    assert "did you mean 'Film 3'?" in job["problem"]


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ({"kind": "plan", "configuration": "nobody"}, 404),
        ({"kind": "apply", "plan": "nobody"}, 404),
        ({"kind": "undo", "run": "nobody"}, 422),
        ({"kind": "undo"}, 422),
        ({"kind": "apply"}, 422),
        ({"kind": "plan", "passed": ["everything"]}, 422),
        ({"kind": "plan", "sample": 0}, 422),
        ({"kind": "plan", "engine": "steam"}, 422),
        ({"kind": "bake"}, 422),
        ({"kind": "plan", "colour": "red"}, 422),
    ],
)
def test_what_cannot_be_done_is_not_begun(studio: Studio, asked: dict[str, object], status: int) -> None:
    before = len(studio.got("/jobs"))
    answer = studio.call("POST", "/jobs", asked)
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["title"]
    assert len(studio.got("/jobs")) == before


def test_a_guard_stops_an_apply_until_its_name_is_typed(studio: Studio) -> None:
    library = studio.plex.server.library
    shelf = the(library, "Shelf")
    other = str(studio.planned(items=["Film 1"])["id"])
    emptying = [RemoveFromCollection(shelf.key, one) for one in library.members[shelf.key][:8]]
    write_plan(a_plan(library, emptying), studio.jobs / other / "plan")
    job = studio.ended(studio.begin("apply", plan=other)["id"], "failed")
    assert "8 of the 10 items" in job["problem"]
    assert "--override collection-share" in job["hint"]
    assert (job["run"], studio.plex.server.library.members[shelf.key]) == ("", library.members[shelf.key])
    done = studio.ended(studio.begin("apply", plan=other, passed=["collection-share"])["id"])
    assert done["counts"] == {"exact": 8}
    assert len(studio.plex.server.library.members[shelf.key]) == 2
    studio.ended(studio.begin("undo", run=done["run"], passed=["collection-share"])["id"])


def test_a_job_is_deleted_and_its_run_stays(studio: Studio, plan: str) -> None:
    job = studio.ended(studio.begin("apply", plan=plan, only=["1"])["id"])
    assert studio.call("DELETE", f"/jobs/{job['id']}").status_code == 204
    assert not (studio.jobs / job["id"]).exists()
    assert studio.call("GET", f"/jobs/{job['id']}").status_code == 404
    studio.ended(studio.begin("undo", run=job["run"])["id"])


def test_no_secret_is_in_any_file_of_a_job_nor_in_any_answer(studio: Studio, plan: str) -> None:
    """Last in this file: it looks at all that the others made."""
    secrets = [TOKEN.encode(), KEY.encode(), b"0123456789abcdef0123456789abcdef"]
    files = [one for one in studio.jobs.rglob("*") if one.is_file()]
    assert len(files) > 50
    assert not [(one, secret) for one in files for secret in secrets if secret in one.read_bytes()]
    assert len(studio.heard) > 50
    assert not [secret for answer in studio.heard for secret in secrets if secret in answer]
    assert _mode(studio.jobs / plan) == 0o700


def _mode(path: Path) -> int:
    return path.stat().st_mode & 0o777
