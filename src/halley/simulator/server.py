"""The simulator as an HTTP server. State is one value; every write goes through `halley.changes` and replaces it.

Beside Plex's own paths there is `/_simulator/digest`, `/_simulator/requests` and `/_simulator/faults` (PUT with
`fault=KIND=RATE:PATH` parameters), for tests; they need the token too.
"""

import asyncio
import gzip
import hmac
import json
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from aiohttp import web

from halley.changes import CannotApply, Change, NotAWrite, apply, decode
from halley.changes.kinds import CreateCollection, CreatePlaylist, ImageChange, SelectImage
from halley.changes.wire import RULES
from halley.errors import ConfigError
from halley.files import MemoryImages
from halley.plex.answers import Reply, error, xml
from halley.plex.ids import RatingKey
from halley.plex.library import Library
from halley.plex.requests import PlexRequest, read_request
from halley.plex.xml.json import to_json
from halley.plex.xml.write import container, detail
from halley.secrets import MASK
from halley.simulator.client import fetched
from halley.simulator.digest import digest
from halley.simulator.faults import Fault, FaultKind, Faults, parse_fault
from halley.simulator.routes import find, is_idle
from halley.simulator.state import Ask, Refused, State

_LARGEST_UPLOAD = 10_480_000
"""Bytes; larger uploads are refused, as by Plex (spec, plex-api 8.2)."""
_CONTROL = "/_simulator/"
_HEADERS = {"X-Plex-Protocol": "1.0", "Cache-Control": "no-cache"}


@dataclass(frozen=True, slots=True)
class Heard:
    """One request that the simulator answered. `target` has no token in it."""

    method: str
    target: str
    status: int
    ms: float


class Simulator:
    """A Plex server on a loopback port, as an async context manager; `url` says where."""

    def __init__(  # noqa: PLR0913 - each is a switch of its own
        self,
        library: Library,
        images: MemoryImages | None = None,
        *,
        token: str,
        host: str = "127.0.0.1",
        port: int = 0,
        latency_ms: float = 0,
        faults: Iterable[Fault] = (),
        request_log: Path | None = None,
        slow_ms: float = 2000,
    ) -> None:
        self.state = State(library, images or MemoryImages())
        self.requests: list[Heard] = []
        self.faults = Faults(tuple(faults))
        self.token = token
        self._host, self._port, self._latency_s, self._slow_s = host, port, latency_ms / 1000, slow_ms / 1000
        self._log = request_log.open("a", encoding="utf-8") if request_log else None
        self._writing = asyncio.Lock()
        self._server: asyncio.Server | None = None
        self._web: web.Server | None = None
        self._listening: set[web.WebSocketResponse] = set()

    @property
    def library(self) -> Library:
        """The library as it stands."""
        return self.state.library

    @property
    def url(self) -> str:
        host = f"[{self._host}]" if ":" in self._host else self._host
        return f"http://{host}:{self._port}"

    def digest(self) -> str:
        """One number for everything that the server holds."""
        return digest(self.state.library)

    async def __aenter__(self) -> "Simulator":
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()

    async def start(self) -> None:
        """Listen. Raises OSError where the address cannot be had."""
        self._web = web.Server(self._handle, access_log=None, max_line_size=2**18, max_field_size=2**18)
        self._server = await asyncio.get_running_loop().create_server(self._web, self._host, self._port)
        self._port = int(self._server.sockets[0].getsockname()[1])

    async def stop(self) -> None:
        """Finish the requests that are being answered, then go."""
        if self._server is not None:
            self._server.close()
        if self._web is not None:
            self._web.pre_shutdown()  # lets go of connections on which nothing happens
            for one in tuple(self._listening):
                await one.close()
            await self._web.shutdown(1)
        if self._log is not None:
            self._log.close()

    async def _handle(self, incoming: web.BaseRequest) -> web.StreamResponse:
        began = time.perf_counter()
        try:
            request, _ = read_request(incoming.method, incoming.raw_path, incoming.headers.items())
        except ValueError:
            return _response(error(400), incoming)
        happening = self.faults.of(request.path) if not request.path.startswith(_CONTROL) else frozenset()
        if self._latency_s or FaultKind.SLOW in happening:
            await asyncio.sleep(self._latency_s + (self._slow_s if FaultKind.SLOW in happening else 0))
        if FaultKind.DROP in happening:
            return self._dropped(incoming, request, (time.perf_counter() - began) * 1000)
        if request.path == "/:/websockets/notifications" and self._is_known(request):
            return await self._notifications(incoming)
        reply = error(500) if FaultKind.ERROR in happening else await self._answer(incoming, request, happening)
        self._note(request, reply, (time.perf_counter() - began) * 1000)
        if FaultKind.TRUNCATE in happening and reply.body:
            return await _half(reply, incoming)
        return _response(reply, incoming)

    def _dropped(self, incoming: web.BaseRequest, request: PlexRequest, ms: float) -> web.Response:
        """The connection closed, nothing done; what is returned goes nowhere."""
        self._note(request, Reply(0), ms)
        if incoming.transport is not None:
            incoming.transport.abort()
        return web.Response()

    async def _answer(self, incoming: web.BaseRequest, request: PlexRequest, happening: frozenset[FaultKind]) -> Reply:
        if request.path != "/identity" and not self._is_known(request):
            return error(401)
        if request.path.startswith(_CONTROL):
            return self._control(request)
        try:
            if (changes := await self._changes(incoming, request)) is not None:
                async with self._writing:
                    return self._write(changes)
            return self._read(request, happening)
        except Refused as refused:
            return error(refused.status)
        except CannotApply as problem:
            return error(problem.status)

    def _is_known(self, request: PlexRequest) -> bool:
        return hmac.compare_digest((request.header("x-plex-token") or "").encode(), self.token.encode())

    async def _changes(self, incoming: web.BaseRequest, request: PlexRequest) -> tuple[Change, ...] | None:
        """What a request would change; None for a read. Raises Refused where it is a write that Plex does not take."""
        body = await _body(incoming) if incoming.body_exists else b""
        picture = self.state.images.put(body) if body else None
        try:
            changes = decode(PlexRequest(request.method, request.path, request.query, body=picture))
        except NotAWrite:
            if request.method in {"GET", "HEAD"}:
                return None
            if is_idle(request.method, request.path):
                return ()
            raise Refused(405 if find(request.path) else 404) from None
        return tuple([await fetched(change, self.state) for change in changes])

    def _write(self, changes: tuple[Change, ...]) -> Reply:
        made: RatingKey = self.library.next_key
        before = after = self.library
        for change in changes:
            after = apply(change, after, int(time.time()))
        self.state.library = after
        self._keep_stale(changes, before)
        match changes:
            case (CreateCollection() | CreatePlaylist(),):
                return xml(container({"size": 1}, [detail(after.items[made], after)]))
            case (SelectImage(key=key, kind=kind),):
                return Reply(
                    200, "text/plain", f"/library/metadata/{key}/{kind.field}/{after.items[key].updated_at}".encode()
                )
            case _:
                return Reply()

    def _keep_stale(self, changes: tuple[Change, ...], before: Library) -> None:
        """Remember what was shown where another picture is shown now, for the fault that serves it still."""
        for change in changes:
            if isinstance(change, ImageChange):
                entry = before.items[change.key].shelf(change.kind).current
                if entry is not None and entry.picture is not None:
                    shown = Reply(200, entry.picture.media_type, self.state.images.get(entry.picture.sha256))
                    self.state.stale[change.key, change.kind.field] = shown

    def _read(self, request: PlexRequest, happening: frozenset[FaultKind]) -> Reply:
        found = find(request.path)
        if found is None:
            return error(405 if _is_written(request.path) else 404)
        if request.method not in {"GET", "HEAD"}:
            return error(405)
        route, parts = found
        reply = route(Ask(self.state, request, parts))
        if FaultKind.STALE in happening and "image" in parts:
            reply = self.state.stale.get((int(parts["key"]), parts["image"]), reply)
        if request.header("accept") == "application/json" and reply.content_type.startswith("text/xml"):
            return Reply(reply.status, "application/json", to_json(reply.body))
        return reply

    def _control(self, request: PlexRequest) -> Reply:
        match request.method, request.path.removeprefix(_CONTROL):
            case "GET", "digest":
                return _json({"digest": self.digest()})
            case "GET", "requests":
                return _json(
                    [{"method": o.method, "target": o.target, "status": o.status, "ms": o.ms} for o in self.requests]
                )
            case "PUT", "faults":
                try:
                    self.faults.active = [parse_fault(value) for name, value in request.query if name == "fault"]
                except ConfigError as problem:
                    return Reply(400, "text/plain", str(problem).encode())
                return _json({"faults": len(self.faults.active)})
            case _:
                return error(404)

    async def _notifications(self, incoming: web.BaseRequest) -> web.StreamResponse:
        """The stream of what happens, on which nothing does."""
        socket = web.WebSocketResponse()
        if not socket.can_prepare(incoming):
            return _response(error(400), incoming)
        await socket.prepare(incoming)
        self._listening.add(socket)
        try:
            async for _ in socket:
                pass
        finally:
            self._listening.discard(socket)
        return socket

    def _note(self, request: PlexRequest, reply: Reply, ms: float) -> None:
        if request.path.startswith(_CONTROL):
            return
        # A picture is sometimes fetched from an address that carries the token as its own argument.
        target = request.target.replace(quote(self.token, safe=""), MASK) if self.token else request.target
        heard = Heard(request.method, target, reply.status, round(ms, 2))
        self.requests.append(heard)
        if self._log is not None:
            row = {"method": heard.method, "target": heard.target, "status": heard.status, "ms": heard.ms}
            self._log.write(json.dumps(row) + "\n")
            self._log.flush()


async def _body(incoming: web.BaseRequest) -> bytes:
    """The whole body. Raises Refused 400 as soon as it is longer than Plex takes."""
    body = bytearray()
    async for piece in incoming.content.iter_any():
        body += piece
        if len(body) > _LARGEST_UPLOAD:
            raise Refused(400)
    return bytes(body)


def _is_written(path: str) -> bool:
    """Whether there is a write at that path, by another method."""
    return any(rule.parts(method, path) is not None for rule in RULES for method in ("PUT", "POST", "DELETE"))


def _json(value: object) -> Reply:
    return Reply(200, "application/json", json.dumps(value).encode())


def _response(reply: Reply, incoming: web.BaseRequest) -> web.Response:
    headers = {**_HEADERS, **dict(reply.headers), "Content-Type": reply.content_type}
    body = reply.body
    if len(body) > 1024 and "gzip" in incoming.headers.get("Accept-Encoding", "") and "image" not in reply.content_type:
        body, headers["Content-Encoding"] = gzip.compress(body, 1), "gzip"
    return web.Response(status=reply.status, body=body, headers=headers)


async def _half(reply: Reply, incoming: web.BaseRequest) -> web.StreamResponse:
    response = web.StreamResponse(status=reply.status, headers={**_HEADERS, "Content-Type": reply.content_type})
    response.content_length = len(reply.body)
    await response.prepare(incoming)
    await response.write(reply.body[: len(reply.body) // 2])
    if incoming.transport is not None:
        incoming.transport.close()
    return response
