"""Addresses as they may be shown: no passwords, no keys, no webhook secrets."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

MASK = "•••"
_SECRET_NAME = re.compile(r"token|key|secret|pass|pwd|auth|sig|session|code|cred|cookie", re.IGNORECASE)
_FILE = re.compile(r"\.(?:jpe?g|png|webp|gif|svg|json|ya?ml|xml|html?|gz|tsv|csv|txt|ttf|otf|woff2?)$", re.IGNORECASE)
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_WORDS = re.compile(r"[a-z0-9]*(?:-[a-z0-9]+)*")
_SHORTEST_SECRET = 16


def shown_url(url: str) -> str:
    """An address without user name, with secrets in path and query masked and without fragment."""
    try:
        parts = urlsplit(url)
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        return "(no address)"
    host = parts.hostname or ""
    query = f"?{shown_query(parts.query)}" if parts.query else ""
    return f"{parts.scheme}://{host}{port}{shown_path(parts.path)}{query}"


def shown_path(path: str) -> str:
    """A path in which every part that looks like a key is masked, as webhooks carry them."""
    return "/".join(MASK if _looks_secret(part) else part for part in path.split("/"))


def shown_query(query: str) -> str:
    """A query in which the values of secret names, and values that look like a key, are masked."""
    return "&".join(_shown_pair(pair) for pair in query.split("&"))


def _shown_pair(pair: str) -> str:
    name, equals, value = pair.partition("=")
    return f"{name}{equals}{MASK}" if value and (_SECRET_NAME.search(name) or _looks_secret(value)) else pair


def _looks_secret(text: str) -> bool:
    if len(text) < _SHORTEST_SECRET or _FILE.search(text):
        return False
    if _UUID.search(text):
        return True
    if not any(letter.isdigit() for letter in text):
        return False
    # `the-lord-of-the-rings-2001` is a title: words in lower case, none of them long.
    return not (_WORDS.fullmatch(text) and max(map(len, text.split("-"))) < _SHORTEST_SECRET)
