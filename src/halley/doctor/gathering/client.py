"""The server as the doctor meets it: its name looked up, its door knocked at, its token tried. Nothing waits for long.

The first question goes without the token, so that whatever else stands at that address never sees it from here.
"""

import asyncio
import re
import socket
import time
from dataclasses import replace
from datetime import UTC
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

import aiohttp

from halley.doctor.facts import Address, Answer
from halley.doctor.gathering.aside import aside
from halley.errors import BrokenAnswer, HalleyError, PlexError, Unauthorised, Unreachable
from halley.plex.reader import PlexReader

_NAME_S, _DOOR_S, _TOKEN_S = 2.0, 3.0, 3.0
_LARGEST = 4096
_SERVERS = re.compile(r"(?i)\b(nginx|openresty|traefik|caddy|apache|cloudflare|envoy|haproxy)\b")
_WORDS = (
    (re.compile(r"^404 page not found\s*$"), "what answers is Traefik's own page `404 page not found`"),
    (
        re.compile(r"^(Bad Gateway|Gateway Timeout|Service Unavailable)\s*$"),
        "what answers is a proxy that does not reach Plex",
    ),
)


async def address_of(url: str) -> Address:
    """What the name in an address comes to."""
    parts = urlsplit(url)
    asked = Address(url, parts.scheme, (parts.hostname or "").lower(), parts.port)
    try:
        return replace(asked, found=await aside(lambda: _looked_up(asked.host), _NAME_S))
    except TimeoutError:
        return replace(asked, unresolved="nobody answered in time")
    except (OSError, UnicodeError) as problem:
        return replace(asked, unresolved=getattr(problem, "strerror", "") or "it is no name")


async def knocked(address: Address, *, verify_ssl: bool = True) -> Address:
    """The same with what answers there without a token, and how its clock goes."""
    try:
        async with asyncio.timeout(_DOOR_S):
            proxy, skew = await _knocked(address.url, verify_ssl)
    except (TimeoutError, aiohttp.ClientError, OSError, ValueError):
        return address
    return replace(address, proxy=proxy, skew_s=skew)


def _looked_up(host: str) -> tuple[str, ...]:
    """The addresses of a name. Raises OSError, UnicodeError."""
    rows = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    return tuple(dict.fromkeys(str(row[4][0]) for row in rows))


async def _knocked(url: str, verify_ssl: bool) -> tuple[str, float | None]:
    """What gives away a proxy, and the skew of the clock there."""
    connector = aiohttp.TCPConnector(ssl=verify_ssl)
    async with aiohttp.ClientSession(connector=connector, cookie_jar=aiohttp.DummyCookieJar()) as session:
        began = time.time()
        async with session.get(f"{url.rstrip('/')}/identity", allow_redirects=False) as response:
            now = (began + time.time()) / 2
            body = (await response.content.read(_LARGEST)).decode("utf-8", "replace")
            return _proxy(response, body), _skew(response.headers.get("Date"), now)


def _proxy(response: aiohttp.ClientResponse, body: str) -> str:
    for pattern, told in _WORDS:
        if pattern.match(body):
            return told
    if 300 <= response.status < 400:
        to = urlsplit(response.headers.get("Location", ""))
        return f"it leads on to {to.scheme}://{to.hostname}" if to.hostname else "it leads elsewhere"
    if named := _SERVERS.search(response.headers.get("Server", "")):
        return f"`{named[1].lower()}` signs its answers"
    if "Via" in response.headers:
        return "its answers say that they came by another server (`Via`)"
    return ""


def _skew(told: str | None, now: float) -> float | None:
    try:
        moment = parsedate_to_datetime(told) if told else None
    except (TypeError, ValueError):
        return None
    if moment is None:
        return None
    # A header has whole seconds, cut off.
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp() + 0.5 - now


async def answer_of(reader: PlexReader) -> Answer:
    """What the server says for the token."""
    try:
        async with asyncio.timeout(_TOKEN_S):
            server, sections = await reader.server(), await reader.sections()
    except TimeoutError:
        return Answer(
            problem=Unreachable(
                f"the Plex server did not answer within {_TOKEN_S:.0f} seconds", hint="is it busy, or asleep?"
            )
        )
    except HalleyError as problem:
        return Answer(problem=problem)
    return Answer(server, sections, owns=await _owns(reader))


async def _owns(reader: PlexReader) -> bool | None:
    """Whether the server shows its settings, which it does to its owner alone."""
    try:
        async with asyncio.timeout(_TOKEN_S):
            await reader.picture("/:/prefs")
    except Unauthorised:
        return False
    except (BrokenAnswer, PlexError, TimeoutError):
        return None
    return True
