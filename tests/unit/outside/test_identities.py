"""By which ids an item is asked for, and what becomes of one that lacks them."""

from pathlib import Path

import pytest

from halley.outside.identities import Own, own_ids
from halley.overlays.variables import Refused
from halley.plex.ids import ItemType
from halley.selection import ExternalId
from tests.builders import a_library, a_movie, a_show, the
from tests.support.internet import TMDB, Internet
from tests.unit.outside.asking import KEY, asking, configured, paths

SHOW = ItemType.SHOW
GRAPH = "https://api.graphql.imdb.com/"


@pytest.mark.parametrize(
    ("guid", "own"),
    [
        ("com.plexapp.agents.imdb://tt7?lang=en", Own(imdb=("tt7",))),
        ("com.plexapp.agents.themoviedb://7?lang=en", Own(tmdb=(7,))),
        ("com.plexapp.agents.thetvdb://7?lang=en", Own(tvdb=(7,))),
        ("com.plexapp.agents.xbmcnfo://7", Own(tmdb=(7,))),
        ("com.plexapp.agents.xbmcnfotv://7", Own(tvdb=(7,))),
        ("com.plexapp.agents.xbmcnfo://tt7", Own(imdb=("tt7",))),
        ("com.plexapp.agents.xbmcnfo://tt7and-more", Own()),
        ("com.plexapp.agents.hama://tvdb-7", Own(tvdb=(7,))),
        ("com.plexapp.agents.hama://anidb-7", Own()),
        ("com.plexapp.agents.thetvdb://seven", Own()),
        ("local://7", Own()),
        ("", Own(tmdb=(9,))),
    ],
)
def test_agents_of_old_say_one_id(guid: str, own: Own) -> None:
    library = a_library(a_show("Tide", guid=guid, guids=["tmdb://9"]))
    assert own_ids(the(library, "Tide"), is_film=False) == own


def test_todays_agents_say_several_and_tvdbs_counts_at_shows_only() -> None:
    guids = ["imdb://tt1", "tmdb://1", "tvdb://1", "tmdb://2", "tvdb://x"]
    film, show = a_library(a_movie("Fog", guids=guids)), a_library(a_show("Tide", guids=guids))
    assert own_ids(the(film, "Fog"), is_film=True) == Own((1, 2), (), ("tt1",))
    assert own_ids(the(show, "Tide"), is_film=False) == Own((1, 2), (1,), ("tt1",))


async def test_a_film_that_only_imdb_names_is_found_on_lists_of_tmdb_and_the_other_way_round(tmp_path: Path) -> None:
    internet = Internet()
    internet.finds("tt1", film=11)
    internet.finds("tt3", show=33)
    internet.film(12, imdb="tt2")
    internet.says("https://api.mdblist.com/lists/a/b/items/movie", [{"id": 11}, {"id": 33}])
    internet.says(GRAPH, {"data": {"chartTitles": {"edges": [{"node": {"id": "tt2"}}]}}})
    library = a_library(
        a_movie("Fog", guids=["imdb://tt1"]),
        a_movie("Quay", guids=["tmdb://12"]),
        a_movie("Pier", guids=["imdb://tt3"]),
        a_movie("Whole", guids=["imdb://tt4", "tmdb://14"]),
    )
    async with asking(internet, library, tmp_path) as asker:
        assert await asker.chosen({"mdblist_list": "https://mdblist.com/lists/a/b"}) == ["Fog"]
        assert await asker.chosen({"imdb_chart": "top_movies"}) == ["Quay"]
    assert sorted(set(paths(internet.of("api.themoviedb.org")))) == [
        f"{TMDB}/find/tt1",
        f"{TMDB}/find/tt3",
        f"{TMDB}/movie/12",
    ]


async def test_a_show_is_found_on_lists_by_what_tmdb_makes_of_its_tvdb_id(tmp_path: Path) -> None:
    internet = Internet()
    internet.finds(31, show=21)
    internet.show(21, imdb="tt9", tvdb=31)
    internet.says("http://www.omdbapi.com/", {"Response": "True", "imdbRating": "7.1"})
    internet.says(f"{TMDB}/discover/tv", {"results": [{"id": 21}], "total_results": 1, "total_pages": 1})
    internet.says(GRAPH, {"data": {"chartTitles": {"edges": [{"node": {"id": "tt9"}}]}}})
    library = a_library(a_show("Tide", guids=["tvdb://31"]))
    async with asking(internet, library, tmp_path, SHOW) as asker:
        assert await asker.chosen({"tmdb_discover": {"with_status": 1}}) == ["Tide"]
        assert await asker.chosen({"imdb_chart": "top_shows"}) == ["Tide"]
        assert await asker.rating("omdb_rating", "Tide") == 7.1
    assert internet.of("www.omdbapi.com") == [f"GET http://www.omdbapi.com/?apikey={KEY}-omdb&i=tt9"]


async def test_ids_in_a_definition_find_items_that_have_another_sites_id(tmp_path: Path) -> None:
    internet = Internet()
    internet.film(12, imdb="tt2")
    library = a_library(a_movie("Quay", guids=["tmdb://12"]))
    async with asking(internet, library, tmp_path) as asker:
        known = await asker.known({"imdb_id": "tt2"})
        assert await asker.chosen({"imdb_id": "tt2"}) == ["Quay"]
    assert known.facts.ids == {the(library, "Quay").key: (ExternalId("tmdb", "12"), ExternalId("imdb", "tt2"))}


async def test_items_with_all_ids_cost_no_question(tmp_path: Path) -> None:
    internet = Internet()
    internet.says("https://api.mdblist.com/lists/a/b/items/movie", [{"id": 11}])
    library = a_library(a_movie("Fog", guids=["tmdb://11"]))
    async with asking(internet, library, tmp_path) as asker:
        assert await asker.chosen({"mdblist_list": "https://mdblist.com/lists/a/b"}) == ["Fog"]
    assert internet.of("api.themoviedb.org") == []


async def test_without_a_key_of_tmdb_items_go_by_their_own_ids_and_that_is_told(tmp_path: Path) -> None:
    internet = Internet()
    internet.says(GRAPH, {"data": {"chartTitles": {"edges": [{"node": {"id": "tt1"}}]}}})
    library = a_library(a_movie("Fog", guids=["imdb://tt1"]), a_movie("Quay", guids=["tmdb://12"]))
    async with asking(internet, library, tmp_path, services=configured("tmdb")) as asker:
        known = await asker.known({"imdb_chart": "top_movies"})
        assert await asker.chosen({"imdb_chart": "top_movies"}) == ["Fog"]
    assert known.problems == (
        "items without an id at imdb are looked up at TMDb, which is not configured: "
        "add `tmdb:` with an `apikey` to config.yml",
    )


async def test_a_show_whose_tmdb_entry_has_no_tvdb_id_is_known_by_nothing(tmp_path: Path) -> None:
    internet = Internet()
    internet.show(21, vote=8.0, imdb="tt9")
    library = a_library(a_show("Tide", guids=["tmdb://21", "imdb://tt9"]))
    async with asking(internet, library, tmp_path, SHOW) as asker:
        found = await asker.rating("imdb_rating", "Tide")
    assert isinstance(found, Refused)
    assert not found.fails_item
