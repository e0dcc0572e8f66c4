"""How a run is shown while it goes on: a bar on a terminal, plain lines in a pipe, nothing when asked."""

import sys
import time
from collections.abc import Callable
from types import TracebackType

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, SpinnerColumn, TextColumn, TimeElapsedColumn, TimeRemainingColumn
from rich.progress import Progress as RichProgress

from halley.jobs.pace import Pace
from halley.plans.told import duration

_EVERY_S = 10
"""How often a pipe is told of the count within a stage."""


class Progress:
    """Stages with a count: called with (stage, done, total); a total of 0 means that nobody knows."""

    def __init__(self, *, quiet: bool = False, clock: Callable[[], float] = time.monotonic) -> None:
        self._quiet = quiet
        self._clock, self._next = clock, 0.0
        self._stage = ""
        self._pace = Pace(clock)
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
        left = self._pace.left_s(stage, done, total)
        if self._bar is not None:
            self._bar.update(self._task, description=stage, completed=done, total=total or None)
        elif not self._quiet and (stage != self._stage or (done and self._clock() >= self._next)):
            ahead = f", {duration(left)} left" if left is not None else ""
            count = f" {done} of {total}{ahead}" if done and total else f" {done}" if done else ""
            click.echo(f"{stage} ...{count}", err=True)
            self._next = self._clock() + _EVERY_S
        self._stage = stage
