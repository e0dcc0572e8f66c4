"""Finds out whether a sandbox works by running `true` in it: a program that is there may still be of no use."""

import subprocess
from collections.abc import Mapping, Sequence

_PATIENCE_S = 60


def complaint(command: Sequence[str], environment: Mapping[str, str] | None = None) -> str | None:
    """None where the command ends well, else the last line of what it complains of."""
    try:
        done = subprocess.run(  # noqa: S603  the commands are our own
            command,
            env=None if environment is None else dict(environment),
            capture_output=True,
            text=True,
            errors="replace",
            timeout=_PATIENCE_S,
            check=False,
            stdin=subprocess.DEVNULL,
        )
    except (OSError, subprocess.TimeoutExpired) as problem:
        return str(problem)
    if done.returncode == 0:
        return None
    lines = done.stderr.strip().splitlines()
    return lines[-1] if lines else f"exit status {done.returncode}"
