"""What a proxy says of whom it speaks for, believed only of those that were named."""

import re
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import TypeAlias

from starlette.datastructures import Headers
from starlette.types import Receive, Scope, Send

from halley.studio.security.visitor import App, Visitor, plain_visitor, with_visitor

Network: TypeAlias = IPv4Network | IPv6Network
_PREFIX = re.compile(r"(/[A-Za-z0-9._~-]+)*/?")
_DOTS = re.compile(r"/\.\.?(/|$)")


@dataclass(frozen=True, slots=True)
class Proxies:
    """Tells every further wall who the visitor is. `X-Forwarded-*` of a stranger counts for nothing."""

    app: App
    networks: tuple[Network, ...]
    base: str

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            scope = with_visitor(scope, self._visitor(scope))
        await self.app(scope, receive, send)

    def _visitor(self, scope: Scope) -> Visitor:
        plain = plain_visitor(scope, self.base)
        if not self._is_named(plain.address):
            return plain
        headers = Headers(scope=scope)
        scheme = _last(headers, "x-forwarded-proto").lower()
        return Visitor(
            address=self._first_stranger(headers) or plain.address,
            scheme=scheme if scheme in {"http", "https"} else plain.scheme,
            host=_last(headers, "x-forwarded-host") or plain.host,
            base=_prefix(_last(headers, "x-forwarded-prefix")) + self.base,
        )

    def _first_stranger(self, headers: Headers) -> str:
        """Whom the nearest proxy speaks for, past every other named one. What stands further left anybody can have said."""
        addresses = [one.strip() for line in headers.getlist("x-forwarded-for") for one in line.split(",")]
        for address in reversed(addresses):
            if _address(address) is None:
                return ""
            if not self._is_named(address):
                return address
        return ""

    def _is_named(self, address: str) -> bool:
        found = _address(address)
        return found is not None and any(found in network for network in self.networks)


def _address(text: str) -> IPv4Address | IPv6Address | None:
    try:
        found = ip_address(text.partition("%")[0])
    except ValueError:
        return None
    return getattr(found, "ipv4_mapped", None) or found


def _last(headers: Headers, name: str) -> str:
    lines = headers.getlist(name)
    return lines[-1].rpartition(",")[2].strip() if lines else ""


def _prefix(text: str) -> str:
    """A path to put before ours, without a slash at its end; nothing where it is no plain path."""
    if len(text) > 200 or not _PREFIX.fullmatch(text) or _DOTS.search(text):
        return ""
    return text.rstrip("/")
