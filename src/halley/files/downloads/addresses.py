"""Addresses as users write them: how they go over the wire, how they are shown, and which machines they may lead to."""

import ipaddress
import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import SplitResult, quote, unquote, urljoin, urlsplit, urlunsplit

from halley.secrets import MASK

_PORTS: Final = {"http": 80, "https": 443}
_SAFE: Final = "!#$%&'()*+,/:;=?@[]~"
_LOOSE_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_LONGEST: Final = 8000


class NoAddress(ValueError):
    """What was written cannot be asked for. Says why in the words of a sentence."""


@dataclass(frozen=True, slots=True)
class Address:
    """An address that can be asked for. `url` is plain ASCII and holds no user; `user` is that of the first address only."""

    url: str
    scheme: str
    host: str
    port: int
    target: str
    user: tuple[str, str] | None = None

    @property
    def origin(self) -> tuple[str, str, int]:
        """Scheme, host and port: what a user's name and password are meant for."""
        return self.scheme, self.host, self.port


def parse_address(text: str) -> Address:
    """An address of a web server. Blanks and letters of other scripts are encoded. Raises NoAddress."""
    try:
        parts = urlsplit(text.strip())
        host, port = parts.hostname, parts.port
        name = (host or "").encode("idna").decode("ascii") if host and not host.isascii() else (host or "")
    except ValueError:
        raise NoAddress("it is no address") from None
    if parts.scheme not in _PORTS:
        raise NoAddress("only http and https addresses are read")
    target = _encoded(parts.path) or "/"
    if parts.query:
        target = f"{target}?{_encoded(parts.query)}"
    if not name or len(target) > _LONGEST or any(sign <= " " or sign == "\x7f" for sign in name):
        raise NoAddress("it is no address")
    written = f"[{name}]" if ":" in name else name
    usual = _PORTS[parts.scheme]
    url = f"{parts.scheme}://{written}{f':{port}' if port not in {None, usual} else ''}{target}"
    return Address(url, parts.scheme, name, usual if port is None else port, target, _user(parts))


def redirected(address: Address, location: str) -> Address:
    """Where an answer leads on. A name and password stay with the server that they were written for. Raises NoAddress."""
    after = parse_address(urljoin(address.url, location))
    user = address.user if after.origin == address.origin else None
    return Address(after.url, after.scheme, after.host, after.port, after.target, user)


def _encoded(text: str) -> str:
    return quote(_LOOSE_PERCENT.sub("%25", text), safe=_SAFE)


def _user(parts: SplitResult) -> tuple[str, str] | None:
    if parts.username is None:
        return None
    return unquote(parts.username), unquote(parts.password or "")


def shown_address(text: str) -> str:
    """An address as a person may see it: without a name and password, and without its query, which may hold a key."""
    try:
        parts = urlsplit(text)
        place = parts.netloc.rpartition("@")[2]
    except ValueError:
        return MASK
    return urlunsplit((parts.scheme, place, parts.path, MASK if parts.query else "", ""))


def is_public(address: str) -> bool:
    """Whether an IP address belongs to the internet, rather than to this machine or its network."""
    found = _unwrapped(address)
    return found.is_global and not found.is_multicast


def is_forbidden(address: str) -> bool:
    """Whether nobody keeps files there: what a machine of a cloud tells of itself, many machines at once, nowhere."""
    found = _unwrapped(address)
    return found.is_link_local or found.is_multicast or found.is_unspecified or str(found) == "fd00:ec2::254"


def _unwrapped(address: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address:
    found = ipaddress.ip_address(address.partition("%")[0])
    inner = found.ipv4_mapped if isinstance(found, ipaddress.IPv6Address) else None
    return inner or found
