"""What is wished for: by flags, by a service's file (`services/kometa.yml`), and what stands where neither says a thing."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from halley.deploy.model import IMAGES, PORT, WITH_KOMETA, Backups, Deployment, Program, Volume, variable, volume
from halley.errors import ConfigError

_LARGEST = 256 * 1024
_WORDS = (
    "name",
    "image",
    "config",
    "network",
    "times",
    "tz",
    "mode",
    "health_cmd",
    "password_file",
    "kometa",
    "kometa_python",
)
_NUMBERS = ("puid", "pgid", "port")
_BACKUP_TYPES = ("arr", "none")


@dataclass(frozen=True, slots=True)
class Wishes:
    """What somebody says; None or empty where nothing is said."""

    program: Program | None = None
    name: str | None = None
    image: str | None = None
    config: str | None = None
    network: str | None = None
    external_network: bool | None = None
    puid: int | None = None
    pgid: int | None = None
    times: str | None = None
    tz: str | None = None
    mode: str | None = None
    port: int | None = None
    password_file: str | None = None
    backups: str | None = None
    recipients: tuple[str, ...] = ()
    identity: str | None = None
    backup_type: str | None = None
    volumes: tuple[str, ...] = ()
    env: tuple[str, ...] = ()
    health_cmd: str | None = None
    after: tuple[str, ...] = ()
    system: bool | None = None
    kometa: str | None = None
    kometa_python: str | None = None

    def over(self, other: "Wishes") -> "Wishes":
        """These wishes, and those of another where these say nothing."""
        said = {one.name: getattr(self, one.name) for one in fields(self)}
        return replace(other, **{name: value for name, value in said.items() if value is not None and value != ()})


def deployment_of(wishes: Wishes, owner: tuple[int, int], tz: str) -> Deployment:
    """The deployment that is wished for; `owner` and `tz` stand where nothing is said. Raises ConfigError."""
    program: Program = wishes.program or "halley"
    volumes = tuple(volume(text) for text in wishes.volumes)
    told = next((one for one in volumes if one.target == "/config"), None)
    config = wishes.config or (told.source if told is not None else None)
    if config is None:
        raise ConfigError("there is no config folder", hint="name it: `--config-dir /home/mms/config/kometa`")
    return Deployment(
        program=program,
        config=config,
        name=wishes.name or program,
        image=wishes.image or (WITH_KOMETA if (program, wishes.mode) == ("halley", "kometa") else IMAGES[program]),
        label=(told.options if told is not None else "") or "Z",
        network=wishes.network or "mms",
        makes_network=not wishes.external_network,
        puid=owner[0] if wishes.puid is None else wishes.puid,
        pgid=owner[1] if wishes.pgid is None else wishes.pgid,
        times=wishes.times or "06:00",
        tz=wishes.tz or tz,
        mode=wishes.mode or "preview",
        port=wishes.port or PORT,
        password=wishes.password_file or "",
        after=wishes.after or ("plex.service",),
        backups=_backups(wishes),
        volumes=_others(volumes),
        environment=tuple(variable(text) for text in wishes.env),
        health=wishes.health_cmd or "",
        of_system=bool(wishes.system),
        kometa=wishes.kometa or "",
        kometa_python=wishes.kometa_python or "",
    )


def _others(volumes: tuple[Volume, ...]) -> tuple[Volume, ...]:
    return tuple(one for one in volumes if one.target != "/config")


def _backups(wishes: Wishes) -> Backups | None:
    if wishes.backup_type == "none" or not (wishes.backups or wishes.recipients or wishes.identity):
        return None
    if not wishes.backups:
        raise ConfigError("the backups have no folder", hint="name it: `--backups /data/backups/config`")
    return Backups(wishes.backups, wishes.recipients, wishes.identity or "")


def wishes_in(path: Path) -> Wishes:
    """The wishes of a service's file. Raises ConfigError, naming the key."""
    try:
        with path.open("rb") as stream:
            found = YAML(typ="safe", pure=True).load(stream.read(_LARGEST).decode())
    except (OSError, UnicodeDecodeError) as problem:
        reason = getattr(problem, "strerror", None) or "not a text file"
        raise ConfigError(f"{path} cannot be read: {reason}") from None
    except YAMLError as problem:
        raise ConfigError(f"{path} is no YAML: {str(problem).splitlines()[0]}") from None
    if not isinstance(found, dict):
        raise ConfigError(f"{path} holds no service", hint="keys and values: image, config, volumes, env ...")
    told: dict[str, object] = {}
    for key, value in found.items():
        if key not in _READERS:
            raise ConfigError(f"{path}: `{key}` is no key of a service", hint=f"one of {', '.join(sorted(_READERS))}")
        if value is not None:
            told |= _READERS[key](value, f"{path}: {key}")
    return _made({"name": path.stem, **told})


def _made(told: Mapping[str, object]) -> Wishes:
    return Wishes(**told)  # type: ignore[arg-type]  # each reader checks the type of its own


def _text(name: str) -> Callable[[object, str], dict[str, object]]:
    def read(value: object, where: str) -> dict[str, object]:
        if not isinstance(value, str):
            raise ConfigError(f"{where} is {value!r}, and should be a text", hint='put it in quotes: "06:00"')
        return {name: value}

    return read


def _number(name: str) -> Callable[[object, str], dict[str, object]]:
    def read(value: object, where: str) -> dict[str, object]:
        if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < 2**31:
            raise ConfigError(f"{where} is {value!r}, and should be a number")
        return {name: value}

    return read


def _switch(name: str) -> Callable[[object, str], dict[str, object]]:
    def read(value: object, where: str) -> dict[str, object]:
        if not isinstance(value, bool):
            raise ConfigError(f"{where} is {value!r}, and should be true or false")
        return {name: value}

    return read


def _texts(name: str) -> Callable[[object, str], dict[str, object]]:
    def read(value: object, where: str) -> dict[str, object]:
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            raise ConfigError(f"{where} is {value!r}, and should be a list of texts")
        return {name: tuple(value)}

    return read


def _one_of(name: str, known: tuple[str, ...]) -> Callable[[object, str], dict[str, object]]:
    def read(value: object, where: str) -> dict[str, object]:
        if value not in known:
            raise ConfigError(f"{where} is {value!r}, which it cannot be", hint=f"one of {', '.join(known)}")
        return {name: value}

    return read


def _environment(value: object, where: str) -> dict[str, object]:
    if not isinstance(value, dict) or not all(isinstance(one, str | int) for one in value.values()):
        raise ConfigError(f"{where} is {value!r}, and should be names with their values")
    told = {True: "true", False: "false"}
    return {"env": tuple(f"{name}={told[one] if isinstance(one, bool) else one}" for name, one in value.items())}


_READERS: Mapping[str, Callable[[object, str], dict[str, object]]] = {
    **{name: _text(name) for name in (*_WORDS, "backups", "identity")},
    **{name: _number(name) for name in _NUMBERS},
    **{name: _switch(name) for name in ("external_network", "system")},
    **{name: _texts(name) for name in ("volumes", "recipients", "after")},
    "for": _one_of("program", ("halley", "kometa")),
    "backup_type": _one_of("backup_type", _BACKUP_TYPES),
    "env": _environment,
}
