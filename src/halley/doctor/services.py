"""Containers as unit files, Compose files and scripts describe them: what of that the doctor looks at, and no secret."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

KEPT = frozenset({"PUID", "PGID", "TZ", "KOMETA_TIMES", "KOMETA_TIME", "PMM_TIMES", "PMM_TIME"})
"""Variables that are kept; all others may hold a token."""
UNKNOWN = "$"
"""What a value has in it that stands somewhere else, and is not known here."""
HERE = ":/etc/localtime"
"""The TZ of a container that has this machine's own zone."""
UNNAMED = "systemd-"
"""How Quadlet begins the names of networks that have none of their own."""
_LINUXSERVER = ("lscr.io/linuxserver/", "ghcr.io/linuxserver/", "docker.io/linuxserver/", "linuxserver/")
Kind = Literal["quadlet", "compose", "systemd", "script"]


@dataclass(frozen=True, slots=True)
class Volume:
    """A mount: what of the host lies where in the container. `options` as written: `Z`, `ro`."""

    source: str
    target: str
    options: tuple[str, ...] = ()

    @property
    def is_labelled(self) -> bool:
        """Whether Podman gives it the label that SELinux wants."""
        return bool({"z", "Z"} & set(self.options))


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """One container. `networks` as written, which in a Quadlet file may be the name of a `.network` file.

    `spoken` are networks that a Quadlet file hands to Podman itself (`PodmanArgs`), which knows nothing of files.
    """

    name: str
    path: Path
    kind: Kind
    image: str = ""
    networks: tuple[str, ...] = ()
    spoken: tuple[str, ...] = ()
    userns: str = ""
    environment: Mapping[str, str] = field(default_factory=dict)
    volumes: tuple[Volume, ...] = ()
    is_unconfined: bool = False  #: labels of SELinux are off for it
    hosts: tuple[str, ...] = ()  #: host names at which Traefik serves it
    files: Mapping[str, str] = field(default_factory=dict)  #: names of networks by the `.network` files beside it

    @property
    def joined(self) -> tuple[str, ...]:
        """The networks by the names that Podman gives them."""
        return (*(self.files.get(one, one) if self.kind == "quadlet" else one for one in self.networks), *self.spoken)

    @property
    def is_linuxserver(self) -> bool:
        """Whether s6-overlay runs in it, which begins as root."""
        return self.image.startswith(_LINUXSERVER)

    @property
    def is_kometa(self) -> bool:
        """Whether Kometa or Halley runs in it."""
        return any(word in f"{self.image} {self.name}".lower() for word in ("kometa", "halley", "plex-meta-manager"))

    @property
    def is_plex(self) -> bool:
        """Whether a Plex server runs in it."""
        last = self.image.rsplit("/", 1)[-1].partition(":")[0].partition("@")[0]
        return last in {"plex", "pms-docker"} or (not self.image and self.name == "plex")


def kometas(services: Iterable[Service]) -> tuple[Service, ...]:
    """Those that run Kometa or Halley."""
    return tuple(one for one in services if one.is_kometa)


def plex_of(services: Iterable[Service]) -> Service | None:
    """The one that runs Plex."""
    return next((one for one in services if one.is_plex), None)
