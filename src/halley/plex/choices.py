"""The values that a field takes in a section: `/library/sections/N/genre`. Source: spec, plex-api 3.3."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import assert_never
from urllib.parse import quote

from halley.plex.fields import FIELDS, Field
from halley.plex.ids import ItemType, SectionId
from halley.plex.items import Item
from halley.plex.library import Library
from halley.plex.ordering import collated
from halley.plex.readings import Chance, Flag, Moment, Number, Tagged, Text, Words, sort_title, streams
from halley.plex.tags import TagKind


@dataclass(frozen=True, slots=True)
class Choice:
    """One value: `key` is what queries name it by, `title` is for people."""

    key: str
    title: str
    thumb: str | None = None


def choices(library: Library, section: SectionId, field: str, type: ItemType | None) -> tuple[Choice, ...]:  # noqa: A002
    """The values that at least one item of the type has, sorted by title; without a type those of any of the section's.

    A field that is none, or that items of the type do not have, has none.
    """
    known = FIELDS.get(field)
    if known is None or section not in library.sections:
        return ()
    levels = library.sections[section].levels if type is None else (type,)
    items = (item for level in levels if level in known.levels for item in library.of(section, level))
    found = _tags(known.reading.kind, items) if isinstance(known.reading, Tagged) else _values(known, items, library)
    return tuple(sorted(found, key=_order(known)))


def _order(field: Field) -> Callable[[Choice], tuple[float, str]]:
    if isinstance(field.reading, Number):
        return lambda choice: (float(choice.key), choice.title)
    return lambda choice: (0, choice.title.casefold())


def _tags(kind: TagKind, items: Iterable[Item]) -> Iterable[Choice]:
    """The tags by their ids; actors and directors with their portraits."""
    found = {tag.id: tag for item in items for tag in item.tags_of(kind)}
    return (
        Choice(str(tag.id), tag.text, tag.attributes.get("thumb") if kind in _PEOPLE else None) for tag in found.values()
    )


_PEOPLE = {TagKind.ROLE, TagKind.DIRECTOR}


def _values(field: Field, items: Iterable[Item], library: Library) -> Iterable[Choice]:
    return {choice.key: choice for item in items for choice in _of_item(field, item, library)}.values()


def _of_item(field: Field, item: Item, library: Library) -> Iterable[Choice]:
    match field.reading:
        case Number(read_number):
            return _of_number(field, read_number(item, library))
        case Flag():
            return _YES_AND_NO
        case Text(read):
            return _texts(read(item))
        case Words():
            special = _WORDS.get(field.name)
            return special(item) if special else _texts(item.attributes.get(field.name))
        case Tagged() | Moment() | Chance():
            return ()
        case reading:
            assert_never(reading)


_YES_AND_NO = (Choice("1", "Yes"), Choice("0", "No"))


def _of_number(field: Field, value: float | None) -> Iterator[Choice]:
    if value is not None:
        key = f"{value:g}" if value % 1 else str(int(value))
        yield Choice(key, f"{key}s" if field.name == "decade" else key)


def _texts(value: str | None) -> Iterator[Choice]:
    """A text by itself; its key is percent-encoded (`Not%20Rated`)."""
    if value:
        yield Choice(quote(value, safe=""), value)


def _resolutions(item: Item) -> Iterator[Choice]:
    for media in item.media:
        if value := media.attributes.get("videoResolution"):
            yield Choice(value, f"{value}p" if value.isdecimal() else value.upper())


def _languages(kind: int) -> Callable[[Item], Iterator[Choice]]:
    def read(item: Item) -> Iterator[Choice]:
        for stream in streams(item, kind):
            key = stream.attributes.get("languageTag") or stream.attributes.get("languageCode")
            if key:
                yield Choice(key, stream.attributes.get("language", key))

    return read


_WORDS: dict[str, Callable[[Item], Iterator[Choice]]] = {
    "resolution": _resolutions,
    "audioLanguage": _languages(2),
    "subtitleLanguage": _languages(3),
}


def first_characters(library: Library, section: SectionId, kind: ItemType) -> tuple[tuple[str, int], ...]:
    """How many items sort under each letter, in order; `#` is for all that is no letter. Source: spec, plex-api 3.3."""
    initials = (collated(sort_title(item))[:1].upper() for item in library.of(section, kind))
    return tuple(sorted(Counter(one if one.isalpha() else "#" for one in initials).items()))
