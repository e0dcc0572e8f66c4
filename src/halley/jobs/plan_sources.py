"""Where the steps of a plan come from, and what of a configuration no step of it does."""

import asyncio
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from halley.changes.kinds import UploadImage
from halley.config import Configuration
from halley.engines.kometa.applied import Applied, applied_in
from halley.gateway.ledger import Capture
from halley.jobs.boxed import BoxedRun
from halley.jobs.chosen import chosen_by_kometa, shown_title
from halley.plans import Origin
from halley.plex.ids import SHADOW_KEYS, RatingKey
from halley.plex.images import ImageKind
from halley.plex.items import Item
from halley.plex.library import Library
from halley.plex.reader import PlexReader

OF_KOMETA_ONLY = (
    "collection_files",
    "metadata_files",
    "metadata_path",
    "image_files",
    "collections",
    "metadata",
    "operations",
)


def unsupported(
    configuration: Configuration, ran: BoxedRun, libraries: Sequence[str], *, overlays_only: bool
) -> Iterator[str]:
    """What of a configuration is not in its plan, each by library and key. `libraries` empty: all of them."""
    if ran.standing is not None:
        yield from (f"{one}: it has to do with more than the server" for one in ran.standing.dropped)
    if "native" not in ran.engine or overlays_only:
        return
    blocks = configuration.data.get("libraries")
    asked = configuration.library_settings(libraries) if libraries else configuration.libraries
    for library in asked:
        block = blocks.get(library.name) if isinstance(blocks, dict) else None
        if isinstance(block, dict):
            yield from (f"{library.name} > {key}: it needs real Kometa" for key in OF_KOMETA_ONLY if block.get(key))
    if configuration.data.get("playlist_files"):
        yield "playlist_files: it needs real Kometa"


async def origins_of(log: Path, captures: Iterable[Capture], reader: PlexReader) -> Mapping[RatingKey, Origin]:
    """Which definitions drew posters, as far as Kometa's log tells: it names them, and not where they stand."""
    uploads = [
        change.key
        for capture in captures
        for change in capture.changes
        if isinstance(change, UploadImage) and change.kind is ImageKind.POSTER and change.key < SHADOW_KEYS
    ]
    applied = await asyncio.to_thread(_applied, log)
    if not uploads or not applied:
        return {}
    library = Library(await reader.server()).with_new_items(await _with_those_above(reader, uploads))
    titles = {key: shown_title(library.items[key], library) for key in uploads if key in library.items}
    chosen = chosen_by_kometa(applied, uploads, titles)
    return {key: Origin("; ".join(one.name for one in overlays)) for key, overlays in chosen.items()}


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
