"""Plain systemd: Halley, or a Kometa with its own Python, as a service of the user's, without a container."""

import shlex

from halley.deploy import nightly
from halley.deploy.model import BACKUP_AT, Deployment
from halley.deploy.targets.words import purpose
from halley.deploy.writing import written
from halley.errors import ConfigError

_BIN, _PYTHON = "/usr/bin/env", "/usr/bin/python3"


def files(d: Deployment) -> dict[str, str]:
    """The units of a service."""
    units = f"systemd/{'system' if d.of_system else 'user'}"
    told = d.backups
    runs = nightly.commands(d.name, told, d.config, told.dest, told.identity) if told else []
    values: dict[str, object] = {
        "d": d,
        "purpose": purpose(d),
        "path": f"{'/usr/local/sbin' if d.of_system else '%h/.local/bin'}:/usr/local/bin:/usr/bin:/bin",
        "variables": _variables(d),
        "start": _start(d),
        "backup_variables": nightly.variables(d),
        "commands": [[_BIN, "halley", *one] for one in runs],
        "backup_at": BACKUP_AT,
    }
    found = {f"{units}/{d.name}.service": written("service.j2", values)}
    if told is not None:
        found[f"{units}/{d.name}-backup.service"] = written("backup-service.j2", values)
        found[f"{units}/{d.name}-backup.timer"] = written("timer.j2", values)
    return found


def steps(d: Deployment, folder: str) -> list[str]:
    """What is typed once the files are in the folder."""
    systemctl = "systemctl" if d.of_system else "systemctl --user"
    home = "/etc" if d.of_system else "~/.config"
    units = [f"{d.name}.service", *([f"{d.name}-backup.timer"] if d.backups else [])]
    return [
        *([] if folder == home else [f"cp -r {shlex.quote(folder)}/. {home}/"]),
        *([] if d.of_system else ["loginctl enable-linger"]),
        f"{systemctl} daemon-reload",
        f"{systemctl} enable --now {' '.join(units)}",
    ]


def _variables(d: Deployment) -> dict[str, str]:
    """The environment. There is no image, so nothing of one: no user to go over to, no place inside."""
    found = {"TZ": d.tz, "KOMETA_TIMES": d.times}
    if d.is_halley:
        found |= {"HALLEY_MODE": d.mode, "HALLEY_DATA": f"{d.config}/halley", "HALLEY_STUDIO_PORT": str(d.port)}
    if d.is_halley and d.kometa:
        found |= {"HALLEY_KOMETA": d.kometa, "HALLEY_KOMETA_PYTHON": d.kometa_python or _PYTHON}
    if d.is_halley and d.password:
        found |= {"HALLEY_STUDIO_HOST": "0.0.0.0", "HALLEY_STUDIO_PASSWORD_FILE": d.password}
    return found | dict(d.environment)


def _start(d: Deployment) -> list[str]:
    config = ["--config", f"{d.config}/config.yml"]
    if d.is_halley:
        return [_BIN, "halley", "serve", *config]
    if not d.kometa:
        raise ConfigError(
            "without a container, Kometa's own program is needed", hint="name it: `--kometa /opt/kometa/kometa.py`"
        )
    return [d.kometa_python or _PYTHON, d.kometa, *config]
