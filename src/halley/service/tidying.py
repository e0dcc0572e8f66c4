"""Jobs of the service that nobody needs any more: plans hold pictures, and there is one each day."""

from collections.abc import Iterable
from contextlib import suppress

from halley.errors import HalleyError
from halley.service.record import RunRecord
from halley.studio.jobs.jobs import Jobs

KEPT_WHOLE, KEPT_OTHER = 5, 20
"""Runs whose jobs are kept: of everything, and of what came in. What they did stays in the journal."""


def is_applied(plan: str, jobs: Jobs) -> bool:
    """Whether somebody had a plan carried out, or threw it away."""
    every = list(jobs.store.jobs())
    return all(one.id != plan for one in every) or any(one.kind == "apply" and one.plan == plan for one in every)


def tidy(runs: Iterable[RunRecord], jobs: Jobs) -> None:
    """Delete the jobs of all runs but the newest; what is at work stays."""
    counts = {True: 0, False: 0}
    for run in runs:
        counts[run.is_whole] += 1
        if counts[run.is_whole] <= (KEPT_WHOLE if run.is_whole else KEPT_OTHER):
            continue
        for one in dict.fromkeys((run.job, run.plan)):
            if one:
                with suppress(HalleyError):
                    jobs.remove(one)
