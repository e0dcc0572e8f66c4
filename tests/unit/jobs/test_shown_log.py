"""The log in the report: errors marked, the frame gone, the middle left out."""

from pathlib import Path

import pytest

from halley.jobs.shown_log import shown_log


@pytest.mark.parametrize(
    ("line", "text", "level"),
    [
        ("| Overlay Error: No poster found                   |", "Overlay Error: No poster found", "error"),
        ("| Plex Error: HTTPConnectionPool(redacted)         |", "Plex Error: HTTPConnectionPool(redacted)", "error"),
        ("| Config Warning: cache not found                  |", "Config Warning: cache not found", "warning"),
        ("|====== Critical Summary ======|", "====== Critical Summary ======", "critical"),
        ("Traceback (most recent call last):", "Traceback (most recent call last):", "critical"),
        ("ValueError: no such thing", "ValueError: no such thing", "error"),
        ("[2026-11-24 15:23:54,598] [a.py:6] [ERROR]  | x |", "[2026-11-24 15:23:54,598] [a.py:6] [ERROR]  | x", "error"),
        ("| Heat (1995) | Overlays Applied: 4K               |", "Heat (1995) | Overlays Applied: 4K", ""),
        ("| The Error of Her Ways: drawn                     |", "The Error of Her Ways: drawn", ""),
        ("|                                                  |", "", ""),
    ],
)  # fmt: skip
def test_a_line_is_shown_without_its_frame_and_marked_by_what_it_says(
    tmp_path: Path, line: str, text: str, level: str
) -> None:
    (tmp_path / "kometa.log").write_text(f"{line}\n")
    ((shown,), cut) = shown_log(tmp_path / "kometa.log")
    assert (shown.number, shown.text, shown.level, cut) == (1, text, level, 0)


def test_of_a_long_log_the_beginning_the_end_and_the_errors_between_are_shown(tmp_path: Path) -> None:
    lines = [f"| line {number} |" for number in range(1, 10_001)]
    lines[4_999] = "| Overlay Error: in the middle |"
    (tmp_path / "kometa.log").write_text("\n".join(lines))
    shown, cut = shown_log(tmp_path / "kometa.log")
    numbers = [line.number for line in shown]
    assert numbers[0] == 1
    assert numbers[-1] == 10_000
    assert 5_000 in numbers
    assert numbers == sorted(numbers)
    assert len(shown) + cut == 10_000
    assert len(shown) < 2_500


def test_a_log_that_is_not_there_shows_nothing(tmp_path: Path) -> None:
    assert shown_log(tmp_path / "none.log") == ([], 0)
