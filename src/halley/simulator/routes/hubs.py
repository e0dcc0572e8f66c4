"""Rows of recommendations, managed and shown, and the search over everything. Source: spec, plex-api 10, 12."""

from halley.plex.answers import Reply, xml
from halley.plex.ids import ItemType
from halley.plex.library import Section
from halley.plex.tags import Tag, TagKind
from halley.plex.xml.write import container, hub, hub_of_results, listing, tag_result
from halley.simulator.state import Ask, Route

_PEOPLE = (TagKind.ROLE, TagKind.DIRECTOR, TagKind.GENRE)


def managed(ask: Ask) -> Reply:
    """All managed rows of a section; with an id the one of that collection, or none."""
    found = ask.section
    rows = ask.library.hubs.get(found.id, ())
    wanted = ask.request.one("metadataItemId")
    if wanted is not None:
        rows = tuple(row for row in rows if row.identifier == f"custom.collection.{found.id}.{wanted}")
    return xml(container({"size": len(rows)}, [hub(row) for row in rows]))


def rows(ask: Ask) -> Reply:
    """What a section's page shows: what came last."""
    sections = [ask.section] if "section" in ask.parts else list(ask.library.sections.values())
    written = [_recent(ask, section) for section in sections]
    return xml(container({"size": len(written)}, written))


def _recent(ask: Ask, section: Section) -> str:
    items = sorted(ask.library.of(section.id, section.type), key=lambda one: -(one.number("addedAt") or 0))[:12]
    bodies = [listing(one, ask.library) for one in items]
    return hub_of_results(f"{section.type.word}.recentlyadded.{section.id}", "Recently Added", section.type.word, bodies)


def continue_watching(ask: Ask) -> Reply:
    begun = [one for one in ask.library.items.values() if one.number("viewOffset")]
    if "section" in ask.parts:
        begun = [one for one in begun if one.section == ask.section.id]
    return ask.listed(begun)


def found_everywhere(ask: Ask) -> Reply:
    """`/hubs/search`: items by title, people and genres by name."""
    wanted = (ask.request.one("query") or "").casefold()
    only, most = ask.request.one("sectionId"), ask.request.one("limit") or ""
    limit = int(most) if most.isdecimal() else None
    sections = [one for one in ask.library.sections.values() if only in {None, str(one.id)}]
    written: list[str] = []
    for section in sections:
        for kind in (*section.levels, ItemType.COLLECTION):
            named = [item for item in ask.library.of(section.id, kind) if wanted in item.title.casefold()][:limit]
            if bodies := [listing(item, ask.library) for item in named]:
                written.append(hub_of_results(kind.word, kind.word.capitalize(), kind.word, bodies))
        for tags in _PEOPLE:
            results = [tag_result(tag, section, count=count) for tag, count in _tags(ask, section, tags, wanted)[:limit]]
            if results:
                written.append(hub_of_results(tags.word, tags.word.capitalize(), "tag", results))
    return xml(container({"size": len(written)}, written))


def _tags(ask: Ask, section: Section, kind: TagKind, wanted: str) -> list[tuple[Tag, int]]:
    counts: dict[int, tuple[Tag, int]] = {}
    for item in ask.library.of(section.id, section.type):
        for tag in item.tags_of(kind):
            if wanted in tag.text.casefold():
                counts[tag.id] = (tag, counts.get(tag.id, (tag, 0))[1] + 1)
    return list(counts.values())


ROUTES: tuple[tuple[str, Route], ...] = (
    ("/hubs", rows),
    ("/hubs/promoted", rows),
    ("/hubs/search", found_everywhere),
    ("/hubs/continueWatching", continue_watching),
    ("/hubs/continueWatching/items", continue_watching),
    ("/hubs/sections/{section}", rows),
    ("/hubs/sections/{section}/manage", managed),
    ("/hubs/sections/{section}/continueWatching/items", continue_watching),
)
