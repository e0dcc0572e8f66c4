"""What is done every night at three: a backup, old ones let go, and the newest one tried."""

import shlex
from collections.abc import Sequence

from halley.deploy.model import Backups, Deployment, Volume

IDENTITY_INSIDE = "/run/age-identity.txt"
DEST_INSIDE = "/backups"
_TELL = frozenset({"HALLEY_NOTIFY", "HALLEY_NOTIFY_HOURS"})


def commands(name: str, told: Backups, source: str, dest: str, identity: str) -> list[list[str]]:
    """The commands in order, without the program's own name; each only makes sense when the one before has ended well."""
    where = ["--source", source, "--dest", dest, "--name", name]
    recipients = [word for one in told.recipients for word in ("--recipient", one)]
    found = [
        ["backup", "create", *where, *recipients],
        ["backup", "prune", "--dest", dest, "--name", name],
    ]
    if told.identity:
        # In the config folder, which is as secret as what is unpacked; that part of it goes into no backup.
        found.append(["backup", "drill", *where, "--identity", identity, "--scratch", f"{source}/halley/backup"])
    return found


def variables(deployment: Deployment) -> dict[str, str]:
    """What the backup's container is told besides: whom to tell where it fails."""
    return {name: value for name, value in deployment.environment if name in _TELL}


def network(deployment: Deployment) -> str:
    """The backup's network. None where Halley's service tells of a backup that failed; else the backup does that itself."""
    return "none" if deployment.is_halley else deployment.network


def script(deployment: Deployment) -> str:
    """All of it as a line for a shell in a container."""
    return " && ".join(shlex.join(["halley", *one]) for one in _inside(deployment))


def _inside(deployment: Deployment) -> Sequence[list[str]]:
    told = deployment.backups
    return commands(deployment.name, told, "/config", DEST_INSIDE, IDENTITY_INSIDE) if told else ()


def mounts(deployment: Deployment) -> tuple[Volume, ...]:
    """What the backup's container sees. No label is set: that of the config folder is the service's own."""
    told = deployment.backups
    if told is None:
        return ()
    identity = (Volume(told.identity, IDENTITY_INSIDE, "ro"),) if told.identity else ()
    return (Volume(deployment.config, "/config", ""), Volume(told.dest, DEST_INSIDE, ""), *identity)
