"""`halley status`: how the service stands, whether it runs or not."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from halley.cli.main import run
from halley.clock import iso
from halley.service.lock import held
from halley.service.record import Record, RunRecord
from halley.service.status import Plex, Status, write_status

NOW = datetime.now(UTC)


@pytest.fixture
def config(tmp_path: Path) -> Path:
    (tmp_path / "config.yml").write_text("libraries: {}\n")
    return tmp_path / "config.yml"


@contextmanager
def a_service_of(config: Path, *, ago: timedelta = timedelta(hours=1), outcome: str = "finished") -> Iterator[None]:
    """What a service leaves on the disk while it runs."""
    own = config.parent / "halley" / "service"
    with held(own / "lock"):
        ended = iso(NOW - ago)
        record = Record(own)
        record.end(RunRecord("r1", "apply", "schedule", ended, ended=ended, outcome=outcome, words="24 exact"))  # type: ignore[arg-type]
        following = (NOW + timedelta(hours=3)).isoformat()
        write_status(
            own, Status("apply", iso(NOW), times="06:00", zone="UTC", next_run=following, plex=Plex(iso(NOW), 0.02))
        )
        yield


def told(config: Path, capsys: pytest.CaptureFixture[str], *more: str) -> tuple[int, str]:
    code = run(["status", "--config", str(config), *more])
    return code, capsys.readouterr().out


def test_a_service_that_was_never_there_is_not_ready(config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, text = told(config, capsys)
    assert code == 1
    assert "the service does not run" in text
    assert "backup    none yet" in text


def test_one_that_runs_well_tells_next_and_last_run_backup_and_drill(
    config: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    notes = config.parent / "halley" / "backup"
    notes.mkdir(parents=True)
    (notes / "last.json").write_text(json.dumps({"at": iso(NOW), "file": "x.tar.zst.age", "ok": True, "problem": ""}))
    (notes / "drill.json").write_text(json.dumps({"at": iso(NOW), "file": "x", "ok": False, "problem": "a digest differs"}))
    with a_service_of(config):
        code, text = told(config, capsys)
        assert (code, "24 exact" in text) == (0, True)
        assert "the last backup could not be restored: a digest differs" in text
        row = json.loads(told(config, capsys, "--json")[1])
        assert (row["ready"], row["is_up"], row["backup"]["ok"], row["last"]["id"]) == (True, True, True, "r1")
    code, text = told(config, capsys)  # it has ended
    assert (code, "next run  none" in text) == (1, True)


def test_plans_that_wait_and_a_run_that_was_cut_off_are_told(config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    own = config.parent / "halley" / "service"
    with a_service_of(config):
        write_status(own, Status("preview", iso(NOW), plex=Plex(iso(NOW), 0.02), awaiting=2))
        Record(own).begin(RunRecord("r2", "apply", "schedule", iso(NOW)))
        text = told(config, capsys)[1]
        assert "plans     2 wait to be approved" in text
        assert "now       run r2, since" in text
    text = told(config, capsys)[1]
    assert "open      run r2, since" in text
    assert "the next start goes on with it" in text
    assert "now  " not in text


@pytest.mark.parametrize(
    ("more", "told_of"),
    [({"outcome": "failed"}, "failed: 24 exact"), ({"ago": timedelta(hours=30)}, "more than 26 hours ago")],
)
def test_a_run_that_failed_or_is_long_ago_is_told(
    config: Path, capsys: pytest.CaptureFixture[str], more: dict[str, object], told_of: str
) -> None:
    with a_service_of(config, **more):  # type: ignore[arg-type]
        code, text = told(config, capsys)
    assert (code, told_of in text) == (1, True)
