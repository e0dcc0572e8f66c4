"""Letterboxd's pages: lists, watchlists, details, and the film behind each poster."""

from pathlib import Path
from typing import Any

import pytest

from halley.outside.films import Film, detailed_films, gridded_films
from halley.outside.page import read_page
from tests.builders import a_library, a_movie
from tests.support.internet import Internet
from tests.unit.outside.asking import asking, paths

SITE = "https://letterboxd.com"
FILMS = a_library(
    *(a_movie(title, guids=[f"tmdb://{number}"]) for title, number in (("Fog", 11), ("Quay", 12), ("Pier", 13)))
)


def poster(number: int, slug: str, name: str = "") -> str:
    return (
        f'<li class="posteritem numbered"><div class="react-component" data-item-slug="{slug}" data-item-name="{name}" '
        f'data-postered-identifier=\'{{"uid":"film:{number}"}}\'><img alt=x></div></li>'
    )


def a_list(*posters: str, onward: str = "") -> str:
    link = f'<a class="next" href="{onward}">Older</a>' if onward else ""
    return f"<html><body><ul>{''.join(posters)}</ul>{link}</body></html>"


def a_film(internet: Internet, slug: str, link: str) -> None:
    internet.says(
        f"{SITE}/film/{slug}/", f'<p><a data-track-action="TMDB" href="https://www.themoviedb.org/{link}/">TMDB</a></p>'
    )


def films(internet: Internet) -> Internet:
    for slug, number in (("fog", 11), ("quay", 12), ("pier", 13)):
        a_film(internet, slug, f"movie/{number}")
    return internet


async def listed(internet: Internet, folder: Path, value: Any) -> list[str]:
    async with asking(internet, FILMS, folder) as asker:
        known = await asker.known({"letterboxd_list": value})
    assert not known.facts.unanswered, known.facts.unanswered
    ((_, ids),) = known.facts.lists.items()
    return [one.id for one in ids]


async def test_a_list_is_read_page_by_page_and_each_film_once(tmp_path: Path) -> None:
    internet = films(Internet())
    first = [poster(2, "quay"), poster(1, "fog"), *(poster(2, "quay") for _ in range(58))]
    internet.says(f"{SITE}/me/list/best/page/1/", a_list(*first))
    assert await listed(internet, tmp_path, f"{SITE}/me/list/best") == ["12", "11"]
    assert paths(internet.asked) == [f"{SITE}/me/list/best/page/1/", f"{SITE}/film/quay/", f"{SITE}/film/fog/"]


async def test_a_page_of_sixty_is_followed_by_another(tmp_path: Path) -> None:
    internet = Internet()
    for number in range(1, 62):
        a_film(internet, f"film-{number}", f"movie/{number}")
    internet.says(f"{SITE}/me/list/best/page/1/", a_list(*(poster(one, f"film-{one}") for one in range(1, 61))))
    internet.says(f"{SITE}/me/list/best/page/2/", a_list(poster(61, "film-61")))
    assert await listed(internet, tmp_path, f"{SITE}/me/list/best/") == [str(one) for one in range(1, 62)]


async def test_a_limit_cuts_before_the_year_is_looked_at(tmp_path: Path) -> None:
    internet = films(Internet())
    internet.says(
        f"{SITE}/me/list/best/page/1/",
        a_list(poster(1, "fog", "Fog (1980)"), poster(2, "quay", "Quay (1990)"), poster(3, "pier", "Pier (1999)")),
    )
    value = {"url": f"{SITE}/me/list/best/", "limit": 2, "year": "1985-2000"}
    assert await listed(internet, tmp_path, value) == ["12"]


async def test_what_a_film_is_at_tmdb_is_kept(tmp_path: Path) -> None:
    internet = films(Internet())
    internet.says(f"{SITE}/me/list/best/page/1/", a_list(poster(1, "fog"), poster(2, "quay")))
    await listed(internet, tmp_path, f"{SITE}/me/list/best/")
    later = Internet()
    later.says(f"{SITE}/me/list/best/page/1/", a_list(poster(2, "quay"), poster(1, "fog")))
    assert await listed(later, tmp_path, f"{SITE}/me/list/best/") == ["12", "11"]
    assert len(later.asked) == 1


async def test_shows_and_films_without_an_id_are_left_out_with_a_word(tmp_path: Path) -> None:
    internet = films(Internet())
    a_film(internet, "series", "tv/77")
    internet.says(f"{SITE}/film/bare/", "<p>nothing</p>")
    internet.says(
        f"{SITE}/me/list/best/page/1/", a_list(poster(7, "series"), poster(8, "bare"), poster(9, "gone"), poster(1, "fog"))
    )
    async with asking(internet, FILMS, tmp_path) as asker:
        known = await asker.known({"letterboxd_list": f"{SITE}/me/list/best/"})
    assert [one.id for ids in known.facts.lists.values() for one in ids] == ["11"]
    assert known.problems == (
        "Letterboxd's film series is left out, which has it as a show, not as a film",
        "Letterboxd's film bare is left out, which has no TMDb id of it",
        "Letterboxd's film gone is left out, which has no page /film/gone/",
    )


async def test_a_watchlist_is_followed_by_its_links(tmp_path: Path) -> None:
    internet = films(Internet())
    internet.says(f"{SITE}/me/watchlist/", a_list(poster(3, "pier"), onward="/me/watchlist/page/2/"))
    internet.says(f"{SITE}/me/watchlist/page/2/", a_list(poster(1, "fog")))
    assert await listed(internet, tmp_path, f"{SITE}/me/watchlist/") == ["13", "11"]


async def test_a_short_address_is_resolved_first(tmp_path: Path) -> None:
    internet = films(Internet())
    internet.says("https://boxd.it/abc", "", status=301, headers={"Location": f"{SITE}/me/list/best/"})
    internet.says(f"{SITE}/me/list/best/", "anything")
    internet.says(f"{SITE}/me/list/best/page/1/", a_list(poster(1, "fog")))
    assert await listed(internet, tmp_path, "https://boxd.it/abc") == ["11"]


DETAIL = """
<article class="list-detailed-entry"><div class="react-component" data-film-id="1" data-target-link="/film/fog/"></div>
 <span class="inline-rating"><svg><title>★★★½</title></svg></span>
 <div class="body-text"><p>Contains spoilers</p><p>Dense &amp; slow</p></div></article>
<article class="list-detailed-entry"><div class="react-component" data-film-id="2" data-target-link="/film/quay/"></div>
 <span class="inline-rating"><svg><title>★★★★★</title></svg></span></article>
"""


def test_details_tell_half_stars_and_notes() -> None:
    assert detailed_films(read_page(DETAIL)) == [
        Film("1", "fog", None, 7, "Dense & slow"),
        Film("2", "quay", None, 10, None),
    ]


@pytest.mark.parametrize(
    ("how", "ids"), [({"rating": "8-10"}, ["12"]), ({"note": "slow"}, ["11"]), ({"rating": "1-7"}, ["11"])]
)
async def test_notes_and_ratings_filter_pages_that_have_them(tmp_path: Path, how: dict[str, str], ids: list[str]) -> None:
    internet = films(Internet())
    internet.says(f"{SITE}/me/list/best/detail/", DETAIL)
    assert await listed(internet, tmp_path, {"url": f"{SITE}/me/list/best/detail/", **how}) == ids


@pytest.mark.parametrize(
    ("page", "status", "reason"),
    [
        ("<html><head><title>Just a moment...</title></head></html>", 200, "which takes Halley for a robot"),
        ("<html>forbidden</html>", 403, "which takes Halley for a robot"),
        ("<html></html>", 404, "which has no page /me/list/best/page/1/"),
        ("<html><ul></ul></html>", 200, "which has no page /me/list/best/"),
    ],
    ids=["challenge", "forbidden", "gone", "empty"],
)
async def test_a_list_that_cannot_be_read_says_why(tmp_path: Path, page: str, status: int, reason: str) -> None:
    internet = Internet()
    internet.says(f"{SITE}/me/list/best/page/1/", page, status=status)
    async with asking(internet, FILMS, tmp_path) as asker:
        (told,) = await asker.chosen({"letterboxd_list": f"{SITE}/me/list/best/"})
    assert f"the builder `letterboxd_list` needs Letterboxd, {reason}" in told


@pytest.mark.parametrize(
    "page", ["", "<", "<li class=posteritem><div class=react-component>", "<div>" * 5000, "\0<p a=b=c>"], ids=len
)
def test_any_text_is_a_page(page: str) -> None:
    assert gridded_films(read_page(page)) == []
