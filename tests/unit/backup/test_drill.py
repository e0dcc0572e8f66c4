"""A drill leaves nothing of what it unpacked lying open, not even that of one that was killed."""

import fcntl
import os
from pathlib import Path

import pytest

from halley.backup import drill as drilling
from halley.backup.drill import drill
from tests.support.backups import Pair, a_backup, a_home


def left_behind(scratch: Path, name: str) -> Path:
    """What a drill that was killed long ago left."""
    a_home(scratch / name / "restored")
    (scratch / name / "restored" / "overlays").chmod(0)
    os.utime(scratch / name, ns=(0, 0))
    return scratch / name


def test_what_a_killed_drill_left_is_gone_after_the_next_one(home: Path, pair: Pair) -> None:
    file = a_backup(a_home(home / "source"), home / "out", pair).backup.path
    scratch = home / "scratch"
    left_behind(scratch, "halley-drill-old")
    kept = [left_behind(scratch, name) for name in ("halley-drill-held", "mine", "halley-drill-fresh")]
    os.utime(kept[2])
    elsewhere = left_behind(home, "halley-drill-elsewhere")
    (scratch / "halley-drill-link").symlink_to(elsewhere)
    handle = os.open(kept[0], os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        drill(file, pair.identities, scratch)
    finally:
        os.close(handle)
    assert sorted(one.name for one in scratch.iterdir()) == sorted(["halley-drill-link", *(one.name for one in kept)])
    assert (elsewhere / "restored" / "config.yml").exists()


def test_a_drill_holds_its_folder_so_that_no_other_one_clears_it_away(
    home: Path, pair: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = a_backup(a_home(home / "source"), home / "out", pair).backup.path
    write_out = drilling.write_out

    def meanwhile(order: object, folder: Path, *more: object) -> object:
        os.utime(folder.parent, ns=(0, 0))
        drilling._clear(folder.parent.parent)
        return write_out(order, folder, *more)  # type: ignore[arg-type]

    monkeypatch.setattr(drilling, "write_out", meanwhile)
    assert drill(file, pair.identities, home).totals.files == 3


def test_a_disk_without_locks_takes_a_drill_and_keeps_what_may_be_another_one_s(
    home: Path, pair: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    def none(*_: object) -> None:
        raise OSError(37, "No locks available")

    file = a_backup(a_home(home / "source"), home / "out", pair).backup.path
    monkeypatch.setattr("halley.backup.drill.fcntl.flock", none)
    left = left_behind(home, "halley-drill-old")
    assert drill(file, pair.identities, home).totals.files == 3
    assert left.exists()
