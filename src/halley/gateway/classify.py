"""What a request is: read, write or refused. The method alone decides nothing.

Rules of the house, in order:
1. Targets that are not plainly a path of this server are refused (absolute form, NUL, encoded slashes, bytes that are no
   text).
2. Method overrides are refused wherever they stand.
3. A path that no rule names is refused.
4. A read that carries the marks of an edit (`.value`, `.locked`, brackets) is refused; flags that would start work on the
   server are taken off it.
5. A write that cannot be decoded in full is refused: it is never captured as less than it would do.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from urllib.parse import quote

from halley.changes import Change, decode
from halley.files import Picture
from halley.gateway.rules import Kind, Match, match
from halley.plex.requests import PlexRequest, Query, encode_query, parse_query, read_request

_METHODS = frozenset({"GET", "PUT", "POST", "DELETE"})
_OVERRIDES = frozenset({"x-http-method-override", "x-http-method", "x-method-override", "x-plex-method"})
_STARTS_WORK = frozenset(
    "checkFiles checkFileAvailability asyncCheckFiles asyncRefreshLocalMediaAgent asyncRefreshAnalysis "
    "asyncAugmentMetadata augmentCount".split()
)
_EDIT_MARKS = re.compile(r"\.value|\.locked|[\[\]]|^async")
_SERVER_FILES = ("upload://", "metadata://", "media://", "default://", "id://")
_PICTURE_PATH = re.compile(
    r"/library/(metadata|collections)/\d+/(thumb|art|clearLogo|squareArt|banner|composite|file)(/\d+)?"
    r"|/playlists/\d+/composite/\d+|/:/resources/[\w.-]+"
)

_OF_A_PICTURE = frozenset({"url", "width", "height", "x-plex-token"})


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the gateway makes of one request. `raw_query` is what a read forwards, verbatim but for dropped flags."""

    kind: Kind
    request: PlexRequest
    raw_query: str = ""
    found: Match | None = None
    reason: str = ""

    @property
    def answer(self) -> str:
        """The room that answers a read."""
        return self.found.rule.answer if self.found else ""

    def part(self, name: str) -> str:
        """What a placeholder of the rule took from the path; empty where the rule has none of that name."""
        return (self.found.parts.get(name) or "") if self.found else ""


def classify(method: str, target: str, headers: Iterable[tuple[str, str]]) -> Verdict:
    """The verdict on a request by its first line and headers; a write's body is looked at by `changes_of`."""
    lowered = tuple((name.lower(), value) for name, value in headers)
    bare = PlexRequest(method.upper(), target.partition("?")[0][:500], headers=lowered)
    try:
        request, plain = read_request(method.upper(), target, lowered)
    except ValueError as problem:
        return Verdict(Kind.REFUSED, bare, reason=str(problem))
    path = request.path
    if not path.isprintable() or not target.isprintable():
        return Verdict(Kind.REFUSED, bare, reason="bytes that are no text")
    if method not in _METHODS | {"HEAD"}:
        return Verdict(Kind.REFUSED, request, reason=f"no Plex request uses the method {method[:20]!r}")
    if any(name in _OVERRIDES for name, _ in request.headers) or request.one("_method") is not None:
        return Verdict(Kind.REFUSED, request, reason="method override")
    found = match("GET" if method == "HEAD" else method, path)
    if found is None:
        return Verdict(Kind.REFUSED, request, reason="no rule names it")
    if found.rule.kind is Kind.READ:
        return _read(Verdict(Kind.READ, request, plain, found))
    return Verdict(found.rule.kind, request, plain, found, found.rule.note)


def changes_of(verdict: Verdict, body: Picture | None) -> tuple[Change, ...]:
    """The Changes that a write would make. Raises NotAWrite with the reason where they can't be told in full."""
    return decode(replace(verdict.request, query=_without_tokens(verdict.request.query), body=body))


def _read(verdict: Verdict) -> Verdict:
    request = verdict.request
    marked = [name for name, _ in request.query if _EDIT_MARKS.search(name) and name not in _STARTS_WORK]
    if marked:
        return replace(verdict, kind=Kind.REFUSED, reason=f"a read with the parameter {marked[0][:60]!r} of an edit")
    if verdict.answer == "stored_image" and not (request.one("url") or "").startswith(_SERVER_FILES):
        return replace(verdict, kind=Kind.REFUSED, reason="a stored picture is named by upload:// and its like only")
    if verdict.answer == "transcoded_image" and not _is_own_picture(request.one("url") or ""):
        return replace(verdict, kind=Kind.REFUSED, reason="has the server fetch an address")
    dropped = _STARTS_WORK & {name for name, _ in request.query}
    if not dropped:
        return verdict
    kept = tuple((name, value) for name, value in request.query if name not in dropped)
    return replace(verdict, request=replace(request, query=kept), raw_query=encode_query(kept))


def _is_own_picture(url: str) -> bool:
    # As it stands, not as it could be read: what another reader makes of dots and percent signs is not known.
    path, _, query = url.partition("?")
    found, asked = _PICTURE_PATH.fullmatch(path), parse_query(query)
    if found is None or any(name.lower() not in _OF_A_PICTURE for name, _ in asked):
        return False
    if path.endswith("/file"):  # which would itself have the server fetch an address
        return dict(asked).get("url", "").startswith(_SERVER_FILES)
    return all(name != "url" for name, _ in asked)


def _without_tokens(query: Query) -> Query:
    """The same query; addresses among its values lose the token they may carry, so that no Change ever holds one."""
    return tuple((name, without_token(value) if "://" in value else value) for name, value in query)


def without_token(url: str) -> str:
    """An address without its `X-Plex-Token` parameter."""
    before, question, query = url.partition("?")
    if "x-plex-token" not in query.lower():
        return url
    query, mark, fragment = query.partition("#")
    kept = "&".join(one for one in query.split("&") if not one.lower().startswith("x-plex-token="))
    return f"{before}{question if kept else ''}{kept}{mark}{fragment}"


def forward_target(verdict: Verdict) -> str:
    """The path and query that go to the real server: the normalised path, never the one that came in."""
    path = quote(verdict.request.path, safe="/:,@!$'()*~")
    return f"{path}?{verdict.raw_query}" if verdict.raw_query else path
