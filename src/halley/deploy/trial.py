"""The one-shot test of a service: the same container, with `KOMETA_RUN=true`, while the service itself stands still."""

import shlex
from dataclasses import dataclass
from typing import Literal

from halley.deploy.model import Deployment

Engine = Literal["podman", "docker"]


@dataclass(frozen=True, slots=True)
class Trial:
    """The commands of a test, each a list of words. `is_active` ends with 0 where there is a service to stop."""

    is_active: tuple[str, ...]
    stop: tuple[str, ...]
    run: tuple[str, ...]
    end: tuple[str, ...]
    remove: tuple[str, ...]
    start: tuple[str, ...]
    own: tuple[str, ...]


def trial_of(d: Deployment, engine: Engine, *, is_terminal: bool) -> Trial:
    """How a service is tried once. Podman's service is systemd's, Docker's is a container that is there already."""
    name = f"test-{d.name}"
    systemctl = ("systemctl",) if d.of_system else ("systemctl", "--user")
    unit = f"{d.name}.service"
    run = (engine, "run", "--rm", *(["-it"] if is_terminal else []), "--name", name, *_options(d, engine), d.image)
    end, remove = (engine, "stop", "--time", "20", name), (engine, "rm", "--force", name)
    if engine == "docker":
        asks = ("sh", "-c", f'test "$(docker inspect -f {{{{.State.Running}}}} {d.name})" = true')
        own = ("chown", "-R", f"{d.puid}:{d.pgid}", d.config)
        return Trial(asks, (engine, "stop", d.name), run, end, remove, (engine, "start", d.name), own)
    own = (*(() if d.of_system else ("podman", "unshare")), "chown", "-R", d.owner_in_namespace, d.config)
    return Trial(
        (*systemctl, "is-active", "--quiet", unit),
        (*systemctl, "stop", unit),
        run,
        end,
        remove,
        (*systemctl, "start", unit),
        own,
    )


def told(trial: Trial) -> str:
    """The test as somebody would type it."""
    return f"""\
# Stop the service first
{shlex.join(trial.stop)}

# Run at once (KOMETA_RUN=true), instead of waiting for the time
{_folded(trial.run)}

# Start it again, whatever came of the test
{shlex.join(trial.start)}

# Where files belong to somebody else afterwards
{shlex.join(trial.own)}
"""


def _options(d: Deployment, engine: Engine) -> list[str]:
    words = ["--network", d.network]
    if engine == "podman" and d.keeps_id:
        words += [f"--userns=keep-id:uid={d.puid},gid={d.pgid}"]
    if d.kind.owner == "user" or (d.kind.owner == "root" and (d.of_system or engine == "docker")):
        words += ["--user", f"{d.puid}:{d.pgid}"]
    if d.kind.is_read_only:
        words += ["--read-only"]
    if engine == "podman" or d.kind.is_read_only:
        words += [word for one in d.kind.tmpfs for word in ("--tmpfs", one)]
    words += ["--cap-drop", "all", *(word for one in d.kind.capabilities for word in ("--cap-add", one))]
    words += ["--security-opt", "no-new-privileges"]
    variables = {**d.variables, "KOMETA_RUN": "true"}
    words += [word for name, value in variables.items() for word in ("-e", f"{name}={value}")]
    return words + [word for one in d.mounts for word in ("-v", str(one))]


def _folded(command: tuple[str, ...]) -> str:
    """A long command over several lines, an option each."""
    lines, line = list[str](), list[str]()
    for word in command:
        if word.startswith("-") and len(line) > 0:
            lines.append(shlex.join(line))
            line = []
        line.append(word)
    return " \\\n  ".join([*lines, *([shlex.join(line[:-1])] if line[:-1] else []), shlex.quote(line[-1])])
