"""Pictures and themes: upload, fetch, select, drop. Source: spec, plex-api 8."""

from typing import assert_never

from halley.changes.kinds import Change, DropImage, FetchImage, ImageChange, SelectImage, UploadImage
from halley.changes.wire.asked import Asked, NotAWrite
from halley.changes.wire.rules import Rule
from halley.plex.images import ImageKind
from halley.plex.requests import PlexRequest

_BY_MANY = {kind.many: kind for kind in ImageKind}
_BY_ONE = {kind.one: kind for kind in ImageKind}
_BY_FIELD = {kind.field: kind for kind in ImageKind}


def _stored(request: Asked) -> tuple[Change, ...]:
    kind, url = _BY_MANY[request.parts["many"]], request.optional("url")
    match request.body, url:
        case None, str() if url:
            return (FetchImage(request.key, kind, url),)
        case picture, None if picture is not None:
            return (UploadImage(request.key, kind, picture),)
        case _:
            raise NotAWrite("an upload has either a body or a url")


def _selected(request: Asked) -> tuple[Change, ...]:
    name = request.text("url")
    if not name:
        raise NotAWrite("url is empty")
    return (SelectImage(request.key, _BY_ONE[request.parts["one"]], name),)


def _dropped(request: Asked) -> tuple[Change, ...]:
    return (DropImage(request.key, _BY_FIELD[request.parts["field"]]),)


RULES = (
    Rule("POST", "/library/metadata/{key}/{many}", _stored, takes_body=True),
    Rule("PUT", "/library/metadata/{key}/{one}", _selected),
    Rule("DELETE", "/library/metadata/{key}/{field}", _dropped),
)


def encode(change: ImageChange) -> PlexRequest:
    """The request of one change of a picture; an upload's bytes are named in `body`."""
    item = f"/library/metadata/{change.key}"
    match change:
        case UploadImage(kind=kind, picture=picture):
            return PlexRequest("POST", f"{item}/{kind.many}", body=picture)
        case FetchImage(kind=kind, url=url):
            return PlexRequest("POST", f"{item}/{kind.many}", (("url", url),))
        case SelectImage(kind=kind, name=name):
            return PlexRequest("PUT", f"{item}/{kind.one}", (("url", name),))
        case DropImage(kind=kind):
            return PlexRequest("DELETE", f"{item}/{kind.field}")
        case _:
            assert_never(change)
