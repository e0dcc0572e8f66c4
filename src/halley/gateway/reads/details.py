"""`/library/metadata/K[,K...]`: items with all their details."""

from dataclasses import replace

from halley.gateway.classify import Verdict
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
    if len(keys) == 1 and not reading.shadow.touched(keys[0]) and not reading.shadow.is_deleted(keys[0]):
        return relayed(await reading.source.detail(keys[0], verdict.raw_query))
    found: list[Fragment] = []
    attributes: dict[str, str] = {}
    for key in keys:
        if reading.shadow.is_deleted(key):
            continue
        item = reading.shadow.touched(key)
        if item is not None:
            found.append(await _drawn(reading, item, verdict))
            attributes = attributes or _container(reading, item)
        else:
            answer = await reading.source.detail(key, verdict.raw_query)
            if answer.status == 200:
                one = cut(answer.body, verdict.request.path)
                found.extend(one.elements)
                attributes = one.attributes
    if not found:
        return error(404)
    return xml(Fragments(attributes, ()).with_elements(found).encoded())


async def _drawn(reading: Reading, item: Item, verdict: Verdict) -> Fragment:
    asked = {name for name, value in verdict.request.query if name.startswith("include") and value not in {"", "0"}}
    if asked - _MODELLED and not reading.shadow.is_new(item.key):
        answer = await reading.source.detail(item.key, verdict.raw_query)
        if answer.status == 200:
            fresh = read_item(read_text(cut(answer.body, verdict.request.path).elements[0].text), item.section)
            item = replace(item, others=fresh.others, media=fresh.media)
    includes = frozenset(name.removeprefix("include").lower() for name in asked)
    return Fragment(item.type.element, {}, detail(item, reading.shadow.library, includes))


def _container(reading: Reading, item: Item) -> dict[str, str]:
    section = reading.shadow.library.sections.get(item.section) if item.section is not None else None
    if section is None:
        return {"identifier": "com.plexapp.plugins.library"}
    return {
        "identifier": "com.plexapp.plugins.library",
        "librarySectionID": str(section.id),
        "librarySectionTitle": section.title,
    }
