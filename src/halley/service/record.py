"""What the service knows of its runs, in `halley/service/state.json`: what was taken up, what is open, what ended.

The file is written whole or not at all, and before what it tells of begins: who starts again never does anything twice.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Literal

from halley.clock import iso
from halley.files import make_folder, write_atomic

Outcome = Literal["", "finished", "approval", "failed", "cancelled", "skipped"]
Stage = Literal["waiting", "plan", "apply", "run"]
_FORMAT = 1
_KEPT = 30
_WRONG = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class RunRecord:
    """A run of the service. `why` says what began it.

    `job` is the studio's job that is at work, `plan` the one that planned, `run` what the journal calls what was done.
    `config` is the configuration it goes by, which may be the kept one; `items` narrows it to some that came in.
    """

    id: str
    mode: str
    why: str
    began: str
    due: str = ""
    stage: Stage = "waiting"
    config: str = ""
    items: tuple[str, ...] = ()
    job: str = ""
    plan: str = ""
    run: str = ""
    ended: str = ""
    outcome: Outcome = ""
    words: str = ""
    seconds: float = 0
    counts: Mapping[str, int] = field(default_factory=dict)

    @property
    def is_whole(self) -> bool:
        """Whether it is about everything, and not about what came in."""
        return not self.items


@dataclass(frozen=True, slots=True)
class State:
    """All that is on the disk.

    `taken` is the last moment of the schedule that a run was begun for, or that was let pass; `pending` one that came,
    and `items` are those that came in, while no run could be begun for them yet.
    """

    taken: str = ""
    pending: str = ""
    items: tuple[str, ...] = ()
    open: RunRecord | None = None
    runs: tuple[RunRecord, ...] = ()

    @property
    def last(self) -> RunRecord | None:
        """The last whole run that ended."""
        return next((one for one in self.runs if one.is_whole and one.outcome != "skipped"), None)


class Record:
    """The file, and what is in it."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "state.json"
        self.state = read_state(self.path)

    def taken(self, moment: datetime) -> None:
        """Note that a moment of the schedule is let pass. Raises OSError."""
        self._write(self._past(moment))

    def begin(self, run: RunRecord) -> RunRecord:
        """Note at once that a run is open, and what it takes up: a moment of the schedule, or items. Raises OSError."""
        state = self._past(datetime.fromisoformat(run.due)) if run.due else self.state
        left = tuple(one for one in state.items if one not in run.items)
        self._write(replace(state, open=run, items=left))
        return run

    def _was_wrong(self, moment: datetime) -> bool:
        return bool(self.state.taken) and datetime.fromisoformat(self.state.taken) - moment > _WRONG

    def _past(self, moment: datetime) -> State:
        taken = iso(moment) if self._was_wrong(moment) else max(self.state.taken, iso(moment))
        return replace(self.state, taken=taken, pending=self.state.pending if self.state.pending > taken else "")

    def put_off(self, moment: datetime) -> None:
        """Note that a moment of the schedule is to be taken up later. Raises OSError."""
        self._write(replace(self.state, pending=iso(moment)))

    def came(self, items: tuple[str, ...]) -> None:
        """Note items for which a run is to be begun. Raises OSError."""
        self._write(replace(self.state, items=items))

    def is_taken(self, moment: datetime) -> bool:
        """Whether it was, or a later one; but not one so late that the clock must have been wrong then."""
        return iso(moment) <= self.state.taken and not self._was_wrong(moment)

    def turn(self, run: RunRecord) -> RunRecord:
        """Note how the open run stands. Raises OSError."""
        self._write(replace(self.state, open=run))
        return run

    def end(self, run: RunRecord) -> RunRecord:
        """Note that it ended. Raises OSError."""
        self._write(replace(self.state, open=None, runs=(run, *self.state.runs)[:_KEPT]))
        return run

    def _write(self, state: State) -> None:
        make_folder(self.path.parent)
        row = {"format": _FORMAT, **asdict(state)}
        write_atomic(self.path, json.dumps(row, ensure_ascii=False, indent=1), mode=0o600)
        self.state = state


def read_state(path: Path) -> State:
    """What is on the disk; nothing where that cannot be read."""
    try:
        row = json.loads(path.read_text("utf-8"))
        opened = _run(row["open"]) if row["open"] else None
        runs, items = tuple(_run(one) for one in row["runs"]), tuple(map(str, row.get("items") or ()))
        taken = str(row["taken"])
        if taken:
            datetime.fromisoformat(taken)
        return State(taken, str(row.get("pending") or ""), items, opened, runs)
    except (OSError, ValueError, KeyError, TypeError):
        return State()


_NAMES = frozenset(one.name for one in fields(RunRecord))


def _run(row: Mapping[str, object]) -> RunRecord:
    known = {name: value for name, value in row.items() if name in _NAMES}
    items = known.get("items")
    return RunRecord(**{**known, "items": tuple(items) if isinstance(items, list) else ()})  # type: ignore[arg-type]
