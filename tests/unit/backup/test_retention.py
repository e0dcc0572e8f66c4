"""Of each of the last days, weeks and months that have a backup, the newest stays, and the newest of all always does."""

# ruff: noqa: DTZ001  what a file name says has no zone

from datetime import datetime, timedelta
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from halley.backup.naming import Backup, backups_in, file_name
from halley.backup.retention import Keep, judge

MOMENTS = st.lists(st.datetimes(datetime(2025, 1, 1), datetime(2026, 12, 31)), max_size=60, unique=True)
KEEPS = st.builds(Keep, st.integers(0, 9), st.integers(0, 6), st.integers(0, 8))


def backups(moments: list[datetime]) -> list[Backup]:
    return [Backup(Path(file_name("kometa", at)), at, 1) for at in moments]


def kept(moments: list[datetime], keep: Keep) -> set[datetime]:
    return {one.backup.at for one in judge(backups(moments), keep) if one.reasons}


def test_a_year_of_nightly_backups_comes_to_seven_days_four_weeks_and_six_months() -> None:
    nights = [datetime(2025, 12, 31, 3) - timedelta(days=number) for number in range(365)]
    days = {datetime(2025, 12, day, 3) for day in range(25, 32)}
    weeks = {datetime(2025, 12, 31, 3), datetime(2025, 12, 28, 3), datetime(2025, 12, 21, 3), datetime(2025, 12, 14, 3)}
    months = {datetime(2025, month, last, 3) for month, last in [(12, 31), (11, 30), (10, 31), (9, 30), (8, 31), (7, 31)]}
    assert kept(nights, Keep()) == days | weeks | months


def test_days_without_a_backup_do_not_count() -> None:
    moments = [datetime(2025, 1, 1), datetime(2025, 6, 1), datetime(2025, 6, 2, 1), datetime(2025, 6, 2, 2)]
    assert kept(moments, Keep(3, 0, 0)) == {datetime(2025, 1, 1), datetime(2025, 6, 1), datetime(2025, 6, 2, 2)}


@given(MOMENTS, KEEPS)
def test_the_newest_stays_and_no_more_than_was_asked_for(moments: list[datetime], keep: Keep) -> None:
    stay = kept(moments, keep)
    assert stay <= set(moments)
    assert not moments or max(moments) in stay
    assert len(stay) <= max(1, keep.daily + keep.weekly + keep.monthly)


@given(MOMENTS, KEEPS)
def test_to_prune_what_was_pruned_changes_nothing(moments: list[datetime], keep: Keep) -> None:
    once = kept(moments, keep)
    assert kept(sorted(once), keep) == once


@given(MOMENTS, KEEPS)
def test_to_keep_more_lets_nothing_else_go(moments: list[datetime], keep: Keep) -> None:
    assert kept(moments, keep) <= kept(moments, Keep(keep.daily + 1, keep.weekly + 1, keep.monthly + 1))


def test_only_files_that_are_called_as_backups_of_the_service_are_backups(tmp_path: Path) -> None:
    right = ["kometa-20260101-030000.tar.zst.age", "kometa-20260102-030000.tar.zst.age"]
    wrong = [
        *(".kometa-20260101-030000.tar.zst.age", ".kometa-5.part", "kometa-20260101-030000.tar.zst.age.part", "notes.txt"),
        *(
            "radarr-20260101-030000.tar.zst.age",
            "kometa-test-20260101-030000.tar.zst.age",
            "kometa-20261399-030000.tar.zst.age",
        ),
        "kometa-20260101-030000.tar.zst",
    ]
    for name in [*right, *wrong]:
        (tmp_path / name).write_text("x")
    (tmp_path / "kometa-20260103-030000.tar.zst.age").mkdir()
    (tmp_path / "kometa-20260104-030000.tar.zst.age").symlink_to(tmp_path / right[0])
    assert [one.path.name for one in backups_in(tmp_path, "kometa")] == right
    assert backups_in(tmp_path / "none", "kometa") == []
