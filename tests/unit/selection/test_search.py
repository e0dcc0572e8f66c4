"""Searches as queries, letter by letter, and what they find in memory."""

from typing import Any

import pytest

from halley.plex.ids import ItemType
from halley.plex.library import Library
from halley.plex.tags import TagKind
from halley.selection.builders.plex_search import query_of
from halley.selection.problems import Report
from halley.selection.search.tree import SearchTree
from tests.builders import a_library, a_movie, a_season, a_show, an_episode, tag_id
from tests.unit.selection.asking import WHERE, chosen, read, titles, view

LIBRARY = a_library(
    a_movie("Heat", year=1995, genres=["Crime", "Drama"], resolution="1080", duration=10_200_000, audience_rating=8.1),
    a_movie("The Quay", year=1987, genres=["Drama"], resolution="4k", hdr=True, content_rating="Not Rated"),
    a_movie("Fog & Co", year=2019, genres=["Comedy"], resolution="4k", content_rating="PG"),
)
SHOWS = a_library(
    a_show("Pier", a_season(1, an_episode("Low", plays=2), an_episode("High", progress=5)), network="HBO"),
    a_show("Dune", a_season(1, an_episode("Sand", plays=3, progress=5)), network="BBC"),
)
CRIME, DRAMA = (tag_id(LIBRARY, TagKind.GENRE, word) for word in ("Crime", "Drama"))


def asked(library: Library, kind: ItemType, search: dict[str, Any], **others: Any) -> str:
    """The query of a search."""
    (call,) = read({"plex_search": search, **others}, kind).calls
    assert isinstance(call.wanted, SearchTree)
    return query_of(call.wanted, view(library, kind), Report(WHERE))


@pytest.mark.parametrize(
    ("search", "query"),
    [
        ({"all": {"title": "a, b&c"}}, "title=a%2C%20b%26c"),
        ({"all": {"title.is": ["x", "y"]}}, "title%3D=x&and=1&title%3D=y"),
        ({"any": {"title.ends": ["x", "y"]}}, "push=1&title%3E=x&or=1&title%3E=y&pop=1"),
        ({"all": {"genre": "drama, Crime"}}, f"genre={DRAMA}&and=1&genre={CRIME}"),
        ({"all": {"genre.not": "Drama"}}, f"genre!={DRAMA}"),
        ({"all": {"content_rating": "Not Rated"}}, "contentRating=Not%20Rated"),
        ({"all": {"added": "3o"}}, "addedAt%3E%3E=-3mon"),
        ({"all": {"added.not": 30}}, "addedAt%3C%3C=-30d"),
        ({"all": {"release.before": "today"}}, "originallyAvailableAt%3C%3C=2026-06-15"),
        ({"all": {"release.gte": "12/25/2020"}}, "originallyAvailableAt%3E%3E=2020-12-25"),
        ({"all": {"duration.gt": 95}}, "duration%3E%3E=5700000.0"),
        ({"all": {"user_rating.gte": 7}}, "userRating%3E=7.0"),
        ({"all": {"user_rating.rated": True}}, "userRating!=-1"),
        ({"all": {"user_rating.rated": "no"}}, "userRating=-1"),
        ({"all": {"hdr": False}}, "hdr!=1"),
        ({"all": {"plays.lt": 0}}, "viewCount%3C%3C=0"),
        ({"all": {"year": "current_year-2, 1987"}}, "year=2024&and=1&year=1987"),
        (
            {"all": {"any": [{"genre": "Drama", "hdr": True}, {"year": 1987}], "hdr": True}},
            f"push=1&genre={DRAMA}&or=1&hdr=1&pop=1&and=1&push=1&year=1987&pop=1&and=1&hdr=1",
        ),
        ({"genre": "Drama", "hdr": True}, f"hdr=1&and=1&push=1&genre={DRAMA}&pop=1"),
        ({"genre.and": ["Drama", "Crime"]}, f"genre={DRAMA}&and=1&genre={CRIME}"),
    ],
)  # fmt: skip
def test_a_search_is_the_query_that_kometa_would_send(search: dict[str, Any], query: str) -> None:
    assert asked(LIBRARY, ItemType.MOVIE, search) == f"?type=1&sort=titleSort&{query}"


def test_type_limit_and_sort_stand_in_front() -> None:
    search = {"sort_by": ["year.desc", "title.asc"], "limit": 5, "all": {"hdr": True}}
    assert asked(LIBRARY, ItemType.MOVIE, search) == "?type=1&limit=5&sort=year%3Adesc%2CtitleSort&hdr=1"
    assert asked(SHOWS, ItemType.SHOW, {"all": {"title": "x"}}) == "?type=2&sort=titleSort&show.title=x"
    assert (
        asked(SHOWS, ItemType.SHOW, {"all": {"hdr": True}}, builder_level="season")
        == "?type=3&sort=season.index%2Cseason.titleSort&episode.hdr=1"
    )


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ({"all": {"genre": ["Crime", "Drama"]}}, ["Heat"]),
        ({"any": {"genre": ["Crime", "Drama"]}}, ["Heat", "The Quay"]),
        ({"all": {"resolution": "4k", "any": {"year.lt": 1990, "genre": "Comedy"}}}, ["Fog & Co", "The Quay"]),
        ({"all": {"year.gt": 1900}, "sort_by": "year.desc", "limit": 2}, ["Fog & Co", "Heat"]),
        ({"any": {"all": [{"hdr": True, "genre": "Drama"}, {"resolution": "1080"}]}}, ["Heat", "The Quay"]),
        ({"all": {"content_rating.regex": "^N"}}, ["The Quay"]),
        ({"all": {"title": "& c"}}, ["Fog & Co"]),
    ],
)
def test_a_search_finds_in_memory(search: dict[str, Any], found: list[str]) -> None:
    assert titles(LIBRARY, {"plex_search": search}) == found


def test_all_that_is_said_of_episodes_is_said_of_one_and_the_same() -> None:
    search = {"all": {"episode_plays.gte": 1, "episode_progress": True}}
    assert titles(SHOWS, {"plex_search": search}, ItemType.SHOW) == ["Dune"]


def test_a_value_that_the_library_lacks_ends_the_definition() -> None:
    found = chosen(LIBRARY, {"plex_search": {"all": {"genre": "Wstern"}}})
    assert found.is_failed
    assert "no genre `Wstern`" in str(found.problems[0])


def test_a_search_that_finds_nothing_ends_the_definition_and_what_was_found_before() -> None:
    searches = [{"all": {"year": 1995}}, {"all": {"year": 1600}}]
    assert chosen(LIBRARY, {"plex_search": searches}).keys == ()
    assert titles(LIBRARY, {"plex_search": searches, "ignore_blank_results": True}) == ["Heat"]
