"""Sentences and lines that several targets share."""

import shlex

from halley.deploy.images import is_local
from halley.deploy.model import IMAGES, Deployment

_KOMETA = "docker.io/kometateam/kometa:v2.4.4"


def purpose(d: Deployment) -> str:
    """What the service does, in a line."""
    return "previews, applies and takes back Kometa's work on Plex" if d.is_halley else "metadata and overlays for Plex"


def backup_image(d: Deployment) -> str:
    """The image in which backups are made."""
    return d.image if d.is_halley else IMAGES["halley"]


def builds(d: Deployment, engine: str) -> list[str]:
    """What builds Halley's image, where the service or its backup needs one that no registry has."""
    if not is_local(backup_image(d)) or not (d.is_halley or d.backups is not None):
        return []
    words = [engine, "build", *(["--format", "docker"] if engine == "podman" else []), "-f", "container/Containerfile"]
    if d.is_halley and d.mode == "kometa":
        words += ["--build-arg", f"BASE={_KOMETA}"]
    return [shlex.join([*words, "-t", backup_image(d).removesuffix(":latest"), "."])]
