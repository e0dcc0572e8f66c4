"""api.trakt.tv: the account, everybody's rating of a film or show, and the account's own ratings."""

from aiohttp import web

from tests.support.outside.asked import Asked
from tests.support.outside.works import Catalogue, Work, score


def answer(asked: Asked, catalogue: Catalogue) -> web.Response | None:
    """What Trakt says; works are named by their ids at IMDb."""
    match asked.path:
        case ["users", "settings"]:
            return web.json_response({"user": {"username": "demo", "private": False}})
        case ["movies" | "shows" as kind, identifier, "ratings"]:
            found = [one for one in catalogue.kind(is_movie=kind == "movies") if one.imdb == identifier]
            return web.json_response({"rating": score("trakt", found[0], 10_000) / 1000, "votes": 12}) if found else None
        case ["users", "me", "ratings", "movies" | "shows" as kind]:
            works = catalogue.kind(is_movie=kind == "movies")
            return web.json_response([_rated(one) for one in works if one.place % 3 == 0])
    return None


def _rated(work: Work) -> dict[str, object]:
    ids = {"trakt": work.place + 1, "slug": work.slug, "imdb": work.imdb, "tmdb": work.tmdb, "tvdb": work.tvdb or None}
    kind = "movie" if work.is_movie else "show"
    return {
        "rating": score("trakt user", work, 10),
        "type": kind,
        kind: {"title": work.title, "year": work.year, "ids": ids},
    }
