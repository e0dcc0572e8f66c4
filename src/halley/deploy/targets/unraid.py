"""Unraid: a template for its Docker page, with few fields in sight and the rest behind *Show more*."""

import shlex
from dataclasses import dataclass

from halley.deploy.model import Deployment
from halley.deploy.targets.words import builds
from halley.deploy.writing import written

OWNER = (99, 100)
"""Whose shares are on Unraid: nobody, users."""
_TOLD = {
    "TZ": ("Time zone", "As Europe/Berlin"),
    "KOMETA_TIMES": ("Times", "When it runs, several with a bar between them: 06:00|18:00"),
    "HALLEY_MODE": ("Mode", "preview, apply or kometa"),
    "PUID": ("User id", "Whose the files are"),
    "PGID": ("Group id", "Whose the files are"),
}
_IN_SIGHT = {"TZ", "KOMETA_TIMES", "HALLEY_MODE"}


@dataclass(frozen=True, slots=True)
class Field:
    """A variable as the page asks for it."""

    name: str
    value: str
    label: str
    told: str
    display: str


def files(d: Deployment) -> dict[str, str]:
    """The template of a service."""
    values: dict[str, object] = {
        "d": d,
        "overview": _overview(d),
        "extra": _extra(d),
        "other_mounts": d.mounts[1:],
        "fields": [_field(name, value) for name, value in d.variables.items()],
    }
    return {f"{d.name}.xml": written("unraid.j2", values, is_xml=True)}


def steps(d: Deployment, folder: str) -> list[str]:
    """What is typed once the template is in the folder."""
    templates = "/boot/config/plugins/dockerMan/templates-user"
    return [*builds(d, "docker"), f"cp {shlex.quote(f'{folder}/{d.name}.xml')} {templates}/my-{d.name}.xml"]


def _overview(d: Deployment) -> str:
    if d.is_halley:
        return "Shows what a Kometa configuration will do to Plex before it does it, does it, and takes it back."
    return "Kometa: metadata, collections and overlays for Plex, on a schedule."


def _extra(d: Deployment) -> str:
    """Options of `docker run` that the page has no field for."""
    words = ["--restart=unless-stopped", "--stop-timeout=30", "--cap-drop=ALL"]
    words += [f"--cap-add={one}" for one in d.kind.capabilities]
    words += ["--security-opt=no-new-privileges:true"]
    if d.kind.owner != "environment":
        words += [f"--user={d.puid}:{d.pgid}"]
    if d.kind.is_read_only:
        words += ["--read-only", *(f"--tmpfs={one}" for one in d.kind.tmpfs)]
    words += [f"--health-cmd={d.health_command}", "--health-interval=60s", "--health-start-period=60s"]
    return shlex.join(words)


def _field(name: str, value: str) -> Field:
    label, told = _TOLD.get(name, (name, ""))
    return Field(name, value, label, told, "always" if name in _IN_SIGHT else "advanced")
