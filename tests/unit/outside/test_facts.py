"""Filters that TMDb answers: of whom it is asked, what it says, and what becomes of it where it fails."""

from pathlib import Path
from typing import Any

import pytest

from halley.plex.ids import ItemType
from tests.builders import a_library, a_movie, a_season, a_show, an_episode, the
from tests.support.internet import TMDB, Internet
from tests.unit.outside.asking import asking, configured, paths, selection

SHOW = ItemType.SHOW
FILMS = a_library(
    a_movie("Fog", guids=["imdb://tt1", "tmdb://11"], year=1990),
    a_movie("Quay", guids=["imdb://tt2", "tmdb://12"], year=1990),
    a_movie("Pier", guids=["imdb://tt3", "tmdb://13"], year=2005),
)
SHOWS = a_library(
    a_show("Tide", a_season(1, an_episode("A"), an_episode("B")), guids=["tvdb://31", "tmdb://999"]),
    a_show("Dune", guids=["tvdb://32"]),
    a_show("Reef", guids=["tvdb://33"]),
)


def films() -> Internet:
    internet = Internet()
    internet.film(11, keywords=["aftercreditsstinger"], vote=8.1, genres=["Horror"], title="The Fog")
    internet.film(12, keywords=["harbour"], vote=6.4, original_language="de")
    internet.film(13, keywords=["AfterCreditsStinger"], release_date="")
    return internet


def shows() -> Internet:
    internet = Internet()
    internet.finds(31, show=21)
    internet.finds(32, show=22)
    internet.show(21, status="Returning Series", last_air_date="2026-06-10")
    internet.show(22, status="Ended", origin_country=["US", "GB"], type="Documentary", last_air_date=None)
    return internet


@pytest.mark.parametrize(
    ("filters", "titles"),
    [
        ({"tmdb_keyword": "aftercreditsstinger"}, ["Fog"]),
        ({"tmdb_keyword.not": "harbour"}, ["Fog", "Pier"]),
        ({"tmdb_vote_average.gte": 8}, ["Fog"]),
        ({"tmdb_vote_count.gt": 9}, ["Fog", "Pier", "Quay"]),
        ({"tmdb_genre": "Horror"}, ["Fog"]),
        ({"tmdb_title": "The"}, ["Fog"]),
        ({"original_language": "de"}, ["Quay"]),
        ({"tmdb_year.lt": 2000}, ["Fog", "Quay"]),
    ],
    ids=str,
)
async def test_films_are_filtered_by_what_tmdb_says(tmp_path: Path, filters: dict[str, Any], titles: list[str]) -> None:
    async with asking(films(), FILMS, tmp_path) as asker:
        assert await asker.chosen({"plex_all": True, "filters": filters}) == titles


@pytest.mark.parametrize(
    ("filters", "titles"),
    [
        ({"tmdb_status": "returning"}, ["Tide"]),
        ({"tmdb_status.not": "returning"}, ["Dune"]),
        ({"tmdb_type": "documentary"}, ["Dune"]),
        ({"origin_country": "us"}, ["Dune"]),
        ({"last_episode_aired": 14}, ["Tide"]),
        ({"last_episode_aired_or_never": 14}, ["Dune", "Tide"]),
        ({"first_episode_aired.before": "2002-01-01"}, ["Dune", "Tide"]),
    ],
    ids=str,
)
async def test_shows_are_filtered_by_what_tmdb_says_of_their_tvdb_id(
    tmp_path: Path, filters: dict[str, Any], titles: list[str]
) -> None:
    async with asking(shows(), SHOWS, tmp_path, SHOW) as asker:
        assert await asker.chosen({"plex_all": True, "filters": filters}) == titles


async def test_only_items_that_a_builder_finds_are_asked_about_and_each_once(tmp_path: Path) -> None:
    internet = films()
    async with asking(internet, FILMS, tmp_path) as asker:
        old = {"plex_search": {"all": {"year": 1990}}, "filters": {"tmdb_keyword": "harbour", "tmdb_genre": "Horror"}}
        await asker.known(old, {"plex_all": True}, {**old, "filters": {"tmdb_vote_average.gt": 1}})
    assert sorted(paths(internet.asked)) == [f"{TMDB}/movie/11", f"{TMDB}/movie/12"]
    assert "append_to_response=external_ids%2Ckeywords" in internet.asked[0]


async def test_a_definition_with_a_list_is_asked_about_what_the_list_names(tmp_path: Path) -> None:
    internet = films()
    internet.says("https://api.mdblist.com/lists/a/b/items/movie", [{"id": 12}])
    async with asking(internet, FILMS, tmp_path) as asker:
        definition = {"mdblist_list": "https://mdblist.com/lists/a/b", "filters": {"tmdb_keyword": "harbour"}}
        assert await asker.chosen(definition) == ["Quay"]
    assert paths(internet.of("api.themoviedb.org")) == [f"{TMDB}/movie/12"]


async def test_facts_are_kept_and_not_asked_for_again(tmp_path: Path) -> None:
    definition = {"plex_all": True, "filters": {"tmdb_status": "ended"}}
    async with asking(shows(), SHOWS, tmp_path, SHOW) as asker:
        first = await asker.chosen(definition)
    silent = Internet()
    async with asking(silent, SHOWS, tmp_path, SHOW) as asker:
        assert await asker.chosen(definition) == first == ["Dune"]
    # Reef is known to nobody, which is not remembered.
    assert paths(silent.asked) == [f"{TMDB}/find/33"]


async def test_without_a_key_the_definition_says_what_to_add(tmp_path: Path) -> None:
    async with asking(Internet(), FILMS, tmp_path, services=configured("tmdb")) as asker:
        (told,) = await asker.chosen({"plex_all": True, "filters": {"tmdb_keyword": "x"}})
    assert told.startswith(
        "overlays.yml:14:7: overlays > Top: the filter `tmdb_keyword` needs TMDb, which is not configured"
    )


async def test_a_filter_that_nobody_answers_is_left_to_kometa(tmp_path: Path) -> None:
    async with asking(shows(), SHOWS, tmp_path, SHOW) as asker:
        (told,) = await asker.chosen({"plex_all": True, "filters": {"tvdb_status": "Ended", "tmdb_status": "ended"}})
    assert "the filter `tvdb_status` needs TVDb, which Halley does not ask for it yet" in told


async def test_one_item_that_fails_is_told_and_the_others_go_on(tmp_path: Path) -> None:
    internet = films()
    internet.fails(f"{TMDB}/movie/11", *[500] * 2)
    async with asking(internet, FILMS, tmp_path) as asker:
        known = await asker.known({"plex_all": True, "filters": {"tmdb_keyword": "x"}})
    assert known.problems == ("TMDb, but api.themoviedb.org/3/movie/11 answered 500: filters take 1 as unknown to it (Fog)",)
    assert the(FILMS, "Quay").key in known.facts.of_items["tmdb_keyword"]


async def test_a_site_that_always_fails_ends_the_definition(tmp_path: Path) -> None:
    internet = films()
    for number in (11, 12, 13):
        internet.fails(f"{TMDB}/movie/{number}", *["<html>maintenance</html>"] * 9)
    async with asking(internet, FILMS, tmp_path) as asker:
        (told,) = await asker.chosen({"plex_all": True, "filters": {"tmdb_keyword": "x"}})
    assert "needs TMDb, but api.themoviedb.org/3/movie/1" in told
    assert "answered text/html where JSON was expected" in told


async def test_a_refused_key_is_said_to_be_one(tmp_path: Path) -> None:
    internet = Internet()
    for number in (11, 12, 13):
        internet.says(f"{TMDB}/movie/{number}", {"status_code": 7, "status_message": "Invalid API key"}, status=401)
    async with asking(internet, FILMS, tmp_path) as asker:
        (told,) = await asker.chosen({"plex_all": True, "filters": {"tmdb_keyword": "x"}})
    assert "needs TMDb, which refuses the `apikey` of config.yml" in told


async def test_progress_is_heard(tmp_path: Path) -> None:
    heard: list[tuple[str, int, int]] = []
    async with asking(films(), FILMS, tmp_path) as asker:
        one = selection({"plex_all": True, "filters": {"tmdb_keyword": "x"}}, ItemType.MOVIE)
        await asker.sources.facts(asker.view(), [one], lambda *told: heard.append(told))
    assert heard == [("facts", done, 3) for done in (1, 2, 3)]
