"""Sections: what they are, what can be asked of them, and the searches themselves. Source: spec, plex-api 3, 4."""

from halley.plex.answers import Reply, xml
from halley.plex.choices import choices as choices_of
from halley.plex.choices import first_characters
from halley.plex.description import describe_section, filters_of, sorts_of
from halley.plex.ids import ItemType
from halley.plex.items import Item
from halley.plex.library import Section
from halley.plex.query import parse_search
from halley.plex.requests import Query
from halley.plex.search import search
from halley.plex.xml.text import tagged
from halley.plex.xml.write import choice, container, element, section_directory, section_settings
from halley.simulator.state import Ask, Refused, Route


def library(_: Ask) -> Reply:
    rows = [
        tagged("Directory", (("key", key), ("title", title)))
        for key, title in (("sections", "Library Sections"), ("recentlyAdded", "Recently Added"), ("onDeck", "On Deck"))
    ]
    return xml(container({"size": len(rows), "allowSync": "0", "title1": "Plex Library"}, rows))


def sections(ask: Ask) -> Reply:
    rows = [section_directory(section) for _, section in sorted(ask.library.sections.items())]
    return xml(container({"size": len(rows), "allowSync": "0", "title1": "Plex Library"}, rows))


def section(ask: Ask) -> Reply:
    found = ask.section
    names = ("all", "unwatched", "newest", "recentlyAdded", "recentlyViewed", "onDeck", "collection", "genre", "year")
    rows = [tagged("Directory", (("key", name), ("title", name))) for name in names]
    return xml(container({"size": len(rows), "content": "secondary", **ask.about(found)}, rows))


def preferences(ask: Ask) -> Reply:
    written = section_settings(ask.section)
    return xml(container({"size": len(written)}, written))


def every_item(ask: Ask) -> Reply:
    """`/library/sections/N/all`: listings, searches, and the description of what can be searched by."""
    found = ask.section
    query = ask.request.query
    items = _found(ask, found, query)
    if not ask.has("includeMeta"):
        return ask.listed(
            items, content="secondary", viewGroup=parse_search(query, found.type).type.word, **ask.about(found)
        )
    return _described(ask, found, len(items), collections=False)


def collections(ask: Ask) -> Reply:
    found = ask.section
    items = _found(ask, found, (*ask.request.query, ("type", str(ItemType.COLLECTION.number))))
    if ask.has("includeMeta"):
        return _described(ask, found, len(items), collections=True)
    return ask.listed(items, **ask.about(found))


def _described(ask: Ask, found: Section, total: int, *, collections: bool) -> Reply:
    """The description, which clients ask for together with a page of no items."""
    meta = element(describe_section(found, collections=collections))
    about = ask.about(found)
    return xml(container({"size": 0, "totalSize": total, "offset": 0, **about}, [meta]))


def _found(ask: Ask, found: Section, query: Query) -> list[Item]:
    wanted = parse_search(query, found.type)
    items = search(ask.library, found.id, wanted)
    if ask.has("includeCollections") and wanted.type is found.type:
        items += search(ask.library, found.id, parse_search((("type", "18"),), found.type))
    return items


def all_sections(ask: Ask) -> Reply:
    return ask.listed(search(ask.library, None, parse_search(ask.request.query, ItemType.MOVIE)))


def choices(ask: Ask) -> Reply:
    """The values of a field; 404 for words that are no field (`refresh` by GET is a write and not here)."""
    found, field = ask.section, ask.parts["field"]
    number = ask.request.one("type")
    try:
        kind = ItemType.of_number(int(number)) if number else None
        rows = [choice(one, found.id, field) for one in choices_of(ask.library, found.id, field, kind)]
    except (KeyError, ValueError):
        raise Refused(404) from None
    return xml(container({"size": len(rows), "content": "secondary", "viewGroup": "secondary", **ask.about(found)}, rows))


def _level(ask: Ask, found: Section) -> ItemType:
    """The type of item that is asked about, else the section's own. Raises Refused 400 for one that is none."""
    number = ask.request.one("type") or str(found.type.number)
    try:
        return ItemType.of_number(int(number))
    except (KeyError, ValueError):
        raise Refused(400) from None


def menu(ask: Ask) -> Reply:
    """`/filters` and `/sorts`: the description in pieces."""
    found = ask.section
    level = _level(ask, found)
    rows = (filters_of if ask.request.path.endswith("/filters") else sorts_of)(found, level)
    return xml(container({"size": len(rows)}, [element(one) for one in rows]))


def characters(ask: Ask) -> Reply:
    found = ask.section
    level = _level(ask, found)
    rows = [
        tagged("Directory", (("size", str(count)), ("key", "%23" if letter == "#" else letter), ("title", letter)))
        for letter, count in first_characters(ask.library, found.id, level)
    ]
    return xml(container({"size": len(rows)}, rows))


def newest(ask: Ask) -> Reply:
    """Shortcuts of old clients: by date of addition."""
    found = ask.section
    level = found.levels[-1] if ask.request.path.endswith("/recentlyAdded") else found.type
    query = (("type", str(level.number)), ("sort", "addedAt:desc"), ("limit", "50"))
    return ask.listed(_found(ask, found, query), **ask.about(found))


def recently_added(ask: Ask) -> Reply:
    tops = [item for one in ask.library.sections.values() for item in ask.library.of(one.id, one.type)]
    return ask.listed(sorted(tops, key=lambda one: -(one.number("addedAt") or 0))[:50])


def on_deck(ask: Ask) -> Reply:
    """What was begun and not finished."""
    begun = [item for item in ask.library.items.values() if item.number("viewOffset")]
    return ask.listed(sorted(begun, key=lambda one: -(one.number("lastViewedAt") or 0)))


def timeline(ask: Ask) -> Reply:
    moment = ask.section.attributes.get("updatedAt", "0")
    return xml(container({"size": 0, "latestEntryTime": moment, "updateQueueSize": "0"}, []))


def common(ask: Ask) -> Reply:
    """One element with what several items share."""
    keys = {int(one) for one in (ask.request.one("id") or "").split(",") if one.isdecimal()}
    held = [item for key, item in ask.library.items.items() if key in keys]
    if not held:
        raise Refused(404)
    first = held[0].attributes
    shared = {name: value for name, value in first.items() if all(one.attributes.get(name) == value for one in held)}
    mixed = sorted({name for one in held for name in one.attributes} - shared.keys())
    pairs = [("type", held[0].type.word), *sorted(shared.items()), ("mixedFields", ",".join(mixed))]
    return xml(container({"size": 1, **ask.about(ask.section)}, [tagged(held[0].type.element, pairs)]))


ROUTES: tuple[tuple[str, Route], ...] = (
    ("/library", library),
    ("/library/sections", sections),
    ("/library/sections/all", sections),
    ("/library/all", all_sections),
    ("/library/recentlyAdded", recently_added),
    ("/library/onDeck", on_deck),
    ("/library/sections/{section}", section),
    ("/library/sections/{section}/prefs", preferences),
    ("/library/sections/{section}/all", every_item),
    ("/library/sections/{section}/collections", collections),
    ("/library/sections/{section}/filters", menu),
    ("/library/sections/{section}/sorts", menu),
    ("/library/sections/{section}/firstCharacter", characters),
    ("/library/sections/{section}/recentlyAdded", newest),
    ("/library/sections/{section}/newest", newest),
    ("/library/sections/{section}/onDeck", on_deck),
    ("/library/sections/{section}/timeline", timeline),
    ("/library/sections/{section}/common", common),
    ("/library/sections/{section}/{field}", choices),
)
