"""Jobs: long work, done by a worker process, which outlives the page and the server."""

from typing import Literal

from pydantic import Field

from halley.studio.wire.base import Wire

JobKind = Literal["plan", "apply", "undo", "run"]
JobState = Literal["waiting", "running", "finished", "failed", "cancelled", "interrupted"]
Level = Literal["debug", "info", "warning", "error"]


class NewJob(Wire):
    """Work to do.

    `plan`: of a configuration, narrowed to libraries, to overlays, to items (as a person writes them, or rating keys), to
    `sample` items, or to a sample that covers every definition. `apply`: of the plan job `plan`, the steps that are approved
    there. `undo`: of the run `run`, whole or `only` some steps (as `halley undo --only` writes them). `run`: the engine
    works on the server, every write on record. `passed` names guards that a person typed to go past.
    """

    kind: JobKind
    configuration: str = ""
    libraries: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    sample: int | None = Field(default=None, ge=1, le=10_000)
    covers: bool = False
    overlays_only: bool = False
    engine: Literal["auto", "native", "kometa"] = "auto"
    plan: str = ""
    run: str = ""
    only: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    passed: tuple[str, ...] = ()


class Progress(Wire):
    """How far a job is. `total` is 0 where nobody knows; `seconds_left` is None until there is something to judge by."""

    words: str = ""
    done: int = 0
    total: int = 0
    seconds_left: float | None = None


class Job(Wire):
    """A job as it stands. `run` is the journal's id of what an apply or undo did. `counts`: steps by outcome or by mark."""

    id: str
    kind: JobKind
    title: str
    state: JobState
    configuration: str
    asked: NewJob
    made: str
    began: str = ""
    ended: str = ""
    progress: Progress = Progress()
    problem: str = ""
    hint: str = ""
    plan: str = ""
    run: str = ""
    counts: dict[str, int] = Field(default_factory=dict)
    size: int = 0


class LogLine(Wire):
    """A line of a job's log. `number` counts from 1."""

    number: int
    at: str
    level: Level
    text: str


class Artefact(Wire):
    """A file that a job left."""

    name: str
    size: int
    type: str


class Event(Wire):
    """Something that happened, as it goes over SSE: `job` (a Job as it stands now), `gone` (its id), `log` (lines of it)."""

    kind: Literal["job", "gone", "log"]
    id: str
    job: Job | None = None
    lines: tuple[LogLine, ...] = ()
