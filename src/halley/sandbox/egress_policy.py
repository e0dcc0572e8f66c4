"""Which requests for the outside are fetched: a judgement on values, before any socket is opened."""

import ipaddress
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from urllib.parse import SplitResult, urlsplit

from halley.sandbox.egress_hosts import DEFAULT_HOSTS, is_listed
from halley.sandbox.guard.halley_guard.bodies import is_question
from halley.sandbox.guard.halley_guard.settings import plain_host, plain_url
from halley.sandbox.guard_settings import LOOKUPS

_PORTS = {"http": 80, "https": 443}
_OVERRIDES = {"x-http-method", "x-http-method-override", "x-method-override"}
_LONGEST_ADDRESS = 16_384
_NOT_PASSED_ON = {
    "connection", "content-length", "expect", "host", "keep-alive", "proxy-authorization", "proxy-connection", "te",
    "trailer", "transfer-encoding", "upgrade",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class EgressPolicy:
    """`hosts` are names or `*.name`; `outside` is the one local server that answers for everybody, if there is one.

    Times are seconds, sizes bytes.
    """

    hosts: tuple[str, ...] = DEFAULT_HOSTS
    lookups: tuple[str, ...] = LOOKUPS
    offline: bool = False
    outside: str | None = None
    largest_answer: int = 512 * 1024**2  #: IMDb's largest data set has some 200 MB
    largest_question: int = 256 * 1024
    timeout_s: float = 120
    connect_timeout_s: float = 15

    def with_hosts(self, added: Iterable[str]) -> "EgressPolicy":
        """The same policy with hosts that the user adds."""
        return replace(self, hosts=(*self.hosts, *(plain_host(host) for host in added)))

    def refusal(self, method: str, url: str, headers: Mapping[str, str]) -> str | None:
        """Why a request is not fetched; None where it is. The body of a look-up is judged apart."""
        try:
            parts = urlsplit(url)
            port = parts.port
        except ValueError:
            return "its address cannot be read"
        if len(url) > _LONGEST_ADDRESS or not url.isascii() or any(character <= " " for character in url):
            return "its address cannot be read"
        if parts.scheme not in _PORTS or not parts.hostname or parts.username is not None:
            return "only plain http and https addresses are read"
        if _OVERRIDES & {name.lower() for name in headers}:
            return "it names a second method in a header"
        if method not in {"GET", "HEAD"} and not (method == "POST" and self.is_lookup(url)):
            return f"{method} is no read"
        return None if self.outside else self._host_refusal(parts, port)

    def _host_refusal(self, parts: SplitResult, port: int | None) -> str | None:
        host = plain_host(parts.hostname or "")
        if not is_listed(host, self.hosts):
            return "the host is not on the list of services that may be read"
        if port not in {None, _PORTS[parts.scheme]}:
            return "only the usual ports of http and https are read"
        if is_address(host) and not is_public(host):
            return "the address belongs to this machine or its network"
        return None

    def is_lookup(self, url: str) -> bool:
        """Whether an address takes questions by POST."""
        return plain_url(url) in {plain_url(lookup) for lookup in self.lookups}

    def question_refusal(self, body: bytes) -> str | None:
        """Why the body of a look-up is not sent; None where it only asks."""
        return None if is_question(body) else "it asks for a change, or is no question at all"

    def address(self, url: str) -> str:
        """Where the answer really comes from: the address itself, or the same path below `outside`."""
        if self.outside is None:
            return url
        parts = urlsplit(url)
        query = f"?{parts.query}" if parts.query else ""
        return f"{self.outside.rstrip('/')}{parts.path or '/'}{query}"


def passed_on(headers: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """The headers of a request that may leave: nothing of Plex's, nothing of ours, nothing about the connection."""
    return [
        (name, value)
        for name, value in headers
        if name.lower() not in _NOT_PASSED_ON and not name.lower().startswith(("x-plex-", "x-halley-"))
    ]


def handed_back(headers: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """The headers of an answer without those that belong to its connection."""
    kept = {"content-length"}
    return [(name, value) for name, value in headers if name.lower() in kept or name.lower() not in _NOT_PASSED_ON]


def is_address(host: str) -> bool:
    """Whether a host is written as a number."""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def is_public(address: str) -> bool:
    """Whether an IP address belongs to the internet, whatever it is wrapped in."""
    found = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(found, ipaddress.IPv6Address):
        inner = found.ipv4_mapped or found.sixtofour or (found.teredo and found.teredo[1]) or _nat64(found)
        if inner:
            return is_public(str(inner))
    return found.is_global and not found.is_multicast


def _nat64(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    inside = address in ipaddress.ip_network("64:ff9b::/96")
    return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF) if inside else None
