"""Sizes and ages in words."""

from datetime import timedelta

import pytest

from halley.backup.manifest import Totals
from halley.backup.telling import age, bytes_told, totals_told


@pytest.mark.parametrize(
    ("size", "told"),
    [
        *((0, "0 B"), (999, "999 B"), (1000, "1.0 kB"), (999_949, "999.9 kB"), (999_960, "1.0 MB")),
        *((5_368_709_120, "5.4 GB"), (2 * 10**15, "2000.0 TB")),
    ],
)
def test_a_size_has_one_digit_behind_the_point(size: int, told: str) -> None:
    assert bytes_told(size) == told


@pytest.mark.parametrize(
    ("passed", "told"),
    [
        (timedelta(seconds=-5), "just made"),
        (timedelta(seconds=59), "just made"),
        (timedelta(seconds=61), "1 minute old"),
        (timedelta(hours=1), "1 hour old"),
        (timedelta(hours=47), "47 hours old"),
        (timedelta(days=2), "2 days old"),
    ],
)
def test_an_age_is_told_in_hours_for_two_days(passed: timedelta, told: str) -> None:
    assert age(passed) == told


def test_one_file_is_not_files() -> None:
    assert totals_told(Totals(1, 0, 5)) == "1 file, 5 B"
    assert totals_told(Totals(1200, 0, 5)) == "1,200 files, 5 B"
