"""Where a service can be deployed to: a registry, a file an entry."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from halley.deploy.model import Deployment
from halley.deploy.targets import compose, quadlet, systemd, unraid

Files = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Target:
    """What writes the files of a deployment, by their paths below the output folder, and what is to be done with them."""

    name: str
    help: str
    files: Callable[[Deployment], Files]
    steps: Callable[[Deployment, str], list[str]]


TARGETS = {
    one.name: one
    for one in (
        Target(
            "quadlet", "Units for Podman: container, network, nightly backup, daily update.", quadlet.files, quadlet.steps
        ),
        Target("compose", "A Compose file for Docker or Podman.", compose.files, compose.steps),
        Target("systemd", "Plain services of systemd, without a container.", systemd.files, systemd.steps),
        Target("unraid", "A template for Unraid.", unraid.files, unraid.steps),
    )
}
