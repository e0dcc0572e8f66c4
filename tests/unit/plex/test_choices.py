"""The values that fields take."""

import pytest

from halley.plex.choices import Choice, choices, first_characters
from halley.plex.ids import ItemType, SectionId
from halley.plex.query import parse_search
from halley.plex.search import search
from halley.plex.tags import TagKind
from tests.builders import a_collection, a_library, a_movie, a_season, a_show, an_episode, tag_id, titles

LIBRARY = a_library(
    a_movie(
        "Heat",
        year=1995,
        genres=["drama", "Crime"],
        resolution="4k",
        audio=["en", "pt-BR"],
        content_rating="Not Rated",
        studio="Sea, Land & Co",
        labels=["b", "A"],
        audience_rating="8.0",
    ),
    a_movie(
        "The 7th Seal",
        year=2001,
        genres=["Crime"],
        versions=[{"resolution": "1080"}, {"resolution": "sd"}],
        audience_rating="7.5",
    ),
    a_show("Pier Nine", a_season(1, an_episode("Low Tide", resolution="720", labels=["e"]), labels=["s"]), labels=["p"]),
    a_collection("Thieves", "Heat", labels=["Kometa"]),
)
MOVIES, SHOWS = SectionId(1), SectionId(2)


def named(field: str, kind: ItemType | None = None, section: SectionId = MOVIES) -> list[str]:
    return [choice.title for choice in choices(LIBRARY, section, field, kind)]


@pytest.mark.parametrize(
    ("field", "expected"),
    [
        pytest.param("genre", ["Crime", "drama"], id="tags, sorted, case aside"),
        pytest.param("label", ["A", "B"], id="labels"),
        pytest.param("collection", ["Thieves"], id="collections"),
        pytest.param("year", ["1995", "2001"], id="years"),
        pytest.param("decade", ["1990s", "2000s"], id="decades"),
        pytest.param("resolution", ["1080p", "4K", "SD"], id="resolutions of all versions"),
        pytest.param("audioLanguage", ["English", "pt-BR"], id="languages"),
        pytest.param("studio", ["Sea, Land & Co"], id="texts"),
        pytest.param("contentRating", ["Not Rated"], id="content ratings"),
        pytest.param("audienceRating", ["7.5", "8"], id="ratings"),
        pytest.param("hdr", ["No", "Yes"], id="yes and no"),
        pytest.param("country", [], id="unused"),
        pytest.param("network", [], id="a field of other types"),
        pytest.param("nonsense", [], id="no field"),
    ],
)
def test_only_what_is_used_is_listed_once_and_sorted(field: str, expected: list[str]) -> None:
    assert named(field) == expected


def test_a_tag_is_chosen_by_its_id() -> None:
    assert choices(LIBRARY, MOVIES, "label", ItemType.MOVIE)[0] == Choice(str(tag_id(LIBRARY, TagKind.LABEL, "a")), "A")


def test_a_collection_is_chosen_by_its_tag_id_which_is_not_its_rating_key() -> None:
    collection = LIBRARY.collection_called(MOVIES, "Thieves")
    assert collection is not None
    assert [choice.key for choice in choices(LIBRARY, MOVIES, "collection", None)] == [collection.attributes["index"]]


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        pytest.param(ItemType.SHOW, ["P"], id="show"),
        pytest.param(ItemType.SEASON, ["S"], id="season"),
        pytest.param(ItemType.EPISODE, ["E"], id="episode"),
        pytest.param(None, ["E", "P", "S"], id="any"),
    ],
)
def test_each_type_has_its_own(kind: ItemType | None, expected: list[str]) -> None:
    assert named("label", kind, SHOWS) == expected


def test_labels_of_collections_are_those_of_type_18() -> None:
    assert named("label", ItemType.COLLECTION) == ["Kometa"]


def test_a_section_that_is_not_there_has_no_choices() -> None:
    assert choices(LIBRARY, SectionId(9), "genre", None) == ()


@pytest.mark.parametrize(
    "field",
    [
        "genre",
        "label",
        "collection",
        "year",
        "decade",
        "resolution",
        "audioLanguage",
        "studio",
        "contentRating",
        "audienceRating",
    ],
)
def test_each_choice_finds_what_it_stands_for(field: str) -> None:
    for choice in choices(LIBRARY, MOVIES, field, None):
        assert search(LIBRARY, MOVIES, parse_search(((field, choice.key),), ItemType.MOVIE)), choice


def test_first_characters_count_titles_without_their_article() -> None:
    assert first_characters(LIBRARY, MOVIES, ItemType.MOVIE) == (("#", 1), ("H", 1))
    assert titles(search(LIBRARY, MOVIES, parse_search((), ItemType.MOVIE)))[0] == "The 7th Seal"
