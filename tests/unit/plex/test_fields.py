"""The registry: names are owned once, and every entry can be read from every item it says it can."""

import pytest

from halley.plex import fields
from halley.plex.fields import FIELDS, Field, family, find
from halley.plex.ids import ItemType
from halley.plex.query import parse_search
from halley.plex.search import search
from tests.builders import (
    a_collection,
    a_library,
    a_movie,
    a_playlist,
    a_season,
    a_show,
    a_track,
    an_album,
    an_artist,
    an_episode,
)

EVERY_FIELD = pytest.mark.parametrize("field", FIELDS.values(), ids=lambda field: field.name)
LIBRARY = a_library(
    a_movie("Heat"),
    a_show("Pier Nine", a_season(1, an_episode("Low Tide"))),
    an_artist("Waves", an_album("Surf", a_track("Foam"))),
    a_collection("Coast", "Heat"),
    a_playlist("Rainy days", "Heat"),
)
BARE = a_library(a_movie("", year="soon", rating="x", media=(), released="someday", guid="", audience_rating="", added=0))


def test_no_name_is_owned_twice() -> None:
    assert len(FIELDS) == len(fields._ENTRIES)


@EVERY_FIELD
def test_a_field_can_be_asked_of_and_sorted_by_at_each_of_its_levels(field: Field) -> None:
    for level in field.levels:
        top = family(level)[0]
        section = next((one.id for one in LIBRARY.sections.values() if one.type is top), None)
        for value in ("1", "x", "", "-30d", "2000-01-01"):
            for operator in ("", "!", ">>", "<<", ">", "<", "=", "!="):
                query = ((f"{level.word}.{field.name}{operator}", value), ("sort", f"{level.word}.{field.name}:desc"))
                search(LIBRARY, section, parse_search((*query, ("type", str(level.number))), top))


@EVERY_FIELD
def test_an_item_of_which_nothing_is_known_is_no_error(field: Field) -> None:
    for operator in ("", ">>"):
        query = ((f"{field.name}{operator}", "1"), ("sort", field.name))
        search(BARE, next(iter(BARE.sections)), parse_search(query, ItemType.MOVIE))


@EVERY_FIELD
def test_a_field_has_words_for_people(field: Field) -> None:
    assert field.title
    assert field.levels


@pytest.mark.parametrize(
    ("name", "scope", "wanted", "level"),
    [
        pytest.param("title", None, ItemType.SHOW, ItemType.SHOW, id="the own level first"),
        pytest.param("resolution", None, ItemType.SHOW, ItemType.EPISODE, id="then below"),
        pytest.param("genre", None, ItemType.EPISODE, ItemType.SHOW, id="then above"),
        pytest.param("year", ItemType.SEASON, ItemType.SHOW, ItemType.SEASON, id="or where the scope says"),
        pytest.param("genre", ItemType.EPISODE, ItemType.SHOW, None, id="which must have the field"),
        pytest.param("title", ItemType.ARTIST, ItemType.SHOW, None, id="and be of the family"),
        pytest.param("nonsense", None, ItemType.SHOW, None, id="no field"),
        pytest.param("network", None, ItemType.MOVIE, None, id="no level has it"),
    ],
)
def test_a_name_is_found_at_the_nearest_level(
    name: str, scope: ItemType | None, wanted: ItemType, level: ItemType | None
) -> None:
    found = find(name, scope, wanted)
    assert (found[0] if found else None) is level
