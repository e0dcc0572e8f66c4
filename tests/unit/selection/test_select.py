"""Choosing: builders, filters, facts from outside, and what ends a definition."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from halley.plex.ids import ItemType
from halley.selection import ExternalId, Facts, Keyword, ListAsked, Severity, parse_selection, select
from halley.selection.attributes import ATTRIBUTES
from halley.selection.builders import BUILDERS
from tests.builders import a_library, a_movie, a_season, a_show, an_artist, an_episode, the
from tests.unit.selection.asking import NOW, WHERE, chosen, titles, view

SHOW = ItemType.SHOW
LIBRARY = a_library(
    a_movie(
        "Heat", year=1995, guids=["imdb://tt1", "tmdb://11"], genres=["Crime"], labels=["Overlay"], released="1995-06-15"
    ),
    a_movie("Quay", year=1987, guids=["imdb://tt2"], genres=["Drama"], dovi=True, resolution="4k", released="1987-06-02"),
    a_movie("Fog", guid="com.plexapp.agents.imdb://tt3?lang=en", genres=["Drama", "War"], added="2026-06-01"),
)
SHOWS = a_library(
    a_show("Pier", a_season(1, an_episode("A", resolution="4k"), an_episode("B", resolution="720")), guids=["tvdb://5"]),
    a_show("Dune", a_season(2, an_episode("C", resolution="720")), guids=["tvdb://6", "tmdb://66"]),
)


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ({"plex_all": True}, ["Fog", "Heat", "Quay"]),
        ({"plex_all": True, "limit": 2}, ["Fog", "Heat"]),
        ({"imdb_id": ["tt3", "tt1", "tt9"]}, ["Fog", "Heat"]),
        ({"tmdb_movie": "https://www.themoviedb.org/movie/11-heat"}, ["Heat"]),
        ({"plex_all": True, "filters": {"genre": "Drama"}}, ["Fog", "Quay"]),
        ({"plex_all": True, "filters": {"genre.count_gt": 1}}, ["Fog"]),
        ({"plex_all": True, "filters": [{"genre": "War"}, {"year.lt": 1990}]}, ["Fog", "Quay"]),
        ({"plex_all": True, "filters": {"year.not": 1987}}, ["Fog", "Heat"]),
        ({"plex_all": True, "filters": {"year.gt": 1900}}, ["Heat", "Quay"]),
        ({"plex_all": True, "filters": {"has_dolby_vision": True}}, ["Quay"]),
        ({"plex_all": True, "filters": {"has_overlay": True}}, ["Heat"]),
        ({"plex_all": True, "filters": {"history": "day"}}, ["Heat"]),
        ({"plex_all": True, "filters": {"history": "month"}}, ["Heat", "Quay"]),
        ({"plex_all": True, "filters": {"history": 14}}, ["Heat", "Quay"]),
        ({"plex_all": True, "filters": {"added": 30}}, ["Fog"]),
        ({"plex_all": True, "filters": {"release.regex": "06/15"}}, ["Heat"]),
    ],
)  # fmt: skip
def test_a_definition_chooses(given: dict[str, Any], found: list[str]) -> None:
    assert titles(LIBRARY, given) == found


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ({"plex_all": True, "filters": {"resolution": "4K"}}, []),
        ({"plex_all": True, "filters": {"height.gte": 2000}}, ["Pier"]),
        ({"plex_all": True, "default_percent": 51, "filters": {"height.gte": 2000}}, []),
        ({"plex_all": True, "filters": {"episodes": {"count": 2, "height.gt": 1}}}, ["Pier"]),
        ({"plex_all": True, "filters": {"seasons": {"count": 1, "title": "season 2"}}}, ["Dune"]),
        ({"plex_pilots": True, "builder_level": "episode"}, ["A"]),
        ({"tvdb_show": 6}, ["Dune"]),
        ({"tmdb_show": 66}, ["Dune"]),
        ({"plex_all": True, "builder_level": "episode", "filters": {"show_title": "pier"}}, ["A", "B"]),
    ],
)  # fmt: skip
def test_a_definition_chooses_among_shows(given: dict[str, Any], found: list[str]) -> None:
    assert titles(SHOWS, given, SHOW) == found


def facts(name: str, of_pier: Any, of_dune: Any = ...) -> Facts:
    known = {the(SHOWS, "Pier").key: of_pier} | ({} if of_dune is ... else {the(SHOWS, "Dune").key: of_dune})
    return Facts({name: known})


@pytest.mark.parametrize(
    ("filters", "known", "found"),
    [
        ({"tmdb_status": "returning, ended"}, facts("tmdb_status", "Ended", "Pilot"), ["Pier"]),
        ({"tmdb_status.not": "ended"}, facts("tmdb_status", "Ended"), []),
        ({"tmdb_keyword": ["Heist"]}, facts("tmdb_keyword", ("heist", "sea"), ("sand",)), ["Pier"]),
        ({"origin_country": "us"}, facts("origin_country", ("US",), ("GB",)), ["Pier"]),
        ({"tmdb_vote_count.gt": 10}, facts("tmdb_vote_count", 11, 10), ["Pier"]),
        ({"tmdb_vote_count": 10}, facts("tmdb_vote_count", 11, 10), ["Dune", "Pier"]),
        ({"tmdb_year.gte": 2000}, facts("tmdb_year", 2000, 1999), ["Pier"]),
        ({"tmdb_year": 1}, facts("tmdb_year", 2000, 1999), ["Dune", "Pier"]),
        ({"last_episode_aired": 30}, facts("last_episode_aired", date(2026, 6, 1), None), ["Pier"]),
        ({"last_episode_aired_or_never": 30}, facts("last_episode_aired_or_never", date(2025, 6, 1), None), ["Dune"]),
        ({"tvdb_title": "pi"}, facts("tvdb_title", "Pier Nine", "Dune"), ["Pier"]),
        ({"imdb_keyword": "sea"}, facts("imdb_keyword", (Keyword("sea", 1, 9),), (Keyword("sand", 0, 0),)), ["Pier"]),
        (
            {"imdb_keyword": {"keyword": "sea", "minimum_votes": 5, "minimum_percentage": 1}},
            facts("imdb_keyword", (Keyword("sea", 8, 9),), (Keyword("sea", 7, 7),)),
            ["Dune"],
        ),
    ],
)  # fmt: skip
def test_filters_take_what_other_sites_say(filters: dict[str, Any], known: Facts, found: list[str]) -> None:
    assert titles(SHOWS, {"plex_all": True, "filters": filters}, SHOW, known) == found


def test_a_fact_that_was_not_asked_for_is_reported_by_name() -> None:
    found = chosen(SHOWS, {"plex_all": True, "filters": {"tmdb_status": "ended"}}, SHOW)
    assert found.items == ()
    assert [(one.severity, one.message) for one in found.problems] == [
        (Severity.UNSUPPORTED, "the filter `tmdb_status` needs TMDb, which was not asked")
    ]


def test_a_list_that_was_not_asked_for_is_reported_by_name_and_line() -> None:
    (problem,) = chosen(LIBRARY, {"letterboxd_list": "https://letterboxd.com/x"}).problems
    assert problem.severity is Severity.UNSUPPORTED
    assert str(problem).startswith("overlays.yml:14:7: overlays > 4K > letterboxd_list: the builder `letterboxd_list`")


def test_a_list_that_was_handed_in_is_found_by_its_ids() -> None:
    known = Facts(lists={ListAsked("imdb_chart", "top_movies"): (ExternalId("imdb", "tt2"), ExternalId("tmdb", "11"))})
    assert titles(LIBRARY, {"imdb_chart": "top_movies"}, facts=known) == ["Quay", "Heat"]


def test_where_kometa_falls_over_the_definition_finds_nothing() -> None:
    found = chosen(SHOWS, {"plex_all": True, "filters": {"network": "HBO"}}, SHOW)
    assert found.is_failed or not found.items


def test_days_before_the_beginning_of_time_are_a_mistake_and_no_traceback() -> None:
    found = chosen(LIBRARY, {"plex_all": True, "filters": {"added": 999_999_999_999}})
    assert "before the beginning of time" in found.problems[0].message


def test_music_knows_searches_and_nothing_from_outside() -> None:
    library = a_library(an_artist("Blue Hour"))
    assert titles(library, {"plex_all": True}, ItemType.ARTIST) == ["Blue Hour"]
    assert parse_selection({"imdb_id": "tt1"}, ItemType.ARTIST, WHERE, NOW)[0] is None


def test_every_filter_and_builder_says_what_it_is() -> None:
    assert [name for name, entry in ATTRIBUTES.items() if not entry.says.endswith((".", "`."))] == []
    assert [name for name, entry in BUILDERS.items() if not entry.says] == []


PLAIN = st.none() | st.booleans() | st.integers(-5, 3000) | st.floats(allow_nan=True) | st.text(max_size=8)
NAMES = st.sampled_from(
    [*ATTRIBUTES, *BUILDERS, "all", "any", "filters", "limit", "validate", "sort_by", "percentage", "count", "builder_level"]
)
KEYS = st.builds(str.__add__, NAMES, st.sampled_from(["", ".not", ".regex", ".gt", ".before", ".count_lt"])) | st.text(
    max_size=5
)
VALUES = st.recursive(
    PLAIN, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3), max_leaves=12
)


@given(st.dictionaries(KEYS, VALUES, max_size=4), st.sampled_from([ItemType.MOVIE, SHOW]))
def test_whatever_is_written_ends_in_items_or_in_sentences(given: dict[str, Any], kind: ItemType) -> None:
    selection, problems = parse_selection(given, kind, WHERE, NOW)
    assert (selection is None) is any(one.is_fatal for one in problems)
    if selection is not None:
        found = select(selection, view(LIBRARY if kind is ItemType.MOVIE else SHOWS, kind))
        assert not (found.items and found.is_failed)
