"""`/library/metadata/K[,K...]`: items with all their details."""

from dataclasses import replace

from halley.gateway.classify import Verdict, forward_target
from halley.gateway.fragments import Fragment, Fragments, cut
from halley.gateway.reads.context import Reading
from halley.gateway.reply import PassThrough, relayed
from halley.plex.answers import Reply, error, xml
from halley.plex.ids import RatingKey
from halley.plex.items import Item
from halley.plex.xml.read import read_item, read_text
from halley.plex.xml.write import detail

_MODELLED = frozenset({"includeGuids", "includePreferences"})
"""The parts of a detail that the model knows; others are fetched anew and grafted on."""


async def details(reading: Reading, verdict: Verdict) -> Reply | PassThrough:
    """Details of some items, those that the engine wrote to as it left them."""
    keys = [RatingKey(int(key)) for key in (verdict.part("keys") or verdict.part("key")).split(",")]
    theirs = [key for key in keys if not reading.shadow.touched(key) and not reading.shadow.is_deleted(key)]
    if theirs == keys and not reading.shadow.is_held_by_others and not any(map(reading.shadow.regrouped, keys)):
        is_one = len(keys) == 1
        target = forward_target(verdict)
        return relayed(await (reading.source.detail(keys[0], verdict.raw_query) if is_one else reading.source.xml(target)))
    known = await _known(reading, theirs, verdict.raw_query)
    changed = [key for key, one in known.items() if reading.is_changed(one)]
    await reading.loader.items(changed)
    found: list[Fragment] = []
    for key in keys:
        item = reading.shadow.library.items.get(key) if key in changed else reading.shadow.touched(key)
        if item is not None:
            await reading.loader.above(key)
            await reading.recount(key)
            found.append(await _drawn(reading, reading.shadow.seen(key) or item, verdict))
        elif key in known:
            found.append(known[key])
    if not found:
        return error(404)
    first = reading.shadow.library.items.get(keys[0])
    return xml(Fragments(_container(reading, first), ()).with_elements(found).encoded())


async def _known(reading: Reading, keys: list[RatingKey], query: str) -> dict[RatingKey, Fragment]:
    """The server's own details of these items; a single one comes with those that an engine will ask for next."""
    if len(keys) != 1:
        return await reading.source.several(keys, query)
    answer = await reading.source.detail(keys[0], query)
    return {keys[0]: cut(answer.body, "an item").elements[0]} if answer.status == 200 else {}


async def _drawn(reading: Reading, item: Item, verdict: Verdict) -> Fragment:
    asked = {name for name, value in verdict.request.query if name.startswith("include") and value not in {"", "0"}}
    if asked - _MODELLED and not reading.shadow.is_new(item.key):
        answer = await reading.source.detail(item.key, verdict.raw_query)
        if answer.status == 200:
            fresh = read_item(read_text(cut(answer.body, verdict.request.path).elements[0].text), item.section)
            item = replace(item, others=fresh.others, media=fresh.media)
    includes = frozenset(name.removeprefix("include").lower() for name in asked)
    return Fragment(item.type.element, {}, detail(item, reading.shadow.library, includes))


def _container(reading: Reading, item: Item | None) -> dict[str, str]:
    number = item.section if item is not None else None
    section = reading.shadow.library.sections.get(number) if number is not None else None
    if section is None:
        return {"identifier": "com.plexapp.plugins.library"}
    return {
        "identifier": "com.plexapp.plugins.library",
        "librarySectionID": str(section.id),
        "librarySectionTitle": section.title,
    }
