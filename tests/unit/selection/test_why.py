"""Why a definition means an item, or does not."""

from typing import Any

from halley.plex.ids import ItemType
from halley.selection import Verdict, explain
from tests.builders import a_library, a_movie, a_season, a_show, an_episode, the
from tests.unit.selection.asking import read, view

LIBRARY = a_library(
    a_movie("Heat", year=1995, resolution="1080", genres=["Crime", "Drama"]),
    a_movie("Quay", year=1987, resolution="4k", hdr=True, genres=["Drama"]),
    a_show("Pier", a_season(1, an_episode("A", resolution="4k"), an_episode("B", resolution="720"))),
)


def verdict(given: dict[str, Any], title: str, kind: ItemType = ItemType.MOVIE) -> Verdict:
    return explain(read(given, kind), the(LIBRARY, title), view(LIBRARY, kind))


def test_the_builder_that_found_it_is_named() -> None:
    found = verdict({"plex_search": {"all": {"resolution": "4k"}}}, "Quay")
    assert found.is_chosen
    assert found.reason == "found by plex_search"


def test_the_condition_that_failed_is_named_with_what_it_saw() -> None:
    found = verdict({"plex_search": {"all": {"resolution": "4k", "year.gt": 1990, "hdr": True}}}, "Heat")
    assert [(one.condition, one.is_held, one.seen) for one in found.builders[0].conditions] == [
        ("resolution: 4k", False, ("1080",)),
        ("year.gt: 1990", True, (1995,)),
        ("hdr: true", False, (False,)),
    ]
    assert found.reason == "`resolution: 4k` saw 1080; `hdr: true` saw false"


def test_the_filter_that_failed_is_named_with_what_it_saw() -> None:
    found = verdict({"plex_all": True, "filters": [{"genre": "War"}, {"year.lt": 1990, "genre": "Drama"}]}, "Heat")
    assert not found.is_chosen
    assert found.reason == "`genre: War` saw Crime, Drama and `year.lt: 1990` saw 1995" or "no genre `War`" in found.reason
    found = verdict({"plex_all": True, "filters": [{"genre": "Drama", "year": 1987}]}, "Heat")
    assert found.reason == "`year: 1987` saw 1995"


def test_what_is_said_of_episodes_shows_them_all() -> None:
    found = verdict({"plex_search": {"all": {"resolution": "1080p"}}}, "Pier", ItemType.SHOW)
    assert "the library has no resolution" in found.reason
    found = verdict({"plex_search": {"all": {"resolution": "4k"}}}, "Pier", ItemType.SHOW)
    assert found.builders[0].conditions[0].seen == ("4k", "720")


def test_counted_filters_show_how_many_passed() -> None:
    found = verdict({"plex_all": True, "default_percent": 80, "filters": {"height.gte": 2000}}, "Pier", ItemType.SHOW)
    assert found.reason == "`80% of episodes: height.gte: 2000` saw 1 of 2"


def test_an_item_beyond_the_limit_is_told_so() -> None:
    found = verdict({"plex_all": True, "limit": 1}, "Quay")
    assert found.is_beyond_limit
    assert found.reason == "found, but beyond the limit"


def test_a_definition_that_failed_is_told_so() -> None:
    found = verdict({"plex_search": [{"all": {"year": 1987}}, {"all": {"year": 1600}}]}, "Quay")
    assert found.reason == "the definition failed: the search finds nothing"
