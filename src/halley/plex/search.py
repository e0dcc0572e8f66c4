"""Searches answered from a Library, and what collections and playlists hold."""

import time
from collections.abc import Iterable, Sequence
from random import Random
from urllib.parse import unquote

from halley.plex.conditions import test_of
from halley.plex.ids import ItemType, RatingKey, SectionId
from halley.plex.items import Item
from halley.plex.library import Library
from halley.plex.ordering import ordered, value_of
from halley.plex.query import Condition, Search, SortKey, parse_search
from halley.plex.requests import parse_query, split_target

_CHANCE = Random()  # noqa: S311  shuffled shelves are no secret


def search(
    library: Library, section: SectionId | None, wanted: Search, *, now: float | None = None, chance: Random = _CHANCE
) -> list[Item]:
    """The items found: filtered, sorted, limited. Section None searches all of them.

    Without a section and a type, each section is searched for its own top type. `now` in epoch seconds, None: the present.
    """
    if section is None and not wanted.typed and wanted.type is not ItemType.PLAYLIST:
        each = [library.sections[number] for number in sorted(library.sections)]
        found = [
            item
            for one in each
            for item in search(library, one.id, parse_search(wanted.query, one.type), now=now, chance=chance)
        ]
        return found[: wanted.limit]
    test = test_of(wanted.where, wanted.type, library, time.time() if now is None else now)
    found = ordered(filter(test, _candidates(library, section, wanted.type)), wanted.type, wanted.sort, library, chance)
    if wanted.group is not None:
        found = _one_of_each(found, wanted.group, wanted.type, library)
    return found[: wanted.limit]


def _candidates(library: Library, section: SectionId | None, kind: ItemType) -> Iterable[Item]:
    if kind is ItemType.PLAYLIST:
        return library.playlists()
    if section is not None:
        return library.of(section, kind)
    return (item for number in sorted(library.sections) for item in library.of(number, kind))


def _one_of_each(items: Sequence[Item], group: SortKey, kind: ItemType, library: Library) -> list[Item]:
    value = value_of(group, kind, library)
    return list({value(item): item for item in reversed(items)}.values())[::-1]


def matches(condition: Condition, item: Item, library: Library, *, now: float | None = None) -> bool:
    """Whether a search with that condition finds the item."""
    return test_of(condition, item.type, library, time.time() if now is None else now)(item)


def sort_items(
    items: Iterable[Item], sort: tuple[SortKey, ...], library: Library, *, chance: Random = _CHANCE
) -> list[Item]:
    """Items of one type in that order; an empty one is the type's own."""
    found = list(items)
    return ordered(found, found[0].type, sort, library, chance) if found else []


def members(library: Library, holder: Item, *, now: float | None = None) -> list[Item]:
    """What a collection or playlist holds, in its own order; a smart one's rule is evaluated.

    Plain collections: by release date (`collectionSort` 0, also the default), by title (1), or as arranged (2).
    """
    if holder.is_smart:
        return _smart_members(library, holder.attributes.get("content", ""), now)
    if holder.type is ItemType.PLAYLIST:
        return _present(library, (entry.item for entry in library.entries.get(holder.key, ())))
    found = _present(library, library.members.get(holder.key, ()))
    order = holder.preferences.get("collectionSort") or holder.attributes.get("collectionSort", "0")
    if order == "2" or not found:
        return found
    kind = found[0].type
    field = "titleSort" if order == "1" else "originallyAvailableAt"
    by_title = ordered(found, kind, (SortKey(kind, "titleSort"),), library, _CHANCE)
    return ordered(by_title, kind, (SortKey(kind, field),), library, _CHANCE)


def _present(library: Library, keys: Iterable[RatingKey]) -> list[Item]:
    return [library.items[key] for key in keys if key in library.items]


def _smart_members(library: Library, content: str, now: float | None) -> list[Item]:
    found = rule_of(content)
    if found is None:
        return []
    path, query = found
    parts = path.split("/")
    section = SectionId(int(parts[3])) if len(parts) > 3 and parts[2] == "sections" and parts[3].isdecimal() else None
    known = library.sections.get(section) if section is not None else None
    kind = ItemType.MOVIE if known is None else known.type
    return search(library, section, parse_search(parse_query(query), kind), now=now)


def rule_of(content: str) -> tuple[str, str] | None:
    """Path and query (still encoded) of a smart collection's or playlist's `content`; None where it has neither.

    `server://MID/com.plexapp.plugins.library/library/sections/1/all?...` or `library://UUID/directory/<all of it escaped>`.
    """
    if "?" not in content:
        content = unquote(content)
    _, found, rest = content.partition("/library/")
    if not found or "?" not in rest:
        return None
    try:
        return split_target(f"/library/{rest}")
    except ValueError:
        return None
