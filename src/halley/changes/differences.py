"""What a Change makes of what stood there, aspect by aspect.

A plan shows it, an apply checks it twice: before the Change the aspects must still be what they were, after it what they
were to become. Only what a client can put back counts (see `restorable`): times and counts move by themselves.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from halley.changes.kinds import Change, HubChange, SetSectionPreferences, SetServerPreferences
from halley.changes.restorable import RestorableItem, restorable_item, restorable_rows
from halley.changes.touched import touched
from halley.plex.ids import RatingKey, SectionId
from halley.plex.library import Library

Value = str | int | float | bool | tuple[str, ...] | tuple[int, ...] | tuple[tuple[str, bool, bool, bool], ...] | None
Aspects = Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Difference:
    """One aspect of one thing: what it was, what it became. None: it was not there, or is no more.

    `of` is `item`, `section` or `server`; `number` its rating key or id, 0 for the server. `aspect` is `title` for a field,
    `locked title` for its lock, `label` for tags, `posters` for the picture shown, `setting collectionMode`, `members`...
    """

    of: str
    number: int
    aspect: str
    before: Value
    after: Value


def differences(change: Change, before: Library, after: Library) -> tuple[Difference, ...]:
    """What differs between the library before a Change and the one after it, in the order of things and aspects."""
    found: list[Difference] = []
    for key in dict.fromkeys(touched(change, before, after)):
        if _is_unlike(key, before, after):
            found += _between("item", key, aspects(key, before), aspects(key, after))
    for section in _sections(change):
        found += _between("section", section, _of_section(section, before), _of_section(section, after))
    if isinstance(change, SetServerPreferences):
        was, became = (
            {f"setting {name}": one.preferences.get(name) for name, _ in change.values} for one in (before, after)
        )
        found += _between("server", 0, was, became)
    return tuple(found)


def aspects(key: RatingKey, library: Library) -> Aspects:
    """Everything that counts of an item, by aspect; nothing where there is no such item."""
    item = library.items.get(key)
    return {} if item is None else {"type": item.type.word, **dict(_told(restorable_item(library, item)))}


def _told(item: RestorableItem) -> Iterator[tuple[str, Value]]:
    yield from item.attributes.items()
    yield from (("locked " + name, True) for name in item.locked)
    kinds = {kind for kind, _ in item.tags}
    yield from ((kind.word, tuple(sorted(text for one, text in item.tags if one is kind))) for kind in kinds)
    yield from ((kind.many, shown) for kind, shown in item.images.items())
    yield from (("setting " + name, value) for name, value in item.preferences.items())
    if item.rating is not None:
        yield "userRating", item.rating
    if item.watched:
        yield "watched", True
    if item.resume_ms:
        yield "resume", item.resume_ms
    if item.rule is not None:
        yield "rule", "?".join(item.rule)
    if item.held:
        yield "members", tuple(item.held)


def _is_unlike(key: RatingKey, before: Library, after: Library) -> bool:
    return any(
        one.get(key) is not other.get(key)
        for one, other in ((before.items, after.items), (before.members, after.members), (before.entries, after.entries))
    )


def _sections(change: Change) -> Iterable[SectionId]:
    return (change.section,) if isinstance(change, HubChange | SetSectionPreferences) else ()


def _of_section(section: SectionId, library: Library) -> Aspects:
    found = library.sections.get(section)
    settings = {f"setting {name}": value for name, value in found.preferences.items()} if found is not None else {}
    rows = restorable_rows(library, section)
    return {**settings, **({"rows": rows} if rows else {})}


def _settings(names: Iterable[str], library: Library) -> Aspects:
    return {f"setting {name}": library.preferences.get(name) for name in names}


def _between(of: str, number: int, was: Aspects, became: Aspects) -> Iterator[Difference]:
    for aspect in sorted({*was, *became}):
        if was.get(aspect) != became.get(aspect):
            yield Difference(of, number, aspect, was.get(aspect), became.get(aspect))
