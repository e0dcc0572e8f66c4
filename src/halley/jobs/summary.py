"""`output/summary.json`: what a preview did and what it kept from happening.

The first six keys are a contract (requirements, preview mode, summary output); the others are Halley's own.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from enum import Enum

from halley.clock import iso
from halley.files import write_atomic
from halley.jobs.folder import JobFolder


class State(Enum):
    """How far a job came."""

    RUNNING = "running"  #: still at it, or killed: nothing below is final
    FINISHED = "finished"
    CANCELLED = "cancelled"
    FAILED = "failed"


class Outcome(Enum):
    """What became of a target."""

    CAPTURED = "captured"  #: the engine drew it, the picture is the engine's own
    UNCHANGED = "unchanged"  #: the engine ran and would leave it as it is
    DEGRADED = "degraded"  #: no engine drew it: the base picture with a plain badge
    MISSING = "missing"  #: there is no picture, see the reason


@dataclass(frozen=True, slots=True)
class TargetResult:
    """One target of a preview. `output` is the file in `output/`, `before` the one in `input/`."""

    id: str
    title: str
    type: str
    rating_key: int
    library: str
    outcome: Outcome
    output: str | None = None
    before: str | None = None
    reason: str = ""
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class BlockedWrite:
    """One attempt to change something. `by` is the wall that held it, `what` says it in words."""

    method: str
    url: str
    timestamp: str
    by: str = "gateway"
    what: str = ""
    captured: bool = False


@dataclass(frozen=True, slots=True)
class CapturedOutput:
    """One picture that the engine was about to upload."""

    ratingKey: str  # noqa: N815 - the contract's spelling
    title: str
    source: str
    destination: str
    timestamp: str


@dataclass(frozen=True, slots=True)
class Summary:
    """Everything that `summary.json` says."""

    timestamp: datetime
    success: bool
    kometa_exit_code: int | None = None
    kometa_ran: bool = False
    blocked_write_attempts: tuple[BlockedWrite, ...] = ()
    captured_outputs: tuple[CapturedOutput, ...] = ()
    output_files: tuple[str, ...] = ()
    state: State = State.RUNNING
    engine: str = "kometa"
    engine_version: str = ""
    sandbox: str = ""
    walls: tuple[Mapping[str, object], ...] = ()
    targets: tuple[TargetResult, ...] = ()
    counts: Mapping[str, int] = field(default_factory=dict)
    changes: Mapping[str, int] = field(default_factory=dict)
    outside: tuple[Mapping[str, object], ...] = ()
    faults: tuple[Mapping[str, object], ...] = ()
    errors: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    durations: Mapping[str, float] = field(default_factory=dict)
    exit_code: int | None = None

    def to_json(self) -> dict[str, object]:
        """The summary as an object of JSON values."""
        row = asdict(self)
        row["timestamp"] = iso(self.timestamp)
        row["state"] = self.state.value
        row["targets"] = [{**asdict(one), "outcome": one.outcome.value} for one in self.targets]
        return row


def write_summary(folder: JobFolder, summary: Summary) -> None:
    """Write `summary.json`, whole or not at all."""
    write_atomic(folder.summary, json.dumps(summary.to_json(), indent=2, ensure_ascii=False) + "\n")
