"""A preview by Halley's own engine. It stands behind the gateway too: it reads there, and what it writes is captured there.

So a scope bounds it as it bounds Kometa, and what comes of its run is told in the same way.
"""

import time
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from halley.changes.client import ChangeClient
from halley.config import Configuration
from halley.definitions.definition import Definition
from halley.files import DiskImages
from halley.gateway.gateway import GatewaySettings, open_gateway
from halley.gateway.ledger import Ledger
from halley.jobs.boxed import BoxSettings
from halley.jobs.folder import JobFolder
from halley.jobs.native_run import RunSettings, run_overlays
from halley.jobs.originals import PlannedOriginals
from halley.jobs.plan_backups import backups_of
from halley.jobs.planning import open_planner
from halley.jobs.run_log import RunLog
from halley.plans import Backup, Origin
from halley.plex.client import PlexClient
from halley.plex.ids import RatingKey


@dataclass(frozen=True, slots=True)
class NativeRun:
    """What a run left behind. `reasons` say why items could not be drawn; `warnings` are sentences on everything else.

    `backups` are originals that it would have put aside or thrown away, `origins` which definitions drew posters.
    """

    ledger: Ledger
    warnings: tuple[str, ...]
    reasons: Mapping[RatingKey, str]
    seconds: float
    backups: tuple[Backup, ...] = ()
    origins: Mapping[RatingKey, Origin] = field(default_factory=dict)


async def run_native(
    settings: BoxSettings,
    configuration: Configuration,
    folder: JobFolder,
    images: DiskImages,
    captured: Callable[[int], None],
    drawn_before: Collection[RatingKey] = (),
    expecting: Callable[[int], None] = lambda count: None,
) -> NativeRun:
    """Draw the overlays of the libraries; `drawn_before` are left alone. `captured` hears how many posters there are,
    `expecting` of each library how many it may become more.

    Raises PlexError where the server cannot be used, ConfigError where config.yml can no longer be read.
    """
    began, plex = time.monotonic(), configuration.plex
    behind = GatewaySettings(plex.url, plex.token, verify_ssl=plex.verify_ssl, timeout_s=plex.timeout, scope=settings.scope)
    async with open_gateway(behind, images, records=folder.records) as gateway:
        url = f"http://127.0.0.1:{await gateway.listener.on_tcp('127.0.0.1', 0)}"
        machine = gateway.library.server.machine_id
        async with (
            PlexClient(url, gateway.token, timeout_s=plex.timeout) as reader,
            ChangeClient(url, gateway.token, machine, images) as writer,
            open_planner(configuration, reader, settings.means) as planner,
        ):
            run = RunLog(folder.log, configuration.redactor, captured, expecting=expecting)
            sections = {one.title: one for one in await reader.sections()}
            wanted = [sections[title] for title in settings.libraries]
            changed: dict[Path, bytes | None] = {}
            manner = RunSettings(originals=partial(PlannedOriginals, changed=changed), skipped=frozenset(drawn_before))
            done = await run_overlays(planner, writer, images, wanted, run, manner)
            backups = backups_of(changed, configuration.folder / "overlays", images)
    seconds = time.monotonic() - began
    origins = {key: _origin(of) for key, of in done.definitions.items()}
    return NativeRun(gateway.ledger, tuple(run.warnings), run.reasons, seconds, backups, origins)


def _origin(definitions: Sequence[Definition]) -> Origin:
    names = "; ".join(one.id.name for one in definitions)
    return Origin(names, "; ".join(str(replace(one.where, path=())) for one in definitions))
