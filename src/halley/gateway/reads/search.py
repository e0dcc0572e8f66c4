"""`/library/sections/N/all`: listings and searches, with what the engine wrote falling in and out of them.

The server's own answer stays true for every item that was not written to. For those that were, membership is decided here,
and only if the search looks at something that changed; an item that comes in is put where its sort order says.
"""

import unicodedata

from halley.gateway.classify import Verdict, forward_target
from halley.gateway.fragments import Fragment, Fragments, cut
from halley.gateway.reads.context import Reading, page_bounds, paged, paging, wants_guids
from halley.gateway.reply import PassThrough, relayed
from halley.gateway.shadow import EVERYTHING
from halley.plex.answers import Reply, xml
from halley.plex.ids import ItemType, RatingKey, SectionId
from halley.plex.items import Item
from halley.plex.ordering import default_order
from halley.plex.query import Search, parse_search
from halley.plex.search import matches, sort_items
from halley.plex.xml.read import read_item, read_text


async def search(reading: Reading, verdict: Verdict) -> Reply | PassThrough:
    """The answer to a search of one section (or, by `/library/all`, of all)."""
    section = SectionId(int(verdict.part("id"))) if verdict.part("id") else None
    known = reading.shadow.library.sections.get(section) if section is not None else None
    kind = known.type if known else ItemType.MOVIE
    wanted = parse_search(verdict.request.query, kind)
    raw_query = verdict.raw_query if reading.scope is None else reading.scope.narrowed(verdict.raw_query, wanted.type)
    target = f"{forward_target(verdict).partition('?')[0]}?{raw_query}"
    if verdict.request.one("includeMeta") == "1":
        return await described(reading, verdict)
    uncertain = await _uncertain(reading, section, wanted)
    bounded = reading.scope is not None and wanted.type in reading.scope.keys
    if uncertain or bounded:
        return xml((await _merged(reading, verdict, target, section, wanted, uncertain)).encoded())
    if await _is_title_of_no_collection(reading, section, verdict):
        return xml(_nothing(reading, section, verdict).encoded())
    is_changed = not reading.shadow.is_untouched
    if page_bounds(verdict) is None and not is_changed:
        return PassThrough(target)  # a whole library at once is streamed, however large it is
    answer = await reading.source.xml(target, paging(verdict))
    if answer.status == 200 and page_bounds(verdict) != (0, 0):
        reading.source.walk(answer.body)
        if is_changed:
            found = cut(answer.body, target)
            return xml(found.with_elements(await reading.as_seen(found.elements, guids=wants_guids(verdict))).encoded())
    return relayed(answer)


async def described(reading: Reading, verdict: Verdict) -> Reply:
    """A listing with the description of what can be searched by, which no write changes; mostly asked for without items."""
    answer = await reading.source.xml(forward_target(verdict), paging(verdict))
    if answer.status != 200 or page_bounds(verdict) == (0, 0) or (reading.scope is None and reading.shadow.is_untouched):
        return relayed(answer)
    found = cut(answer.body, verdict.request.path)
    return xml(found.with_elements(await reading.as_seen(found.elements, guids=wants_guids(verdict))).encoded())


async def _uncertain(reading: Reading, section: SectionId | None, wanted: Search) -> dict[RatingKey, bool]:
    """The items of the searched type of which the server cannot know whether, or where, they belong into the answer.

    True: whether; what stands above and below these is brought in, for their fields may be asked about. False: only where.
    """
    where, order = Search(wanted.type, wanted.where), Search(wanted.type, sort=wanted.sort or default_order(wanted.type))
    found = dict.fromkeys(await _looked_at(reading, section, order), False)
    found |= dict.fromkeys(await _looked_at(reading, section, where), True)
    for key in reading.shadow.touched_in(section, wanted.type):
        if reading.shadow.aspects(key) == EVERYTHING:
            found[key] = True
    if any(_level(field, wanted) is not wanted.type for field in where.fields):
        for key in (key for key, whether in found.items() if whether):
            await reading.loader.above(key)
            await reading.loader.items(await reading.loader.below(key))
    return found


async def _looked_at(reading: Reading, section: SectionId | None, wanted: Search) -> set[RatingKey]:
    """The items that differ from the server's in something that this search looks at, be it on what is above or below."""
    found: set[RatingKey] = set()
    for level in {_level(field, wanted) for field in wanted.fields}:
        names = {_name(field) for field in wanted.fields if _level(field, wanted) is level}
        for key in list(reading.shadow.touched_in(section, level)):
            if reading.shadow.aspects(key) & (names | EVERYTHING):
                found |= {key} if level is wanted.type else await reading.loader.relatives(key, wanted.type)
    return found


def _level(field: str, wanted: Search) -> ItemType:
    scope, dot, _ = field.partition(".")
    try:
        return ItemType.of_word(scope) if dot else wanted.type
    except KeyError:
        return wanted.type


def _name(field: str) -> str:
    """The attribute or tag kind that a field looks at, without its level."""
    return field.rpartition(".")[2]


async def _merged(
    reading: Reading,
    verdict: Verdict,
    target: str,
    section: SectionId | None,
    wanted: Search,
    uncertain: dict[RatingKey, bool],
) -> Fragments:
    """The whole answer, computed once more from the server's unpaged, unlimited one, then paged as asked."""
    found = await reading.source.all_pages(_without_limit(target))
    guids = wants_guids(verdict)
    library = reading.shadow.library
    there = {one.key for one in found.elements}
    inside = {
        key: library.items[key]
        for key, whether in sorted(uncertain.items())
        if key in library.items
        and reading.shows(wanted.type, key)
        and (matches(wanted.where, library.items[key], library) if whether else key in there)
    }
    moved = {key for key in inside if key not in there or _moves(reading, key, wanted)}
    kept = [
        one
        for one in found.elements
        if (one.key not in uncertain or (one.key in inside and one.key not in moved)) and reading.may_show(one)
    ]
    newcomers = [item for key, item in inside.items() if key in moved]
    order = _placed(kept, newcomers, wanted, reading, section) if newcomers else kept
    drawn = tuple(await reading.as_seen(order, guids=guids))
    drawn = drawn[: wanted.limit] if wanted.limit is not None else drawn
    reading.source.walk(b"".join(one.text.encode() for one in drawn))
    attributes = found.attributes or _nothing(reading, section, verdict).attributes
    whole = Fragments({name: text for name, text in attributes.items() if name not in {"offset", "totalSize"}}, ())
    return paged(whole, drawn, verdict)


def _moves(reading: Reading, key: RatingKey, wanted: Search) -> bool:
    """Whether the item, or what it stands below, differs from the server's in what the answer is sorted by."""
    fields = Search(wanted.type, sort=wanted.sort or default_order(wanted.type)).fields
    item: Item | None = reading.shadow.library.items.get(key)
    while item is not None:
        names = {_name(field) for field in fields if _level(field, wanted) is item.type}
        if reading.shadow.aspects(item.key) & (names | EVERYTHING):
            return True
        item = reading.shadow.library.items.get(item.parent) if item.parent is not None else None
    return False


def _placed(
    kept: list[Fragment], newcomers: list[Item], wanted: Search, reading: Reading, section: SectionId | None
) -> list[Fragment]:
    """The server's order with each newcomer behind the item that sorts before it."""
    known = {one.key: one for one in kept}
    others = [
        reading.shadow.library.items.get(one.key) or read_item(read_text(one.text), section) for one in kept if one.key
    ]
    order = list(kept)
    before: RatingKey | None = None
    fresh = {item.key for item in newcomers}
    for item in sort_items([*others, *newcomers], wanted.sort, reading.shadow.library):
        if item.key in fresh:
            place = 0 if before is None else next(i for i, one in enumerate(order) if one.key == before) + 1
            order.insert(place, reading.drawn(item, guids=False))
            before = item.key
        elif item.key in known:
            before = item.key
    return order


def _without_limit(target: str) -> str:
    path, _, query = target.partition("?")
    return f"{path}?{'&'.join(part for part in query.split('&') if not part.startswith('limit='))}"


async def _is_title_of_no_collection(reading: Reading, section: SectionId | None, verdict: Verdict) -> bool:
    """Whether this asks for a collection by a title that none of the section's can have: Kometa does so per definition."""
    asked = dict(verdict.request.query)
    if section is None or set(asked) - {"includeGuids"} != {"title", "type"} or asked["type"] != "18":
        return False
    title = _letters(asked["title"])
    if not title:
        return False
    listed = await reading.source.all_pages(f"/library/sections/{section}/all?includeGuids=1&type=18")
    return not any(title in _letters(one.attributes.get("title", "")) for one in listed.elements)


def _letters(text: str) -> str:
    """Letters and digits only: a server that compares more loosely than we do must not be contradicted."""
    return "".join(one for one in unicodedata.normalize("NFKD", text.casefold()) if one.isalnum())


def _nothing(reading: Reading, section: SectionId | None, verdict: Verdict) -> Fragments:
    """An empty answer about a section."""
    known = reading.shadow.library.sections.get(section) if section is not None else None
    attributes = {"size": "0", "allowSync": "1", "identifier": "com.plexapp.plugins.library"}
    if known is not None:
        attributes |= {"librarySectionID": str(known.id), "librarySectionTitle": known.title, "title1": known.title}
    return paged(Fragments(attributes, ()), (), verdict)
