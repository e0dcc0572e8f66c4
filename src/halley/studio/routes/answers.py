"""What several routes answer with: problems as the document lists them, and bytes that a browser need not fetch twice."""

import hashlib

from fastapi import Request, Response

from halley.studio.wire.base import Problem

_WORDS = {
    304: "It is as it was.",
    404: "There is nothing of that name.",
    409: "It was changed meanwhile.",
    413: "The body is too large.",
    415: "The body is of another type than is taken.",
    422: "The request, or what it names, cannot be used.",
    502: "The Plex server does not answer, or not as Plex does.",
    507: "The disk does not take it.",
}


def problems(*statuses: int) -> dict[int | str, dict[str, object]]:
    """The answers of a route besides the good one."""
    return {status: {"description": _WORDS[status], **({"model": Problem} if status >= 400 else {})} for status in statuses}


def tagged(request: Request, content: bytes, media_type: str, seed: str = "") -> Response:
    """Bytes with an ETag, or 304 where the browser has them. `seed`: what they are told by, else their own digest."""
    tag = etag(seed or hashlib.sha256(content).hexdigest())
    if is_known(request, tag):
        return unchanged(tag)
    return Response(content, media_type=media_type, headers={"ETag": tag, "Cache-Control": "private, no-cache"})


def etag(seed: str) -> str:
    """A tag for that."""
    return f'"{hashlib.sha256(seed.encode()).hexdigest()[:32]}"'


def is_known(request: Request, tag: str) -> bool:
    """Whether the browser says that it has what the tag means."""
    return tag in {one.strip().removeprefix("W/") for one in request.headers.get("if-none-match", "").split(",")}


def unchanged(tag: str) -> Response:
    """The answer to who has it."""
    return Response(status_code=304, headers={"ETag": tag, "Cache-Control": "private, no-cache"})
