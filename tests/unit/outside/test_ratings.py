"""Text variables that other sites answer: values, ids by which they are asked, and what a missing one costs."""

from pathlib import Path
from typing import Any

import pytest

from halley.outside.ratings import RATERS
from halley.overlays.variables import VARIABLES, Refused
from halley.plex.ids import ItemType
from halley.plex.library import Library
from tests.builders import a_library, a_movie, a_season, a_show, an_episode, the
from tests.support.internet import TMDB, Internet
from tests.unit.outside.asking import KEY, asking, configured, paths

SHOW = ItemType.SHOW
FILMS = a_library(
    a_movie("Fog", guids=["imdb://tt1", "tmdb://11"]),
    a_movie("Quay", guids=["imdb://tt2"]),
    a_movie("Nameless", guid="local://4"),
)
SHOWS = a_library(
    a_show(
        "Tide",
        a_season(1, an_episode("Ebb"), an_episode("Flow"), title="First", index=1),
        a_season(2, an_episode("Neap"), title="Second", index=2),
        guids=["tvdb://31", "imdb://tt9"],
    ),
    a_show("Dune", guids=["tvdb://32"]),
)
MDB = "https://api.mdblist.com"
OMDB = "http://www.omdbapi.com/"
TRAKT = "https://api.trakt.tv"


async def rating(
    internet: Internet, folder: Path, variable: str, title: str, kind: ItemType = ItemType.MOVIE, **how: Any
) -> Any:
    library: Library = FILMS if kind is ItemType.MOVIE else SHOWS
    async with asking(internet, library, folder, kind, **how) as asker:
        return await asker.rating(variable, title)


def tide() -> Internet:
    internet = Internet()
    internet.finds(31, show=21)
    internet.show(21, vote=7.9, seasons={1: 7.1, 2: 0}, imdb="tt9")
    internet.says(f"{TMDB}/tv/21/season/1/episode/2", {"id": 5, "vote_average": 8.25})
    internet.ratings_file({"tt9": 8.8, "tt91": 9.1, "tt92": 6.5, "tt93": 6.6})
    internet.episodes_file([("tt91", "tt9", 1, 1), ("tt92", "tt9", 1, 2), ("tt93", "tt9", 1, 2), ("tt94", "tt9", 2, 1)])
    internet.says(f"{TRAKT}/shows/tt9/ratings", {"rating": 8.12345, "votes": 9})
    internet.says(f"{MDB}/tvdb/show/31/", {"score": 81, "ratings": [{"source": "imdb", "value": 8.8}]})
    internet.says(OMDB, {"Response": "True", "imdbRating": "8.7", "Metascore": "77"})
    return internet


def test_every_outside_variable_of_these_sites_has_somebody_to_ask() -> None:
    outside = {one.name for one in VARIABLES if one.is_outside and not one.source.endswith(("AniDB", "MyAnimeList"))}
    assert outside == set(RATERS)


@pytest.mark.parametrize(
    ("variable", "title", "value"),
    [
        ("tmdb_rating", "Tide", 7.9),
        ("tmdb_rating", "First", 7.1),
        ("tmdb_rating", "Second", 0.0),
        ("tmdb_rating", "Flow", 8.25),
        ("imdb_rating", "Tide", 8.8),
        ("imdb_rating", "Second", 8.8),
        ("imdb_rating", "Ebb", 9.1),
        ("imdb_rating", "Flow", 6.6),
        ("imdb_rating", "Neap", None),
        ("trakt_rating", "Flow", 8.12345),
        ("mdb_rating", "First", 8.1),
        ("mdb_imdb_rating", "Ebb", 8.8),
        ("mdb_tmdb_rating", "Ebb", None),
        ("omdb_rating", "Flow", 8.7),
        ("omdb_metascore_rating", "Tide", 7.7),
        ("omdb_tomatoes_rating", "Tide", None),
    ],
    ids=str,
)
async def test_shows_seasons_and_episodes_are_rated_as_the_site_rates_them(
    tmp_path: Path, variable: str, title: str, value: float | None
) -> None:
    assert await rating(tide(), tmp_path, variable, title, SHOW) == value


async def test_an_episode_that_tmdb_does_not_know_is_left_out(tmp_path: Path) -> None:
    found = await rating(tide(), tmp_path, "tmdb_rating", "Neap", SHOW)
    assert found == Refused("`tmdb_rating` needs TMDb, which does not know /tv/21/season/2/episode/1")


MDB_FILM = {
    "score": 74, "score_average": 70,
    "ratings": [
        {"source": "imdb", "value": 7.4}, {"source": "metacritic", "value": 68}, {"source": "metacriticuser", "value": 7.7},
        {"source": "trakt", "value": 72}, {"source": "tomatoes", "value": 91}, {"source": "popcorn", "value": 83},
        {"source": "tmdb", "value": "69"}, {"source": "letterboxd", "value": 3.6}, {"source": "myanimelist", "value": None},
        {"source": "rogerebert", "value": 3},
    ],
}  # fmt: skip


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("mdb_rating", 7.4),
        ("mdb_average_rating", 7.0),
        ("mdb_imdb_rating", 7.4),
        ("mdb_metacritic_rating", 6.8),
        ("mdb_metacriticuser_rating", 7.7),
        ("mdb_trakt_rating", 7.2),
        ("mdb_tomatoes_rating", 9.1),
        ("mdb_tomatoesaudience_rating", 8.3),
        ("mdb_tmdb_rating", 6.9),
        ("mdb_letterboxd_rating", 7.2),
        ("mdb_myanimelist_rating", None),
    ],
)
async def test_mdblist_rates_a_film_by_its_tmdb_id(tmp_path: Path, variable: str, value: float | None) -> None:
    internet = Internet()
    internet.says(f"{MDB}/tmdb/movie/11/", MDB_FILM)
    assert await rating(internet, tmp_path, variable, "Fog") == value
    assert paths(internet.asked) == [f"{MDB}/user", f"{MDB}/tmdb/movie/11/"]


async def test_mdblist_is_asked_by_the_imdb_id_where_the_other_does_not_do(tmp_path: Path) -> None:
    internet = Internet()
    internet.says(f"{MDB}/imdb/movie/tt1/", {"score": 50, "ratings": []})
    assert await rating(internet, tmp_path, "mdb_rating", "Fog") == 5.0
    assert paths(internet.asked)[1:] == [f"{MDB}/tmdb/movie/11/", f"{MDB}/imdb/movie/tt1/"]


async def test_one_answer_serves_all_variables_of_an_item(tmp_path: Path) -> None:
    internet = Internet()
    internet.says(f"{MDB}/tmdb/movie/11/", MDB_FILM)
    async with asking(internet, FILMS, tmp_path) as asker:
        fog = [the(FILMS, "Fog")]
        found = await asker.sources.ratings(
            asker.view(), {"mdb_rating": fog, "mdb_imdb_rating": fog, "mdb_tmdb_rating": fog}
        )
    assert found.facts == {fog[0].key: {"mdb_rating": 7.4, "mdb_imdb_rating": 7.4, "mdb_tmdb_rating": 6.9}}
    assert len(internet.asked) == 2


async def test_what_mdblist_said_is_kept_for_the_next_run(tmp_path: Path) -> None:
    internet = Internet()
    internet.says(f"{MDB}/tmdb/movie/11/", MDB_FILM)
    await rating(internet, tmp_path, "mdb_rating", "Fog")
    silent = Internet()
    assert await rating(silent, tmp_path, "mdb_letterboxd_rating", "Fog") == 7.2
    assert silent.asked == []


@pytest.mark.parametrize(
    ("variable", "value"),
    [("omdb_rating", 8.7), ("omdb_imdb_rating", 8.7), ("omdb_metascore_rating", 7.3), ("omdb_tomatoes_rating", 8.8)],
)
async def test_omdb_rates_by_the_imdb_id(tmp_path: Path, variable: str, value: float) -> None:
    internet = Internet()
    ratings = [{"Source": "Metacritic", "Value": "73/100"}, {"Source": "Rotten Tomatoes", "Value": "88%"}]
    internet.says(OMDB, {"Response": "True", "imdbRating": "8.7", "Metascore": "73", "Ratings": ratings})
    assert await rating(internet, tmp_path, variable, "Fog") == value
    assert internet.asked == [f"GET {OMDB}?apikey={KEY}-omdb&i=tt1"]


async def test_what_is_not_available_is_no_rating(tmp_path: Path) -> None:
    internet = Internet()
    internet.says(OMDB, {"Response": "True", "imdbRating": "N/A", "Metascore": "N/A", "Ratings": []})
    assert await rating(internet, tmp_path, "omdb_metascore_rating", "Fog") is None


async def test_trakt_is_asked_with_its_headers_and_its_own_ratings_by_id(tmp_path: Path) -> None:
    internet = Internet()
    internet.says(f"{TRAKT}/movies/tt1/ratings", {"rating": 7.5})
    rows = [{"rating": 9, "movie": {"ids": {"tmdb": 11}}}, {"rating": 3, "movie": {"ids": {"tmdb": None}}}]
    internet.says(f"{TRAKT}/users/me/ratings/movies", rows)
    async with asking(internet, FILMS, tmp_path) as asker:
        assert await asker.rating("trakt_rating", "Fog") == 7.5
        assert await asker.rating("trakt_user_rating", "Fog") == 9
    sent = internet.headers[0]
    assert sent["Authorization"] == f"Bearer {KEY}-token"
    assert (sent["trakt-api-version"], sent["trakt-api-key"]) == ("2", f"{KEY}-client")


async def test_a_token_that_ran_out_is_never_renewed(tmp_path: Path) -> None:
    internet = Internet()
    internet.fails(f"{TRAKT}/movies/tt1/ratings", 401)
    internet.says(f"{TRAKT}/movies/tt1/ratings", {"rating": 7.5})
    internet.says(f"{TRAKT}/users/me/ratings/movies", [], status=401)
    async with asking(internet, FILMS, tmp_path) as asker:
        assert await asker.rating("trakt_rating", "Fog") == 7.5
        found = await asker.rating("trakt_user_rating", "Fog")
    assert found == Refused(
        "`trakt_user_rating` needs Trakt, which refuses the token of config.yml: let Kometa run once, it renews it"
    )
    assert not any("oauth" in one or one.startswith("POST") for one in internet.asked)


@pytest.mark.parametrize(
    ("variable", "without", "fails_item"),
    [
        ("omdb_rating", "omdb", True),
        ("trakt_user_rating", "trakt", True),
        ("trakt_rating", "trakt", False),
        ("mdb_rating", "mdblist", False),
        ("tmdb_rating", "tmdb", False),
    ],
)
async def test_a_site_that_is_not_configured_costs_what_it_costs_with_kometa(
    tmp_path: Path, variable: str, without: str, fails_item: bool
) -> None:
    found = await rating(Internet(), tmp_path, variable, "Fog", services=configured(without))
    assert isinstance(found, Refused)
    assert found.fails_item is fails_item
    assert f"which is not configured: add `{without}:`" in found.reason


async def test_what_nobody_asks_yet_is_left_to_kometa(tmp_path: Path) -> None:
    found = await rating(Internet(), tmp_path, "mal_rating", "Fog")
    assert found == Refused("Halley does not ask for `mal_rating` yet: it is left to real Kometa")


async def test_an_item_without_any_id_is_refused_and_asks_nobody(tmp_path: Path) -> None:
    internet = Internet()
    for variable in ("tmdb_rating", "omdb_rating", "mdb_rating"):
        found = await rating(internet, tmp_path, variable, "Nameless")
        assert isinstance(found, Refused)
        assert not found.fails_item
    assert internet.asked == []


async def test_a_limit_that_is_reached_leaves_out_the_item_and_fails_those_after_it(tmp_path: Path) -> None:
    internet = Internet()
    internet.says(f"{MDB}/tmdb/movie/11/", {"response": False, "error": "API Limit Reached!"})
    async with asking(internet, FILMS, tmp_path) as asker:
        first = await asker.rating("mdb_rating", "Fog")
        second = await asker.rating("mdb_rating", "Quay")
    assert first == Refused("`mdb_rating` needs MDBList, which answers no more today: its limit is reached")
    assert second == Refused(first.reason, fails_item=True)
    assert len(internet.of("api.mdblist.com")) == 2


async def test_omdbs_limit_leaves_items_out(tmp_path: Path) -> None:
    internet = Internet()
    internet.says(OMDB, {"Response": "False", "Error": "Request limit reached!"}, status=401)
    async with asking(internet, FILMS, tmp_path) as asker:
        for title in ("Fog", "Quay"):
            found = await asker.rating("omdb_rating", title)
            assert found == Refused("`omdb_rating` needs OMDb, which answers no more today: its limit is reached")
    assert len(internet.asked) == 1


@pytest.mark.parametrize(
    ("variable", "address", "failure", "fails_item"),
    [
        ("tmdb_rating", f"{TMDB}/movie/11", 500, True),
        ("tmdb_rating", f"{TMDB}/movie/11", 429, True),
        ("tmdb_rating", f"{TMDB}/movie/11", None, True),
        ("tmdb_rating", f"{TMDB}/movie/11", "<html>", True),
        ("tmdb_rating", f"{TMDB}/movie/11", "[1, 2]", True),
        ("mdb_rating", f"{MDB}/tmdb/movie/11/", 503, False),
        ("mdb_rating", f"{MDB}/tmdb/movie/11/", "<html>", True),
        ("mdb_rating", f"{MDB}/tmdb/movie/11/", '{"ratings": [{"value": 3}]}', True),
        ("omdb_rating", OMDB, 500, False),
        ("omdb_rating", OMDB, "<html>", True),
        ("omdb_rating", OMDB, "{}", True),
        ("trakt_rating", f"{TRAKT}/movies/tt1/ratings", 500, False),
        ("trakt_rating", f"{TRAKT}/movies/tt1/ratings", "null", True),
        ("imdb_rating", "https://datasets.imdbws.com/title.ratings.tsv.gz", 404, True),
        ("imdb_rating", "https://datasets.imdbws.com/title.ratings.tsv.gz", "<html>", True),
    ],
    ids=str,
)
async def test_a_site_that_is_broken_costs_what_it_costs_with_kometa_and_no_more(
    tmp_path: Path, variable: str, address: str, failure: int | str | None, fails_item: bool
) -> None:
    internet = Internet()
    internet.fails(address, *[failure] * 9)
    async with asking(internet, FILMS, tmp_path) as asker:
        found = await asker.rated(variable, "Fog", "Nameless")
    value = found.facts[the(FILMS, "Fog").key][variable]
    assert isinstance(value, Refused)
    assert value.fails_item is fails_item
    assert KEY not in value.reason
    assert len(found.problems) in {1, 2}
    assert not any(KEY in one for one in found.problems)


async def test_a_file_of_ratings_is_fetched_again_only_where_it_changed(tmp_path: Path) -> None:
    internet = Internet()
    internet.ratings_file({"tt1": 7.0}, headers={"ETag": '"a"'})
    assert await rating(internet, tmp_path, "imdb_rating", "Fog") == 7.0
    assert await rating(internet, tmp_path, "imdb_rating", "Fog") == 7.0
    assert [one.get("If-None-Match") for one in internet.headers] == [None, '"a"']
    changed = Internet()
    changed.ratings_file({"tt1": 7.2}, headers={"ETag": '"b"'})
    assert await rating(changed, tmp_path, "imdb_rating", "Fog") == 7.2


async def test_a_file_that_was_cut_short_is_told_and_fetched_anew(tmp_path: Path) -> None:
    whole = Internet()
    whole.ratings_file({f"tt{one}": 5.0 for one in range(9000)}, headers={"ETag": '"a"'})
    (said,) = next(iter(whole.answers.values()))
    cut = Internet()
    cut.says("https://datasets.imdbws.com/title.ratings.tsv.gz", said.body[:-900], headers={"ETag": '"a"'})
    found = await rating(cut, tmp_path, "imdb_rating", "Fog")
    assert found == Refused("`imdb_rating` needs IMDb, but its file title.ratings.tsv.gz is broken", fails_item=True)
    assert await rating(whole, tmp_path, "imdb_rating", "Fog") == 5.0


async def test_problems_name_each_reason_once_with_the_number_of_items(tmp_path: Path) -> None:
    async with asking(Internet(), FILMS, tmp_path, services=configured("omdb")) as asker:
        found = await asker.rated("omdb_rating", "Fog", "Quay")
    assert found.problems == (
        "`omdb_rating` needs OMDb, which is not configured: add `omdb:` with an `apikey` to config.yml (2 items)",
    )
