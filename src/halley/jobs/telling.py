"""Puts into one summary what a run left behind."""

from collections import Counter
from collections.abc import Sequence, Set
from dataclasses import replace

from halley.jobs.boxed import BoxedRun
from halley.jobs.engine import is_fault_of_the_server
from halley.jobs.folder import JobFolder
from halley.jobs.outcomes import blocked_at_the_gateway, blocked_by_the_guard, captured_outputs, drawn_posters
from halley.jobs.summary import Outcome, State, Summary, TargetResult
from halley.jobs.walls import refused_outside, services, told, warnings_of
from halley.plex.ids import RatingKey

_MOST_FAULTS = 200
ALL_DRAWN, SOME_MISSING, PLEX_FAILED, ENGINE_FAILED, CANCELLED = 0, 1, 3, 4, 130
"""What a command ends with (docs/reference/exit-codes.md)."""


def summary_of(
    blank: Summary, ran: BoxedRun, results: Sequence[TargetResult], *, folder: JobFolder, server_url: str, ended: str
) -> Summary:
    """The summary of a run: `blank` with what is known of it. `ended` is when, as the contract writes moments."""
    outcomes = Counter(one.outcome for one in results)
    drawn = drawn_posters(ran.ledger)
    summary = replace(
        blank,
        state=_state(ran),
        success=not ran.failure and not outcomes[Outcome.MISSING] and not outcomes[Outcome.DEGRADED],
        exit_code=_exit_code(ran, outcomes),
        kometa_ran=ran.ran,
        blocked_write_attempts=(
            *blocked_at_the_gateway(ran.ledger, server_url),
            *blocked_by_the_guard(ran.events),
            *refused_outside(ran.outside, ended),
        ),
        captured_outputs=captured_outputs(results, drawn, ran.events, folder.output),
        output_files=tuple(one.output for one in results if one.output),
        engine=ran.engine,
        engine_version=ran.version or (ran.home.version if ran.home else ""),
        targets=tuple(results),
        counts={**blank.counts, **{one.value: outcomes[one] for one in Outcome}},
        changes=dict(Counter(type(change).__name__ for one in ran.ledger.captures for change in one.changes)),
        outside=services(ran.outside),
        faults=tuple({"kind": o.kind, "path": o.path, "detail": o.detail} for o in ran.ledger.faults[:_MOST_FAULTS]),
        errors=tuple(filter(None, (ran.failure, ran.hint))),
    )
    if ran.standing is not None:
        summary = replace(
            summary,
            sandbox=ran.standing.choice.box.name,
            walls=told(ran.standing, ran.events, ran.ledger, ran.outside),
            warnings=warnings_of(ran.standing, ran.events) if ran.outcome else (),
        )
    summary = replace(summary, warnings=(*summary.warnings, *ran.warnings))
    if ran.outcome is not None:
        cut = ("the log is cut: the engine printed more than is kept",) if ran.outcome.truncated else ()
        summary = replace(
            summary,
            kometa_exit_code=ran.outcome.exit_code,
            errors=tuple(dict.fromkeys((*summary.errors, *ran.outcome.criticals, *ran.outcome.errors))),
            warnings=(*summary.warnings, *cut),
        )
    return summary


def unlisted(items: Set[RatingKey], results: Sequence[TargetResult]) -> int:
    """How many of the items that were asked for, or that the engine drew, are not told of one by one."""
    return len(items - {one.rating_key for one in results})


def _state(ran: BoxedRun) -> State:
    if ran.was_cancelled:
        return State.CANCELLED
    return State.FAILED if ran.failure else State.FINISHED


def _exit_code(ran: BoxedRun, outcomes: Counter[Outcome]) -> int:
    if ran.was_cancelled:
        return CANCELLED
    if ran.failure:
        return PLEX_FAILED if is_fault_of_the_server(ran) else ENGINE_FAILED
    return SOME_MISSING if outcomes[Outcome.MISSING] or outcomes[Outcome.DEGRADED] else ALL_DRAWN
