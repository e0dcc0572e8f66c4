"""Runs that began and never finished."""

from collections.abc import Iterator

from halley.doctor.facts import Facts
from halley.doctor.finding import Check, Finding, good, note, warning

_GOES_ON_S = 15 * 60


def _judge(facts: Facts) -> Iterator[Finding]:
    if facts.logs is None:
        return
    for one in facts.logs.open_runs:
        if one.quiet_s is not None and one.quiet_s < _GOES_ON_S:
            yield note(f"{one.what} goes on: something was heard of it {one.quiet_s / 60:.0f} minutes ago")
            continue
        last = f"; the last that it said: {one.last}" if one.last else ""
        yield warning(
            f"{one.what} began and never finished{last}",
            "it was killed or it crashed: what came after that point was not done",
            one.mend or "`journalctl --user -u kometa` around that time says why; memory that ran out is the usual reason",
        )
    if facts.logs.looked and not facts.logs.open_runs:
        yield good("every run on record came to its end")


CHECK = Check("runs", "logs and records of runs that began and have no `Finished`", _judge)
