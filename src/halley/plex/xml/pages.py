"""The small HTML pages by which Plex says that something went wrong. Source: spec, plex-api 1.3, 1.5."""

from http import HTTPStatus

CONTENT_TYPE = "text/html"


def error_page(status: int) -> bytes:
    """The body of an error: 91 bytes for a 401, as on real servers."""
    reason = HTTPStatus(status).phrase if status in set(HTTPStatus) else "Error"
    return f"<html><head><title>{reason}</title></head><body><h1>{status} {reason}</h1></body></html>".encode()
