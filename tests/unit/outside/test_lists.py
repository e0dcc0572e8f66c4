"""Builders that other sites answer: what is asked, in which order ids come, and what a definition says where none come."""

import json
from pathlib import Path
from typing import Any

import pytest

from halley.outside.charts import CHARTS
from halley.plex.ids import ItemType
from halley.selection import ExternalId, ListAsked
from tests.builders import a_library, a_movie, a_show, an_artist
from tests.support.internet import TMDB, Internet
from tests.unit.outside.asking import KEY, asking, configured, paths, selection

SHOW = ItemType.SHOW
FILMS = a_library(
    a_movie("Fog", guids=["imdb://tt1", "tmdb://11"]),
    a_movie("Quay", guids=["imdb://tt2", "tmdb://12"]),
    a_movie("Pier", guids=["imdb://tt3", "tmdb://13"]),
)
SHOWS = a_library(
    a_show("Tide", guids=["tvdb://31", "tmdb://21", "imdb://tt9"]), a_show("Dune", guids=["tvdb://32", "tmdb://22"])
)
GRAPH = "https://api.graphql.imdb.com/"
AWARDS = "https://raw.githubusercontent.com/Kometa-Team/IMDb-Awards/master"
OSCARS = """
'2025':
  oscar:
    best picture:
      nominee: [tt3, tt1, tt2]
      winner: [tt3]
    best director:
      nominee: [tt2]
      winner: [tt2]
'2020-2':
  oscar:
    best picture:
      nominee: [tt1]
      winner: [tt1]
  honorary award:
    best picture:
      nominee: [tt2]
      winner: [tt2]
"""


def oscars() -> Internet:
    internet = Internet()
    internet.says(f"{AWARDS}/event_validation.yml", "ev0000003:\n  years: ['2025', '2020-2']\n")
    internet.says(f"{AWARDS}/events/ev0000003.yml", OSCARS, headers={"ETag": '"one"'})
    return internet


async def listed(internet: Internet, folder: Path, definition: dict[str, Any], kind: ItemType = ItemType.MOVIE) -> list[str]:
    """The ids that a definition's one list names."""
    async with asking(internet, FILMS if kind is ItemType.MOVIE else SHOWS, folder, kind) as asker:
        known = await asker.known(definition)
    assert not known.facts.unanswered, known.facts.unanswered
    ((_, ids),) = known.facts.lists.items()
    return [f"{one.site}:{one.id}" for one in ids]


async def test_a_chart_is_asked_for_as_kometa_asks_and_keeps_its_order(tmp_path: Path) -> None:
    internet = Internet()
    internet.says(GRAPH, {"data": {"chartTitles": {"edges": [{"node": {"id": one}} for one in ("tt2", "tt7", "tt1")]}}})
    assert await listed(internet, tmp_path, {"imdb_chart": "top_movies"}) == ["imdb:tt2", "imdb:tt7", "imdb:tt1"]
    assert internet.sent == [
        {"query": "{ chartTitles(chart: { chartType: TOP_RATED_MOVIES }, first: 250) { edges { node { id } } total } }"}
    ]


async def test_a_chart_that_the_query_does_not_tell_is_read_from_its_page(tmp_path: Path) -> None:
    internet = Internet()
    internet.says(GRAPH, {"errors": [{"message": "no"}]})
    page = '<script id="__NEXT_DATA__" type="application/json">{"a": ["tt2", {"b": "tt1"}, "tt2", "nm5"]}</script>'
    internet.says("https://www.imdb.com/chart/boxoffice", f"<html>{page}</html>")
    assert await listed(internet, tmp_path, {"imdb_chart": "box_office"}) == ["imdb:tt2", "imdb:tt1", "imdb:tt2"]


@pytest.mark.parametrize("name", CHARTS)
def test_every_chart_that_a_definition_may_name_is_known(name: str) -> None:
    kinds = [kind for kind in (ItemType.MOVIE, SHOW) if name.endswith("shows") == (kind is SHOW) or name == "trending_india"]
    assert [selection({"imdb_chart": name}, kind).lists_needed for kind in kinds]


@pytest.mark.parametrize(
    ("award", "ids"),
    [
        ({"event_year": "all", "category_filter": "Best Picture", "winning": True}, ["tt3", "tt1", "tt2"]),
        ({"event_year": "latest"}, ["tt3", "tt1", "tt2", "tt2"]),
        ({"event_year": 2025, "category_filter": ["best director"]}, ["tt2"]),
        ({"event_year": "2020-2", "award_filter": "oscar"}, ["tt1"]),
        ({"event_year": "2021-current", "award_filter": "oscar", "winning": True}, ["tt3", "tt2"]),
        ({"event_year": "2000-2024"}, ["tt1", "tt2"]),
        ({"event_year": -1, "winning": True}, ["tt3", "tt2"]),
        ({"event_year": "-6--2", "winning": True}, ["tt1", "tt2"]),
    ],
    ids=str,
)
async def test_awards_come_by_year_award_and_category(tmp_path: Path, award: dict[str, Any], ids: list[str]) -> None:
    found = await listed(oscars(), tmp_path, {"imdb_award": {"event_id": "ev0000003", **award}})
    assert found == [f"imdb:{one}" for one in ids]


@pytest.mark.parametrize(
    ("award", "reason"),
    [
        ({"event_id": "ev0000003", "event_year": 1999}, "knows no 1999 of ev0000003: there are 2025, 2020-2"),
        ({"event_id": "ev0000003", "event_year": "all", "award_filter": "x"}, "knows none of the `award_filter` x"),
        ({"event_id": "ev0000009", "event_year": 2020}, "has no page event/ev0000009"),
    ],
    ids=["year", "award", "event"],
)
async def test_an_award_that_is_not_there_ends_its_definition_and_says_why(
    tmp_path: Path, award: dict[str, Any], reason: str
) -> None:
    definition = {"imdb_award": award, "ignore_blank_results": True}
    async with asking(oscars(), FILMS, tmp_path) as asker:
        (told,) = await asker.chosen(definition)
    assert "imdb_award: the builder `imdb_award` needs IMDb, which" in told
    assert reason in told


async def test_years_may_be_written_as_numbers(tmp_path: Path) -> None:
    internet = Internet()
    internet.says(f"{AWARDS}/event_validation.yml", "ev0000003:\n  years: [2025]\n")
    internet.says(f"{AWARDS}/events/ev0000003.yml", OSCARS.replace("'2025'", "2025"))
    definition = {"imdb_award": {"event_id": "ev0000003", "event_year": "all", "category_filter": "best director"}}
    assert await listed(internet, tmp_path, definition) == ["imdb:tt2"]


async def test_a_filter_that_no_award_has_is_left_out_with_a_word(tmp_path: Path) -> None:
    award = {"event_id": "ev0000003", "event_year": "latest", "category_filter": ["best picture", "best pizza"]}
    async with asking(oscars(), FILMS, tmp_path) as asker:
        known = await asker.known({"imdb_award": award})
    assert known.problems == ("`imdb_award`: ev0000003 has no 'best pizza', so `category_filter` goes without it",)


async def test_an_event_without_a_file_is_read_from_imdbs_page_for_one_year(tmp_path: Path) -> None:
    internet = oscars()
    internet.says(
        "https://www.imdb.com/event/ev0000009", _page({"historyEventEditions": [{"year": 2020, "instanceWithinYear": 2}]})
    )
    nominations = [
        {"node": {"isWinner": won, "awardedEntities": {"awardTitles": [{"title": {"id": one}}]}}}
        for one, won in (("tt1", False), ("tt2", True), ("tt1", False))
    ]
    award = {
        "text": "Golden Gull",
        "nominationCategories": {"edges": [{"node": {"category": None, "nominations": {"edges": nominations}}}]},
    }
    internet.says("https://www.imdb.com/event/ev0000009/2020/2/", _page({"edition": {"awards": [award]}}))
    definition = {"imdb_award": {"event_id": "ev0000009", "event_year": "2020-2", "award_filter": "golden gull"}}
    assert await listed(internet, tmp_path, definition) == ["imdb:tt1", "imdb:tt2"]


def _page(props: Any) -> str:
    return f'<script id="__NEXT_DATA__">{json.dumps({"props": {"pageProps": props}})}</script>'


async def test_a_file_of_awards_is_asked_for_in_every_run_and_read_again_only_where_it_changed(tmp_path: Path) -> None:
    definition = {"imdb_award": {"event_id": "ev0000003", "event_year": "latest", "category_filter": "best director"}}
    assert await listed(oscars(), tmp_path, definition) == ["imdb:tt2"]
    internet = oscars()
    assert await listed(internet, tmp_path, definition) == ["imdb:tt2"]
    assert '"one"' in [one.get("If-None-Match") for one in internet.headers]
    changed = Internet()
    changed.says(f"{AWARDS}/event_validation.yml", "ev0000003:\n  years: ['2025']\n")
    changed.says(f"{AWARDS}/events/ev0000003.yml", OSCARS.replace("[tt2]", "[tt1]"))
    assert await listed(changed, tmp_path, definition) == ["imdb:tt1"]


async def test_discover_sends_its_fields_and_follows_pages_up_to_the_limit(tmp_path: Path) -> None:
    internet = Internet()
    for page in (range(1, 21), range(21, 41)):
        internet.says(
            f"{TMDB}/discover/movie", {"results": [{"id": one} for one in page], "total_results": 55, "total_pages": 3}
        )
    definition = {
        "tmdb_discover": {
            "limit": 25, "with_watch_providers": 8, "watch_region": "gb", "sort_by": "popularity.desc",
            "include_adult": False, "vote_average.gte": 7, "primary_release_date.gte": "12/25/2020", "with_genres": [18, 35],
        }
    }  # fmt: skip
    found = await listed(internet, tmp_path, definition)
    assert found == [f"tmdb:{one}" for one in range(1, 26)]
    query = "&".join(sorted(internet.asked[0].partition("?")[2].split("&")))
    assert query == (
        f"api_key={KEY}-tmdb&include_adult=false&language=en&page=1&primary_release_date.gte=2020-12-25"
        "&sort_by=popularity.desc&vote_average.gte=7.0&watch_region=GB&with_genres=18%2C35&with_watch_providers=8"
    )
    assert len(internet.asked) == 2


async def test_the_region_of_the_configuration_goes_with_films_only(tmp_path: Path) -> None:
    internet = Internet()
    for kind in ("movie", "tv"):
        internet.says(f"{TMDB}/discover/{kind}", {"results": [], "total_results": 0, "total_pages": 0})
    services = configured(tmdb={"apikey": KEY, "region": "de", "language": "pt-br"})
    for kind, library in ((ItemType.MOVIE, FILMS), (SHOW, SHOWS)):
        async with asking(internet, library, tmp_path, kind, services=services) as asker:
            await asker.known({"tmdb_discover": {"with_genres": 18}})
    assert ["region=DE" in one for one in internet.asked] == [True, False]
    assert all("language=pt-BR" in one for one in internet.asked)


async def test_a_list_of_mdblist_is_read_page_by_page_in_its_order(tmp_path: Path) -> None:
    internet, items = Internet(), "https://api.mdblist.com/lists/me/best/items/movie"
    internet.says(
        items, {"movies": [{"id": 13, "mediatype": "movie"}, {"id": 99}], "shows": []}, headers={"X-Has-More": "true"}
    )
    internet.says(items, {"movies": [{"id": 11}, {"id": "12", "mediatype": "movie"}], "shows": []})
    definition = {"mdblist_list": {"url": "https://mdblist.com/lists/me/best/", "limit": 3, "sort_by": "rank.asc"}}
    assert await listed(internet, tmp_path, definition) == ["tmdb:13", "tmdb:99", "tmdb:11"]
    assert internet.asked[1] == (f"GET {items}?apikey={KEY}-mdblist&limit=1000&sort=rank&sortorder=asc&offset=2")


async def test_an_external_list_holds_films_and_shows_and_only_those_of_the_library_count(tmp_path: Path) -> None:
    internet = Internet()
    rows = [{"id": 21, "mediatype": "show"}, {"id": 11, "mediatype": "movie"}, {"id": 22, "mediatype": "show"}]
    internet.says("https://api.mdblist.com/external/lists/77/items/", {"movies": [], "shows": [], "items": rows})
    definition = {"mdblist_list": "https://mdblist.com/lists/me/external/77"}
    assert await listed(internet, tmp_path, definition, SHOW) == ["tmdb:21", "tmdb:22"]
    assert "unified=True" in internet.asked[0]


async def test_definitions_that_name_one_list_have_it_fetched_once(tmp_path: Path) -> None:
    internet = Internet()
    internet.says(GRAPH, {"data": {"chartTitles": {"edges": [{"node": {"id": "tt2"}}]}}})
    async with asking(internet, FILMS, tmp_path) as asker:
        known = await asker.known({"imdb_chart": "top_movies"}, {"imdb_chart": "top_movies", "filters": {"year": 1}})
        assert await asker.chosen({"imdb_chart": ["top_movies"]}) == ["Quay"]
    assert known.facts.lists == {ListAsked("imdb_chart", "top_movies"): (ExternalId("imdb", "tt2"),)}
    assert len(internet.asked) == 2  # once for each of the two steps


async def test_a_site_that_is_not_configured_is_named_with_the_definition_and_what_to_add(tmp_path: Path) -> None:
    async with asking(Internet(), FILMS, tmp_path, services=configured("mdblist", "tmdb")) as asker:
        (told,) = await asker.chosen({"mdblist_list": "https://mdblist.com/lists/a/b"})
        (other,) = await asker.chosen({"tmdb_discover": {"with_genres": 18}})
    assert told.startswith(
        "overlays.yml:14:7: overlays > Top > mdblist_list: the builder `mdblist_list` needs MDBList, which is not "
        "configured: add `mdblist:` with an `apikey` to config.yml"
    )
    assert "add `tmdb:` with an `apikey`" in other


async def test_a_list_that_fails_is_passed_over_where_blank_results_are(tmp_path: Path) -> None:
    internet = Internet()
    internet.says(GRAPH, {"data": {"chartTitles": {"edges": [{"node": {"id": "tt1"}}]}}})
    definition = {"mdblist_list": "https://mdblist.com/lists/a/gone", "imdb_chart": "top_movies"}
    async with asking(internet, FILMS, tmp_path) as asker:
        assert await asker.chosen({**definition, "ignore_blank_results": True}) == ["Fog"]
        (told,) = await asker.chosen(definition)
    assert "but api.mdblist.com/lists/a/gone/items/movie answered 404" in told


async def test_a_builder_that_nobody_answers_is_left_to_kometa_by_name(tmp_path: Path) -> None:
    async with asking(Internet(), FILMS, tmp_path) as asker:
        (told,) = await asker.chosen({"trakt_list": "https://trakt.tv/users/me/lists/x"})
    assert "the builder `trakt_list` needs Trakt, which Halley does not ask for it yet: it is left to real Kometa" in told


async def test_music_asks_nobody(tmp_path: Path) -> None:
    internet = Internet()
    async with asking(internet, a_library(an_artist("Blue")), tmp_path, ItemType.ARTIST) as asker:
        assert (await asker.known({"plex_all": True})).facts.lists == {}
        assert (await asker.rated("tmdb_rating", "Blue")).facts == {}
    assert paths(internet.asked) == []


@pytest.mark.parametrize(
    ("failure", "goes_on"), [("<html>robots?</html>", False), (404, False), (None, True), (503, True)], ids=str
)
async def test_a_chart_without_query_and_page_costs_what_it_costs_with_kometa(
    tmp_path: Path, failure: int | str | None, goes_on: bool
) -> None:
    internet = Internet()
    internet.fails(GRAPH, *["<html>"] * 3)
    internet.fails("https://www.imdb.com/chart/top", *[failure] * 9)
    internet.says("https://api.mdblist.com/lists/a/b/items/movie", [{"id": 11}])
    definition = {"imdb_chart": "top_movies", "mdblist_list": "https://mdblist.com/lists/a/b", "ignore_blank_results": True}
    async with asking(internet, FILMS, tmp_path) as asker:
        found = await asker.chosen(definition)
    assert (found == ["Fog"]) is goes_on
    assert goes_on or "needs IMDb, but its page is not what it should be" in found[0]


@pytest.mark.parametrize(
    "file",
    [
        "a: &a [x, x, x, x, x, x, x, x, x, x]\nb: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a, *a]\n"
        + "".join(f"{new}: &{new} [{', '.join([f'*{old}'] * 10)}]\n" for old, new in ("bc", "cd", "de", "ef", "fg")),
        "a: &a [*a]\n",
        "a: [",
        "\t- x",
        "\xff\xfe",
        "just a text",
    ],
    ids=["bomb", "circle", "open", "tab", "bytes", "text"],
)
async def test_a_file_of_awards_may_be_anything(tmp_path: Path, file: str) -> None:
    internet = Internet()
    internet.says(f"{AWARDS}/event_validation.yml", file)
    async with asking(internet, FILMS, tmp_path) as asker:
        (told,) = await asker.chosen({"imdb_award": {"event_id": "ev0000003", "event_year": "all"}})
    assert "needs IMDb, but" in told
