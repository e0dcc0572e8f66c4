"""How a studio is set: from the command line and the environment, read once."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from ipaddress import ip_address, ip_network
from pathlib import Path
from urllib.parse import urlsplit

from halley.errors import ConfigError
from halley.runs.store import data_folder
from halley.secrets import Secret
from halley.studio.security.hosts import LOOPBACK, name_of
from halley.studio.security.proxies import Network
from halley.studio.security.visitor import origin_of

HOST, PORT = "127.0.0.1", 2061
_PASSWORD, _KEY = "HALLEY_STUDIO_PASSWORD", "HALLEY_API_KEY"
_SHORTEST_PASSWORD, _SHORTEST_KEY = 8, 20
_PATH = re.compile(r"(/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)*/?")
_WIDEST = {4: 8, 6: 16}
_LARGEST_FILE = 4096


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the command line says; None where it says nothing."""

    host: str | None = None
    port: int | None = None
    base_url: str | None = None
    folder: Path | None = None
    kometa: Path | None = None


@dataclass(frozen=True, slots=True)
class Settings:
    """A studio's settings.

    `folder` is where its state lies. `base` is the path below which it lies, with a slash at both ends; `origin` the origin
    that browsers see where a whole address was given. `hosts` are names it is called by besides the usual ones, `proxies`
    those that may say whom they speak for. `environment` is Halley's own, without the studio's password and key.
    """

    folder: Path
    host: str = HOST
    port: int = PORT
    base: str = "/"
    origin: str = ""
    password: Secret | None = None
    api_key: Secret | None = None
    hosts: frozenset[str] = frozenset()
    proxies: tuple[Network, ...] = ()
    kometa: Path | None = None
    environment: Mapping[str, str] = field(default_factory=dict, repr=False)

    @property
    def is_on_loopback(self) -> bool:
        """Whether nobody but this machine can reach it."""
        return _is_loopback(self.host)

    @property
    def listens_everywhere(self) -> bool:
        """Whether it listens at every address of the machine."""
        return self.host in {"", "0.0.0.0", "::"}

    @property
    def names(self) -> frozenset[str]:
        """The hosts that a request may name."""
        own = {name_of(urlsplit(self.origin).netloc)} if self.origin else set()
        return LOOPBACK | self.hosts | own | {self.host.lower()}

    @property
    def cookie(self) -> str:
        """What the session's cookie is called. Browsers tell ports apart for all but cookies."""
        return f"halley_{self.port}"


def settings_from(wishes: Wishes, environment: Mapping[str, str]) -> Settings:
    """The settings of a studio. Raises ConfigError, where anybody could come in from outside above all."""
    base, origin = _base(wishes.base_url if wishes.base_url is not None else environment.get("HALLEY_BASE_URL", ""))
    private = {_PASSWORD, f"{_PASSWORD}_FILE", _KEY, f"{_KEY}_FILE"}
    found = Settings(
        folder=(wishes.folder or data_folder(environment) / "studio").expanduser().absolute(),
        host=(wishes.host if wishes.host is not None else environment.get("HALLEY_STUDIO_HOST", "")) or HOST,
        port=wishes.port if wishes.port is not None else _port(environment.get("HALLEY_STUDIO_PORT", "")),
        base=base,
        origin=origin,
        password=_secret(environment, _PASSWORD, _SHORTEST_PASSWORD),
        api_key=_secret(environment, _KEY, _SHORTEST_KEY),
        hosts=frozenset(_hosts(environment.get("HALLEY_ALLOWED_HOSTS", ""))),
        proxies=tuple(_network(one) for one in _words(environment.get("HALLEY_TRUSTED_PROXIES", ""))),
        kometa=wishes.kometa,
        environment={name: value for name, value in environment.items() if name not in private},
    )
    if not found.is_on_loopback and found.password is None and found.api_key is None:
        raise ConfigError(
            f"the studio would listen at {found.host} for everybody, without a password",
            hint=f"set {_PASSWORD}_FILE (a file with a password) or {_KEY}_FILE (one with a key for programs), "
            f"or leave out `--host` so that only this machine reaches it",
        )
    return found


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"


def _secret(environment: Mapping[str, str], name: str, shortest: int) -> Secret | None:
    plain, file = environment.get(name, ""), environment.get(f"{name}_FILE", "")
    if plain and file:
        raise ConfigError(f"{name} and {name}_FILE are both set", hint="leave one of them out")
    text = _read(Path(file).expanduser(), name) if file else plain
    if not text:
        return None
    if len(text) < shortest:
        raise ConfigError(
            f"{name} has only {len(text)} characters", hint=f"take one with {shortest} or more: `openssl rand -base64 24`"
        )
    return Secret(text)


def _read(path: Path, name: str) -> str:
    try:
        with path.open("rb") as stream:
            text = stream.read(_LARGEST_FILE).decode().strip()
    except (OSError, UnicodeDecodeError) as problem:
        reason = getattr(problem, "strerror", None) or "not a text file"
        raise ConfigError(f"{path} (of {name}_FILE) cannot be read: {reason}") from None
    if not text:
        raise ConfigError(f"{path} (of {name}_FILE) is empty", hint="write the password into it, and nothing else")
    return text


def _port(text: str) -> int:
    if not text:
        return PORT
    if not text.isdecimal() or int(text) > 65535:
        raise ConfigError(f"HALLEY_STUDIO_PORT is {text!r}, which is no port", hint="a number up to 65535")
    return int(text)


def _base(text: str) -> tuple[str, str]:
    """Path and origin of a base address, which may be a path alone."""
    parts = urlsplit(text.strip())
    is_whole = parts.scheme in {"http", "https"} and name_of(parts.netloc)
    path = parts.path if parts.path.startswith("/") or is_whole else f"/{parts.path}"
    if (parts.scheme and not is_whole) or parts.query or parts.fragment or not _PATH.fullmatch(path):
        raise ConfigError(
            f"the base address {text!r} cannot be used",
            hint="a path (`/halley`), or a whole address (`https://media.example.org/halley`)",
        )
    path = path.rstrip("/")
    if path.split("/")[1:2] == ["api"]:
        raise ConfigError("the base address may not begin with /api", hint="take another path")
    return f"{path}/", origin_of(parts.scheme, parts.netloc) if is_whole else ""


def _hosts(text: str) -> list[str]:
    found = []
    for word in _words(text):
        name = name_of(word)
        if not name:
            raise ConfigError(
                f"HALLEY_ALLOWED_HOSTS has {word!r}, which is no name of a host", hint="names with a comma between them"
            )
        found.append(name)
    return found


def _network(word: str) -> Network:
    try:
        found = ip_network(word, strict=False)
    except ValueError:
        raise ConfigError(
            f"HALLEY_TRUSTED_PROXIES has {word!r}, which is no address",
            hint="addresses or networks with a comma between them: `172.18.0.2, 10.1.0.0/16`",
        ) from None
    if found.prefixlen < _WIDEST[found.version]:
        raise ConfigError(f"HALLEY_TRUSTED_PROXIES has {word!r}, which names nobody", hint="name the proxy's own address")
    return found


def _words(text: str) -> list[str]:
    return [one for one in re.split(r"[,\s]+", text) if one]
