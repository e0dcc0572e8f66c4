"""How a run is shown while it goes on: a bar on a terminal, plain lines in a pipe, nothing when asked."""

import sys
import time
from collections.abc import Callable
from types import TracebackType

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, SpinnerColumn, TextColumn, TimeElapsedColumn, TimeRemainingColumn
from rich.progress import Progress as RichProgress

from halley.plans.told import duration

_EVERY_S = 10
"""How often a pipe is told of the count within a stage."""


class Progress:
    """Stages with a count: called with (stage, done, total); a total of 0 means that nobody knows."""

    def __init__(self, *, quiet: bool = False, clock: Callable[[], float] = time.monotonic) -> None:
        self._quiet = quiet
        self._clock, self._next = clock, 0.0
        self._stage = ""
        self._began = (0.0, 0)  # when this stage began, and at which count: a run that is gone on with begins late
        self._bar: RichProgress | None = None
        if not quiet and sys.stderr.isatty():
            self._bar = RichProgress(
                SpinnerColumn(),
                TextColumn("{task.description}"),
                BarColumn(),
                MofNCompleteColumn(),
                TimeElapsedColumn(),
                TimeRemainingColumn(),
                console=Console(stderr=True),
                transient=True,
            )
            self._task = self._bar.add_task("", total=None)

    def __enter__(self) -> "Progress":
        if self._bar is not None:
            self._bar.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None) -> None:
        if self._bar is not None:
            self._bar.stop()

    def __call__(self, stage: str, done: int = 0, total: int = 0) -> None:
        """Show how far a stage is."""
        if stage != self._stage:
            self._began = (self._clock(), done)
        if self._bar is not None:
            self._bar.update(self._task, description=stage, completed=done, total=total or None)
        elif not self._quiet and (stage != self._stage or (done and self._clock() >= self._next)):
            count = f" {done} of {total}{self._left(done, total)}" if done and total else f" {done}" if done else ""
            click.echo(f"{stage} ...{count}", err=True)
            self._next = self._clock() + _EVERY_S
        self._stage = stage

    def _left(self, done: int, total: int) -> str:
        """How much longer the stage will take, once there is something to judge by."""
        since, at_first = self._began
        spent = self._clock() - since
        if done <= at_first or spent <= 0 or done >= total:
            return ""
        seconds = spent / (done - at_first) * (total - done)
        return f", {duration(seconds)} left"
