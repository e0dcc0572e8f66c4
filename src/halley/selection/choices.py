"""The values that a server offers for an attribute, and what a definition's word stands for among them.

Source: spec, collections 7.2, 7.3, 10.2.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from halley.plex.choices import Choice, choices
from halley.plex.description import MENUS, filters_of
from halley.plex.fields import family
from halley.plex.ids import ItemType
from halley.plex.library import Library, Section
from halley.selection.problems import BadValue
from halley.selection.search.attributes import query_key

_KEYED = frozenset({"contentRating", "audioLanguage", "subtitleLanguage", "resolution"})
"""In film libraries a filter compares the keys of these; elsewhere, where the names are scoped, their titles."""
_UNLISTED_LABELS = frozenset({ItemType.SEASON, ItemType.EPISODE, ItemType.ARTIST, ItemType.TRACK})
"""Levels whose labels stand in no menu of the server and can be listed all the same."""
_BY_LANGUAGE = frozenset({"episode.audioLanguage", "episode.subtitleLanguage"})


@dataclass(frozen=True, slots=True)
class Choices:
    """What words stand for: `values` by title, key, and both in lower case; `named` are title and key, as offered."""

    values: Mapping[str, str]
    named: tuple[tuple[str, str], ...]

    def value(self, word: str) -> str | None:
        """What a word stands for, case aside; None where the server has no such value."""
        return self.values.get(word, self.values.get(word.lower()))


def choices_of(library: Library, section: Section, attribute: str, *, by_title: bool) -> Choices:
    """The choices of an attribute in a section. A search wants their keys, a filter mostly their titles.

    Raises BadValue where the server's menu has no such filter.
    """
    key = query_key(attribute, section.type)
    key = "actor" if key == "episode.actor" else key
    offered = _offered(library, section, key)
    titled = by_title and key not in _KEYED
    values: dict[str, str] = {}
    for choice in offered:
        value = choice.title if titled else choice.key
        # `Spanish` may be offered as es-ES and es-MX; by its title it stands for the language alone.
        meant = value.partition("-")[0] if not titled and key in _BY_LANGUAGE else value
        values[choice.title] = meant
        values[choice.key] = value
        values[choice.title.lower()] = meant
        values[choice.key.lower()] = value
    return Choices(values, tuple((choice.title, choice.key) for choice in offered))


def _offered(library: Library, section: Section, key: str) -> tuple[Choice, ...]:
    scope, _, field = key.rpartition(".")
    level = ItemType.of_word(scope) if scope else section.type
    menus = filters_of(section, level) if level in family(section.type) and level in MENUS else ()
    address = next((one.attributes["key"] for one in menus if one.attributes["filter"] == field), None)
    if address is None and field == "label" and level in _UNLISTED_LABELS and menus:
        address = f"/library/sections/{section.id}/label?type={level.number}"
    if address is None:
        raise BadValue(f"the server does not say which {field} a {level.word} may have")
    kind = level if "?type=" in address else None
    found = choices(library, section.id, field, kind)
    if not address.endswith("/collection?type=4"):
        return found
    below = {one.key for each in (ItemType.SEASON, ItemType.EPISODE) for one in choices(library, section.id, field, each)}
    return tuple(one for one in choices(library, section.id, field, None) if one.key not in below)
