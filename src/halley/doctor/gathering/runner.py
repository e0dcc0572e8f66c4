"""What the system's journal has of services, where there is one."""

import shutil
import subprocess
from collections.abc import Mapping, Sequence

from halley.doctor.services import Service, kometas

_PATIENCE_S = 2
_LINES = "400"
_MOST = 3


def journals_of(services: Sequence[Service], environment: Mapping[str, str]) -> dict[str, str]:
    """The last lines of the units that run Kometa, by what to call them; without those that cannot be had at once."""
    program = shutil.which("journalctl", path=environment.get("PATH"))
    units = dict.fromkeys(f"{one.path.stem}.service" for one in kometas(services) if one.kind in {"quadlet", "systemd"})
    found: dict[str, str] = {}
    for unit in list(units)[:_MOST] if program is not None else ():
        words = [program, "--user", "--unit", unit, "--lines", _LINES, "--output", "cat", "--no-pager", "--quiet"]
        try:
            told = subprocess.run(  # noqa: S603 - the machine's own journal, which is only read
                [one for one in words if one], capture_output=True, timeout=_PATIENCE_S, check=False, env=dict(environment)
            )
        except (OSError, subprocess.TimeoutExpired):
            return found
        found[f"the journal of {unit}"] = told.stdout.decode("utf-8", "replace")
    return found
