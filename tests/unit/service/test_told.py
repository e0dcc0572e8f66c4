"""What is told of a run that ended, and where it leads."""

from dataclasses import replace
from typing import Any, cast

import pytest

from halley.notices.notice import cause_of
from halley.service.record import Outcome, RunRecord
from halley.service.told import notices_of

STUDIO = cast("Any", None)


def a_run(outcome: Outcome, plan: str = "p1") -> RunRecord:
    return RunRecord("r1", "preview", "asked", "", plan=plan, job="j1", outcome=outcome, words="3 steps")


@pytest.fixture(autouse=True)
def _no_pictures(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("halley.service.told._picture", lambda *_: None)


def test_where_nobody_knows_the_address_of_the_studio_a_notice_has_no_link_but_the_name_of_its_plan() -> None:
    (first,), (second,) = (notices_of(a_run("approval", plan), None, "", STUDIO) for plan in ("p1", "p2"))
    assert (first.link, second.link) == ("", "")
    assert "plan p1" in first.text
    assert cause_of(first) != cause_of(second), "each plan that waits is told"
    (failed,) = notices_of(a_run("failed"), None, "", STUDIO)
    assert failed.link == ""


def test_a_link_leads_to_what_can_be_read_there() -> None:
    (waits,) = notices_of(a_run("approval"), None, "http://nas:2061/", STUDIO)
    (failed,) = notices_of(a_run("failed"), None, "http://nas:2061/", STUDIO)
    assert (waits.link, failed.link) == ("http://nas:2061/plans/p1", "http://nas:2061/jobs/j1")


def test_nobody_is_told_that_what_came_in_gets_no_overlay() -> None:
    narrow = replace(a_run("finished"), items=("101",))
    assert notices_of(narrow, None, "", STUDIO) == ()
    assert len(notices_of(replace(narrow, counts={"exact": 2}), None, "", STUDIO)) == 1
    assert [one.kind for one in notices_of(narrow, a_run("failed"), "", STUDIO)] == ["recovered"]
    assert len(notices_of(a_run("finished"), None, "", STUDIO)) == 1


def test_a_preview_that_waits_after_one_that_failed_tells_that_it_is_right_again_too() -> None:
    told = notices_of(a_run("approval"), a_run("failed"), "http://nas:2061/", STUDIO)
    assert [one.kind for one in told] == ["recovered", "approval"]
    assert [one.kind for one in notices_of(a_run("approval"), a_run("approval"), "", STUDIO)] == ["approval"]
    assert [one.kind for one in notices_of(a_run("finished"), a_run("failed"), "", STUDIO)] == ["recovered"]
