"""What the guard lets through and where it leads it, read from the one file that `HALLEY_GUARD` names."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

READING = frozenset({"GET", "HEAD", "OPTIONS"})
ORIGINAL_URL = "X-Halley-Original-URL"

GATEWAY = "gateway"  #: the Plex that the program knows: goes through as it is
PLEX_TV = "plex.tv"  #: led to the gateway, with the original address in a header
EGRESS = "egress"  #: everything else: led to the egress, with the original address in a header
NOWHERE = "nowhere"  #: everything else, when nothing outside may be read
_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True)
class Way:
    """Where a connection to some host really goes: a kind, and an address unless it goes nowhere."""

    kind: str
    address: tuple[str, int] | None


@dataclass(frozen=True)
class Settings:
    """`plex_tv_hosts` are names or `*.name`; `lookups` are addresses that are asked by POST but change nothing."""

    gateway: tuple[str, int]
    egress: tuple[str, int] | None
    plex_tv_hosts: tuple[str, ...]
    lookups: frozenset[str]
    events: Path
    captures: Path

    def way(self, host: str, port: int) -> Way:
        """Where a connection to this host and port goes."""
        name = plain_host(host)
        if (name, port) == self.gateway:
            return Way(GATEWAY, self.gateway)
        if any(host_matches(name, pattern) for pattern in self.plex_tv_hosts):
            return Way(PLEX_TV, self.gateway)
        return Way(EGRESS, self.egress) if self.egress else Way(NOWHERE, None)

    def may_send(self, method: str, url: str) -> bool:
        """Whether a request may leave at all: everything to the gateway, reads and known look-ups elsewhere."""
        kind = self.way(*address_of(url)).kind
        if kind == GATEWAY:
            return True
        return method.upper() in READING or (kind == EGRESS and method.upper() == "POST" and self.is_lookup(url))

    def is_lookup(self, url: str) -> bool:
        """Whether an address takes questions by POST."""
        return plain_url(url) in self.lookups

    def allows_socket(self, host: str, port: int) -> bool:
        """Whether a socket may connect there: to the gateway and the egress, nowhere else."""
        name = "127.0.0.1" if plain_host(host) == "localhost" else plain_host(host)
        return (name, port) in {self.gateway, self.egress}


def read_settings(path: str) -> Settings:
    """The settings in a JSON file. Raises OSError where it cannot be read, ValueError where it makes no sense."""
    raw = json.loads(Path(path).read_text(encoding="utf-8"))
    try:
        return Settings(
            gateway=address_of(raw["gateway"]),
            egress=address_of(raw["egress"]) if raw["egress"] else None,
            plex_tv_hosts=tuple(raw["plex_tv_hosts"]),
            lookups=frozenset(plain_url(url) for url in raw["lookups"]),
            events=Path(raw["events"]),
            captures=Path(raw["captures"]),
        )
    except (KeyError, TypeError) as problem:
        raise ValueError(f"{path} holds no guard settings: {problem!r}") from problem


def address_of(url: str) -> tuple[str, int]:
    """Host and port of an http or https address."""
    parts = urlsplit(url)
    return plain_host(parts.hostname or ""), parts.port or _PORTS.get(parts.scheme, 0)


def plain_host(host: str) -> str:
    """A host name in the one spelling that is compared."""
    return host.strip("[]").rstrip(".").lower()


def plain_url(url: str) -> str:
    """Scheme, host, port and path of an address in one spelling; one with a query stays different from one without."""
    parts = urlsplit(url)
    host, port = address_of(url)
    query = f"?{parts.query}" if parts.query else ""
    return f"{parts.scheme.lower()}://{host}:{port}{parts.path.rstrip('/')}{query}"


def host_matches(host: str, pattern: str) -> bool:
    """Whether a host is the named one, or for `*.name` anything below it."""
    return host.endswith(pattern[1:]) if pattern.startswith("*.") else host == pattern
