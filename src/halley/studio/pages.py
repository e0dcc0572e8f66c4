"""The studio's pages: files of the front end, read once at the start. A request names one of them or none, and opens none.

`make setup` makes them from `web/`; a wheel brings them along.
"""

import gzip
import hashlib
import html
import mimetypes
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from halley.studio.security.visitor import visitor_of

STATIC = Path(__file__).parent / "static"
_FOREVER = "public, max-age=31536000, immutable"
_ASKED_AGAIN = "no-cache"
_HASHED = re.compile(r"assets/.+-[A-Za-z0-9_-]{8,}\.\w+")
_BASE = re.compile(r"<base href=\"[^\"]*\" ?/?>")
_TEXTS = ("text/", "application/javascript", "application/json", "image/svg+xml")
_TYPES = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml", ".woff2": "font/woff2"}
_PAGE = "index.html"
_NOT_BUILT = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Halley</title></head>
<body><h1>The studio's pages are not built</h1>
<p>This is a checkout of the source. <code>make setup</code> builds them; then start <code>halley studio</code> again.</p>
<p>The API works without them: <a href="api/v1/openapi.json">its description</a>.</p></body></html>
"""


@dataclass(frozen=True, slots=True)
class Leaf:
    """A file as it is sent, with what it is packed to by each way of packing."""

    content: bytes
    packed: Mapping[str, bytes]
    media_type: str
    cache: str
    tag: str


def leaf(name: str, content: bytes, packed: Mapping[str, bytes] | None = None) -> Leaf:
    """A file by its name below the folder of the build."""
    suffix = Path(name).suffix
    kind = _TYPES.get(suffix) or mimetypes.guess_type(name)[0] or "application/octet-stream"
    found = dict(packed or {})
    if kind.startswith(_TEXTS) and "gzip" not in found:
        found["gzip"] = gzip.compress(content, 9, mtime=0)
    smaller = {way: data for way, data in found.items() if len(data) < len(content)}
    if kind.startswith("text/"):
        kind += "; charset=utf-8"
    cache = _FOREVER if _HASHED.fullmatch(name) else _ASKED_AGAIN
    return Leaf(content, smaller, kind, cache, f'"{hashlib.sha256(content).hexdigest()[:32]}"')


def read_leaves(folder: Path = STATIC) -> dict[str, Leaf]:
    """Every file of a build by its name; nothing where there is no build."""
    ways = {".gz": "gzip", ".br": "br"}
    contents = {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }
    found = {}
    for name, content in contents.items():
        if Path(name).suffix in ways or name == "manifest.json":
            continue
        packed = {way: contents[name + suffix] for suffix, way in ways.items() if name + suffix in contents}
        found[name] = leaf(name, content, packed)
    return found


class Pages:
    """Answers all paths that are none of the API: with a file of the build, else with the page, which knows the rest."""

    def __init__(self, leaves: Mapping[str, Leaf]) -> None:
        self._leaves = dict(leaves)
        page = self._leaves.pop(_PAGE, None)
        self.is_built = page is not None
        self._page = page.content.decode() if page is not None else _NOT_BUILT
        self._pages: dict[str, Leaf] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["method"] not in {"GET", "HEAD"}:
            response = Response(status_code=405, headers={"Allow": "GET, HEAD"})
        elif (name := scope["path"].removeprefix("/")) in self._leaves:
            response = _response(self._leaves[name], Headers(scope=scope))
        elif name.startswith("assets/"):
            response = Response("There is no such file.\n", 404, {"Cache-Control": "no-store"}, "text/plain")
        else:
            response = _response(self._page_below(visitor_of(scope).base), Headers(scope=scope))
        await response(scope, receive, send)

    def _page_below(self, base: str) -> Leaf:
        if base not in self._pages:
            if len(self._pages) >= 16:
                self._pages.clear()
            text = _BASE.sub(lambda _: f'<base href="{html.escape(base)}" />', self._page, count=1)
            self._pages[base] = leaf(_PAGE, text.encode())
        return self._pages[base]


def _response(found: Leaf, headers: Headers) -> Response:
    told = {"Cache-Control": found.cache, "ETag": found.tag, "Vary": "Accept-Encoding"}
    if found.tag in [one.strip().removeprefix("W/") for one in headers.get("if-none-match", "").split(",")]:
        return Response(status_code=304, headers=told)
    taken = {one.partition(";")[0].strip().lower() for one in headers.get("accept-encoding", "").split(",") if _wanted(one)}
    for way in ("br", "gzip"):
        if way in taken and way in found.packed:
            return Response(found.packed[way], headers={**told, "Content-Encoding": way}, media_type=found.media_type)
    return Response(found.content, headers=told, media_type=found.media_type)


def _wanted(coding: str) -> bool:
    return not re.search(r";\s*q=0(\.0*)?\s*$", coding)
