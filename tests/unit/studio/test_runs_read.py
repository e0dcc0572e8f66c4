"""The journal over HTTP: runs, what became of their steps, and what was taken back since."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from halley.changes.kinds import DeleteItem
from halley.plans import Identity
from halley.plex.ids import ItemType, RatingKey
from halley.runs.history import lines
from halley.runs.journal import Run
from halley.runs.model import Intent, Outcome, State
from halley.studio.reading.runs import Runs
from tests.support.reading import Reading, reading_studio


@pytest.fixture(scope="module")
def done(reading: Reading) -> Iterator[dict[str, str]]:
    """A run of six steps, one that takes two of them back, and one that takes that back in part."""
    reading.copy_plan("runs", "demo")
    first = reading.apply("runs", range(1, 7))
    undo = reading.undo(first.run, [1, 2])
    redo = reading.undo(undo.run, [1])
    yield {"first": first.run, "undo": undo.run, "redo": redo.run}
    reading.undo(redo.run)
    reading.undo(first.run)


def test_runs_are_told_as_the_journal_has_them_newest_first(reading: Reading, done: dict[str, str]) -> None:
    with reading.store() as store:
        known = lines(store)
    told = reading.get("/runs", params={"limit": 1000})
    assert told["total"] == len(known)
    assert [(one["id"], one["kind"], one["state"], one["of"], one["counts"]) for one in told["rows"]] == [
        (one.run.id, one.run.kind, one.run.state, one.run.of, {state.value: n for state, n in one.counts.items()})
        for one in known
    ]
    assert [one["id"] for one in told["rows"][:3]] == [done["redo"], done["undo"], done["first"]]
    assert reading.get("/runs", params={"limit": 1, "offset": 1})["rows"] == told["rows"][1:2]
    assert reading.get(f"/runs/{done['undo']}") == told["rows"][1]


def test_an_undo_is_of_the_configuration_of_what_it_takes_back(reading: Reading, done: dict[str, str]) -> None:
    assert {reading.get(f"/runs/{run}")["configuration"] for run in done.values()} == {reading.id}


def test_steps_say_what_they_are_what_became_of_them_and_what_was_undone_since(
    reading: Reading, done: dict[str, str]
) -> None:
    plan = reading.plan("runs")
    told = reading.get(f"/runs/{done['first']}/steps")
    assert told["total"] == 6
    assert [(one["number"], one["words"], one["kind"]) for one in told["rows"]] == [
        (one.number, one.words, one.kind) for one in plan.steps[:6]
    ]
    states = [one["state"] for one in told["rows"]]
    assert sorted(states[:2]) == ["exact", "undone"], "of what was undone a part was taken back"
    assert states[2:] == ["exact"] * 4
    assert reading.get(f"/runs/{done['redo']}/steps")["rows"][0]["kind"]


def test_ten_thousand_steps_are_narrowed_while_others_are_done(tmp_path: Path) -> None:
    with reading_studio(tmp_path) as studio, studio.store() as store:
        run = Run("20260101-000000-abcd", "apply", Identity("m", "Attic", "1"), "", str(studio.config), 10_000, "2026-01-01")
        store.journal.open_run(run)
        change = DeleteItem(RatingKey(5), ItemType.COLLECTION)
        store.journal.begin(
            run.id, [Intent(number, change, change, f"step {number} of many") for number in range(1, 10_001)]
        )
        told = [Outcome(number, State.EXACT, "done") for number in range(1, 9_999)]
        store.journal.finish(run.id, told)
        at = f"/runs/{run.id}/steps"
        studio.get(at)
        store.journal.finish(run.id, [Outcome(9_999, State.FAILED, "failed", "no room")])
        (failed,) = studio.get(at, params={"state": "failed"})["rows"]
        assert (failed["number"], failed["reason"], failed["kind"]) == (9_999, "no room", "DeleteItem")
        assert studio.get(at, params={"q": "step 777"})["total"] == 19
        assert studio.get(f"/runs/{run.id}")["counts"] == {"begun": 1, "exact": 9_998, "failed": 1}


def test_steps_are_narrowed_by_state_and_text_and_cut_into_parts(reading: Reading, done: dict[str, str]) -> None:
    at = f"/runs/{done['first']}/steps"
    every = reading.get(at)["rows"]
    for asked, means in (
        ({"state": "undone"}, lambda one: one["state"] == "undone"),
        ({"q": "LABEL overlay"}, lambda one: one["kind"] == "AddTags"),
        ({"q": "UploadImage"}, lambda one: one["kind"] == "UploadImage"),
        ({"state": "failed"}, lambda one: False),
    ):
        assert reading.get(at, params=asked)["rows"] == [one for one in every if means(one)], asked
    assert reading.get(at, params={"offset": 4, "limit": 1})["rows"] == every[4:5]


@pytest.mark.parametrize("name", ["latest", "nothing", "%2e%2e", "..", "x" * 200, "A", "2026%2f", "%00"])
def test_a_name_that_no_run_has_is_no_run(reading: Reading, name: str) -> None:
    for address in (f"/runs/{name}", f"/runs/{name}/steps"):
        assert reading.ask.get(address).status_code in {404, 422}


def test_what_was_recorded_while_kometa_ran_is_told_from_its_steps(tmp_path: Path) -> None:
    with reading_studio(tmp_path) as studio, studio.store() as store:
        journal = store.journal
        run = Run("20260101-000000-abcd", "record", Identity("m", "Attic", "1"), "", str(studio.config), 2, "2026-01-01")
        journal.open_run(run)
        change = DeleteItem(RatingKey(5), ItemType.COLLECTION)
        journal.begin(run.id, [Intent(1, change, change, "collection Gone deleted", irreversible="it was smart")])
        journal.finish(run.id, [Outcome(1, State.DIFFERENT, "collection Gone deleted", "it is still there")])
        (step,) = studio.get(f"/runs/{run.id}/steps")["rows"]
        assert (step["kind"], step["state"], step["reason"]) == ("DeleteItem", "different", "it is still there")
        assert step["irreversible"] == "it was smart"
        assert studio.get("/runs")["rows"][0]["configuration"] == studio.id


def test_where_nothing_was_done_there_is_nothing_and_nothing_is_made(tmp_path: Path) -> None:
    with reading_studio(tmp_path) as studio:
        assert studio.get("/runs") == {"total": 0, "offset": 0, "rows": []}
        assert studio.ask.get("/runs/20260101-000000-abcd").status_code == 404
        assert studio.get("/system/health")["room"]["journal"] == 0
        assert not Runs(studio.desk).data.exists()


def test_a_journal_that_cannot_be_read_is_said(tmp_path: Path) -> None:
    with reading_studio(tmp_path) as studio:
        data = Runs(studio.desk).data
        data.mkdir(parents=True)
        (data / "journal.db").write_bytes(b"this is no journal, and was none before" * 200)
        answer = studio.ask.get("/runs")
        assert answer.status_code == 422
        assert "cannot be used" in answer.json()["title"]
