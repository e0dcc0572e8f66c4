"""plex.tv as the engine may see it: its account, and whom the server is shared with, read with the real token.

Answers lose every token on their way. What cannot be read is answered from what the server itself says of its owner, so
that a run without internet goes on. Source: spec, plex-api 15; kometa-in-practice.
"""

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from urllib.parse import urlsplit
from xml.sax.saxutils import quoteattr

from halley.gateway.upstream import Answer
from halley.plex.answers import XML, Reply, error
from halley.plex.library import Server

_HOSTS = re.compile(r"(?:[a-z0-9-]+\.)*plex\.tv")
_READABLE = re.compile(
    r"/api/v2/user|/api/users/?|/api/home/users|/api/servers/[0-9a-f]+/shared_servers"
    r"|/library/sections/watchlist/all|/library/metadata/[0-9a-f]+(?:/children)?|/"
)
_TOKENS = re.compile(r"""\b([\w-]*token)=("[^"]*"|'[^']*')""", re.IGNORECASE)
_TOKEN_ELEMENTS = re.compile(r"<([\w-]*token)\b[^<>]*>[^<]*</\1>", re.IGNORECASE)
_TOKEN_VALUES = re.compile(r'("[\w-]*token"\s*:\s*)"[^"]*"', re.IGNORECASE)

ReadPlexTv = Callable[[str], Awaitable[Answer | None]]
"""Reads one address of plex.tv with the real token, or answers None where it cannot."""


@dataclass(frozen=True, slots=True)
class PlexTv:
    """Answers for plex.tv. `read` is None when nothing outside may be read."""

    server: Server
    worthless_token: str
    read: ReadPlexTv | None = None

    @staticmethod
    def is_asked(host: str | None) -> bool:
        """Whether a host is one of plex.tv's."""
        return _HOSTS.fullmatch((host or "").lower()) is not None

    async def answer(self, method: str, url: str) -> tuple[Reply, str]:
        """The answer to a request for plex.tv, and for a refused one the reason that goes on record."""
        path = urlsplit(url).path or "/"
        if method not in {"GET", "HEAD"}:
            return error(403), f"{method} to plex.tv"
        if not _READABLE.fullmatch(path):
            return error(403), "not one of the reads of plex.tv that an engine needs"
        found = await self.read(url) if self.read else None
        if found is None or found.status != 200:
            return self._from_the_server(path), ""
        return Reply(200, found.content_type or XML, without_tokens(found.body, self.worthless_token)), ""

    def _from_the_server(self, path: str) -> Reply:
        owner = self.server.attributes.get("myPlexUsername") or "owner"
        if path == "/api/v2/user":
            name, token = quoteattr(owner), quoteattr(self.worthless_token)
            plan = "1" if self.server.attributes.get("myPlexSubscription") == "1" else "0"
            return _xml(
                f'<user id="1" uuid="0" username={name} title={name} email={name} friendlyName={name} thumb=""'
                f' authToken={token} scrobbleTypes=""><subscription active="{plan}" status="Active"/><profile/>'
                "<entitlements/><roles/></user>"
            )
        if path.rstrip("/") == "/api/users":
            machine = quoteattr(self.server.machine_id)
            return _xml(f'<MediaContainer friendlyName="myPlex" machineIdentifier={machine} totalSize="0" size="0"/>')
        return error(404)


def without_tokens(body: bytes, worthless: str) -> bytes:
    """An XML or JSON answer of plex.tv in which every token is the worthless one."""
    text = body.decode("utf-8", "replace")
    text = _TOKENS.sub(lambda found: f"{found[1]}={quoteattr(worthless)}", text)
    text = _TOKEN_ELEMENTS.sub(lambda found: f"<{found[1]}>{worthless}</{found[1]}>", text)
    return _TOKEN_VALUES.sub(rf'\1"{worthless}"', text).encode()


def _xml(body: str) -> Reply:
    return Reply(200, XML, f'<?xml version="1.0" encoding="UTF-8"?>\n{body}'.encode())
