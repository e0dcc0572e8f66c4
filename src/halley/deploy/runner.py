"""Carries the test of a service out: the service is started again whatever happens, but for a SIGKILL or a power cut."""

import signal
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

from halley.deploy.trial import Trial
from halley.errors import ConfigError, HalleyError

_STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
_PATIENCE_S = 30.0
_LOOK_S = 0.2


class TrialError(HalleyError):
    """The service could not be stopped before its test, or not be started again after it."""


def carry_out(trial: Trial, say: Callable[[str], None]) -> int:
    """Stop the service, run the test, start the service again where it ran before; how the test ended."""
    with _signals() as caught:
        ran_before = _does(trial.is_active)
        if ran_before:
            say("stopping the service")
        try:
            if ran_before and not _does(trial.stop):
                raise TrialError("the service could not be stopped, so the test was not begun")
            status = 128 + caught[0] if caught else _test(trial, caught)
        finally:
            if ran_before:
                say("starting the service again")
                _start(trial)
        if not ran_before:
            say("the service did not run before, and is left so")
    return status


def _test(trial: Trial, caught: list[int]) -> int:
    # A session of its own would lose the terminal; in ours, Ctrl-C reaches the container's client as well.
    try:
        running = subprocess.Popen(trial.run)  # noqa: S603  what the user asked for
    except OSError as problem:
        raise ConfigError(f"{trial.run[0]} cannot be started: {problem.strerror}") from None
    try:
        while not caught:
            try:
                status = running.wait(_LOOK_S)
            except subprocess.TimeoutExpired:
                continue
            return status if status >= 0 else 128 - status
        _does(trial.end)
        try:
            running.wait(_PATIENCE_S)
        except subprocess.TimeoutExpired:
            _does(trial.remove)
        return 128 + caught[0]
    finally:
        if running.poll() is None:
            running.kill()
            running.wait()


def _start(trial: Trial) -> None:
    if not _does(trial.start):
        raise TrialError("the service could not be started again", hint=f"start it yourself: {' '.join(trial.start)}")


def _does(command: tuple[str, ...]) -> bool:
    """Whether a command ends well. In a session of its own, so that no Ctrl-C ends it half-way."""
    try:
        done = subprocess.run(command, check=False, stdin=subprocess.DEVNULL, start_new_session=True)  # noqa: S603
    except OSError as problem:
        raise ConfigError(f"{command[0]} cannot be started: {problem.strerror}") from None
    return done.returncode == 0


@contextmanager
def _signals() -> Iterator[list[int]]:
    """The signals that came, while none of them ends us."""
    caught: list[int] = []

    def note(number: int, _: FrameType | None) -> None:
        caught.append(number)

    before = {one: signal.signal(one, note) for one in _STOPPING}
    try:
        yield caught
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)
