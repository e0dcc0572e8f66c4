"""Unit files, Compose files and scripts that describe containers: those that were named, or those of this user."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from halley.doctor.gathering.compose import compose_services
from halley.doctor.gathering.quadlet import network_name, quadlet_service, script_services, unit_services
from halley.doctor.gathering.reachable import is_folder
from halley.doctor.services import Service
from halley.errors import ConfigError

_LARGEST = 1024 * 1024
_MOST = 200


def services_in(
    named: Sequence[Path], environment: Mapping[str, str], system: Path
) -> tuple[tuple[Service, ...], tuple[str, ...]]:
    """The services, and which files cannot be read. Without names, the Quadlet files of user and system count."""
    found: list[Service] = []
    unread: list[str] = []
    for path in named or _usual(environment, system):
        try:
            found += _services(path)
        except (OSError, UnicodeDecodeError) as problem:
            unread.append(f"{path} cannot be read: {getattr(problem, 'strerror', None) or 'it is no text'}")
        except ConfigError as problem:
            unread.append(problem.message)
    return tuple(found), tuple(unread)


def _usual(environment: Mapping[str, str], system: Path) -> Iterator[Path]:
    folders = [system / "etc" / "containers" / "systemd"]
    if home := environment.get("HOME"):
        base = environment.get("XDG_CONFIG_HOME") or f"{home}/.config"
        folders.insert(0, Path(base) / "containers" / "systemd")
    seen = 0
    for folder in folders:
        for path in sorted(folder.rglob("*.container")) if is_folder(folder) else ():
            seen += 1
            if seen <= _MOST:
                yield path


def _services(path: Path) -> tuple[Service, ...]:
    text = _text(path)
    if path.suffix == ".container":
        below = path.with_name(f"{path.name}.d")
        more = [_text(one) for one in sorted(below.glob("*.conf"))] if below.is_dir() else []
        files = {one.name: network_name(one, _text(one)) for one in path.parent.glob("*.network")}
        return (quadlet_service(path, [text, *more], files),)
    if path.suffix in {".yml", ".yaml"}:
        return compose_services(path, text)
    if path.suffix == ".service":
        return unit_services(path, text)
    return script_services(path, text)


def _text(path: Path) -> str:
    with path.open("rb") as file:
        return file.read(_LARGEST).decode("utf-8")
