"""Pictures of one's own for overlays: sent, listed, shown, deleted."""

import asyncio
from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response

from halley.studio.desk.desk import Desk
from halley.studio.desk.errors import CannotSave, NotThere
from halley.studio.pictures.kept import KeptPicture, KeptPictures
from halley.studio.pictures.runner import decoded
from halley.studio.routes.answers import problems, tagged
from halley.studio.routes.furnished import GivenDesk
from halley.studio.wire.pictures import OverlayPicture

router = APIRouter(prefix="/configurations/{identity}/pictures", tags=["pictures"])
MOST_BYTES = 10_000_000
_TYPES = ("image/png", "image/jpeg", "image/webp")
_BODY = {
    "requestBody": {
        "required": True,
        "content": {kind: {"schema": {"type": "string", "format": "binary"}} for kind in _TYPES},
    }
}
Name = Annotated[str, Path(max_length=100)]


@router.get("", responses=problems(404, 422))
def pictures(identity: str, desk: GivenDesk) -> list[OverlayPicture]:
    """All that are there."""
    return [_shown(one) for one in _kept(desk, identity).all()]


@router.get(
    "/{name}",
    response_class=Response,
    responses={200: {"content": {"image/png": {}}, "description": "The picture."}, **problems(304, 404, 422)},
)
def picture(identity: str, name: Name, desk: GivenDesk, request: Request) -> Response:
    """One of them."""
    return tagged(request, _kept(desk, identity).read(name), "image/png")


@router.post("/{name}", status_code=201, openapi_extra=_BODY, responses=problems(404, 409, 413, 415, 422))
async def send(
    identity: str, name: Name, request: Request, desk: GivenDesk, *, replaces: Annotated[bool, Query()] = False
) -> OverlayPicture:
    """Send a PNG, JPEG or WebP. It is decoded by a process of its own, and kept as `overlays/<name>.png`."""
    kept = await asyncio.to_thread(_kept, desk, identity)
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() not in _TYPES:
        raise NoPicture("the body is no picture", hint=f"send one of {', '.join(_TYPES)} as the body")
    png = await decoded(await _body(request))
    return _shown(await asyncio.to_thread(lambda: kept.keep(name, png, replaces=replaces)))


@router.delete("/{name}", status_code=204, responses=problems(404, 422))
def remove(identity: str, name: Name, desk: GivenDesk) -> Response:
    """Delete one. An overlay that shows it will be an error."""
    _kept(desk, identity).remove(name)
    return Response(status_code=204)


class NoPicture(CannotSave):
    """The body is of another type."""

    status = 415


class TooLarge(CannotSave):
    """The body is longer than is read."""

    status = 413


async def _body(request: Request) -> bytes:
    """The body, never more of it than is allowed, whatever its length is said to be."""
    parts: list[bytes] = []
    size = 0
    async for part in request.stream():
        size += len(part)
        if size > MOST_BYTES:
            raise TooLarge("the picture is too large", hint=f"at most {MOST_BYTES // 1_000_000} MB are taken")
        parts.append(part)
    return b"".join(parts)


def _kept(desk: Desk, identity: str) -> KeptPictures:
    known = desk.known(identity)
    if not known.path.is_file():
        raise NotThere(f"the configuration {known.name} is no longer there")
    return KeptPictures(known.path.parent)


def _shown(one: KeptPicture) -> OverlayPicture:
    return OverlayPicture(name=one.name, width=one.width, height=one.height, size=one.size)
