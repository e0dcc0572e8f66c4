"""Items as somebody looks for them: listed once, searched as often as somebody types."""

import asyncio
import time
from collections.abc import Iterable
from dataclasses import dataclass

from halley.overlays.subject import Subject
from halley.overlays.variables import NO_FACTS, VARIABLES, LeftOut, Text, text_of
from halley.plex.ids import ItemType, RatingKey
from halley.plex.items import Item
from halley.plex.library import Section
from halley.studio.desk.errors import NotThere
from halley.studio.drawing.shelf import OpenLibrary, Shelf
from halley.studio.wire.base import Page
from halley.studio.wire.servers import Item as Shown
from halley.studio.wire.servers import VariableValue

_KEPT_S = 60
_MOST = 24


@dataclass(frozen=True, slots=True)
class Looked:
    """What is looked for: in a library of that title (empty: all that are configured), a text, a type (empty: the top)."""

    library: str = ""
    text: str = ""
    type: str = ""


class Catalogue:
    """Listings of the servers' libraries, each kept for a minute."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf
        self._listed: dict[tuple[str, int, ItemType], tuple[float, list[tuple[str, Item]]]] = {}
        self._lock = asyncio.Lock()

    async def page(self, identity: str, looked: Looked, offset: int, limit: int) -> Page[Shown]:
        """Items whose title, or that of what they belong to, holds the text; those that begin with it come first.

        Raises NotThere, ConfigError, PlexError.
        """
        wanted = looked.text.casefold().strip()
        found: list[tuple[str, Item, str]] = []
        for section in await self._sections(identity, looked.library):
            kind = _type(looked.type, section)
            if kind is None:
                continue
            rows = await self._listing(identity, section, kind)
            found += [(title, item, section.title) for title, item in rows if wanted in title]
        if wanted:
            found.sort(key=lambda one: not one[1].title.casefold().startswith(wanted))
        rows_shown = tuple(shown(item, library) for _, item, library in found[offset : offset + limit])
        return Page[Shown](total=len(found), offset=offset, rows=rows_shown)

    async def _sections(self, identity: str, library: str) -> list[Section]:
        if library:
            return [await self._shelf.section_of(identity, library)]
        configuration, reader = await self._shelf.connection(identity)
        titles = {one.title for one in configuration.libraries}
        return [one for one in await reader.sections() if one.title in titles]

    async def _listing(self, identity: str, section: Section, kind: ItemType) -> list[tuple[str, Item]]:
        _, reader = await self._shelf.connection(identity)
        async with self._lock:
            key = (identity, int(section.id), kind)
            known = self._listed.get(key)
            if known is None or time.monotonic() - known[0] > _KEPT_S:
                items = [item async for item in reader.listing(section.id, kind)]
                rows = sorted(((_searched(item), item) for item in items), key=lambda one: _order(one[1]))
                while len(self._listed) >= _MOST:
                    self._listed.pop(next(iter(self._listed)))
                known = self._listed[key] = (time.monotonic(), rows)
            return known[1]


def shown(item: Item, library: str) -> Shown:
    """An item as it is shown in a list. Its thumb is an address below that of its configuration."""
    return Shown(
        key=int(item.key),
        title=item.title,
        type=item.type.word,
        year=item.year,
        library=library,
        context=_context(item),
        thumb=f"items/{item.key}/thumb",
    )


def values_of(library: OpenLibrary, key: RatingKey) -> list[VariableValue]:
    """Every text variable of the item's level with each of its modifiers, and what it says of the item. Raises NotThere."""
    item = library.item(key)
    if item is None:
        raise NotThere(f"{library.name} has no item {key} on which something is drawn")
    subject = Subject(item, library.view.library)
    found = []
    for variable in VARIABLES:
        for modifier, words in variable.modifiers.items() if item.type in variable.levels else ():
            name = f"<<{variable.name}{modifier}>>"
            told = text_of(name, item.type, subject, NO_FACTS)
            sample = told.text if isinstance(told, Text) else f"({_why(told)})"
            summary = ": ".join(one for one in (variable.source, words) if one)
            found.append(VariableValue(name=name, sample=sample if sample != name else "", summary=summary))
    return found


def _why(told: LeftOut | object) -> str:
    return str(getattr(told, "reason", "it has no value"))


def _type(word: str, section: Section) -> ItemType | None:
    if not word:
        return section.type
    return next((one for one in section.levels if one.word == word), None)


def _searched(item: Item) -> str:
    return "\n".join(_titles(item)).casefold()


def _titles(item: Item) -> Iterable[str]:
    yield item.title
    yield from (item.attributes[name] for name in ("parentTitle", "grandparentTitle") if name in item.attributes)


def _order(item: Item) -> tuple[str, int, int, str]:
    top = item.attributes.get("grandparentTitle") or item.attributes.get("parentTitle") or ""
    own = (item.attributes.get("titleSort") or item.title).casefold()
    return (top.casefold() or own, item.number("parentIndex") or 0, item.index or 0, own)


def _context(item: Item) -> str:
    match item.type:
        case ItemType.EPISODE:
            season = item.attributes.get("parentTitle", "")
            return ", ".join(one for one in (item.attributes.get("grandparentTitle", ""), season.lower()) if one)
        case ItemType.SEASON | ItemType.ALBUM:
            return item.attributes.get("parentTitle", "")
        case _:
            return ""
