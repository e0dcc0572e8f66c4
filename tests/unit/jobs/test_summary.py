"""`summary.json`: every key of the requirement with its meaning, Halley's own beside them, all of them on the page."""

import re
from collections.abc import Callable
from dataclasses import fields
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, get_args

import pytest

from halley.changes import Change
from halley.jobs.change_words import WORDS, in_words
from halley.jobs.folder import JobFolder
from halley.jobs.means import Means
from halley.jobs.preview import PreviewSettings, preview_job
from halley.jobs.summary import BlockedWrite, CapturedOutput, Outcome, State, Summary, TargetResult
from halley.jobs.targets import Wish
from halley.plex.images import ImageKind
from tests.builders import the
from tests.support.previews import Desk, a_poster, desk, play

__all__ = ["desk", "play"]
Play = Callable[..., Path]
PAGE = (Path(__file__).resolve().parents[3] / "docs" / "reference" / "job-folder.md").read_text("utf-8")
#: Requirements, preview mode, summary output.
CONTRACT = {
    "timestamp": str,
    "success": bool,
    "kometa_exit_code": int,
    "kometa_ran": bool,
    "blocked_write_attempts": list,
    "captured_outputs": list,
    "output_files": list,
}
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


@pytest.fixture
async def told(desk: Desk, play: Play) -> dict[str, Any]:
    play("overlays: 2", "send: DELETE /library/metadata/103", "finish")
    done = await desk.preview(
        "--json", "--library", "Movies", "--target", "Heat", "--target", "Ronin", "--target", "The Matrix"
    )
    assert done.status == 0, done
    return done.told


async def test_every_key_of_the_contract_is_there_and_of_its_type(told: dict[str, Any]) -> None:
    assert {name: type(told[name]) for name in CONTRACT} == CONTRACT
    assert (told["kometa_exit_code"], told["kometa_ran"]) == (0, True)


async def test_a_blocked_write_says_what_was_asked_of_the_real_server(told: dict[str, Any], desk: Desk) -> None:
    attempts = told["blocked_write_attempts"]
    assert len(attempts) == 5
    assert all(MOMENT.fullmatch(one["timestamp"]) for one in attempts)
    upload, label, *_, delete = attempts
    assert (upload["method"], upload["url"]) == ("POST", f"{desk.server.url}/library/metadata/101/posters")
    assert label["method"] == "PUT"
    assert (delete["method"], delete["url"]) == ("DELETE", f"{desk.server.url}/library/metadata/103")
    assert (delete["by"], delete["captured"]) == ("gateway", True)
    assert "The Matrix" in delete["what"]


async def test_a_captured_output_says_where_it_is_kept(told: dict[str, Any], desk: Desk) -> None:
    first, second = told["captured_outputs"]
    assert (first["ratingKey"], first["title"]) == ("101", "Heat (1995)")
    assert first["destination"] == str(desk.job / "output" / "heat_after.webp")
    assert all(Path(one["destination"]).is_file() for one in (first, second))
    assert all(MOMENT.fullmatch(one["timestamp"]) and one["source"] for one in (first, second))


async def test_the_output_files_are_the_pictures_that_lie_there(told: dict[str, Any], desk: Desk) -> None:
    lying = {path.name for path in (desk.job / "output").iterdir()} - {"summary.json", "report.html"}
    assert set(told["output_files"]) == lying
    assert told["output_files"] == ["heat_after.webp", "ronin_after.jpg", "matrix_after.webp"]


async def test_a_target_says_what_became_of_it_and_why(told: dict[str, Any]) -> None:
    rows = {one["id"]: one for one in told["targets"]}
    assert [(name, one["outcome"]) for name, one in rows.items()] == [
        ("heat", "captured"),
        ("ronin", "unchanged"),
        ("matrix", "captured"),
    ]
    assert "no overlay of the configuration applies to it" in rows["ronin"]["reason"]
    assert (rows["heat"]["before"], rows["heat"]["rating_key"], rows["heat"]["library"]) == ("heat.jpg", 101, "Movies")
    assert told["counts"] == {"captured": 2, "unchanged": 1, "degraded": 0, "missing": 0, "not_listed": 0}


async def test_a_base_that_carries_an_overlay_already_is_warned_of(desk: Desk, play: Play) -> None:
    heat = the(desk.server.library, "Heat")
    entry = heat.shelf(ImageKind.POSTER).entries[0]
    marked = desk.server.state.images.put(a_poster(9, marked=True))
    shelf = type(heat.shelf(ImageKind.POSTER))((type(entry)(entry.name, entry.provider, marked),), entry.name)
    desk.server.state.library = desk.server.library.with_item(heat.with_shelf(ImageKind.POSTER, shelf))
    play("finish")
    done = await desk.preview("--target", "Heat", "--json")
    (target,) = done.told["targets"]
    assert "already carries an overlay" in target["warnings"][0]


async def test_durations_are_told_by_phase(told: dict[str, Any]) -> None:
    spent = told["durations"]
    assert set(spent) == {"targets", "engine", "telling", "total"}
    assert 0 < spent["engine"] <= spent["total"]


async def test_the_timestamp_is_when_the_preview_began(desk: Desk, play: Play) -> None:
    play("finish")
    moments = iter([datetime(2024, 1, 15, 10, 30, tzinfo=UTC)])

    class Ticking:
        """A clock that has gone on by half an hour when it is looked at again."""

        def now(self) -> datetime:
            return next(moments, datetime(2024, 1, 15, 11, tzinfo=UTC))

    settings = PreviewSettings(
        desk.config, Wish(targets=("Heat",)), means=Means(sandbox="none", environment=desk.environment)
    )
    summary = await preview_job(settings, JobFolder(desk.job), lambda *_: None, Ticking())
    assert summary.to_json()["timestamp"] == desk.summary["timestamp"] == "2024-01-15T10:30:00Z"


@pytest.mark.parametrize("kind", [Summary, TargetResult, BlockedWrite, CapturedOutput], ids=lambda kind: kind.__name__)
def test_every_key_is_on_the_page(kind: type) -> None:
    named = set(re.findall(r"`(\w+)`", PAGE))
    missing = {one.name for one in fields(kind)} - named
    assert not missing, f"docs/reference/job-folder.md does not name {sorted(missing)}"


def test_every_outcome_and_state_is_on_the_page() -> None:
    named = set(re.findall(r"`(\w+)`", PAGE))
    assert {one.value for one in (*Outcome, *State)} <= named


def test_every_kind_of_change_has_its_words() -> None:
    def kinds(union: object) -> set[str]:
        below = get_args(union)
        return {name for one in below for name in kinds(one)} if below else {getattr(union, "__name__", "")}

    assert set(WORDS) == kinds(Change)


def test_changes_are_counted_in_words_most_first() -> None:
    assert list(in_words({"DeleteItem": 1, "UploadImage": 1200})) == ["1,200 pictures uploaded", "1 item deleted"]
