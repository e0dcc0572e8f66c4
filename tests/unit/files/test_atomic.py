"""A file is the old one or the new one, never half of one."""

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from halley.files import write_atomic


def test_text_and_bytes_are_written_and_replaced(tmp_path: Path) -> None:
    path = tmp_path / "file"
    write_atomic(path, "first é")
    assert path.read_bytes() == "first é".encode()
    write_atomic(path, b"\x00second")
    assert path.read_bytes() == b"\x00second"


def test_nothing_else_is_left_in_the_folder(tmp_path: Path) -> None:
    write_atomic(tmp_path / "file", "x")
    assert [one.name for one in tmp_path.iterdir()] == ["file"]


@pytest.mark.parametrize("broken", ["fsync", "replace"])
def test_where_writing_breaks_off_the_old_file_stands(broken: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    path = tmp_path / "file"
    path.write_text("old")
    monkeypatch.setattr(os if broken == "fsync" else Path, broken, full)
    with pytest.raises(OSError, match="No space left"):
        write_atomic(path, "new")
    assert path.read_text() == "old"
    assert [one.name for one in tmp_path.iterdir()] == ["file"]


@pytest.mark.needs("mount")
def test_a_full_disk_leaves_the_old_file(small_disk: Path) -> None:
    path = small_disk / "file"
    path.write_text("old")
    with pytest.raises(OSError, match="No space left"):
        write_atomic(path, b"x" * 1024 * 1024)
    assert path.read_text() == "old"
    assert [one.name for one in small_disk.iterdir()] == ["file"]


def test_a_folder_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        write_atomic(tmp_path / "absent" / "file", "x")


def test_permissions_are_those_of_any_new_file_or_as_asked(tmp_path: Path) -> None:
    (tmp_path / "usual").touch()
    write_atomic(tmp_path / "file", "x")
    assert (tmp_path / "file").stat().st_mode == (tmp_path / "usual").stat().st_mode
    write_atomic(tmp_path / "secret", "x", mode=0o600)
    assert (tmp_path / "secret").stat().st_mode & 0o777 == 0o600


def test_many_writers_at_once_leave_the_permissions_of_new_files_as_they_were(tmp_path: Path) -> None:
    before = os.umask(0o022)
    try:
        with ThreadPoolExecutor(8) as several:
            for number in range(400):
                several.submit(write_atomic, tmp_path / str(number), b"x", durable=False)
        assert os.umask(0o022) == 0o022
        assert {one.stat().st_mode & 0o777 for one in tmp_path.iterdir()} == {0o644}
    finally:
        os.umask(before)
