"""Originals that were adopted from Kometa's `Original Posters`, put back on what carries an overlay: as a plan."""

import asyncio
from collections.abc import Iterable, Iterator, Sequence

from halley.changes import Change, apply, describe, irreversible
from halley.changes.kinds import RemoveTags, UploadImage
from halley.clock import Clock, SystemClock, iso
from halley.engines.native import LABEL, is_labelled
from halley.errors import ConfigError
from halley.files import Picture, describe_picture
from halley.jobs.artwork import has_mark
from halley.plans import Identity, Origin, Plan, Source, Step
from halley.plex.ids import RatingKey, SectionId
from halley.plex.images import ImageKind
from halley.plex.items import Item
from halley.plex.library import Library
from halley.plex.tags import TagKind
from halley.runs.running import Address, connected
from halley.runs.sight import Introduction, Sight
from halley.runs.store import Store
from halley.runs.weigh import told


async def originals_back(store: Store, address: Address, libraries: Sequence[str] = (), clock: Clock | None = None) -> Plan:
    """The plan that puts adopted originals back on items with an overlay, and takes the label off.

    An overlay is known by the label or by the mark in the picture that is shown. `libraries` empty: all of the server's.
    Raises ConfigError for a library that is not there, or where nothing was adopted; PlexError.
    """
    async with connected(address, store, None) as (who, upstream, _):
        server = Identity(who.server.machine_id, who.server.name, who.server.attributes.get("version", ""))
        sections = _sections(who, libraries)
        adopted = store.journal.originals(server.machine_id)
        if not adopted:
            raise ConfigError(f"no originals of {server.name} are in the store", hint="`halley history adopt` takes them in")
        sight = Sight(upstream, who)
        await sight.look([], adopted)
        found = (sight.library.items.get(RatingKey(key)) for key in sorted(adopted))
        here = [one for one in found if one is not None and one.section in sections]
        carries = await asyncio.gather(*(_carries_overlay(one, sight) for one in here))
        warnings: list[str] = []
        changes: list[Change] = []
        for item in (one for one, is_drawn_on in zip(here, carries, strict=True) if is_drawn_on):
            picture = _picture(store, adopted[item.key])
            if picture is None:
                warnings.append(f"the original of {item.title} is no longer in the store")
            else:
                changes += _changes(item, picture)
        library = await sight.look(changes)
        return Plan(
            server,
            Source("originals that were adopted", "", "originals", ""),
            iso((clock or SystemClock()).now()),
            tuple(sections.values()),
            tuple(_steps(changes, library, sections)),
            {item.key: item.title for item in here},
            warnings=tuple(warnings),
        )


def _sections(who: Introduction, libraries: Sequence[str]) -> dict[SectionId, str]:
    titles = [one.title for one in who.sections]
    for name in libraries:
        if name not in titles:
            raise ConfigError(f"there is no library {name!r} on {who.server.name}", hint=f"there are {', '.join(titles)}")
    return {one.id: one.title for one in who.sections if not libraries or one.title in libraries}


async def _carries_overlay(item: Item, sight: Sight) -> bool:
    if is_labelled(item):
        return True
    shown = await sight.shown(item.key, ImageKind.POSTER)
    return shown is not None and await asyncio.to_thread(has_mark, shown)


def _picture(store: Store, sha256: str) -> Picture | None:
    try:
        return describe_picture(store.images.get(sha256))
    except KeyError:
        return None


def _changes(item: Item, picture: Picture) -> Iterator[Change]:
    yield UploadImage(item.key, ImageKind.POSTER, picture)
    if is_labelled(item) and item.section is not None:
        yield RemoveTags(item.section, item.type, (item.key,), TagKind.LABEL, (LABEL,))


def _steps(changes: Iterable[Change], library: Library, sections: dict[SectionId, str]) -> Iterator[Step]:
    number = 0
    for change in changes:
        after = apply(change, library, 0)
        differences = told(change, library, after)
        if differences:
            number += 1
            key = change.key if isinstance(change, UploadImage) else getattr(change, "keys", (RatingKey(0),))[0]
            section = library.items[key].section
            title = sections[section] if section is not None else ""
            yield Step(
                number,
                change,
                describe(change, library),
                differences,
                title,
                Origin("Original Posters"),
                irreversible(change, library) or "",
            )
        library = after
