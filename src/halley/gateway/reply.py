"""What the gateway answers: either bytes that it has, or the server's own answer passed through as it streams."""

from dataclasses import dataclass
from http import HTTPStatus

from halley.gateway.upstream import Answer

XML = "text/xml;charset=utf-8"


@dataclass(frozen=True, slots=True)
class Reply:
    """A whole answer."""

    status: int = 200
    content_type: str = "text/html"
    body: bytes = b""
    headers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class PassThrough:
    """The server's own answer to this target, byte for byte."""

    target: str


def xml(body: bytes) -> Reply:
    """An XML answer; python-plexapi decodes by the charset of the header (spec, plex-api 1.4)."""
    return Reply(200, XML, body)


def error(status: int) -> Reply:
    """Plex's small HTML page for an error. Source: spec, plex-api 1.3, 1.5."""
    reason = HTTPStatus(status).phrase
    page = f"<html><head><title>{reason}</title></head><body><h1>{status} {reason}</h1></body></html>"
    return Reply(status, "text/html", page.encode())


def relayed(answer: Answer) -> Reply:
    """An answer of the server that was read whole."""
    headers = tuple((name, value) for name, value in answer.headers if name.lower() != "content-type")
    return Reply(answer.status, answer.content_type, answer.body, headers)
