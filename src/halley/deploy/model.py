"""What is to be deployed: one frozen value, checked when it is made, from flags and a service's file."""

import re
from dataclasses import dataclass
from typing import Literal, TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from halley.deploy.images import Kind, kind_of
from halley.errors import ConfigError

Program = Literal["halley", "kometa"]
Text = TypeVar("Text", bound=str)

IMAGES: dict[Program, str] = {
    "halley": "localhost/halley:latest",
    "kometa": "lscr.io/linuxserver/kometa:latest",
}
WITH_KOMETA = "localhost/halley-kometa:latest"
"""Halley's image with a Kometa in it, which mode `kometa` runs."""
PORT = 2061
BACKUP_AT, UPDATE_AT = "03:00", "02:00"
_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,62}")
_IMAGE = re.compile(r"[a-z0-9][A-Za-z0-9._/:@-]*")
_NETWORK = re.compile(r"[a-zA-Z0-9][a-zA-Z0-9_.-]*")
_UNIT = re.compile(r"[A-Za-z0-9:_.@-]+\.(service|target|mount)")
_VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_TIMES = re.compile(r"{0}(?:(?:\|{0})*|(?:,{0})*)".format(r"(?:[01]?\d|2[0-3]):[0-5]?\d"))
_RECIPIENT = re.compile(r"age1[0-9a-z]{10,}")
_OPTIONS = re.compile(r"[A-Za-z,]+")
_CONTROL = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]")
_OWN_NETWORKS = {"none", "host", "bridge", "slirp4netns", "pasta", "private"}


@dataclass(frozen=True, slots=True)
class Volume:
    """A folder of the host in the container; `options` as engines write them: `ro,Z`."""

    source: str
    target: str
    options: str = "Z"

    def __str__(self) -> str:
        return ":".join(part for part in (self.source, self.target, self.options) if part)


@dataclass(frozen=True, slots=True)
class Backups:
    """Nightly backups: where they lie, who can open them, and with which key the drill tries to."""

    dest: str
    recipients: tuple[str, ...]
    identity: str = ""


@dataclass(frozen=True, slots=True)
class Deployment:
    """A service on a host.

    `label` are the options of the config folder's volume: how SELinux is to label it. `network` is a network's name as the
    engine knows it; `makes_network` whether its own unit comes along. `times` are written as KOMETA_TIMES. `password` is a
    file with the studio's password; without one the API key locks it. `kometa` and `kometa_python` are Kometa's program and
    Python where there is no container.
    """

    program: Program
    config: str
    name: str
    image: str
    label: str = "Z"
    network: str = "mms"
    makes_network: bool = True
    puid: int = 1000
    pgid: int = 1000
    times: str = "06:00"
    tz: str = "Etc/UTC"
    mode: str = "preview"
    port: int = PORT
    password: str = ""
    after: tuple[str, ...] = ("plex.service",)
    backups: Backups | None = None
    volumes: tuple[Volume, ...] = ()
    environment: tuple[tuple[str, str], ...] = ()
    health: str = ""
    of_system: bool = False
    kometa: str = ""
    kometa_python: str = ""

    def __post_init__(self) -> None:
        _fits(self.name, _NAME, "the service's name", "small letters, digits, `-` and `_`: kometa")
        _fits(self.image, _IMAGE, "the image", "as an engine pulls it: lscr.io/linuxserver/kometa:latest")
        absolute(self.config, "the config folder")
        _network(self.network)
        _fits(self.times, _TIMES, "the times", "hours and minutes, several with a bar between them: 06:00|18:00")
        _zone(self.tz)
        for unit in self.after:
            _fits(unit, _UNIT, "the unit to come after", "with its ending: plex.service")
        if self.password:
            absolute(self.password, "the password file")
        if self.backups is not None:
            _backups(self.backups)
        for name, value in self.environment:
            _fits(name, _VARIABLE, "the variable", "letters, digits and `_`: NAME=VALUE")
            one_line(value, f"the value of {name}")
        one_line(self.health, "the health command")
        for path, what in ((self.kometa, "Kometa's program"), (self.kometa_python, "Kometa's Python")):
            if path:
                absolute(path, what)

    @property
    def kind(self) -> Kind:
        """The kind of its image."""
        return kind_of(self.image)

    @property
    def is_halley(self) -> bool:
        """Whether it is Halley's own service."""
        return self.program == "halley"

    @property
    def keeps_id(self) -> bool:
        """Whether Podman maps you to the user inside; a rootful Podman cannot."""
        return self.kind.keeps_id and not self.of_system

    @property
    def variables(self) -> dict[str, str]:
        """The environment inside, in order; what the user says last counts."""
        found = {"TZ": self.tz}
        if self.kind.owner == "environment":
            found |= {"PUID": str(self.puid), "PGID": str(self.pgid)}
        found["KOMETA_TIMES"] = self.times
        if self.kind.name == "linuxserver":
            found["KOMETA_TIME"] = self.times.replace("|", ",")  # what its own start looks at
        if self.is_halley:
            found["HALLEY_MODE"] = self.mode
        if self.is_halley:
            found["HALLEY_STUDIO_HOST"] = "0.0.0.0"  # the container's own network; the API key locks it, or the password
        if self.is_halley and self.network == "host":
            found["HALLEY_STUDIO_PORT"] = str(self.port)
        if self.is_halley and self.password:
            found["HALLEY_STUDIO_PASSWORD_FILE"] = PASSWORD_INSIDE
        return found | dict(self.environment)

    @property
    def publishes(self) -> bool:
        """Whether a port of the host leads to it."""
        return self.is_halley and self.network not in {"host", "none"}

    @property
    def mounts(self) -> tuple[Volume, ...]:
        """Everything of the host that is inside."""
        password = (Volume(self.password, PASSWORD_INSIDE, "ro,Z"),) if self.is_halley and self.password else ()
        return (Volume(self.config, "/config", self.label), *password, *self.volumes)

    @property
    def health_command(self) -> str:
        """What asks whether it is well."""
        return self.health or self.kind.health

    @property
    def owner_in_namespace(self) -> str:
        """Whose the files are, as `podman unshare` counts: it calls you 0."""
        return f"{self.puid}:{self.pgid}" if self.kind.owner == "environment" or self.of_system else "0:0"


PASSWORD_INSIDE = "/run/halley-password"  # noqa: S105  a place


def volume(text: str) -> Volume:
    """A volume as it is written: `/media:/media:ro`. Raises ConfigError."""
    parts = text.split(":")
    if len(parts) not in {2, 3}:
        raise ConfigError(f"the volume is {text!r}", hint="write it as /on/the/host:/inside, or /on/the/host:/inside:ro,Z")
    absolute(parts[0], "a volume's folder")
    absolute(parts[1], "a volume's place inside")
    options = parts[2] if len(parts) == 3 else ""
    if options:
        _fits(options, _OPTIONS, "a volume's options", "ro, Z, z, U, with commas between them")
    return Volume(parts[0], parts[1], options)


def variable(text: str) -> tuple[str, str]:
    """A variable as it is written: `NAME=VALUE`. Raises ConfigError."""
    name, equals, value = text.partition("=")
    if not equals:
        raise ConfigError(f"the variable is {text!r}, without a value", hint="write it as NAME=VALUE")
    return name, value


def one_line(text: str, what: str) -> None:
    """Raises ConfigError for a text that would end its line in a unit."""
    if _CONTROL.search(text):
        raise ConfigError(f"{what} is {text!r}, with a control character", hint="keep it to one line of plain text")


def absolute(path: str, what: str) -> None:
    """Raises ConfigError for a path that engines would not take as one."""
    one_line(path, what)
    if not path.startswith("/") or ":" in path or ".." in path.split("/") or path != path.strip():
        raise ConfigError(f"{what} is {path!r}", hint="write an absolute path without `:` and `..`: /home/mms/config/kometa")


def _fits(text: str, pattern: re.Pattern[str], what: str, hint: str) -> None:
    if not pattern.fullmatch(text):
        raise ConfigError(f"{what} is {text!r}, which it cannot be", hint=hint)


def _network(name: str) -> None:
    if name.endswith(".network"):
        raise ConfigError(
            f"the network is {name!r}, which is the name of Quadlet's file",
            hint=f"the network itself is called {name.removesuffix('.network')}",
        )
    _fits(name, _NETWORK, "the network", "its name as `podman network ls` has it: mms")


def own_network(name: str) -> bool:
    """Whether a network is one that every engine has, so that nothing makes it."""
    return name in _OWN_NETWORKS


def _zone(name: str) -> None:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ConfigError(f"the time zone is {name!r}, which there is not", hint="write it as Europe/Berlin") from None


def _backups(told: Backups) -> None:
    absolute(told.dest, "the folder of backups")
    if told.identity:
        absolute(told.identity, "the age identity")
    if not told.recipients:
        raise ConfigError("a backup is for nobody", hint="name who can open it: `--recipient age1...`")
    for one in told.recipients:
        _fits(one, _RECIPIENT, "the recipient", "a public key as `age-keygen` prints it: age1...")
