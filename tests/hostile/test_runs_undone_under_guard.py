"""An undo is not held up for taking away what its run made; what others made, or changed since, is guarded."""

import asyncio
from dataclasses import dataclass
from pathlib import Path

import pytest

from halley.changes import Change, apply
from halley.changes.kinds import CreateCollection, DeleteItem, SetField
from halley.plex.ids import ItemType
from halley.plex.library import Library
from halley.runs.errors import GuardPassed
from halley.runs.guards import Limits
from halley.runs.running import Conduct, Report, begin, undo_task
from halley.runs.undo import way_back_from
from tests.support.coast import KIND, MOVIES, a_coast
from tests.support.runs import Bench, a_bench, a_plan

MANY = 12


def making(library: Library) -> list[Change]:
    """Changes that make most of a library's collections."""
    first = next(one.key for one in library.of(MOVIES, KIND))
    return [CreateCollection(MOVIES, KIND, f"Made {number}", (first,)) for number in range(MANY)]


@dataclass(frozen=True)
class Undoing:
    """Takes runs back under the guards that hold by default, with few deletions in the budget."""

    bench: Bench

    async def undo(self, run: str, *forced: str) -> Report:
        found = self.bench.run(run)
        back = way_back_from(self.bench.store.journal, found)
        task = undo_task(found, back, forced=frozenset(forced))
        return await begin(self.bench.store, self.bench.address, task, Conduct(limits=Limits(deletions=5)))


def test_what_a_run_made_is_taken_back_without_a_word(tmp_path: Path) -> None:
    async def made_and_undone() -> tuple[Report, int]:
        library, images = a_coast(movies=6)
        async with a_bench(library, tmp_path, images) as bench:
            run = await bench.apply(a_plan(library, making(library)))
            report = await Undoing(bench).undo(run.run)
            return report, len(list(bench.server.library.collections(MOVIES)))

    report, collections = asyncio.run(made_and_undone())
    assert report.is_good
    assert collections == 1


def test_what_somebody_changed_since_is_guarded_though_it_is_forced(tmp_path: Path) -> None:
    async def changed() -> int:
        library, images = a_coast(movies=6)
        async with a_bench(library, tmp_path, images) as bench:
            run = await bench.apply(a_plan(library, making(library)))
            now = bench.server.library
            for one in [one for one in now.collections(MOVIES) if one.title.startswith("Made")][:6]:
                now = apply(SetField(MOVIES, ItemType.COLLECTION, (one.key,), "summary", "Mine"), now, 0)
            bench.server.state.library = now
            with pytest.raises(GuardPassed, match="6 of the 13 collections"):
                await Undoing(bench).undo(run.run, "DeleteItem")
            return len(list(bench.server.library.collections(MOVIES)))

    assert asyncio.run(changed()) == MANY + 1


def test_what_others_made_and_an_undo_brought_back_is_guarded_again(tmp_path: Path) -> None:
    async def deleted_and_back() -> tuple[Report, int]:
        library, images = a_coast(movies=6)
        for one in making(library):
            library = apply(one, library, 0)
        gone = [DeleteItem(one.key, ItemType.COLLECTION) for one in library.collections(MOVIES)]
        async with a_bench(library, tmp_path, images) as bench:
            deleting = await bench.apply(a_plan(library, gone))
            back = await Undoing(bench).undo(deleting.run)
            with pytest.raises(GuardPassed, match="13 of the 13 collections"):
                await Undoing(bench).undo(back.run)
            return back, len(list(bench.server.library.collections(MOVIES)))

    report, collections = asyncio.run(deleted_and_back())
    assert report.is_good
    assert collections == MANY + 1
