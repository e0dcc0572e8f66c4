"""Runs in words and as JSON values."""

from collections.abc import Iterable, Iterator

from halley.runs.history import Line
from halley.runs.model import Outcome, State
from halley.runs.running import Report

_SHOWN = 200
_WORDS = {
    State.EXACT: "done",
    State.ALREADY: "stood so already",
    State.ASKED: "asked for",
    State.DIFFERENT: "came out different",
    State.FAILED: "failed",
    State.REFUSED: "refused: the server no longer holds what the plan saw",
    State.SKIPPED: "skipped",
    State.BEGUN: "cut off",
}


def told(report: Report) -> Iterator[str]:
    """How a run ended, in lines: counts, then whatever is not as it was to be."""
    for state in State:
        count = report.count(state)
        if count:
            yield f"{count:>6}  {_WORDS[state]}"
    if report.left:
        yield f"{report.left:>6}  not come to"
    worse = [one for one in report.outcomes if not one.state.is_good]
    for one in worse[:_SHOWN]:
        yield f"  {one.state.value}: {one.words}" + (f" ({one.reason})" if one.reason else "")
    if len(worse) > _SHOWN:
        yield f"  and {len(worse) - _SHOWN} more: halley history show {report.run}"
    yield from (f"  left alone, as somebody changed it since: {path}" for path in report.foreign)
    yield f"run {report.run} {report.state}; `halley undo {report.run}` takes it back"
    if report.left:
        yield f"`halley apply --resume {report.run}` goes on with it"


def report_row(report: Report) -> dict[str, object]:
    """The same as JSON values."""
    return {
        "run": report.run,
        "state": report.state,
        "counts": {state.value: count for state in State if (count := report.count(state))},
        "left": report.left,
        "problem": report.problem.message if report.problem else None,
        "left_alone": list(report.foreign),
        "steps": [outcome_row(one) for one in report.outcomes],
    }


def outcome_row(one: Outcome) -> dict[str, object]:
    """What became of a step, as JSON values."""
    return {"number": one.number, "state": one.state.value, "words": one.words, "reason": one.reason}


def line_row(line: Line) -> dict[str, object]:
    """One run of the history as JSON values."""
    run = line.run
    return {
        "id": run.id,
        "kind": run.kind,
        "of": run.of or None,
        "began": run.began,
        "ended": run.ended or None,
        "state": run.state,
        "server": {"machine_id": run.server.machine_id, "name": run.server.name},
        "source": run.source,
        "steps": run.steps,
        "counts": {state.value: count for state, count in line.counts.items()},
    }


def history_told(lines: Iterable[Line]) -> Iterator[str]:
    """The history in lines, one a run."""
    for line in lines:
        run = line.run
        of = f" of {run.of}" if run.of else ""
        worse = sum(count for state, count in line.counts.items() if not state.is_good)
        rest = f", {worse} not as planned" if worse else ""
        yield f"{run.id}  {run.kind}{of}  {run.state}  {line.done} of {run.steps} changed{rest}  {run.server.name}"
