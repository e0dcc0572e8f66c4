"""What definitions may say of lists of other sites: each attribute judged where it stands, as Kometa judges it."""

from typing import Any

import pytest

from halley.plex.ids import ItemType
from halley.selection import ListAsked
from tests.unit.selection.asking import NOW, WHERE, read, reading, refused

SHOW = ItemType.SHOW
BOXED = "https://letterboxd.com/me/list/best/"
MDB = "https://mdblist.com/lists/me/best"


def asked(given: dict[str, Any], library: ItemType = ItemType.MOVIE) -> list[ListAsked]:
    return [call.wanted for call in read(given, library).calls if isinstance(call.wanted, ListAsked)]


@pytest.mark.parametrize(
    ("given", "lists"),
    [
        ({"imdb_chart": "top_movies, box_office"}, [("imdb_chart", "top_movies"), ("imdb_chart", "box_office")]),
        ({"mdblist_list": f"{MDB}/"}, [("mdblist_list", MDB)]),
        ({"mdblist_list": [MDB, {"url": f"{MDB}2", "limit": 0}]}, [("mdblist_list", MDB), ("mdblist_list", f"{MDB}2")]),
        (
            {"mdblist_list": {"URL": MDB, "sort_by": "score.desc", "limit": "5"}},
            [("mdblist_list", MDB, (("limit", 5), ("sort_by", "score.desc")))],
        ),
        ({"letterboxd_list_details": BOXED}, [("letterboxd_list", BOXED)]),
        (
            {"letterboxd_list": {"url": BOXED, "rating": "8-10", "year": "1990-1999", "note": "slow"}},
            [("letterboxd_list", BOXED, (("note", "slow"), ("rating", "8-10"), ("year", "1990-1999")))],
        ),
        ({"imdb_award": {"event_id": "ev0000003", "event_year": "all"}}, [("imdb_award", "ev0000003", (("years", "all"),))]),
        (
            {
                "imdb_award": {
                    "event_id": "ev0000003",
                    "event_year": [2020, "2021"],
                    "winning": "yes",
                    "award_filter": "A, b",
                }
            },
            [("imdb_award", "ev0000003", (("award_filter", ("a", "b")), ("winning", True), ("years", ("2020", "2021"))))],
        ),
        (
            {"imdb_award": {"event_id": "ev1", "event_year": "-5--1"}},
            [("imdb_award", "ev1", (("first_year", NOW.year - 5), ("last_year", NOW.year - 1)))],
        ),
        ({"imdb_award": {"event_id": "ev1", "event_year": "2020-2"}}, [("imdb_award", "ev1", (("years", ("2020-2",)),))]),
        (
            {"tmdb_discover": {"year": 1999}, "tmdb_region": "fr"},
            [("tmdb_discover", "", (("limit", 100), ("region", "FR"), ("year", 1999)))],
        ),
        (
            {"tmdb_discover": {"with_genres": 18}},
            [("tmdb_discover", "", (("limit", 100), ("with_genres", "18")))],
        ),
        (
            {
                "tmdb_discover": {
                    "with_watch_providers": "8|9",
                    "watch_region": "us",
                    "limit": 0,
                    "release_date.lte": "today",
                }
            },
            [
                (
                    "tmdb_discover",
                    "",
                    (
                        ("limit", 0),
                        ("release_date.lte", NOW.date().isoformat()),
                        ("watch_region", "US"),
                        ("with_watch_providers", "8|9"),
                    ),
                )
            ],
        ),
    ],
    ids=str,
)
def test_a_list_is_read_whole(given: dict[str, Any], lists: list[tuple[Any, ...]]) -> None:
    found = asked(given)
    assert found == [ListAsked(*one) for one in lists]
    assert len({*found, *found}) == len(found)


@pytest.mark.parametrize(
    ("given", "library", "told"),
    [
        (
            {"imdb_chart": "top_movie"},
            ItemType.MOVIE,
            "imdb_chart` `top_movie` is no chart for movies\n  hint: did you mean",
        ),
        ({"imdb_chart": "top_movies"}, SHOW, "is no chart for shows"),
        ({"mdblist_list": "https://example.org/x"}, ItemType.MOVIE, "it must begin with https://mdblist.com/lists/"),
        ({"mdblist_list": {"limit": 3}}, ItemType.MOVIE, "`mdblist_list` needs a `url`"),
        ({"mdblist_list": {"url": MDB, "sort_by": "score"}}, ItemType.MOVIE, "`score` is no order"),
        (
            {"letterboxd_list": "letterboxd.com/x"},
            ItemType.MOVIE,
            "it must begin with https://letterboxd.com or https://boxd.it",
        ),
        ({"letterboxd_list": {"url": BOXED, "rating": "9-3"}}, ItemType.MOVIE, "`9-3` ends before it begins"),
        ({"letterboxd_list": {"url": BOXED, "year": "90-99"}}, ItemType.MOVIE, "not a whole number from 1000 to 3000"),
        ({"letterboxd_list": BOXED}, SHOW, "`letterboxd_list` cannot be used for shows"),
        ({"imdb_award": "ev0000003"}, ItemType.MOVIE, "must be a mapping"),
        ({"imdb_award": {"event_year": 2020}}, ItemType.MOVIE, "`imdb_award` needs an `event_id`"),
        ({"imdb_award": {"event_id": "oscars", "event_year": 1}}, ItemType.MOVIE, "they are written like ev0000003"),
        ({"imdb_award": {"event_id": "ev1"}}, ItemType.MOVIE, "`imdb_award` needs an `event_year`"),
        ({"imdb_award": {"event_id": "ev1", "event_year": ""}}, ItemType.MOVIE, "`event_year` is blank"),
        ({"imdb_award": {"event_id": "ev1", "event_year": "2000-now"}}, ItemType.MOVIE, "is no span of years"),
        (
            {"imdb_award": {"event_id": "ev1", "event_year": 1, "category_filter": []}},
            ItemType.MOVIE,
            "`category_filter`: is blank",
        ),
        ({"tmdb_discover": {"limit": 5}}, ItemType.MOVIE, "says nothing to search for"),
        ({"tmdb_discover": {"with_genre": 18}}, ItemType.MOVIE, "did you mean `with_genres`?"),
        ({"tmdb_discover": {"with_networks": 1}}, ItemType.MOVIE, "`with_networks` is for show libraries only"),
        ({"tmdb_discover": {"region": "us"}}, SHOW, "`region` is for movie libraries only"),
        ({"tmdb_discover": {"watch_region": "us"}}, ItemType.MOVIE, "means nothing without `with_watch_providers` or"),
        ({"tmdb_discover": {"certification": "R"}}, ItemType.MOVIE, "means nothing without `certification_country`"),
        ({"tmdb_discover": {"sort_by": "popularty.desc"}}, ItemType.MOVIE, "did you mean `popularity.desc`?"),
        ({"tmdb_discover": {"sort_by": "revenue.desc"}}, SHOW, "`revenue.desc` is no order"),
        ({"tmdb_discover": {"vote_average.gte": 0.5}}, ItemType.MOVIE, "is not a number of 1 or more"),
        ({"tmdb_discover": {"year": 1700}}, ItemType.MOVIE, "not a whole number from 1800"),
        ({"tmdb_discover": {"release_date.gte": "soon"}}, ItemType.MOVIE, "is no date"),
        ({"tmdb_discover": {"with_genres": None}}, ItemType.MOVIE, "`with_genres` is blank"),
        ({"tmdb_discover": {"with_status": 6}}, SHOW, "not a whole number from 0 to 5"),
        ({"tmdb_discover": {"include_adult": "perhaps"}}, ItemType.MOVIE, "is neither true nor false"),
    ],
    ids=str,
)
def test_what_is_wrong_is_told_at_its_place(given: dict[str, Any], library: ItemType, told: str) -> None:
    assert told in refused(given, library)


def test_all_mistakes_of_a_search_are_told_in_one_pass_each_under_its_name() -> None:
    told = refused({"tmdb_discover": {"With_Genre": 18, "year": "x", "with_networks": 1}})
    assert [one.partition(": ")[2].partition(":")[0] for one in told.splitlines() if one.startswith(WHERE.file)] == [
        "overlays > 4K > tmdb_discover > With_Genre",
        "overlays > 4K > tmdb_discover > year",
        "overlays > 4K > tmdb_discover > with_networks",
    ]


@pytest.mark.parametrize(
    "given",
    [
        {"mdblist_list": {"url": MDB, "sorted_by": "score.desc"}},
        {"letterboxd_list": {"url": BOXED, "limits": 3}},
        {"imdb_award": {"event_id": "ev1", "event_year": 2020, "winner": True}},
    ],
    ids=lambda given: next(iter(given)),
)
def test_attributes_that_kometa_passes_over_are_warned_of(given: dict[str, Any]) -> None:
    found, problems = reading(given)
    assert found is not None
    (problem,) = problems
    assert not problem.is_fatal
    assert problem.hint is not None
