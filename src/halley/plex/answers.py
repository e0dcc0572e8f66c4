"""What a Plex server answers, as a value; gateway and simulator both speak in these."""

from dataclasses import dataclass

from halley.plex.xml.pages import CONTENT_TYPE, error_page

XML = "text/xml;charset=utf-8"
"""python-plexapi decodes by the charset of the header (spec, plex-api 1.4)."""


@dataclass(frozen=True, slots=True)
class Reply:
    """A whole answer; without words it is the empty success that most writes get."""

    status: int = 200
    content_type: str = CONTENT_TYPE
    body: bytes = b""
    headers: tuple[tuple[str, str], ...] = ()


def xml(body: bytes) -> Reply:
    """An XML answer."""
    return Reply(200, XML, body)


def error(status: int) -> Reply:
    """Plex's small HTML page for an error."""
    return Reply(status, CONTENT_TYPE, error_page(status))
