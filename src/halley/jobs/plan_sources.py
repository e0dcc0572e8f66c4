"""Where the steps of a plan come from, and what of a configuration no step of it does."""

import asyncio
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from halley.changes import Change
from halley.changes.kinds import UploadImage
from halley.config import Configuration
from halley.engines.kometa.applied import Applied, applied_in
from halley.engines.kometa.chapters import Chapter, Part
from halley.gateway.ledger import Capture
from halley.jobs.boxed import BoxedRun
from halley.jobs.chosen import chosen_by_kometa, shown_title
from halley.jobs.followed_log import Followed
from halley.jobs.plan_definitions import Definitions, origin_of
from halley.overlays.model import OverlayId
from halley.plans import Origin
from halley.plex.ids import SHADOW_KEYS, RatingKey, SectionId
from halley.plex.images import ImageKind
from halley.plex.items import Item
from halley.plex.library import Library
from halley.plex.reader import PlexReader
from halley.sandbox.guard_events import GuardEvents

OF_KOMETA_ONLY = (
    "collection_files",
    "metadata_files",
    "metadata_path",
    "image_files",
    "collections",
    "metadata",
    "operations",
)

PICTURE = "picture"
"""Stands for a definition where a file of the user's was uploaded as it is."""
_ELEMENTS = {
    ImageKind.POSTER: "poster",
    ImageKind.ART: "background",
    ImageKind.CLEAR_LOGO: "logo",
    ImageKind.SQUARE_ART: "square_art",
    ImageKind.THEME: "theme",
}
"""What the guard calls the shelves."""
OF_THE_SERVER = ("clean_bundles", "empty_trash", "optimize")
"""Work that a server does by itself once it is told to: there is nothing to be seen beforehand."""


def unsupported(
    configuration: Configuration, ran: BoxedRun, libraries: Sequence[str], *, overlays_only: bool
) -> Iterator[str]:
    """What of a configuration is not in its plan, each by library and key. `libraries` empty: all of them."""
    if ran.standing is not None:
        yield from (f"{one}: it has to do with more than the server" for one in ran.standing.dropped)
    if not libraries:
        yield from (f"{one}: it is on another server" for one in configuration.elsewhere)
    if overlays_only:
        return
    data, blocks = configuration.data, configuration.data.get("libraries")
    asked = configuration.library_settings(libraries) if libraries else configuration.libraries
    wholes = [(f"{one.name} > ", blocks.get(one.name) if isinstance(blocks, dict) else None) for one in asked]
    for name, block in (("", data), *wholes):
        yield from (f"{name}plex > {task}: it has to do with no item" for task in OF_THE_SERVER if _in(block, "plex", task))
    if "native" not in ran.engine:
        return
    for name, block in wholes:
        yield from (f"{name}{key}: it needs real Kometa" for key in OF_KOMETA_ONLY if _in(block, key))
    for name, block in (("", data), *wholes):
        if _in(block, "settings", "auto_sort_hubs"):
            yield f"{name}settings > auto_sort_hubs: it needs real Kometa"
    if data.get("playlist_files"):
        yield "playlist_files: it needs real Kometa"


def _in(block: object, *keys: str) -> object:
    """What stands in a block under these keys, one in the other."""
    for key in keys:
        block = block.get(key) if isinstance(block, Mapping) else None
    return block


@dataclass(frozen=True, slots=True)
class Sources:
    """What is known of where Changes come from: the configuration's definitions, Kometa's log, what the guard noted.

    `run` is the folder of the run: what lies in it is no picture of the user's.
    """

    definitions: Definitions
    followed: Followed
    events: GuardEvents
    run: Path

    def asked(self, capture: Capture, change: Change) -> Origin | None:
        """Where a Change comes from, as far as Kometa's log tells; None for posters with overlays."""
        chapter = self._chapter(capture)
        if chapter.part is None or (chapter.part is Part.OVERLAYS and not chapter.name):
            return None
        origin = self.definitions.origin(chapter, change, self.followed.loaded)
        return self._with_picture(origin, change) if isinstance(change, UploadImage) else origin

    def draws(self, capture: Capture) -> bool:
        """Whether a write was made while overlays were drawn, or nobody knows."""
        return self._chapter(capture).part in {None, Part.OVERLAYS}

    def overlays(self, library: str, chosen: Iterable[OverlayId]) -> Origin:
        """The definitions of overlay files that Kometa chose for an item of a library."""
        loaded = self.followed.loaded
        return origin_of(self.definitions.overlay(library, one.file, one.name, loaded) for one in chosen)

    def _chapter(self, capture: Capture) -> Chapter:
        return self.followed.chapters[capture.chapter]

    def _with_picture(self, origin: Origin, change: UploadImage) -> Origin:
        """The file of the user's that was uploaded goes with what asked for it, where only one was, to that shelf."""
        element = _ELEMENTS[change.kind]
        noted = [one for one in self.events.uploads if (one.rating_key, one.element) == (str(change.key), element)]
        files = {one.source for one in noted if one.source and Path(one.source).is_absolute()}
        own = {one for one in files if not Path(one).is_relative_to(self.run)}
        return origin_of((*origin.definitions, (PICTURE, own.pop()))) if len(own) == 1 else origin


async def origins_of(
    log: Path, captures: Iterable[Capture], reader: PlexReader, sources: Sources, names: Mapping[SectionId, str]
) -> Mapping[RatingKey, Origin]:
    """Which definitions drew posters, as far as Kometa's log tells. `names` are those of libraries in the configuration."""
    uploads = [
        change.key
        for capture in captures
        if sources.draws(capture)
        for change in capture.changes
        if isinstance(change, UploadImage) and change.kind is ImageKind.POSTER and change.key < SHADOW_KEYS
    ]
    applied = await asyncio.to_thread(_applied, log)
    if not uploads or not applied:
        return {}
    library = Library(await reader.server()).with_new_items(await _with_those_above(reader, uploads))
    titles = {key: shown_title(library.items[key], library) for key in uploads if key in library.items}
    chosen = chosen_by_kometa(applied, uploads, titles)
    where = {key: names.get(library.items[key].section or SectionId(0), "") for key in chosen}
    return {key: sources.overlays(where[key], overlays) for key, overlays in chosen.items()}


def _applied(log: Path) -> list[Applied]:
    with log.open(encoding="utf-8", errors="replace") as lines:
        return list(applied_in(lines))


async def _with_those_above(reader: PlexReader, keys: Sequence[RatingKey]) -> list[Item]:
    found: list[Item] = []
    asked: set[RatingKey] = set()
    wanted = set(keys)
    while wanted:
        asked |= wanted
        here = await reader.items(sorted(wanted))
        found += here
        wanted = {one.parent for one in here if one.parent is not None} - asked
    return found
