"""What an engine leaves for Halley to stumble over is taken away before anybody looks."""

import os
import socket
from pathlib import Path

import pytest

from halley.sandbox.disarm import disarm
from halley.sandbox.guard_events import GuardEvents, read_guard_events


def test_links_pipes_and_sockets_go_and_files_and_folders_stay(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "secret").write_text("secret")
    folder = tmp_path / "job" / "below"
    folder.mkdir(parents=True)
    (folder / "kept.txt").write_text("kept")
    (folder / "link").symlink_to(outside / "secret")
    (folder / "way").symlink_to(outside)
    os.mkfifo(folder / "pipe")
    monkeypatch.chdir(folder)  # the path of a Unix socket may have 107 bytes and no more
    with socket.socket(socket.AF_UNIX) as made:
        made.bind("s")

    disarm(tmp_path / "job")

    assert [path.name for path in folder.iterdir()] == ["kept.txt"]
    assert (outside / "secret").read_text() == "secret"


def test_no_program_runs_as_its_owner(tmp_path: Path) -> None:
    program = tmp_path / "sh"
    program.touch()
    program.chmod(0o6755)
    disarm(tmp_path)
    assert program.stat().st_mode & 0o7777 == 0o755


def test_a_folder_that_is_not_there_is_no_error(tmp_path: Path) -> None:
    disarm(tmp_path / "nothing")
    assert not (tmp_path / "nothing").exists()


def test_a_pipe_or_a_link_in_place_of_the_guards_record_is_not_opened(tmp_path: Path) -> None:
    (tmp_path / "true").write_text('{"kind": "guard", "state": "up"}\n')
    (tmp_path / "link").symlink_to(tmp_path / "true")
    os.mkfifo(tmp_path / "pipe")
    assert read_guard_events(tmp_path / "true").is_up
    assert read_guard_events(tmp_path / "link") == read_guard_events(tmp_path / "pipe") == GuardEvents()
