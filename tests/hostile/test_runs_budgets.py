"""The budgets of a run hold over all its goes: whoever goes on with it begins with what it spent."""

import asyncio
from dataclasses import replace
from pathlib import Path

from halley.changes.kinds import SetField
from halley.runs.errors import GuardPassed
from halley.runs.running import Report
from tests.support.coast import KIND, MOVIES, a_coast
from tests.support.lying import Lie, a_liar
from tests.support.runs import UNBOUNDED, a_bench, a_plan


def test_a_run_that_is_gone_on_with_keeps_to_what_is_left_of_its_budget(tmp_path: Path) -> None:
    async def goes() -> tuple[list[Report], list[int]]:
        library, images = a_coast(movies=6)
        changes = [SetField(MOVIES, KIND, (one.key,), "summary", "New") for one in library.of(MOVIES, KIND)]
        refused = [Lie.REFUSED] * 3
        async with a_bench(library, tmp_path, images) as bench, a_liar(bench.server.url, {"PUT": refused}) as (url, _):
            bench.address = replace(bench.address, url=url)
            reports, writes = [await bench.apply(a_plan(library, changes))], [len(bench.writes())]
            for limit, passed in ((5, ()), (5, ("writes",))):
                reports.append(await bench.resume(reports[0].run, replace(UNBOUNDED, writes=limit), passed))
                writes.append(len(bench.writes()))
            return reports, writes

    (first, bounded, passed), writes = asyncio.run(goes())
    assert not first.is_good
    assert isinstance(bounded.problem, GuardPassed)
    assert (
        bounded.problem.hint == f"`--resume {first.run} --override writes` goes on past it, `--limit writes=N` sets another"
    )
    assert passed.is_good  # and a step that failed is counted once
    assert writes == [3, 3, 6]
