"""Who looks after jobs, without a worker: what becomes of those that cannot be begun."""

from pathlib import Path

from halley.studio.jobs.record import Errand, JobRecord
from halley.studio.jobs.runner import Runner
from halley.studio.jobs.store import JobStore
from halley.studio.wire.jobs import NewJob


def test_a_job_of_which_nobody_can_read_what_was_asked_does_not_wait_for_ever(tmp_path: Path) -> None:
    store = JobStore(tmp_path / "jobs")
    name = "20260101-000001-0000"
    store.make(Errand(name, "A plan", "2026-01-01T00:00:00Z", NewJob(kind="plan"), "config.yml"))
    (store.folder / name / "asked.json").write_text("{")
    runner = Runner(store, {})
    assert [runner.look(), runner.look()] == [True, False], "or the server would look at it four times a second"
    stands = JobRecord(store.folder / name).standing()
    assert (stands.state, stands.hint) == ("failed", "delete it")
    assert "cannot be read" in stands.problem
