"""What each kind of image needs of the one who runs it: a registry, an entry a kind, the first that fits counts.

LinuxServer's images begin as root under s6-overlay and go over to PUID:PGID by themselves. With `--userns=keep-id` they do
not begin at all (`s6-overlay-suexec: fatal: unable to exec /etc/s6-overlay/s6-rc.d/init/run: Operation not permitted`).
Halley's own image has no init that changes users: it runs as whom it is started as, so there keep-id is right.
"""

import re
from dataclasses import dataclass
from typing import Literal

#: Asks the process inside; `[.]` keeps the question from finding itself.
_KOMETA_RUNS = "grep -qs kometa[.]py /proc/[0-9]*/cmdline"
_HALLEY_ANSWERS = "/opt/halley/venv/bin/python -I /opt/halley/health.py"


@dataclass(frozen=True, slots=True)
class Kind:
    """How images of one kind are run.

    `owner` is how they learn whose files they write: by PUID and PGID in the environment, or by the user that the engine
    starts them as. `inside` is that user in a rootless Podman's own namespace without keep-id. `tmpfs` is for Podman,
    `capabilities` what it still needs when all are dropped.
    """

    name: str
    fits: re.Pattern[str]
    owner: Literal["environment", "user", "root"]
    keeps_id: bool
    is_read_only: bool
    tmpfs: tuple[str, ...]
    capabilities: tuple[str, ...]
    health: str
    why: str


KINDS = (
    Kind(
        name="linuxserver",
        fits=re.compile(r"(lscr\.io|(docker\.io|ghcr\.io|quay\.io)/linuxserver|linuxserver|linuxserver\.io)/.+"),
        owner="environment",
        keeps_id=False,
        is_read_only=False,
        tmpfs=("/run:U",),
        capabilities=("CHOWN", "DAC_OVERRIDE", "FOWNER", "KILL", "SETGID", "SETUID"),
        health=_KOMETA_RUNS,
        why="LinuxServer's image begins as root and goes over to PUID:PGID itself: no keep-id, and /run for s6-overlay",
    ),
    Kind(
        name="halley",
        fits=re.compile(r"(.+/)?halley(-[a-z0-9-]+)?([:@].+)?"),
        owner="user",
        keeps_id=True,
        is_read_only=True,
        tmpfs=("/tmp",),  # noqa: S108  inside the container
        capabilities=(),
        health=_HALLEY_ANSWERS,
        why="Halley's image has no init that changes users: keep-id makes the files yours",
    ),
    Kind(
        name="plain",
        fits=re.compile(r".+"),
        owner="root",
        keeps_id=False,
        is_read_only=False,
        tmpfs=(),
        capabilities=("CHOWN", "DAC_OVERRIDE", "FOWNER"),
        health=_KOMETA_RUNS,
        why="this image runs as root inside, which in a rootless container is you",
    ),
)


def kind_of(image: str) -> Kind:
    """The kind of an image, by its name."""
    return next(kind for kind in KINDS if kind.fits.fullmatch(image))


def is_local(image: str) -> bool:
    """Whether an image was built here, so that no registry has a newer one."""
    return image.startswith("localhost/")
