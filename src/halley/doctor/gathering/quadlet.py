"""Quadlet's `.container` files and plain service units, as text, to services."""

import shlex
from collections.abc import Iterable, Mapping
from pathlib import Path

from halley.doctor.gathering.traefik import hosts_in
from halley.doctor.gathering.variables import of_files, of_zone
from halley.doctor.gathering.words import is_podman, service_of_words, volume_of
from halley.doctor.services import KEPT, UNNAMED, Service

Pairs = list[tuple[str, str, str]]
"""Section, key and value, in order. An empty value takes back those before it."""


def pairs_of(text: str) -> Pairs:
    """A unit file's settings; lines that end in a backslash go on below."""
    found: Pairs = []
    section = ""
    lines = text.replace("\\\r\n", " ").replace("\\\n", " ").splitlines()
    for line in (one.strip() for one in lines):
        if line.startswith("[") and line.endswith("]"):
            section = line[1:-1]
        elif line and not line.startswith(("#", ";")) and "=" in line:
            key, _, value = line.partition("=")
            found.append((section, key.strip(), value.strip()))
    return found


def quadlet_service(path: Path, texts: Iterable[str], files: Mapping[str, str]) -> Service:
    """The service of a `.container` file and its drop-ins, in their order."""
    held: dict[str, list[str]] = {}
    for text in texts:
        for section, key, value in pairs_of(text):
            if section == "Container":
                held.setdefault(key, []).append(value)
                if not value:
                    held[key] = []

    def last(key: str) -> str:
        return held.get(key, [""])[-1] if held.get(key) else ""

    extra = service_of_words(path.stem, path, "quadlet", [*_split(" ".join(held.get("PodmanArgs", []))), "-"])
    files_of = of_files(path.parent / one for one in held.get("EnvironmentFile", []) if one)
    environment = of_zone(last("Timezone")) | files_of | dict(_variables(held.get("Environment", [])))
    labels = [one for each in held.get("Label", []) for one in _split(each)]
    return Service(
        name=last("ContainerName") or f"systemd-{path.stem}",
        path=path,
        kind="quadlet",
        image=last("Image"),
        networks=tuple(one.partition(":")[0] for one in held.get("Network", [])),
        spoken=extra.networks,
        userns=extra.userns or last("UserNS"),
        environment={**extra.environment, **{name: value for name, value in environment.items() if name in KEPT}},
        volumes=(*(volume_of(one) for one in held.get("Volume", [])), *extra.volumes),
        is_unconfined=extra.is_unconfined or last("SecurityLabelDisable").lower() in {"true", "yes", "on", "1"},
        hosts=hosts_in(labels),
        files=files,
    )


def network_name(path: Path, text: str) -> str:
    """What Podman calls the network of a `.network` file."""
    names = [value for section, key, value in pairs_of(text) if section == "Network" and key == "NetworkName"]
    return names[-1] if names and names[-1] else f"{UNNAMED}{path.stem}"


def unit_services(path: Path, text: str) -> tuple[Service, ...]:
    """The services of a plain unit: what it starts with `podman run` or `docker run`, or Halley or Kometa itself."""
    pairs = [(key, value) for section, key, value in pairs_of(text) if section == "Service"]
    commands = [_split(value.lstrip("-@:+!")) for key, value in pairs if key.startswith("ExecStart")]
    found = [
        service_of_words(path.stem, path, "systemd", words[start:]) for words in commands if (start := is_podman(words))
    ]
    if not found and any(_is_ours(words) for words in commands):
        variables = dict(_variables(value for key, value in pairs if key == "Environment"))
        variables |= of_files(path.parent / value.removeprefix("-") for key, value in pairs if key == "EnvironmentFile")
        kept = {name: value for name, value in variables.items() if name in KEPT}
        found = [Service(name=path.stem, path=path, kind="systemd", environment=kept)]
    return tuple(found)


def _is_ours(words: Iterable[str]) -> bool:
    return any(Path(one).name in {"halley", "kometa.py"} for one in words)


def script_services(path: Path, text: str) -> tuple[Service, ...]:
    """The services that a script, or a command that somebody wrote down, starts."""
    found = []
    for line in text.replace("\\\r\n", " ").replace("\\\n", " ").splitlines():
        words = _split(line)
        if start := is_podman(words):
            found.append(service_of_words(path.stem, path, "script", words[start:]))
    return tuple(found)


def _variables(lines: Iterable[str]) -> Iterable[tuple[str, str]]:
    for line in lines:
        for word in _split(line):
            name, equals, value = word.partition("=")
            if equals:
                yield name, value


def _split(text: str) -> list[str]:
    try:
        return shlex.split(text, comments=True)
    except ValueError:
        return text.split()
