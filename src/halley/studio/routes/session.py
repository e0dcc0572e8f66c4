"""Who is at the other end: asked first by every page; signing in and out."""

from typing import Annotated, cast

from fastapi import APIRouter, Depends, Request, Response

from halley import __version__
from halley.studio.routes.furnished import GivenDesk
from halley.studio.security.door import Caller, Door
from halley.studio.security.sessions import LASTS_S
from halley.studio.security.visitor import caller_of, visitor_of
from halley.studio.settings import Settings
from halley.studio.wire.session import Credentials, Session

router = APIRouter(prefix="/session", tags=["session"])


def _door(request: Request) -> Door:
    return cast("Door", request.app.state.studio.door)


def _settings(request: Request) -> Settings:
    return cast("Settings", request.app.state.studio.settings)


GivenDoor = Annotated[Door, Depends(_door)]
GivenSettings = Annotated[Settings, Depends(_settings)]


@router.get("")
async def session(
    request: Request, response: Response, door: GivenDoor, desk: GivenDesk, settings: GivenSettings
) -> Session:
    """Who asks, and the word that their requests need. Whoever has no session is given one, not signed in."""
    caller = caller_of(request.scope)
    identity = caller.session
    if not identity and not caller.has_key:
        identity = door.sessions.new()
        _give(response, request, settings, identity)
    return _told(door, desk, Caller(identity, caller.is_open))


@router.post("")
async def sign_in(
    asked: Credentials, request: Request, response: Response, door: GivenDoor, desk: GivenDesk, settings: GivenSettings
) -> Session:
    """Sign in. The session is another one afterwards, and so is its word."""
    earlier = caller_of(request.scope).session
    identity = await door.sign_in(asked.password, visitor_of(request.scope).address)
    if earlier:
        await door.sign_out(earlier)
    _give(response, request, settings, identity)
    return _told(door, desk, Caller(identity, is_open=True))


@router.delete("", status_code=204)
async def sign_out(request: Request, door: GivenDoor, settings: GivenSettings) -> Response:
    """Sign out."""
    await door.sign_out(caller_of(request.scope).session)
    response = Response(status_code=204)
    _give(response, request, settings, "", 0)
    return response


def _told(door: Door, desk: GivenDesk, caller: Caller) -> Session:
    return Session(
        is_open=caller.is_open,
        needs_password=door.is_locked,
        csrf=door.sessions.token(caller.session) if caller.session else "",
        version=__version__ if caller.is_open else "",
        has_configuration=caller.is_open and bool(desk.all()),
    )


def _give(response: Response, request: Request, settings: Settings, identity: str, lasts_s: int = LASTS_S) -> None:
    visitor = visitor_of(request.scope)
    response.set_cookie(
        settings.cookie,
        identity,
        max_age=lasts_s,
        path=visitor.base,
        secure=visitor.scheme == "https" or settings.origin.startswith("https:"),
        httponly=True,
        samesite="strict",
    )
