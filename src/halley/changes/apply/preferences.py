"""Advanced settings. Source: spec, plex-api 2, 3.1, 5.4, 9.1."""

from dataclasses import replace
from typing import assert_never

from halley.changes.apply.refusal import CannotApply, known
from halley.changes.kinds import PreferenceChange, SetPreferences, SetSectionPreferences, SetServerPreferences
from halley.plex.items import Item
from halley.plex.library import Library

DEFAULTS = {
    "collectionMode": "-1",
    "collectionSort": "0",
    "collectionFilterBasedOnUser": "0",
    "episodeSort": "-1",
    "flattenSeasons": "-1",
    "albumSort": "-1",
    "showOrdering": "",
    "languageOverride": "",
    "useOriginalTitle": "-1",
    "audioLanguage": "",
    "subtitleLanguage": "",
    "subtitleMode": "-1",
    "autoDeletionItemPolicyUnwatchedLibrary": "0",
    "autoDeletionItemPolicyWatchedLibrary": "0",
    "enableCreditsMarkerGeneration": "-1",
}
"""The settings of items and collections that are known, each with the value that it has where an item says nothing."""


def apply(change: PreferenceChange, library: Library) -> Library:
    """The library after one change of settings."""
    match change:
        case SetPreferences(key=key, type=kind, values=values):
            item = known(library, key, kind)
            for name, value in values:
                item = _with_preference(item, name, value)
            return library.with_item(item)
        case SetSectionPreferences(section=number, values=values):
            section = library.sections.get(number)
            if section is None:
                raise CannotApply(404, f"there is no section {number}")
            section = replace(section, preferences=section.preferences.update(dict(values)))
            return replace(library, sections=library.sections.set(number, section))
        case SetServerPreferences(values=values):
            return replace(library, preferences=library.preferences.update(dict(values)))
        case _:
            assert_never(change)


def preference(item: Item, name: str) -> str | None:
    """The value of an item's setting, which real servers also write as an attribute; None for unknown ones never set."""
    return item.preferences.get(name, item.attributes.get(name, DEFAULTS.get(name)))


def _with_preference(item: Item, name: str, value: str) -> Item:
    item = item.with_attribute(name, None)
    if DEFAULTS.get(name) != value:
        return replace(item, preferences=item.preferences.set(name, value))
    return replace(item, preferences=item.preferences.delete(name)) if name in item.preferences else item
