"""The folder of one job: what was asked and how far it is, each in a file that is written whole or not at all.

asked.json    what was asked, for good
state.json    how it stands
log.jsonl     its log, a line each
choice.json   steps of a plan that a person left out
plan/         of a plan: as `halley plan -o` writes it
report.json   of an apply or an undo: what became of each step
lock          held by the worker for as long as it lives
cancel        a person wants it to end
"""

import fcntl
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import get_args

from halley.errors import ConfigError
from halley.files import write_atomic
from halley.studio.wire.jobs import JobState, NewJob

_STATES = frozenset(get_args(JobState))
ACTIVE: frozenset[JobState] = frozenset({"waiting", "running"})
"""The states of a job that has not come to its end."""


@dataclass(frozen=True, slots=True)
class Errand:
    """What was asked. `config` is the path of the configuration, `plan` the job whose plan an apply
    carries out, without the steps `excluded`.
    """

    id: str
    title: str
    made: str
    asked: NewJob
    config: str
    is_demo: bool = False
    kometa: str = ""
    plan: str = ""
    excluded: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Standing:
    """How a job stands. `pid` and `started` name its worker among all processes; `run` is the journal's id of its run.

    `title` is what the job is called once that is known better than when it was asked for.
    """

    state: JobState = "waiting"
    began: str = ""
    ended: str = ""
    words: str = ""
    done: int = 0
    total: int = 0
    seconds_left: float | None = None
    problem: str = ""
    hint: str = ""
    run: str = ""
    counts: Mapping[str, int] = field(default_factory=dict)
    size: int = 0
    pid: int = 0
    started: int = 0
    title: str = ""

    @property
    def is_active(self) -> bool:
        """Whether it has not come to its end."""
        return self.state in ACTIVE


@dataclass(frozen=True, slots=True)
class JobRecord:
    """A job's folder."""

    root: Path

    @property
    def id(self) -> str:
        """What it is called."""
        return self.root.name

    @property
    def log(self) -> Path:
        return self.root / "log.jsonl"

    @property
    def state(self) -> Path:
        return self.root / "state.json"

    @property
    def plan(self) -> Path:
        return self.root / "plan"

    @property
    def report(self) -> Path:
        return self.root / "report.json"

    @property
    def errors(self) -> Path:
        """What the worker's interpreter says where it dies."""
        return self.root / "stderr.txt"

    @property
    def cancel(self) -> Path:
        return self.root / "cancel"

    def write_errand(self, errand: Errand) -> None:
        """Put down what was asked. Raises OSError."""
        row = {name: getattr(errand, name) for name in _ERRAND_TEXTS}
        told = {
            **row,
            "is_demo": errand.is_demo,
            "excluded": errand.excluded,
            "asked": errand.asked.model_dump(mode="json"),
        }
        write_atomic(self.root / "asked.json", json.dumps(told, ensure_ascii=False, indent=1), mode=0o600)

    def errand(self) -> Errand:
        """What was asked. Raises ConfigError where that cannot be read."""
        try:
            told = json.loads((self.root / "asked.json").read_text("utf-8"))
            texts = {name: str(told[name]) for name in _ERRAND_TEXTS}
            asked, excluded = NewJob.model_validate(told["asked"]), tuple(int(one) for one in told["excluded"])
            return Errand(asked=asked, is_demo=bool(told["is_demo"]), excluded=excluded, **texts)
        except (OSError, ValueError, KeyError, TypeError):  # of a newer Halley, perhaps
            raise ConfigError(f"the job {self.id} cannot be read", hint="delete it") from None

    def write_standing(self, standing: Standing, *, durable: bool = True) -> None:
        """Put down how it stands. Raises OSError."""
        write_atomic(self.state, json.dumps(asdict(standing), ensure_ascii=False), mode=0o600, durable=durable)

    def standing(self) -> Standing:
        """How it stands; what cannot be read has failed."""
        try:
            told = json.loads(self.state.read_text("utf-8"))
            found = {name: told[name] for name in _STANDING if name in told}
            is_whole = found["state"] in _STATES and all(isinstance(value, _KINDS[name]) for name, value in found.items())
        except (OSError, ValueError, KeyError, TypeError):
            is_whole = False
        return Standing(**found) if is_whole else _UNREADABLE

    @contextmanager
    def held(self) -> Iterator[bool]:
        """Hold the job as its worker; yields whether that could be done."""
        with (self.root / "lock").open("a") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                yield False
                return
            yield True

    @property
    def is_held(self) -> bool:
        """Whether a worker that lives holds it."""
        try:
            with (self.root / "lock").open("rb") as lock:
                fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except FileNotFoundError:
            return False
        except OSError:
            return True
        return False

    def size(self) -> int:
        """Bytes of all that lies in it."""
        found = 0
        for path in self.root.rglob("*"):
            with suppress(OSError):
                found += path.lstat().st_size if path.is_file() and not path.is_symlink() else 0
        return found


_ERRAND_TEXTS = tuple(one.name for one in fields(Errand) if one.name not in {"asked", "is_demo", "excluded"})
_STANDING = tuple(one.name for one in fields(Standing))
_KINDS = {name: type(getattr(Standing(), name)) for name in _STANDING} | {"seconds_left": (int, float, type(None))}
_UNREADABLE = Standing("failed", problem="how this job stands cannot be read", hint="delete it")
