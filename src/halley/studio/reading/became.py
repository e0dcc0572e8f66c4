"""What became of the steps of runs, with what later runs took back; and which runs carried a plan out."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from pathlib import Path

from halley.plans import PLAN_FILE
from halley.runs.journal import Journal, Run
from halley.runs.model import State
from halley.studio.reading.rows import Standing

UNDONE = "undone"
_DONE = frozenset({State.EXACT.value, State.ASKED.value, State.ALREADY.value})


def became(journal: Journal, run: Run, runs: Iterable[Run]) -> dict[int, str]:
    """How the steps of a run stand now, by number: as it left them, or undone. `runs` are all, newest first."""
    every = list(runs)
    found = {number: state.value for number, state in journal.states(run.id).items()}
    for undo in reversed([one for one in every if one.of == run.id]):
        groups = _groups(undo)
        for number, state in became(journal, undo, every).items():
            if state in _DONE and groups.get(number) in found:
                found[groups[number]] = UNDONE
    return found


def carried_out(journal: Journal, runs: Iterable[Run], runs_folder: Path, digest: str) -> Standing:
    """What became of the steps of the plan of that digest, over all runs of it; a later run counts more."""
    every = list(runs)
    states: dict[int, str] = {}
    last = ""
    for run in reversed(every):
        if run.kind == "apply" and _is_of(runs_folder / run.id / PLAN_FILE, digest):
            found = became(journal, run, every)
            states |= {number: state for number, state in found.items() if _counts(state, states.get(number))}
            last = run.id
    return Standing(states=states, run=last)


def _counts(state: str, before: str | None) -> bool:
    """Whether a state says more than what is known: what is skipped, or stands so already, is still what it was."""
    if before is None or state == State.SKIPPED.value:
        return before is None
    return state != State.ALREADY.value or before not in {*_DONE, UNDONE}


def _groups(undo: Run) -> Mapping[int, int]:
    """By the number of an undo's step: the step of the run that it takes back."""
    try:
        groups = json.loads(undo.options)["groups"]
        return {int(number): int(of) for number, of in groups.items()}
    except (ValueError, KeyError, TypeError, AttributeError):
        return {}


_digests: dict[tuple[str, int, int], str] = {}


def _is_of(path: Path, digest: str) -> bool:
    """Whether a run on record is of the plan of that digest."""
    try:
        about = path.stat()
        key = (str(path), about.st_mtime_ns, about.st_size)
        if key not in _digests:
            _digests[key] = hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return False
    return _digests[key] == digest
