"""letterboxd.com: a list of films, and each film's page with its link to TMDb."""

from html import escape

from aiohttp import web

from tests.support.outside.asked import Asked
from tests.support.outside.works import Catalogue, Work, share

_PAGE = 60


def answer(asked: Asked, catalogue: Catalogue) -> web.Response | None:
    """Lists of any name exist; pages that only a browser would read are empty."""
    match asked.path:
        case [user, "list", name, *more]:
            page = int(more[1]) if more[:1] == ["page"] else 1
            return _html(_list(user, name, share(f"letterboxd {name}", catalogue.movies, 2), page))
        case ["film", slug, *more]:
            found = [one for one in catalogue.movies if one.slug == slug]
            return _html("" if more else _film(found[0])) if found else None
    return None


def _film_id(work: Work) -> int:
    return work.tmdb % 1_000_000


def _html(body: str) -> web.Response:
    return web.Response(text=f"<!DOCTYPE html>\n<html>{body or '<body></body>'}</html>", content_type="text/html")


def _list(user: str, name: str, works: list[Work], page: int) -> str:
    some = works[(page - 1) * _PAGE : page * _PAGE]
    rows = "".join(
        '<li class="posteritem"><div class="react-component" data-component-class="LazyPoster"'
        f' data-film-id="{_film_id(one)}" data-item-slug="{one.slug}" data-target-link="/film/{one.slug}/"'
        f' data-item-name="{escape(one.title)} ({one.year})"></div></li>'
        for one in some
    )
    following = f'<a class="next" href="/{user}/list/{name}/page/{page + 1}/">Older</a>' if page * _PAGE < len(works) else ""
    return (
        f'<head><meta property="og:title" content="{name}"><meta property="og:type" content="letterboxd:list">'
        f'<meta name="description" content="A list of {len(works)} films compiled on Letterboxd.">'
        f'<meta property="og:description" content="A list of {len(works)} films."></head>'
        f'<body data-owner="{user}"><div class="person-summary"><a class="name">{user}</a></div>'
        f'<ul class="poster-list">{rows}</ul>{following}</body>'
    )


def _film(work: Work) -> str:
    return (
        f'<head><title>{escape(work.title)}</title><meta property="og:type" content="video.movie">'
        f'<meta property="og:title" content="{escape(work.title)} ({work.year})">'
        f'<meta name="description" content="About {escape(work.title)}."></head>'
        f'<body data-tmdb-type="movie" data-tmdb-id="{work.tmdb}">'
        f'<span class="block-flag-wrapper"><a data-report-url="/ajax/film:{_film_id(work)}/report-form">Report</a></span>'
        f'<h1 class="headline-1 primaryname"><span class="name">{escape(work.title)}</span></h1>'
        f'<span class="releasedate">{work.year}</span><p class="text-link text-footer">100&nbsp;mins'
        f'<a data-track-action="IMDb" href="http://www.imdb.com/title/{work.imdb}/maindetails">IMDb</a>'
        f'<a data-track-action="TMDB" href="https://www.themoviedb.org/movie/{work.tmdb}/">TMDB</a></p></body>'
    )
