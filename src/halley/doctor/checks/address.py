"""Whether the address leads straight to the server, or around through a proxy or a public name."""

import ipaddress
from collections.abc import Iterator

from halley.doctor.facts import Address, Facts
from halley.doctor.finding import Check, Finding, error, good, warning
from halley.doctor.services import plex_of
from halley.errors import Unreachable

_AT_HOME = (
    ".local",
    ".lan",
    ".home",
    ".home.arpa",
    ".internal",
    ".localdomain",
    ".intranet",
    ".private",
    ".docker",
    ".dns.podman",
)
_WHY = "every picture and every write goes around through it: slower, within its limits, and not at all when it is down"


def _judge(facts: Facts) -> Iterator[Finding]:
    found = facts.address
    if found is None:
        return
    plex = plex_of(facts.services)
    mend = f"write `url: http://{plex.name if plex is not None else 'plex'}:32400`, the container's own name and port"
    traefik = {host for one in facts.services for host in one.hosts}
    if _is_this_container(facts):
        seen = f"`{found.host}` in `plex: url:` is this container itself, and Plex does not run in it"
        yield error(seen, "inside a container, localhost is not the machine", mend)
    elif found.host in traefik:
        yield warning(f"`{found.host}` in `plex: url:` is the name by which Traefik serves Plex", _WHY, mend)
    elif found.proxy:
        yield warning(f"`plex: url:` goes through a proxy: {found.proxy}", _WHY, mend)
    elif found.host.endswith(".plex.direct"):
        seen = "`plex: url:` is a plex.direct name, which Plex's own name servers have to know"
        yield warning(seen, "without the internet the server is not found", mend)
    elif _is_public(found):
        seen = f"`plex: url:` goes by the public name or address `{found.host}`"
        yield warning(seen, _WHY, mend)
    elif not found.unresolved:
        yield good(f"`{found.host}` leads straight to the server")


def _is_this_container(facts: Facts) -> bool:
    found, answer = facts.address, facts.answer
    if not facts.in_container or found is None or answer is None or not isinstance(answer.problem, Unreachable):
        return False
    return found.host == "localhost" or _is(found.host, "is_loopback")


def _is_public(found: Address) -> bool:
    if is_number(found.host):
        return _is(found.host, "is_global")
    if "." not in found.host or found.host.endswith(_AT_HOME):
        return False
    # A name of one's own domain that leads to a machine at home by its own port is a plain name, whatever the domain.
    private = bool(found.found) and not any(_is(one, "is_global") for one in found.found)
    return not private or found.port in {80, 443} or (found.port is None and found.scheme in {"http", "https"})


def is_number(host: str) -> bool:
    """Whether a host is given by its number."""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def _is(host: str, what: str) -> bool:
    return is_number(host) and bool(getattr(ipaddress.ip_address(host), what))


CHECK = Check(
    "address",
    "whether `plex: url:` is the container's own name, or leads through Traefik, another proxy or a public name",
    _judge,
)
