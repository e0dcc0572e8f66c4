"""Definitions read: every mistake in one pass, with its place and what to do."""

from typing import Any

import pytest

from halley.location import Location
from halley.plex.ids import ItemType
from halley.selection import ListAsked, Severity, parse_selection
from tests.unit.selection.asking import NOW, read, reading, refused

SHOW = ItemType.SHOW


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"plex_serch": {"all": {"year": 1}}}, ["`plex_serch`", "did you mean `plex_search`?"]),
        ({"genre": "Drama"}, ["put it into a search"]),
        ({"filepath.regex": "x"}, ["put it into the filters"]),
        ({}, ["nothing says which items are meant", "plex_all: true"]),
        ({"plex_all": None}, ["`plex_all` is blank"]),
        ({"plex_pilots": True}, ["cannot be used for movies", "it finds episodes"]),
        ({"plex_all": True, "limit": 0}, ["`limit`: `0` is not a whole number of 1 or more"]),
        ({"imdb_id": "113277"}, ["`113277` is no id of IMDb", "tt0113277"]),
        ({"tmdb_movie": "heat"}, ["no id of TMDb"]),
        ({"plex_all": True, "filters": "year"}, ["`filters` must be a mapping"]),
        ({"plex_all": True, "filters": {"yaer": 1987}}, ["`yaer` is no filter", "did you mean `year`?"]),
        ({"plex_all": True, "filters": {"genre.gt": 1}}, ["`genre.gt` is no filter", ".count_gt"]),
        ({"plex_all": True, "filters": {"network": "HBO"}}, ["`network` is no filter for movies"]),
        ({"plex_all": True, "filters": {"audience_rating.gt": 11}}, ["not a number from 0 to 10"]),
        ({"plex_all": True, "filters": {"history": 31}}, ["neither `day` nor `month`"]),
        ({"plex_all": True, "filters": {"filepath.regex": "["}}, ["no regular expression"]),
        ({"plex_all": True, "filters": {"versions": 2}}, ["refuses every value"]),
        ({"plex_all": True, "filters": {"release.after": "soon"}}, ["`soon` is no date", "2020-12-25"]),
        ({"plex_all": True, "filters": {"year": "current_year-x"}}, ["`current_year-x` is no year"]),
        ({"plex_search": {"all": {"resoluton": "4k"}}}, ["`resoluton`", "did you mean `resolution`?"]),
        ({"plex_search": {"all": {}, "any": {}}}, ["either `any` or `all`"]),
        ({"plex_search": {"all": {"year.gt": 1}, "sort_by": "yaer.asc"}}, ["sorted by `yaer.asc`", "`year.asc`"]),
        ({"plex_search": {"all": {"genre": []}}}, ["`genre` is blank"]),
        ({"plex_search": {"all": {"network": "HBO"}}}, ["show libraries only"]),
        ({"plex_search": {"all": {"year.regex": "19"}}}, ["cannot be matched with regular expressions"]),
        ({"plex_search": True}, ["must be a mapping"]),
    ],
)  # fmt: skip
def test_a_mistake_is_told_in_a_sentence_with_its_remedy(given: dict[str, Any], told: list[str]) -> None:
    said = refused(given)
    assert all(part in said for part in told), said
    assert said.startswith("overlays.yml:14:7: overlays > 4K")


def test_all_mistakes_are_told_in_one_pass() -> None:
    given = {"plex_serch": 1, "plex_search": {"all": {"gerne": "x", "year.gt": "y"}}, "filters": {"yaer": 1}, "limit": "few"}
    _, problems = reading(given)
    assert len(problems) == 5


def test_a_mistake_stands_where_its_value_stands() -> None:
    asked: list[tuple[str, ...]] = []

    def locate(path: tuple[str, ...]) -> Location:
        asked.append(path)
        return Location("a.yml", len(path))

    parse_selection({"plex_search": {"all": {"any": [{"gerne": "x"}]}}}, ItemType.MOVIE, locate, NOW)
    assert ("plex_search", "all", "any", "gerne") in asked


def test_keys_that_others_read_are_passed_over() -> None:
    read({"overlay": {"name": "x"}, "template": {}, "Plex_All": True, "suppress_overlays": "y", "cache_builders": 3})


@pytest.mark.parametrize("key", ["builder_level", "collection_level", "overlay_level", "Builder_Level"])
def test_a_level_goes_by_several_names(key: str) -> None:
    assert read({key: "Episode", "plex_all": True}, SHOW).level is ItemType.EPISODE


def test_an_unknown_level_names_those_that_there_are() -> None:
    said = refused({"builder_level": "seasn", "plex_all": True}, SHOW)
    assert "did you mean `season`?" in said


def test_a_level_means_nothing_in_a_film_library() -> None:
    assert read({"builder_level": "season", "plex_all": True}).level is ItemType.MOVIE


def test_what_is_dropped_without_validation_is_a_warning() -> None:
    found, problems = reading({"plex_all": True, "filters": {"validate": False, "yaer": 1, "year": 1987}})
    assert found is not None
    assert [one.severity for one in problems] == [Severity.WARNING]


def test_a_definition_says_beforehand_what_others_must_be_asked_for() -> None:
    given = {
        "mdblist_list": "https://mdblist.com/lists/x",
        "filters": [{"tmdb_status": "ended"}, {"tvdb_genre": "Drama", "year": 1987}],
    }
    found = read(given, SHOW)
    assert found.facts_needed == {"tmdb_status", "tvdb_genre"}
    assert found.lists_needed == {ListAsked("mdblist_list", "https://mdblist.com/lists/x")}


def test_filters_take_the_default_percent_that_stands_before_them() -> None:
    before = read({"plex_all": True, "default_percent": 90, "filters": {"height.gt": 1}}, SHOW)
    after = read({"plex_all": True, "filters": {"height.gt": 1}, "default_percent": 90}, SHOW)
    assert [str(one.filters[0][0])[:3] for one in (before, after)] == ["90%", "50%"]
