"""A gateway put together: what it needs to know of the server, and everything that stands behind its door."""

import asyncio
import secrets
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from halley.clock import Clock, SystemClock
from halley.errors import BrokenAnswer, ConfigError, Unauthorised
from halley.files import ImageStore
from halley.gateway.fragments import cut
from halley.gateway.kept import Kept
from halley.gateway.ledger import Ledger
from halley.gateway.listener import Listener
from halley.gateway.loading import Loader
from halley.gateway.plex_tv import PlexTv, ReadPlexTv
from halley.gateway.reads import Reading
from halley.gateway.recording import RecordedWrites, Recorder
from halley.gateway.scope import Scope, scope_of
from halley.gateway.server import Door
from halley.gateway.shadow import Shadow
from halley.gateway.source import Source
from halley.gateway.upstream import Upstream
from halley.gateway.writes import CapturedWrites, Writes
from halley.plex.ids import ItemType, RatingKey
from halley.plex.library import Library, Section, Server
from halley.plex.xml.read import is_section, read_section, read_server, read_text
from halley.secrets import Redactor, Secret

_KEPT_BYTES = 96 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class GatewaySettings:
    """How a gateway is to be.

    `scope` bounds what is shown to these items and their relatives. `kept_seconds` is how long an answer of the server is
    taken to hold. `ahead` fetches in batches what an engine will probably ask next.
    """

    url: str
    token: Secret
    verify_ssl: bool = True
    timeout_s: float = 60
    scope: tuple[RatingKey, ...] | None = None
    kept_seconds: float = 600
    ahead: bool = True


@dataclass(frozen=True, slots=True)
class Gateway:
    """A running gateway. `token` is what engines must bring; it is worth nothing anywhere else."""

    listener: Listener
    ledger: Ledger
    token: Secret
    _shadow: Shadow

    @property
    def library(self) -> Library:
        """What the engine has seen change, as far as the gateway knows the server."""
        return self._shadow.library


@asynccontextmanager
async def open_gateway(
    settings: GatewaySettings,
    images: ImageStore,
    *,
    records: Path | None = None,
    read_plex_tv: ReadPlexTv | None = None,
    fetch_outside: Callable[[str], Awaitable[bytes | None]] | None = None,
    clock: Clock | None = None,
    recorder: Recorder | None = None,
) -> AsyncIterator[Gateway]:
    """A gateway in front of a server that was reached; it listens once its `listener` is told where.

    Raises Unreachable, Unauthorised or BrokenAnswer where the server cannot be used, ConfigError for a scope of items that
    it does not have. `records` is a folder in which the ledger's files grow. With a `recorder` (record mode) writes are done
    on the server, by it; without one they are captured, and the server never hears of them.
    """
    token = Secret(f"halley-{secrets.token_hex(10)}")
    ledger = Ledger(clock or SystemClock(), records, Redactor((settings.token, token)))
    async with Upstream(
        settings.url, settings.token, verify_ssl=settings.verify_ssl, timeout_s=settings.timeout_s
    ) as upstream:
        kept = Kept(_KEPT_BYTES, settings.kept_seconds, time.monotonic)
        source = Source(upstream, kept, ahead=settings.ahead, watcher=recorder)
        server, sections = await _introduce(upstream)
        shadow = Shadow(server, sections)
        loader = Loader(source, shadow)
        scope = await _scope(source, loader, shadow, settings.scope) if settings.scope is not None else None
        lock = asyncio.Lock()
        writes: Writes = CapturedWrites(shadow, loader, ledger, images, lock)
        if recorder is not None:
            writes = RecordedWrites(recorder, source, ledger, lock)
        door = Door(
            upstream,
            Reading(source, shadow, loader, images, scope, fetch_outside),
            writes,
            ledger,
            PlexTv(server, token.reveal(), read_plex_tv),
            token,
        )
        listener = Listener(door)
        ledger.open()
        try:
            yield Gateway(listener, ledger, token, shadow)
        finally:
            await listener.close()
            await source.close()
            ledger.close()


async def _introduce(upstream: Upstream) -> tuple[Server, tuple[Section, ...]]:
    """Who the server is and what sections it has."""
    try:
        root = await upstream.xml("/")
        listed = await upstream.xml("/library/sections")
    except Unauthorised as problem:
        raise Unauthorised(problem.message, hint="check the token (`plex: token:` or the token file)") from None
    if b"MediaContainer" not in root.body or b"machineIdentifier" not in root.body:
        raise BrokenAnswer(f"what answers at {upstream.url} is no Plex server", hint="check `plex: url:`")
    found = [read_text(one.text) for one in cut(listed.body, "/library/sections").elements]
    return read_server(root.body), tuple(read_section(one) for one in found if is_section(one))


async def _scope(source: Source, loader: Loader, shadow: Shadow, keys: Iterable[RatingKey]) -> Scope:
    """The scope of these items. Raises ConfigError naming those that the server does not have."""
    wanted = tuple(dict.fromkeys(keys))
    await loader.items(wanted)
    missing = [str(key) for key in wanted if key not in shadow.library.items]
    if missing:
        raise ConfigError(f"the server has no item with the rating key {', '.join(missing)}")
    found: set[tuple[ItemType, RatingKey]] = set()
    for key in wanted:
        item = shadow.library.items[key]
        found.add((item.type, key))
        below = await loader.below(key)
        await loader.items(below)
        found |= {(shadow.library.items[one].type, one) for one in below if one in shadow.library.items}
        while item.parent is not None:
            await loader.items((item.parent,))
            item = shadow.library.items[item.parent]
            found.add((item.type, item.key))
    return scope_of(found)
