"""Podman Quadlet: `.container`, `.network`, and timers, laid out as below `~/.config` (or `/etc`)."""

import shlex

from halley.deploy import nightly
from halley.deploy.images import is_local
from halley.deploy.model import BACKUP_AT, UPDATE_AT, Deployment, own_network
from halley.deploy.targets.words import backup_image, builds, purpose
from halley.deploy.writing import written

_ALL_FILES = ("CHOWN", "DAC_OVERRIDE", "FOWNER")


def files(d: Deployment) -> dict[str, str]:
    """The units of a service."""
    units = f"systemd/{'system' if d.of_system else 'user'}"
    as_service = d.is_halley or d.kind.owner == "user"
    values: dict[str, object] = {
        "d": d,
        "purpose": purpose(d),
        "network": _unit_of(d, d.network),
        "backup_network": _unit_of(d, nightly.network(d)),
        "backup_variables": nightly.variables(d),
        "identity": _identity(d),
        "health": _held(d.health_command),
        "is_local": is_local(d.image),
        "backup_image": backup_image(d),
        "backup_identity": _identity(d) if as_service else ["User=0:0", "Environment=PUID=0", "Environment=PGID=0"],
        "backup_mounts": nightly.mounts(d),
        "backup_capabilities": () if as_service else _ALL_FILES,
        "backup_script": nightly.script(d),
        "backup_at": BACKUP_AT,
        "update_at": UPDATE_AT,
    }
    found = {f"containers/systemd/{d.name}.container": written("container.j2", values)}
    if _makes_network(d):
        found[f"containers/systemd/{d.network}.network"] = written("network.j2", values)
    if d.backups is not None:
        found[f"containers/systemd/{d.name}-backup.container"] = written("backup-container.j2", values)
        found[f"{units}/{d.name}-backup.timer"] = written("timer.j2", values)
    found[f"{units}/podman-auto-update.timer.d/10-halley.conf"] = written("update-timer.j2", values)
    return found


def steps(d: Deployment, folder: str) -> list[str]:
    """What is typed once the files are in the folder."""
    systemctl = "systemctl" if d.of_system else "systemctl --user"
    home = "/etc" if d.of_system else "~/.config"
    timers = [*([f"{d.name}-backup.timer"] if d.backups else []), "podman-auto-update.timer"]
    found = [] if folder == home else [f"cp -r {shlex.quote(folder)}/. {home}/"]
    if d.backups is not None:  # Podman makes no folder that is to be mounted
        found.append(f"mkdir -p {shlex.quote(d.backups.dest)}")
    found += builds(d, "podman")
    if not d.of_system:
        found.append("loginctl enable-linger")
    return [
        *found,
        f"{systemctl} daemon-reload",
        f"{systemctl} start {d.name}.service",
        f"{systemctl} enable --now {' '.join(timers)}",
    ]


def _unit_of(d: Deployment, network: str) -> str:
    """A network as units name it: by its own unit, where one comes along."""
    return f"{network}.network" if network == d.network and _makes_network(d) else network


def _makes_network(d: Deployment) -> bool:
    return d.makes_network and not own_network(d.network)


def _held(command: str) -> str:
    """A command of a shell that neither begins nor ends with a quote: Quadlet takes those for its own."""
    return f"{{ {command}; }}" if command[:1] in {'"', "'"} or command[-1:] in {'"', "'"} else command


def _identity(d: Deployment) -> list[str]:
    """Who it is inside, as lines of a unit. Never keep-id for an image whose init changes users itself."""
    if d.keeps_id:
        return [f"UserNS=keep-id:uid={d.puid},gid={d.pgid}", f"User={d.puid}:{d.pgid}"]
    if d.kind.owner == "user" or (d.kind.owner == "root" and d.of_system):
        return [f"User={d.puid}:{d.pgid}"]
    return []
