"""What stays of runs, and which plans wait."""

from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from halley.runs.policy import Policy, read_policy
from halley.service.record import RunRecord
from halley.service.running import Carrier, _left_by
from halley.service.tidying import is_applied, tidy
from halley.studio.desk.desk import Desk
from halley.studio.jobs.jobs import Jobs
from halley.studio.jobs.record import Errand, Standing
from halley.studio.wire.jobs import JobKind, NewJob


@pytest.fixture
def jobs(tmp_path: Path) -> Jobs:
    return Jobs(Desk(tmp_path, {}), tmp_path / "jobs")


def made(jobs: Jobs, number: int, kind: JobKind = "plan", plan: str = "") -> str:
    """A job that is finished."""
    name = f"20260101-{number:06}-0000"
    jobs.store.make(Errand(name, "x", "2026-01-01T00:00:00Z", NewJob(kind=kind, plan=plan), "config.yml", plan=plan))
    jobs.store.turn(name, Standing("finished"))
    return name


def test_jobs_of_the_newest_runs_stay_and_older_ones_go_with_their_pictures(jobs: Jobs) -> None:
    names = [made(jobs, one) for one in range(12)]
    runs = [RunRecord(name, "apply", "schedule", "", job=name, plan=name) for name in reversed(names)]
    news = [made(jobs, 100 + one) for one in range(3)]
    runs += [RunRecord(name, "apply", "webhook", "", items=("1",), job=name) for name in news]
    tidy(runs, jobs)
    assert set(jobs.store.ids()) == {*names[-5:], *news}
    tidy(runs, jobs)  # those that are gone are gone


def test_a_plan_waits_until_it_was_carried_out_or_thrown_away(jobs: Jobs) -> None:
    plan = made(jobs, 1)
    assert not is_applied(plan, jobs)
    made(jobs, 2, "apply", plan)
    assert is_applied(plan, jobs)
    other = made(jobs, 3)
    jobs.remove(other)
    assert is_applied(other, jobs)


def test_a_job_that_a_killed_service_had_made_is_gone_on_with_and_not_made_again(jobs: Jobs) -> None:
    plan = made(jobs, 1)
    earlier, own = made(jobs, 2, "apply", plan), NewJob(kind="apply", plan=plan)
    carrier = Carrier(*cast("Any", [None, SimpleNamespace(jobs=jobs), None, None, None]))
    run = RunRecord("r", "apply", "schedule", "2026-01-01T00:00:00Z", plan=plan, stage="plan", job=plan)
    found = carrier._left(run, "apply", own)
    assert found is not None
    assert found.id == earlier
    assert carrier._left(run, "apply", NewJob(kind="apply", plan=plan, exclude=("DeleteItem",))) is None
    assert carrier._left(run, "apply", NewJob(kind="apply", plan=plan, configuration="another")) is None
    assert carrier._left(replace(run, began="2026-01-02T00:00:00Z"), "apply", own) is None


def test_a_policy_leaves_to_a_person_what_it_does_not_approve(tmp_path: Path) -> None:
    (tmp_path / "policy.yml").write_text("approve: [badges, labels]\nrefuse: [deletions]\n")
    left = _left_by(read_policy(tmp_path / "policy.yml"))
    assert "DeleteItem" in left
    assert "CreateCollection" in left
    assert not {"UploadImage", "AddTags"} & set(left)
    assert _left_by(None) == ()
    assert "UploadImage" in _left_by(Policy())
