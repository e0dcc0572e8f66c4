"""Compose files, as text, to services."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from halley.config.secrets import dotenv
from halley.definitions.problems import Problems
from halley.definitions.reading import read_yaml
from halley.doctor.gathering.traefik import hosts_in
from halley.doctor.gathering.variables import filled, of_files
from halley.doctor.gathering.words import volume_of
from halley.doctor.services import KEPT, UNKNOWN, Service, Volume
from halley.errors import ConfigError
from halley.location import Bare, Scalar


def compose_services(path: Path, text: str) -> tuple[Service, ...]:
    """The services of a Compose file. Raises ConfigError where it is none."""
    root = read_yaml(text, str(path), Problems())
    bare = root.bare if root is not None else None
    services = bare.get("services") if isinstance(bare, dict) else None
    if not isinstance(bare, dict) or not isinstance(services, dict):
        raise ConfigError(f"{path} is no Compose file: it has no `services:`")
    called = dict(_network_names(bare.get("networks")))
    known = dotenv(path.parent / ".env")
    return tuple(
        _service(str(name), one, path, called)
        for name, raw in services.items()
        if isinstance(one := _filled(raw, known), dict)
    )


def _filled(value: Bare, known: Mapping[str, str]) -> Bare:
    """The same with the variables that Compose takes from `.env`. What a shell adds is not known here."""
    if isinstance(value, dict):
        return {key: _filled(one, known) for key, one in value.items()}
    if isinstance(value, list):
        return [_filled(one, known) for one in value]
    return filled(value, known) if isinstance(value, str) else value


def _service(name: str, one: dict[Scalar, Bare], path: Path, called: dict[str, str]) -> Service:
    variables = of_files(path.parent / each for each in _files(one.get("env_file"))) | dict(_pairs(one.get("environment")))
    volumes = one.get("volumes")
    return Service(
        name=str(one.get("container_name") or name),
        path=path,
        kind="compose",
        image=str(one.get("image") or ""),
        networks=tuple(called.get(each, each) for each in _names(one.get("networks"))) or _mode(one.get("network_mode")),
        userns=str(one.get("userns_mode") or ""),
        environment={key: value for key, value in variables.items() if key in KEPT},
        volumes=tuple(_volumes(volumes if isinstance(volumes, list) else [])),
        is_unconfined=bool({"label=disable", "label:disable"} & set(_names(one.get("security_opt")))),
        hosts=hosts_in(f"{key}={value}" for key, value in _pairs(one.get("labels"))),
    )


def _network_names(networks: Bare) -> Iterator[tuple[str, str]]:
    """What networks are called by Podman, by their names in the file."""
    for name, one in networks.items() if isinstance(networks, dict) else ():
        told = one.get("name") if isinstance(one, dict) else None
        yield str(name), str(told or name)


def _mode(mode: Bare) -> tuple[str, ...]:
    return (str(mode),) if mode else ()


def _names(value: Bare) -> tuple[str, ...]:
    return tuple(str(one) for one in value) if isinstance(value, list | dict) else ()


def _pairs(value: Bare) -> Iterator[tuple[str, str]]:
    """A mapping, or a list of `NAME=value`. A name alone takes its value from who starts it."""
    if isinstance(value, dict):
        yield from ((str(name), UNKNOWN if one is None else str(one)) for name, one in value.items())
    elif isinstance(value, list):
        for one in value:
            name, equals, told = str(one).partition("=")
            yield name, told if equals else UNKNOWN


def _files(value: Bare) -> Iterator[str]:
    for one in value if isinstance(value, list) else [value]:
        path = one.get("path") if isinstance(one, dict) else one
        if path:
            yield str(path)


def _volumes(rows: list[Bare]) -> Iterator[Volume]:
    for one in rows:
        if isinstance(one, dict):
            bind = one.get("bind")
            label = str(bind.get("selinux") or "") if isinstance(bind, dict) else ""
            yield Volume(str(one.get("source") or ""), str(one.get("target") or ""), (label,) if label else ())
        else:
            yield volume_of(str(one))
