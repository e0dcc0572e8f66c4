"""An HTTP request to Plex as a value: path and query taken apart once, by Plex's own rules.

Source: spec, plex-api 1.8 (encoding) and 16.1 (what to do before classifying).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import quote, unquote, unquote_plus

from halley.files import Picture

Query = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class PlexRequest:
    """What a client asks: method in capitals, normalised path, decoded query in the order it came.

    `X-Plex-*` parameters are in `headers` (lower case names) with the real headers, never in `query`.
    `body` identifies uploaded bytes; the bytes themselves are in an image store.
    """

    method: str
    path: str
    query: Query = ()
    headers: Query = ()
    body: Picture | None = None

    def one(self, name: str) -> str | None:
        """The value of a parameter, the last where it is repeated."""
        return next((value for key, value in reversed(self.query) if key == name), None)

    def header(self, name: str) -> str | None:
        """The value of a header or of the parameter that stands for it; `name` in lower case."""
        return next((value for key, value in reversed(self.headers) if key == name), None)

    @property
    def target(self) -> str:
        """Path and query as they go on the wire; `,` and `/` in values escaped as python-plexapi does."""
        return f"{self.path}?{encode_query(self.query)}" if self.query else self.path


def read_request(method: str, target: str, headers: Iterable[tuple[str, str]]) -> tuple[PlexRequest, str]:
    """A request by its first line and headers, and its raw query without the `X-Plex-*` parameters.

    Those are headers in disguise (spec, plex-api 1.2) and go to the headers, whose names are in lower case. Raises
    ValueError where the target is not plainly a path of this server.
    """
    path, raw_query = split_target(target)
    plain: list[str] = []
    moved: list[tuple[str, str]] = []
    for part in raw_query.split("&"):
        for name, value in parse_query(part):
            if name.lower().startswith("x-plex-"):
                moved.append((name.lower(), value))
            else:
                plain.append(part)
    kept = "&".join(plain)
    lowered = ((name.lower(), value) for name, value in headers)
    return PlexRequest(method, path, parse_query(kept), (*lowered, *moved)), kept


def parse_query(raw: str) -> Query:
    """The pairs of a raw query string: split at `&`, each at its first `=`, then decoded, `+` as a space.

    Operators stay at the end of the name: `year%3E%3E=2000` is (`year>>`, `2000`).
    """
    pairs = (part.partition("=") for part in raw.split("&") if part)
    return tuple((unquote_plus(name), unquote_plus(value)) for name, _, value in pairs)


def encode_query(pairs: Iterable[tuple[str, str]]) -> str:
    """The inverse of `parse_query`, spaces as `%20`."""
    return "&".join(f"{quote(name, safe='')}={quote(value, safe='')}" for name, value in pairs)


def split_target(raw: str) -> tuple[str, str]:
    """Normalised path and raw query of a request target.

    The path is percent-decoded once, `//` collapsed, `.` and `..` resolved, a trailing slash dropped.
    Raises ValueError for absolute-form targets, NUL bytes, and encoded slashes.
    """
    path, _, query = raw.partition("?")
    if not path.startswith("/"):
        raise ValueError(f"absolute-form request target {path[:80]!r}")
    lowered = path.lower()
    if "%2f" in lowered or "%5c" in lowered or "%00" in lowered:
        raise ValueError("encoded slash, backslash or NUL in a path")
    kept: list[str] = []
    for segment in unquote(path).split("/"):
        if segment == "..":
            kept = kept[:-1]
        elif segment not in {"", "."}:
            kept.append(segment)
    return "/" + "/".join(kept), query
