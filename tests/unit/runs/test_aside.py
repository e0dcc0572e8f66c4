"""What became of original posters in a run, as its folder has it."""

from pathlib import Path

import pytest

from halley.files import describe_picture
from halley.plans import Backup
from halley.runs.aside import FILE, note, noted
from halley.runs.errors import JournalError

FIRST, SECOND, THIRD = (describe_picture(word.encode()) for word in ("first", "second", "third"))


def test_a_file_that_changed_twice_goes_from_what_lay_there_first_to_what_lay_there_last(tmp_path: Path) -> None:
    note(tmp_path, [Backup("Movies/1.jpg", FIRST, SECOND), Backup("Movies/2.jpg", None, THIRD)])
    note(tmp_path, [Backup("Movies/1.jpg", SECOND, None), Backup("Movies/2.jpg", THIRD, None)])
    assert noted(tmp_path) == (Backup("Movies/1.jpg", FIRST, None),)


def test_a_line_that_was_torn_when_the_process_was_killed_counts_for_nothing(tmp_path: Path) -> None:
    note(tmp_path, [Backup("Movies/1.jpg", FIRST, SECOND)])
    with (tmp_path / FILE).open("a") as file:
        file.write('{"path": "Movies/2.jpg", "bef')
    assert noted(tmp_path) == (Backup("Movies/1.jpg", FIRST, SECOND),)


def test_a_run_that_touched_none_has_none(tmp_path: Path) -> None:
    note(tmp_path / "run", [])
    assert not (tmp_path / "run").exists()
    assert noted(tmp_path / "run") == ()


@pytest.mark.parametrize("line", ["[]", "{}", '{"path": "1.jpg", "before": 3, "after": null}', "nonsense"])
def test_a_damaged_file_is_named(tmp_path: Path, line: str) -> None:
    (tmp_path / FILE).write_text(f"{line}\n")
    with pytest.raises(JournalError, match="is damaged"):
        noted(tmp_path)


def test_a_folder_that_cannot_be_written_is_told_and_nothing_may_follow(tmp_path: Path) -> None:
    (tmp_path / "run").write_text("no folder")
    with pytest.raises(JournalError, match="cannot be put on record"):
        note(tmp_path / "run", [Backup("Movies/1.jpg", FIRST, SECOND)])
