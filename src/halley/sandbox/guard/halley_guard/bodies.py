"""What a request would have said, told without saying it: its size and the names of its fields."""

from __future__ import annotations

import json
import re
from urllib.parse import parse_qsl

_DEPTH = 6
_MOST_NAMES = 60
_LONGEST_NAME = 80
_LARGEST_LOOKED_INTO = 1024 * 1024
_CHANGES_SOMETHING = re.compile(r"\b(?:mutation|subscription)\b")


def as_bytes(body: object) -> bytes | None:
    """A body as bytes; None where it is a stream that only sending would read."""
    if body is None:
        return b""
    if isinstance(body, str):
        return body.encode("utf-8", "replace")
    return bytes(body) if isinstance(body, (bytes, bytearray, memoryview)) else None


def field_names(body: bytes) -> list[str]:
    """Names of the fields in a JSON or form body, nested ones as `embeds[].title`; none where it is neither."""
    if len(body) > _LARGEST_LOOKED_INTO:
        return []
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        return []
    try:
        names = _names(json.loads(text), "", _DEPTH) if text.lstrip()[:1] in {"{", "["} else None
    except ValueError:
        names = None
    if names is None:
        names = [name for name, _ in parse_qsl(text, keep_blank_values=True)] if "=" in text else []
    return [name[:_LONGEST_NAME] for name in dict.fromkeys(names)][:_MOST_NAMES]


def is_question(body: bytes) -> bool:
    """Whether a body is a GraphQL query, and no mutation or subscription."""
    try:
        asked = json.loads(body)
    except ValueError:
        return False
    text = asked.get("query") if isinstance(asked, dict) else None
    return isinstance(text, str) and not _CHANGES_SOMETHING.search(text)


def _names(value: object, prefix: str, depth: int) -> list[str]:
    if depth and isinstance(value, list):
        return [name for entry in value for name in _names(entry, f"{prefix}[]", depth - 1)]
    if depth and isinstance(value, dict):
        return [
            name
            for key, below in value.items()
            for name in (_names(below, f"{prefix}.{key}".lstrip("."), depth - 1) or [f"{prefix}.{key}".lstrip(".")])
        ]
    return [prefix] if prefix else []
