"""Items: details, one or many, and what is below them. Source: spec, plex-api 5, 6, 9."""

from functools import partial

from halley.plex.answers import Reply, xml
from halley.plex.ids import ItemType, RatingKey
from halley.plex.items import Item
from halley.plex.library import Section
from halley.plex.search import members
from halley.plex.xml.text import tagged
from halley.plex.xml.write import container, detail, listing
from halley.simulator.state import IDENTIFIER, Ask, Refused, Route


def details(ask: Ask) -> Reply:
    """`/library/metadata/1,2,3`: what there is of the ids, 404 where there is none of them."""
    keys = [RatingKey(int(one)) for one in ask.parts["keys"].split(",") if one]
    found = [ask.library.items[key] for key in keys if key in ask.library.items]
    if not found:
        raise Refused(404)
    asked = (name for name, value in ask.request.query if name.startswith("include") and value not in {"", "0"})
    includes = frozenset(name.removeprefix("include").lower() for name in asked)
    section = _section(ask, found[0])
    about = ask.about(section) if section else {}
    checked = ask.has("checkFiles")
    bodies = [
        _checked(detail(one, ask.library, includes)) if checked else detail(one, ask.library, includes) for one in found
    ]
    return xml(container({"size": len(bodies), **IDENTIFIER, **about}, bodies))


def _checked(body: str) -> str:
    """The detail with every file said to be there, as `checkFiles=1` asks."""
    return body.replace("<Part ", '<Part exists="1" accessible="1" ')


def _section(ask: Ask, item: Item) -> Section | None:
    return ask.library.sections.get(item.section) if item.section is not None else None


def children(ask: Ask) -> Reply:
    """Seasons, episodes, albums, tracks, or a collection's items."""
    item = ask.item
    if item.type is ItemType.COLLECTION:
        return held(ask)
    below = list(ask.library.below(item.key))
    if (index := ask.request.one("index")) is not None:
        below = [one for one in below if str(one.index) == index]
    guids = ask.has("includeGuids")
    bodies = [partial(listing, one, ask.library, guids=guids) for one in below]
    if item.type is ItemType.SHOW and not ask.has("excludeAllLeaves") and len(below) > 1:
        bodies.insert(0, partial(_all_episodes, ask, item))
    section = _section(ask, item)
    about: dict[str, str | int] = {"key": item.key, "parentTitle": item.title, "title2": item.title, "summary": ""}
    if below:
        about["viewGroup"] = below[0].type.word
    return ask.paged(bodies, **about, **(ask.about(section) if section else {}))


def _all_episodes(ask: Ask, show: Item) -> str:
    """The entry that stands for all seasons: it is no item and has no type (spec, plex-api 6)."""
    pairs = (
        ("leafCount", str(sum(1 for _ in ask.library.leaves(show.key)))),
        ("key", f"/library/metadata/{show.key}/allLeaves"),
        ("title", "All episodes"),
    )
    return tagged("Directory", pairs)


def leaves(ask: Ask) -> Reply:
    item = ask.item
    section = _section(ask, item)
    below = [] if item.type.child is None else list(ask.library.leaves(item.key))
    return ask.listed(below, key=item.key, title2=item.title, **(ask.about(section) if section else {}))


def held(ask: Ask) -> Reply:
    """What a collection holds, in its order."""
    item = ask.item
    if item.type is not ItemType.COLLECTION:
        raise Refused(404)
    section = _section(ask, item)
    return ask.listed(members(ask.library, item), title2=item.title, **(ask.about(section) if section else {}))


def matches(ask: Ask) -> Reply:
    """Identities that an item could be given: those of the section's items of that title or outside guid (`imdb-tt1`)."""
    item = ask.item
    wanted = (ask.request.one("title") or item.title).casefold()
    known = ask.library.of(item.section, item.type) if item.section is not None else iter(())
    found = [one for one in known if wanted == one.title.casefold() or wanted in {_dashed(guid) for guid in one.guids}]
    rows = [
        tagged(
            "SearchResult",
            (
                ("guid", one.attributes.get("guid", "")),
                ("name", one.title),
                ("year", one.attributes.get("year", "")),
                ("score", "100"),
                ("lifespanEnded", "0"),
            ),
        )
        for one in found
    ]
    return xml(container({"size": len(rows), **IDENTIFIER}, rows))


def _dashed(guid: str) -> str:
    return guid.replace("://", "-").casefold()


def nothing(ask: Ask) -> Reply:
    """Lists about an item that a library from a file does not have: extras, similar ones, rows."""
    _ = ask.item
    return ask.paged([])


ROUTES: tuple[tuple[str, Route], ...] = (
    ("/library/metadata/{keys}", details),
    ("/library/collections/{keys}", details),
    ("/library/metadata/{key}/children", children),
    ("/library/metadata/{key}/matches", matches),
    ("/library/metadata/{key}/allLeaves", leaves),
    ("/library/metadata/{key}/grandchildren", leaves),
    ("/library/collections/{key}/children", held),
    ("/library/collections/{key}/items", held),
    *(
        (f"/library/metadata/{{key}}/{name}", nothing)
        for name in ("similar", "related", "extras", "hubs", "reviews", "nearest", "tree")
    ),
)
