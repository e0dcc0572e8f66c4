"""A power cut at any moment of a run: what was not flushed is gone, names as well as bytes.

Every flush and every transaction of a run is written down, with what the server held at that moment. From that each state is
built that a cut could leave at the worst, and the run is resumed from it.
"""

import asyncio
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from halley.changes import apply_all, restorable
from halley.files import MemoryImages
from halley.plex.library import Library
from halley.runs.journal import Journal
from halley.runs.running import Address, Conduct, resume
from halley.runs.store import Store
from halley.secrets import Secret
from halley.simulator import Simulator
from tests.support.coast import a_coast, pictures, the_plan
from tests.support.runs import QUICK, TOKEN, UNBOUNDED, a_bench, as_planned

_SHOWN = re.compile(r'"sha256":"([0-9a-f]{64})"')


@dataclass(frozen=True)
class Moment:
    """What a power cut leaves now: files by name, those of the journal among them; and what the server holds."""

    files: dict[str, bytes]
    server: Library


@dataclass
class Disk:
    """A folder as it would be after a power cut: flushed bytes under flushed names."""

    root: Path
    flushed: dict[int, bytes] = field(default_factory=dict)  # by inode
    names: dict[Path, int | None] = field(default_factory=dict)  # files to inodes, folders to None
    journal: dict[str, bytes] = field(default_factory=dict)

    def flush(self, path: Path) -> None:
        """A file or a folder was flushed."""
        if path.is_dir():
            here = {one: None if one.is_dir() else one.stat().st_ino for one in path.iterdir()}
            self.names = {name: node for name, node in self.names.items() if name.parent != path} | here
        else:
            self.flushed[path.stat().st_ino] = path.read_bytes()

    def commit(self) -> None:
        """A transaction of the journal is on the disk, as SQLite promises with `synchronous=FULL`."""
        self.journal = {one.name: one.read_bytes() for one in self.root.glob("journal.db*") if one.suffix != ".db-shm"}

    def left(self) -> dict[str, bytes]:
        """What a cut leaves now."""
        found = dict(self.journal)
        for name, node in self.names.items():
            above = [one for one in name.parents if one.is_relative_to(self.root) and one != self.root]
            is_there = node is not None and node in self.flushed and all(one in self.names for one in above)
            if node is not None and is_there and not name.name.startswith("journal.db"):
                found[str(name.relative_to(self.root))] = self.flushed[node]
        return found


@contextmanager
def recorded(disk: Disk, server: Simulator, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Moment]]:
    """The moments of what is done meanwhile: one before and one after each flush and each transaction."""
    moments: list[Moment] = []
    fsync, writing = os.fsync, Journal._writing

    def note() -> None:
        moments.append(Moment(disk.left(), server.library))

    def flushed(handle: int) -> None:
        path = Path(f"/proc/self/fd/{handle}").readlink()
        if path.is_relative_to(disk.root):
            note()
            disk.flush(path)
            note()
        fsync(handle)

    @contextmanager
    def committed(journal: Journal) -> Iterator[object]:
        with writing(journal) as base:
            yield base
        note()
        disk.commit()
        note()

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", flushed)
        patched.setattr(Journal, "_writing", committed)
        yield moments


async def the_moments(folder: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[list[Moment], MemoryImages, Library]:
    """A run from its beginning to its end, moment by moment."""
    library, images = a_coast(movies=6)
    plan = the_plan(library)
    async with a_bench(library, folder, images) as bench:
        for one in pictures(6):
            bench.keep(one)
        disk = Disk(bench.store.root)
        for path in (bench.store.root, *bench.store.root.iterdir()):
            disk.flush(path)
        for path in (bench.store.root / "images").iterdir():
            disk.flush(path)
        disk.commit()
        with recorded(disk, bench.server, monkeypatch) as moments:
            assert (await bench.apply(plan)).is_good
        return moments, images, bench.server.library


def laid_out(moment: Moment, folder: Path) -> Path:
    """The data folder as the cut left it."""
    shutil.rmtree(folder, ignore_errors=True)
    for name, data in moment.files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    return folder


def test_the_journal_waits_for_the_disk(tmp_path: Path) -> None:
    base = Journal(tmp_path / "journal.db")._base
    assert base.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    assert base.execute("PRAGMA synchronous").fetchone() == (2,)  # FULL


def test_no_power_cut_leaves_a_record_of_a_picture_that_is_not_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    moments, _, _ = asyncio.run(the_moments(tmp_path, monkeypatch))
    assert len(moments) > 40
    for moment in moments:
        with Store(laid_out(moment, tmp_path / "cut")) as store:
            named = {name for text in store.journal.texts() for name in _SHOWN.findall(text)}
            assert {name for name in named if not store.images.path(name).is_file()} == set()
            for run in store.journal.runs():
                assert (store.folder(run.id) / "plan.json").is_file()


def test_a_run_goes_on_from_whatever_a_power_cut_left_and_does_nothing_twice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    moments, images, _ = asyncio.run(the_moments(tmp_path, monkeypatch))
    library, _ = a_coast(movies=6)
    expected = restorable(apply_all(tuple(step.change for step in the_plan(library).steps), as_planned(library), 0))

    async def resumed() -> int:
        begun = 0
        for moment in moments:
            with Store(laid_out(moment, tmp_path / "cut")) as store:
                runs = store.journal.runs()
                if not runs:
                    assert restorable(moment.server) == restorable(library)  # nothing was done yet
                    continue
                begun += 1
                async with Simulator(moment.server, images, token=TOKEN) as server:
                    address = Address(server.url, Secret(TOKEN), patience=QUICK)
                    report = await resume(store, address, runs[0], Conduct(limits=UNBOUNDED))
                    assert report.is_good, [one for one in report.outcomes if not one.state.is_good]
                    assert restorable(server.library).items == expected.items
        return begun

    assert asyncio.run(resumed()) > 10
