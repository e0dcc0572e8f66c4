"""`halley jobs`: earlier previews, as they lie in a folder."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support.previews import Desk, ended, printed

Play = Callable[..., Path]


@pytest.fixture
async def desk_with_jobs(desk: Desk, play: Play) -> Desk:
    """Two previews, the first of which failed."""
    play("say: | a line of the first |", "crash")
    for name, words in (("first", ("--target", "Heat")), ("second", ("--target", "label:Keep"))):
        job = desk.folder / "halley-jobs" / name
        await desk.call("preview", "--config", desk.config, "--job", job, "--engine", "kometa", "--sandbox", "none", *words)
        (desk.folder / "kometa" / "acts.json").write_text('["Starting Run", "overlays", "finish"]')
    (desk.folder / "halley-jobs" / "no job").mkdir()
    return desk


async def test_jobs_are_listed_newest_first_with_how_they_ended(desk_with_jobs: Desk) -> None:
    done = await desk_with_jobs.call("jobs", "list", "--json")
    rows = [(one["name"], one["state"], one["success"], one["targets"], one["blocked"]) for one in json.loads(done.output)]
    assert rows == [("second", "finished", True, 2, 4), ("first", "failed", False, 1, 0)]


async def test_a_pipe_gets_a_line_for_each_job(desk_with_jobs: Desk) -> None:
    done = await desk_with_jobs.call("jobs", "list")
    lines = [line.split("  ") for line in done.output.splitlines()]
    assert [(line[0], *line[2:]) for line in lines] == [("second", "finished", "2", "4"), ("first", "failed", "1", "0")]


async def test_a_job_is_shown_and_its_log_printed(desk_with_jobs: Desk) -> None:
    shown = await desk_with_jobs.call("jobs", "show", "second")
    assert [one["id"] for one in shown.told["targets"]] == ["heat", "ronin"]
    logs = await desk_with_jobs.call("jobs", "logs", "first")
    assert "RuntimeError: the played Kometa crashes" in logs.output


async def test_jobs_are_removed_by_name_and_a_wrong_name_removes_none(desk_with_jobs: Desk) -> None:
    folder = desk_with_jobs.folder / "halley-jobs"
    refused = await desk_with_jobs.call("jobs", "rm", "first", "third")
    assert refused.status == 2
    assert "there is no job 'third' in halley-jobs" in refused.errors
    assert (folder / "first").is_dir()
    done = await desk_with_jobs.call("jobs", "rm", "first", "second")
    assert done.output == "removed first\nremoved second\n"
    assert [path.name for path in folder.iterdir()] == ["no job"]


async def test_a_folder_that_is_no_job_is_not_removed(desk_with_jobs: Desk) -> None:
    done = await desk_with_jobs.call("jobs", "rm", "no job")
    assert done.status == 2
    assert (desk_with_jobs.folder / "halley-jobs" / "no job").is_dir()


async def test_a_folder_without_jobs_is_said_to_be_so(desk: Desk) -> None:
    done = await desk.call("jobs", "list")
    assert (done.status, done.output) == (0, "no jobs in halley-jobs\n")
    assert (await desk.call("jobs", "list", "--json")).output == "[]\n"


async def test_a_job_whose_summary_is_broken_is_listed_as_such(desk_with_jobs: Desk) -> None:
    (desk_with_jobs.folder / "halley-jobs" / "first" / "output" / "summary.json").write_text('{"timestamp": ')
    done = await desk_with_jobs.call("jobs", "list", "--json")
    assert {one["name"]: one["state"] for one in json.loads(done.output)}["first"] == "unreadable"
    shown = await desk_with_jobs.call("jobs", "show", "first")
    assert (shown.status, "cannot be read" in shown.errors) == (2, True)


async def test_a_prepared_folder_is_listed_as_such_and_has_no_log_yet(desk: Desk) -> None:
    job = desk.folder / "halley-jobs" / "next"
    job.mkdir(parents=True)
    (job / "meta.json").write_text('{"targets": []}')
    done = await desk.call("jobs", "list", "--json")
    assert [(one["name"], one["state"]) for one in json.loads(done.output)] == [("next", "prepared")]
    logs = await desk.call("jobs", "logs", "next")
    assert (logs.status, "has printed nothing" in logs.errors) == (2, True)


async def test_a_job_at_work_is_not_removed(desk: Desk, play: Play) -> None:
    play("hang")
    job = desk.folder / "halley-jobs" / "busy"
    process = await desk.start("preview", "--config", desk.config, "--job", job, "--engine", "kometa", "--sandbox", "none")
    await printed(process, job / "logs" / "kometa.log", "hanging")
    done = await desk.call("jobs", "rm", "busy")
    assert (done.status, "a preview is running in" in done.errors) == (2, True)
    process.terminate()
    await ended(process)
    assert (await desk.call("jobs", "rm", "busy")).output == "removed busy\n"


async def test_no_job_is_removed_where_one_of_them_is_at_work(desk_with_jobs: Desk) -> None:
    desk = desk_with_jobs
    (desk.folder / "kometa" / "acts.json").write_text('["hang"]')
    job = desk.folder / "halley-jobs" / "busy"
    process = await desk.start("preview", "--config", desk.config, "--job", job, "--engine", "kometa", "--sandbox", "none")
    await printed(process, job / "logs" / "kometa.log", "hanging")
    done = await desk.call("jobs", "rm", "first", "busy", "second")
    process.terminate()
    await ended(process)
    assert (done.status, "nothing was deleted" in done.errors, done.output) == (2, True, "")
    assert {path.name for path in job.parent.iterdir()} == {"first", "busy", "second", "no job"}


@pytest.fixture
async def desk_with_comparisons(desk: Desk, play: Play) -> Desk:
    """One that came to its end, and one that was killed in its second half; both upon the job of a played Kometa."""
    play("overlays", "finish")
    jobs = desk.folder / "halley-jobs"
    job = jobs / "cut" / "kometa"
    await desk.call(
        "preview", "--config", desk.config, "--job", job, "--engine", "kometa", "--sandbox", "none", "--target", "Heat"
    )
    (jobs / "cut" / "output").mkdir()
    shutil.copytree(jobs / "cut", jobs / "whole")
    told = {"ok": False, "exit_code": 1, "items": [{"id": "heat"}, {"id": "ronin"}]}
    (jobs / "whole" / "output" / "comparison.json").write_text(json.dumps(told))
    return desk


async def test_a_comparison_is_one_line_among_the_jobs(desk_with_comparisons: Desk) -> None:
    done = await desk_with_comparisons.call("jobs", "list", "--json")
    rows = [(one["name"], one["kind"], one["state"], one["success"], one["targets"]) for one in json.loads(done.output)]
    assert sorted(rows) == [("cut", "comparison", "killed", False, 1), ("whole", "comparison", "finished", False, 2)]
    told = await desk_with_comparisons.call("jobs", "list")
    assert {line.split("  ")[2] for line in told.output.splitlines()} == {"killed", "compared, different"}


async def test_a_comparison_shows_what_it_found_and_each_of_its_jobs(desk_with_comparisons: Desk) -> None:
    shown = await desk_with_comparisons.call("jobs", "show", "whole")
    assert [one["id"] for one in shown.told["items"]] == ["heat", "ronin"]
    unended = await desk_with_comparisons.call("jobs", "show", "cut")
    assert (unended.status, "`halley jobs show halley-jobs/cut/kometa`" in unended.errors) == (2, True)
    engines = await desk_with_comparisons.call("jobs", "show", "halley-jobs/cut/kometa")
    assert [one["id"] for one in engines.told["targets"]] == ["heat"]


async def test_the_log_of_a_comparison_is_that_of_one_engine(desk_with_comparisons: Desk) -> None:
    which = await desk_with_comparisons.call("jobs", "logs", "whole")
    assert (which.status, "name one: `halley jobs logs halley-jobs/whole/kometa`" in which.errors) == (2, True)
    assert "Finished Run" in (await desk_with_comparisons.call("jobs", "logs", "whole/kometa")).output


async def test_a_comparison_is_removed_whole_unless_an_engine_is_at_work(desk_with_comparisons: Desk) -> None:
    desk = desk_with_comparisons
    (desk.folder / "kometa" / "acts.json").write_text('["hang"]')
    job = desk.folder / "halley-jobs" / "cut" / "kometa"
    process = await desk.start("preview", "--config", desk.config, "--job", job, "--engine", "kometa", "--sandbox", "none")
    await printed(process, job / "logs" / "kometa.log", "hanging")
    done = await desk.call("jobs", "rm", "cut")
    assert (done.status, "a preview is running in" in done.errors) == (2, True)
    process.terminate()
    await ended(process)
    assert (await desk.call("jobs", "rm", "cut")).output == "removed cut\n"
    assert not (desk.folder / "halley-jobs" / "cut").exists()


async def test_many_errors_are_told_in_a_few_lines(desk: Desk, play: Play) -> None:
    play(*(f"error: Overlay Error: number {number} is wrong" for number in range(40)), "overlays", "finish")
    done = await desk.preview("--target", "Heat")
    assert sum("is wrong" in line for line in done.output.splitlines()) == 12
    assert "and 29 more, in the report" in done.output
