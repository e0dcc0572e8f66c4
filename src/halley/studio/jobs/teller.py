"""What a worker tells while it works: how far it is, and lines of its log. No secret that is known comes into either."""

import asyncio
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from halley.clock import SystemClock, iso
from halley.errors import HalleyError
from halley.gateway.ledger import without_tokens
from halley.jobs.pace import Pace
from halley.jobs.shown_log import LogLine, shown_line
from halley.runs.model import Outcome, State
from halley.secrets import Redactor
from halley.studio.jobs.log import LogWriter
from halley.studio.jobs.record import JobRecord, Standing
from halley.studio.wire.jobs import Level

_EVERY_S = 0.25
_CHUNK = 256 * 1024
_LEVELS: dict[str, Level] = {"critical": "error", "error": "error", "warning": "warning"}
_OUTCOMES: dict[State, Level] = {
    State.EXACT: "info",
    State.ALREADY: "debug",
    State.ASKED: "info",
    State.DIFFERENT: "warning",
    State.FAILED: "error",
    State.REFUSED: "warning",
    State.SKIPPED: "warning",
    State.BEGUN: "warning",
}


@dataclass(slots=True)
class Teller:
    """Tells of one job. `standing` is what stands in its folder, or will within a quarter of a second."""

    record: JobRecord
    log: LogWriter
    standing: Standing
    pace: Pace = field(default_factory=Pace)
    mask: Callable[[str], str] = without_tokens
    engine: "EngineLog | None" = None
    _told: Standing | None = None
    _next: float = 0

    def hide(self, redactor: Redactor) -> None:
        """Keep these secrets out of everything from now on."""
        self.mask = self.log.mask = lambda text: without_tokens(redactor(text))

    def say(self, level: Level, text: str) -> None:
        """A line of the log, after all that an engine said before it."""
        if self.engine is not None:
            self.engine.read()
        self.log.add(level, text)

    def progress(self, stage: str, done: int = 0, total: int = 0) -> None:
        """How far a stage is; `total` 0 means that nobody knows. A new stage is a line of the log."""
        if stage != self.standing.words:
            self.say("info", f"{stage} ...")
        left = self.pace.left_s(stage, done, total)
        self.standing = replace(self.standing, words=stage, done=done, total=total, seconds_left=left)
        self._write_soon()

    def entitled(self, title: str) -> None:
        """What the job is called from now on."""
        self.standing = replace(self.standing, title=title)
        self._write_soon()

    def called(self, run: str) -> None:
        """What the journal calls the run that is about to begin. It is on the disk before the run is."""
        self.standing = replace(self.standing, run=run)
        self.write(durable=True)
        self.say("info", f"run {run}: `halley history show {run}` tells of it")

    def heard(self, outcomes: Sequence[Outcome]) -> None:
        """What became of steps."""
        for one in outcomes:
            reason = f" ({one.reason})" if one.reason else ""
            self.say(_OUTCOMES[one.state], f"{one.number} {one.state.value}: {one.words}{reason}")

    def failed(self, problem: HalleyError) -> None:
        """The error as the command line would show it."""
        sentence = self.mask(f"{problem.where}: {problem.message}" if problem.where else problem.message)
        self.standing = replace(self.standing, state="failed", problem=sentence, hint=self.mask(problem.hint or ""))
        self.say("error", sentence)
        if problem.hint:
            self.say("error", f"hint: {problem.hint}")

    def ended(self) -> None:
        """The last word. It is on the disk when this returns."""
        now, told = iso(SystemClock().now()), self.standing
        done = max(told.done, told.total) if told.state == "finished" else told.done
        self.standing = replace(told, done=done, ended=now, seconds_left=None, size=self.record.size(), pid=0, started=0)
        self.write(durable=True)
        self.log.close()

    def write(self, *, durable: bool = False) -> None:
        """Put down how it stands."""
        self._told, self._next = self.standing, time.monotonic() + _EVERY_S
        self.record.write_standing(self.standing, durable=durable)

    def _write_soon(self) -> None:
        if time.monotonic() >= self._next:
            with suppress(OSError):  # a disk that is full ends no run: what counts of one is in the journal
                self.write()

    async def kept_up(self, engine_log: Path) -> None:
        """Put down what is not yet, and pass on what an engine logs, until cancelled."""
        self.engine = EngineLog(engine_log, self.log.add)
        try:
            while True:
                self.engine.read()
                if self.standing != self._told:
                    self._write_soon()
                await asyncio.sleep(_EVERY_S)
        finally:
            self.engine.read(is_last=True)


@dataclass(slots=True)
class EngineLog:
    """An engine's log file, passed on line by line while it grows."""

    path: Path
    say: Callable[[Level, str], None]
    _read: int = 0
    _rest: bytes = b""

    def read(self, *, is_last: bool = False) -> None:
        """Pass on what is new."""
        try:
            with self.path.open("rb") as file:
                file.seek(self._read)
                while chunk := file.read(_CHUNK):
                    self._read += len(chunk)
                    *lines, self._rest = (self._rest + chunk).split(b"\n")
                    for line in lines:
                        self._pass_on(line)
        except OSError:  # it is not there yet
            pass
        if is_last and self._rest:
            self._pass_on(self._rest)
            self._rest = b""

    def _pass_on(self, raw: bytes) -> None:
        line: LogLine = shown_line(0, raw.decode("utf-8", "replace"))
        if line.text.strip(" =|"):
            self.say(_LEVELS.get(line.level, "info"), line.text)
