"""What the system's journal has of services, where there is one."""

import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from halley.doctor.services import Service, kometas

_PATIENCE_S = 2
_LINES = "400"
_MOST = 3


def journals_of(services: Sequence[Service], environment: Mapping[str, str], system: Path) -> dict[str, str]:
    """The last lines of the units that run Kometa, by what to call them; without those that cannot be had at once.

    A unit below `/etc` is the system's, any other one the user's.
    """
    program = shutil.which("journalctl", path=environment.get("PATH"))
    units = {
        f"{one.path.stem}.service": [] if one.path.is_relative_to(system / "etc") else ["--user"]
        for one in kometas(services)
        if one.kind in {"quadlet", "systemd"}
    }
    found: dict[str, str] = {}
    for unit, whose in list(units.items())[:_MOST] if program is not None else ():
        words = [str(program), *whose, "--unit", unit, "--lines", _LINES, "--output", "cat", "--no-pager", "--quiet"]
        try:
            told = subprocess.run(  # noqa: S603 - the machine's own journal, which is only read
                words, capture_output=True, timeout=_PATIENCE_S, check=False, env=dict(environment)
            )
        except (OSError, subprocess.TimeoutExpired):
            return found
        found[f"the journal of {unit}"] = told.stdout.decode("utf-8", "replace")
    return found
