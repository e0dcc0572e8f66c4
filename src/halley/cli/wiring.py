"""Where settings become things: files, environment, tokens. Nothing else in Halley looks at the environment."""

import os
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from urllib.parse import urlsplit

import aiohttp

from halley.errors import ConfigError
from halley.gateway.upstream import Answer, passed_on
from halley.secrets import Secret

_PLEX_TV_LIMIT = 8 * 1024 * 1024


def token_from_file(path: Path) -> Secret:
    """The token that a file holds. Raises ConfigError where it cannot be read or holds no single word."""
    try:
        text = path.read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError) as problem:
        raise ConfigError(f"the token file {path} cannot be read: {getattr(problem, 'strerror', None) or 'not a text file'}") from None
    if not text or len(text.split()) != 1:
        raise ConfigError(f"the token file {path} should hold one token and nothing else")
    return Secret(text)


def plex_tv_reader(token: Secret, outside: str | None) -> Callable[[str], Awaitable[Answer | None]]:
    """A reader of plex.tv with the real token; with `outside`, of the server that plays the internet, without it."""

    async def read(url: str) -> Answer | None:
        parts = urlsplit(url)
        target = f"{parts.path}?{parts.query}" if parts.query else parts.path
        headers = {"X-Halley-Original-URL": url} if outside else {"X-Plex-Token": token.reveal()}
        address = f"{outside.rstrip('/')}{target}" if outside else f"https://{parts.hostname}{target}"
        try:
            async with (
                aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=20)) as session,
                session.get(address, headers=headers, allow_redirects=False) as response,
            ):
                body = await response.content.read(_PLEX_TV_LIMIT)
                return Answer(response.status, passed_on(response), body)
        except (aiohttp.ClientError, TimeoutError, OSError):
            return None

    return read


def environment() -> Mapping[str, str]:
    """The environment that Halley was started in."""
    return MappingProxyType(dict(os.environ))
