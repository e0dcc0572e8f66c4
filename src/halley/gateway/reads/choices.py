"""`/library/sections/N/FIELD`: the values that items of a section have for a field."""

from halley.gateway.classify import Verdict, forward_target
from halley.gateway.fragments import Fragment
from halley.gateway.reads.context import Reading, fragments_of
from halley.gateway.reply import PassThrough, relayed
from halley.gateway.shadow import EVERYTHING
from halley.plex.answers import Reply, error, xml
from halley.plex.choices import choices as known_choices
from halley.plex.ids import ItemType, RatingKey, SectionId
from halley.plex.items import Item
from halley.plex.tags import TagKind
from halley.plex.xml.write import choice


async def choices(reading: Reading, verdict: Verdict) -> Reply | PassThrough:
    """The server's list; tags that the engine gave come in, tags whose last use it took go out."""
    section, field = SectionId(int(verdict.part("id"))), verdict.part("field")
    kind = _kind(reading, section, verdict)
    changed = [
        key
        for key in reading.shadow.touched_in(section, kind)
        if reading.shadow.aspects(key) == EVERYTHING or field in reading.shadow.aspects(key)
    ]
    if not changed:
        return relayed(await reading.source.xml(forward_target(verdict)))
    found = await fragments_of(reading, verdict)
    if found is None:
        return error(404)
    listed = {one.attributes.get("title", "").casefold(): one for one in found.elements}
    for title in await _gone(reading, section, field, kind, changed):
        listed.pop(title, None)
    library = reading.shadow.library
    used = {text for key in changed if key in library.items for text in _values(library.items[key], field)}
    for one in known_choices(library, section, field, kind):
        folded = one.title.casefold()
        if folded in used and folded not in listed:
            listed[folded] = Fragment("Directory", {"title": one.title}, choice(one, section, field))
    return xml(found.with_elements(listed[title] for title in sorted(listed)).encoded())


def _kind(reading: Reading, section: SectionId, verdict: Verdict) -> ItemType:
    number = verdict.request.one("type") or ""
    if number.isdecimal():
        return ItemType.of_number(int(number))
    known = reading.shadow.library.sections.get(section)
    return known.type if known else ItemType.MOVIE


async def _gone(reading: Reading, section: SectionId, field: str, kind: ItemType, changed: list[RatingKey]) -> set[str]:
    """The tags (case-folded) that only items had which the engine took them from."""
    try:
        tags = TagKind.of_word(field)
    except KeyError:
        return set()
    lost: dict[str, int] = {}
    for key in changed:
        was, now = reading.shadow.base.get(key), reading.shadow.library.items.get(key)
        kept = {tag.text.casefold() for tag in now.tags_of(tags)} if now else set()
        lost |= {
            tag.text.casefold(): tag.id for tag in (was.tags_of(tags) if was else ()) if tag.text.casefold() not in kept
        }
    gone: set[str] = set()
    for text, number in lost.items():
        target = f"/library/sections/{section}/all?type={kind.number}&{field}={number}"
        bearers = {one.key for one in (await reading.source.all_pages(target)).elements if one.key is not None}
        now_without = {key for key in changed if not _bears(reading, key, tags, text)}
        if bearers <= now_without:
            gone.add(text)
    return gone


def _bears(reading: Reading, key: RatingKey, tags: TagKind, text: str) -> bool:
    item = reading.shadow.library.items.get(key)
    return item is not None and item.has_tag(tags, text)


def _values(item: Item, field: str) -> set[str]:
    try:
        return {tag.text.casefold() for tag in item.tags_of(TagKind.of_word(field))}
    except KeyError:
        return {item.attributes[field].casefold()} if field in item.attributes else set()
