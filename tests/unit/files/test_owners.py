"""What root makes in the folder of somebody else is given to that somebody, and nothing else is."""

import os
from pathlib import Path

import pytest

from halley.files import hand_over

THEIRS = 3000


def owner(path: Path) -> int:
    return path.lstat().st_uid


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of somebody else, in which root made two folders and a file."""
    folder = tmp_path / "config"
    (folder / "halley" / "backup").mkdir(parents=True)
    (folder / "halley" / "backup" / "last.json").write_text("{}")
    os.chown(folder, THEIRS, THEIRS)
    return folder


@pytest.mark.needs("root")
def test_all_on_the_way_is_given_to_whom_the_folder_belongs(folder: Path) -> None:
    (folder / "halley" / "other").mkdir()
    hand_over(folder, ("halley", "backup", "last.json"), ("halley", "none"))
    way = [folder / "halley", folder / "halley" / "backup", folder / "halley" / "backup" / "last.json"]
    assert [owner(one) for one in way] == [THEIRS] * 3
    assert way[-1].stat().st_gid == THEIRS
    assert owner(folder / "halley" / "other") == 0


@pytest.mark.needs("root")
def test_no_link_is_followed_and_no_second_name_is_given_away(folder: Path, tmp_path: Path) -> None:
    outside = tmp_path / "shadow"
    outside.write_text("root's")
    (folder / "halley" / "link").symlink_to(tmp_path)
    (folder / "halley" / "to-file").symlink_to(outside)
    (folder / "halley" / "name").hardlink_to(outside)
    hand_over(folder, ("halley", "link", "shadow"), ("halley", "to-file"), ("halley", "name"))
    assert (owner(outside), owner(tmp_path)) == (0, 0)


@pytest.mark.needs("root")
def test_what_belongs_to_a_third_one_stays_so(folder: Path) -> None:
    os.chown(folder / "halley", 4000, 4000)
    hand_over(folder, ("halley", "backup"))
    assert (owner(folder / "halley"), owner(folder / "halley" / "backup")) == (4000, THEIRS)
