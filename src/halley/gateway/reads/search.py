"""`/library/sections/N/all`: listings and searches, with what the engine wrote falling in and out of them.

The server's own answer stays true for every item that was not written to. For those that were, membership is decided here,
and only if the search looks at something that changed; an item that comes in is put where its sort order says.
"""

import unicodedata
from dataclasses import replace

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
    if verdict.request.one("includeMeta") == "1":  # the description of what can be searched by; no write changes that
        return relayed(await reading.source.xml(forward_target(verdict), paging(verdict)))
    uncertain = await _uncertain(reading, section, wanted)
    bounded = reading.scope is not None and wanted.type in reading.scope.keys
    if uncertain or bounded:
        return xml((await _merged(reading, verdict, target, section, wanted, uncertain)).encoded())
    if await _is_title_of_no_collection(reading, section, verdict):
        return xml(_nothing(reading, section, verdict).encoded())
    is_changed = any(reading.shadow.touched_in(section, wanted.type))
    if page_bounds(verdict) is None and not is_changed:
        return PassThrough(target)  # a whole library at once is streamed, however large it is
    answer = await reading.source.xml(target, paging(verdict))
    if answer.status == 200 and page_bounds(verdict) != (0, 0):
        reading.source.walk(answer.body)
        if is_changed:
            found = cut(answer.body, target)
            seen = tuple(reading.as_seen(found.elements, guids=wants_guids(verdict)))
            return xml(found.with_elements(seen).encoded())
    return relayed(answer)


async def _uncertain(reading: Reading, section: SectionId | None, wanted: Search) -> frozenset[RatingKey]:
    """The items of the searched type of which the server cannot know whether, or where, they belong into the answer."""
    found: set[RatingKey] = set()
    wanted = wanted if wanted.sort else replace(wanted, sort=default_order(wanted.type))
    for key in reading.shadow.touched_in(section, wanted.type):
        aspects = reading.shadow.aspects(key)
        if aspects == EVERYTHING or any(
            _name(field) in aspects for field in wanted.fields if _level(field, wanted) is wanted.type
        ):
            found.add(key)
    for field in wanted.fields:
        level = _level(field, wanted)
        if level is not wanted.type:
            for key in list(reading.shadow.touched_in(section, level)):
                if _name(field) in reading.shadow.aspects(key) or reading.shadow.aspects(key) == EVERYTHING:
                    found |= await reading.loader.relatives(key, wanted.type)
    return frozenset(found)


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
    uncertain: frozenset[RatingKey],
) -> Fragments:
    """The whole answer, computed once more from the server's unpaged, unlimited one, then paged as asked."""
    found = await reading.source.all_pages(_without_limit(target))
    guids = wants_guids(verdict)
    library = reading.shadow.library
    inside = {
        key: library.items[key]
        for key in uncertain
        if key in library.items and reading.shows(wanted.type, key) and matches(wanted.where, library.items[key], library)
    }
    resorted = {key for key in inside if _moves(reading, key, wanted)}
    kept = [
        one
        for one in found.elements
        if (one.key not in uncertain or (one.key in inside and one.key not in resorted)) and reading.may_show(one)
    ]
    newcomers = [inside[key] for key in inside if key in resorted or all(one.key != key for one in kept)]
    order = _placed(kept, newcomers, wanted, reading, section) if newcomers else kept
    drawn = tuple(reading.as_seen((one for one in order), guids=guids))
    drawn = drawn[: wanted.limit] if wanted.limit is not None else drawn
    reading.source.walk(b"".join(one.text.encode() for one in drawn))
    attributes = found.attributes or _nothing(reading, section, verdict).attributes
    whole = Fragments({name: text for name, text in attributes.items() if name not in {"offset", "totalSize"}}, ())
    return paged(whole, drawn, verdict)


def _moves(reading: Reading, key: RatingKey, wanted: Search) -> bool:
    aspects = reading.shadow.aspects(key)
    order = Search(wanted.type, sort=wanted.sort or default_order(wanted.type))
    return aspects == EVERYTHING or bool({_name(field) for field in order.fields} & aspects)


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
