"""Where TMDb has posters of films, shows and seasons, and stills of episodes; spec, overlays 8.5."""

from pathlib import Path

import pytest

from halley.outside.failures import NotConfigured, NotKnown, SourceFailed
from halley.plex.ids import ItemType
from tests.builders import a_library, a_movie, a_season, a_show, an_episode, the
from tests.support.internet import TMDB, Internet
from tests.unit.outside.asking import Asker, asking, configured, paths

IMAGES = "https://image.tmdb.org/t/p/original"
FOG = a_library(a_movie("Fog", guids=["tmdb://11"]))
TIDE = a_library(a_show("Tide", a_season(2, an_episode("Ebb", index=3)), guids=["tvdb://70", "tmdb://8"]))


async def address(asker: Asker, title: str) -> str | None:
    item = the(asker.library, title)
    return await asker.sources.poster(item, tuple(asker.library.ancestors(item)))


def a_show_abroad() -> Internet:
    internet = Internet()
    internet.finds(70, show=7)
    internet.show(7, poster_path="/tide.jpg")
    internet.says(f"{TMDB}/tv/7/season/2", {"poster_path": "/tide-2.jpg"})
    internet.says(f"{TMDB}/tv/7/season/2/episode/3", {"still_path": "/ebb.jpg", "poster_path": "/no.jpg"})
    return internet


async def test_a_film_has_a_poster_under_its_own_id_which_is_asked_for_once_in_two_runs(tmp_path: Path) -> None:
    internet = Internet()
    internet.film(11, poster_path="/fog.jpg")
    for _ in range(2):
        async with asking(internet, FOG, tmp_path) as asker:
            assert await address(asker, "Fog") == f"{IMAGES}/fog.jpg"
    assert paths(internet.asked) == [f"{TMDB}/movie/11"]


async def test_a_film_that_only_imdb_names_is_looked_up_first(tmp_path: Path) -> None:
    internet = Internet()
    internet.finds("tt1", film=12)
    internet.film(12, poster_path="/quay.jpg")
    async with asking(internet, a_library(a_movie("Quay", guids=["imdb://tt1"])), tmp_path) as asker:
        assert await address(asker, "Quay") == f"{IMAGES}/quay.jpg"


@pytest.mark.parametrize(
    ("title", "path"), [("Tide", "/tide.jpg"), ("Season 2", "/tide-2.jpg"), ("Ebb", "/ebb.jpg")], ids=str
)
async def test_show_season_and_episode_go_by_the_shows_id_at_tvdb(tmp_path: Path, title: str, path: str) -> None:
    async with asking(a_show_abroad(), TIDE, tmp_path, ItemType.SHOW) as asker:
        assert await address(asker, title) == IMAGES + path


async def test_what_tmdb_has_no_picture_of_has_no_address(tmp_path: Path) -> None:
    internet = Internet()
    internet.film(11, poster_path=None)
    async with asking(internet, FOG, tmp_path) as asker:
        assert await address(asker, "Fog") is None


async def test_an_episode_whose_show_is_not_there_has_no_address(tmp_path: Path) -> None:
    async with asking(a_show_abroad(), TIDE, tmp_path, ItemType.SHOW) as asker:
        assert await asker.sources.poster(the(TIDE, "Ebb"), ()) is None


@pytest.mark.parametrize("status", [404, 401], ids=str)
async def test_what_tmdb_does_not_know_or_refuses_is_told_apart(tmp_path: Path, status: int) -> None:
    internet = Internet()
    internet.says(f"{TMDB}/movie/11", {"success": False}, status=status)
    async with asking(internet, FOG, tmp_path) as asker:
        with pytest.raises(SourceFailed) as failed:
            await address(asker, "Fog")
    assert isinstance(failed.value, NotKnown) is (status == 404)


async def test_without_a_key_the_sentence_says_what_to_add(tmp_path: Path) -> None:
    async with asking(Internet(), FOG, tmp_path, services=configured("tmdb")) as asker:
        with pytest.raises(NotConfigured) as failed:
            await address(asker, "Fog")
    assert "add `tmdb:` with an `apikey`" in failed.value.reason
