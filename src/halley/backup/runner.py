"""Stopping and starting the service whose folder is replaced, and hearing of a signal in time to put things back."""

import shlex
import signal
import subprocess
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import NoReturn, Protocol

from halley.backup.errors import ServiceError
from halley.errors import ConfigError

_PATIENCE_S = 300


class Service(Protocol):
    """Something that uses a folder and has to let go of it."""

    def stop(self) -> None:
        """Returns when it has stopped. Raises ServiceError."""

    def start(self) -> None:
        """Raises ServiceError."""


class NoService:
    """Nothing uses the folder."""

    def stop(self) -> None:
        """Nothing is done."""

    def start(self) -> None:
        """Nothing is done."""


@dataclass(frozen=True, slots=True)
class Commands:
    """A service by the commands that stop and start it."""

    stopping: Sequence[str]
    starting: Sequence[str]

    def stop(self) -> None:
        """Run the one."""
        _run(self.stopping)

    def start(self) -> None:
        """Run the other."""
        _run(self.starting)


def unit(name: str, *, of_system: bool) -> Commands:
    """A unit of systemd, the user's or the system's. Raises ConfigError for what is no name of one."""
    if not name or name.startswith("-"):
        raise ConfigError(f"`{name}` is no unit of systemd", hint="`--service kometa.service` is one")
    program = ["systemctl"] if of_system else ["systemctl", "--user"]
    return Commands([*program, "stop", name], [*program, "start", name])


def commands(stop: str, start: str) -> Commands:
    """A service by two command lines, which no shell reads. Raises ConfigError."""
    try:
        found = Commands(shlex.split(stop), shlex.split(start))
    except ValueError as problem:
        raise ConfigError(f"`{stop}` or `{start}` is no command line: {problem}") from None
    if not found.stopping or not found.starting:
        raise ConfigError("a service needs a command that stops it and one that starts it")
    return found


def _run(command: Sequence[str]) -> None:
    line = shlex.join(command)
    try:
        done = subprocess.run(  # noqa: S603  the user's own command, without a shell
            command,
            capture_output=True,
            text=True,
            errors="replace",
            stdin=subprocess.DEVNULL,
            timeout=_PATIENCE_S,
            check=False,
        )
    except OSError as problem:
        raise ServiceError(f"`{line}` cannot be run: {problem.strerror}") from None
    except subprocess.TimeoutExpired:
        raise ServiceError(f"`{line}` did not come to an end in {_PATIENCE_S} seconds") from None
    if done.returncode != 0:
        said = (done.stderr or done.stdout).strip().splitlines()
        raise ServiceError(f"`{line}` failed with {done.returncode}" + (f": {said[-1]}" if said else ""))


@contextmanager
def heeding_signals() -> Iterator[None]:
    """Have SIGTERM and SIGHUP end what goes on as Ctrl-C does, so that it can put things back first."""
    with _hearing(_stopped, signal.SIGTERM, signal.SIGHUP):
        yield


@contextmanager
def putting_off_signals() -> Iterator[Callable[[], None]]:
    """Let nothing interrupt what must be done whole; a signal that came meanwhile counts afterwards.

    What is yielded has it count at once, where that is called.
    """
    heard: list[int] = []

    def heed() -> None:
        if heard:
            _stopped(heard[0], None)

    # Not by blocking or ignoring them: that would pass on to a service that is started meanwhile.
    with _hearing(lambda number, _: heard.append(number), signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
        yield heed
    heed()


@contextmanager
def _hearing(handler: Callable[[int, object], None], *signals: signal.Signals) -> Iterator[None]:
    before = {}
    with suppress(ValueError):  # not in the main thread: then somebody else hears signals
        before = {one: signal.signal(one, handler) for one in signals}
    try:
        yield
    finally:
        for one, was in before.items():
            signal.signal(one, was)


def _stopped(number: int, _frame: object) -> NoReturn:
    raise KeyboardInterrupt(f"signal {number}")
