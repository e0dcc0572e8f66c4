"""One run of real Kometa between its four walls: configuration, guard, sandbox, gateway.

The gateway and the egress listen where the sandbox can reach them: on Unix sockets, which a relay inside turns into loopback
ports, or on loopback itself where the sandbox shares this machine's network.
"""

import asyncio
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from halley.clock import SystemClock
from halley.config import Configuration
from halley.engines.kometa import KometaHome, PreviewRequest, PreviewTarget, RunOutcome, find_kometa, prepare, run
from halley.errors import EngineError
from halley.files import DiskImages
from halley.gateway.gateway import Gateway, GatewaySettings, open_gateway
from halley.gateway.ledger import Ledger
from halley.gateway.upstream import Answer, passed_on
from halley.jobs.folder import JobFolder
from halley.jobs.plex_tv import plex_tv_reader
from halley.jobs.summary import BlockedWrite
from halley.jobs.targets import Target
from halley.plex.ids import RatingKey
from halley.sandbox.box import Box, BoxRequest, Launch
from halley.sandbox.choose import choose
from halley.sandbox.egress import Egress, EgressLine
from halley.sandbox.egress_policy import EgressPolicy
from halley.sandbox.guard_events import GuardEvents, read_guard_events
from halley.sandbox.guard_settings import GUARD_FOLDER, GuardSettings, guarded_environment
from halley.secrets import Redactor

_GATEWAY_PORT, _EGRESS_PORT = 32400, 32401
"""Ports on the loopback inside a sandbox that has a network of its own."""


@dataclass(frozen=True, slots=True)
class BoxSettings:
    """How real Kometa is to be run. `scope` bounds what it sees; None shows whole libraries."""

    kometa: Path | None
    kometa_python: Path | None
    sandbox: str
    image: str | None
    offline: bool
    outside: str | None
    hosts: tuple[str, ...]
    time_limit_s: int
    environment: Mapping[str, str]
    everything: bool
    libraries: tuple[str, ...]
    scope: tuple[RatingKey, ...] | None


@dataclass(frozen=True, slots=True)
class BoxedRun:
    """What a run left behind. `failure` is one sentence for why the engine did not finish, empty where it did."""

    ledger: Ledger
    events: GuardEvents = GuardEvents()
    failure: str = ""
    ran: bool = False
    exit_code: int | None = None
    version: str = ""
    sandbox: str = ""
    seconds: float = 0
    walls: tuple[Mapping[str, object], ...] = ()
    outside: tuple[Mapping[str, object], ...] = ()
    refused_outside: tuple[BlockedWrite, ...] = ()
    errors: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


@dataclass(slots=True)
class _Boxed:
    """What is known while the engine runs."""

    settings: BoxSettings
    configuration: Configuration
    folder: JobFolder
    began: float = field(default_factory=time.monotonic)
    ledger: Ledger = field(default_factory=lambda: Ledger(SystemClock()))


async def run_boxed(
    settings: BoxSettings,
    configuration: Configuration,
    folder: JobFolder,
    targets: Sequence[Target],
    images: DiskImages,
    captured: Callable[[int], None],
) -> BoxedRun:
    """Run Kometa on the targets and tell what happened; `captured` is called with the number of posters so far.

    Raises PlexError where the server cannot be used. An engine that is missing, cannot be boxed in, crashes or hangs is told
    in the result, not raised.
    """
    began = time.monotonic()
    empty = Ledger(SystemClock())
    try:
        home = find_kometa(settings.kometa, settings.kometa_python, settings.environment, Path.cwd())
        box = await asyncio.to_thread(choose, settings.sandbox, image=settings.image)
    except EngineError as problem:
        return BoxedRun(empty, failure=str(problem), seconds=time.monotonic() - began)
    plex = configuration.plex
    gateway_settings = GatewaySettings(
        plex.url, plex.token, verify_ssl=plex.verify_ssl, timeout_s=plex.timeout, scope=settings.scope
    )
    read_plex_tv = None if settings.offline else plex_tv_reader(plex.token, settings.outside)
    async with open_gateway(gateway_settings, images, records=folder.records, read_plex_tv=read_plex_tv) as gateway:
        egress = Egress(EgressPolicy(offline=settings.offline, outside=settings.outside).with_hosts(settings.hosts))
        try:
            outcome = await _run(settings, configuration, folder, targets, home, box, gateway, egress, captured)
        except EngineError as problem:
            return _told(gateway, egress, folder, box, home, None, str(problem), time.monotonic() - began)
        finally:
            await egress.close()
        return _told(gateway, egress, folder, box, home, outcome, outcome.failure, time.monotonic() - began)
