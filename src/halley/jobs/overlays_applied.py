"""Our own engine on a real server, by a user's configuration: reads it, writes to it, puts originals aside, remembers."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial

from halley.changes.client import ChangeClient
from halley.config import Configuration
from halley.engines.native.changed import Redraw
from halley.files import ImageStore
from halley.jobs.means import Means
from halley.jobs.memory import Memory, memory_path, open_memory
from halley.jobs.native_run import RunOutcome, RunSettings, run_overlays
from halley.jobs.originals import KeptOriginals
from halley.jobs.planning import open_planner
from halley.jobs.told import Told
from halley.plex.client import PlexClient

_LEFT_TO_KOMETA = {
    "create_asset_folders": "asset folders are not made",
    "dimensional_asset_rename": "assets are not renamed",
}


@dataclass(frozen=True, slots=True)
class ApplySettings:
    """How overlays are applied. `originals` opens a folder of backups."""

    redraw: Redraw = Redraw.AS_KOMETA
    planner: Means = field(default_factory=Means)
    originals: Callable[..., KeptOriginals] = KeptOriginals


async def apply_overlays(
    configuration: Configuration, titles: Sequence[str], images: ImageStore, told: Told, settings: ApplySettings
) -> RunOutcome:
    """Give the items of libraries (as Plex names them) their overlays. `images` holds what is uploaded.

    Raises PlexError where the server cannot be used, ConfigError where the configuration or the memory cannot.
    """
    plex = configuration.plex
    async with PlexClient(plex.url, plex.token, verify_ssl=plex.verify_ssl, timeout_s=plex.timeout) as reader:
        server = await reader.server()
        sections = {one.title: one for one in await reader.sections()}
        with _remembering(configuration, settings, told) as run:
            async with (
                ChangeClient(plex.url, plex.token, server.machine_id, images, verify_ssl=plex.verify_ssl) as writer,
                open_planner(configuration, reader, settings.planner) as planner,
            ):
                for sentence in _left_to_kometa(configuration, titles):
                    told.warn(sentence)
                return await run_overlays(planner, writer, images, [sections[title] for title in titles], told, run)


@contextmanager
def _remembering(configuration: Configuration, settings: ApplySettings, told: Told) -> Iterator[RunSettings]:
    """A run with a memory, unless the configuration says `cache: false`."""
    only_newest = settings.redraw is Redraw.ON_ANY_CHANGE
    run = RunSettings(redraw=settings.redraw, originals=partial(settings.originals, only_newest=only_newest))
    if not _remembers(configuration):
        yield run
        return
    with open_memory(memory_path(configuration, settings.planner.environment), configuration.path) as memory:
        if memory.note:
            told.warn(memory.note)
        yield _with(run, memory)


def _with(run: RunSettings, memory: Memory) -> RunSettings:
    return RunSettings(run.redraw, memory.library, run.originals, run.skipped)


def _remembers(configuration: Configuration) -> bool:
    settings = configuration.data.get("settings")
    return not (isinstance(settings, dict) and settings.get("cache") is False)


def _left_to_kometa(configuration: Configuration, titles: Sequence[str]) -> Iterator[str]:
    for library in configuration.library_settings(tuple(titles)):
        for name, told in _LEFT_TO_KOMETA.items():
            if configuration.setting(library.name, name) is True:
                yield f"{library.name}: `{name}` is left to Kometa: {told}"
