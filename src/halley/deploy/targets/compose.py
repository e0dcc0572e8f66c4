"""Compose: one file, for Docker or Podman."""

import shlex

from halley.deploy import nightly
from halley.deploy.images import is_local
from halley.deploy.model import BACKUP_AT, UPDATE_AT, Deployment, own_network
from halley.deploy.targets.words import backup_image, builds
from halley.deploy.writing import written


def files(d: Deployment) -> dict[str, str]:
    """The Compose file of a service."""
    values: dict[str, object] = {
        "d": d,
        "is_local": is_local(d.image),
        "user": "" if d.kind.owner == "environment" else f"{d.puid}:{d.pgid}",
        "network_mode": d.network if own_network(d.network) else "",
        "tmpfs": d.kind.tmpfs if d.kind.is_read_only else (),  # Docker's own would let nothing be run from it
        "backup_image": backup_image(d),
        "backup_mounts": nightly.mounts(d),
        "backup_script": nightly.script(d),
        "backup_variables": nightly.variables(d),
        "backup_mode": found if own_network(found := nightly.network(d)) else "",
        "backup_at": BACKUP_AT,
        "update_at": UPDATE_AT,
        "backup_minute": _cron(BACKUP_AT),
        "update_minute": _cron(UPDATE_AT),
    }
    return {"compose.yml": written("compose.j2", values)}


def steps(d: Deployment, folder: str) -> list[str]:
    """What is typed once the file is in the folder."""
    is_made = d.makes_network and not own_network(d.network)
    network = [f"docker network create {d.network}    # unless it is there: the one that Plex is on"] if is_made else []
    return [*builds(d, "docker"), *network, f"docker compose -f {shlex.quote(folder)}/compose.yml up -d"]


def _cron(at: str) -> str:
    hour, minute = at.split(":")
    return f"{int(minute)} {int(hour)} * * *"
