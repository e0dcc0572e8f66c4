"""api.mdblist.com: the account, lists with their items, and the ratings of a film or show."""

from typing import Final

from aiohttp import web

from tests.support.outside.asked import Asked
from tests.support.outside.works import KNOWN, Catalogue, Work, score, share

_USER: Final = {
    "api_requests": 100_000, "api_requests_count": 1, "user_id": 1, "user_name": "demo", "patron_status": True,
    "is_supporter": True,
}  # fmt: skip
_MOST: Final = {
    "imdb": (100, 10), "metacritic": (100, 1), "metacriticuser": (100, 10), "trakt": (100, 1), "tomatoes": (100, 1),
    "popcorn": (100, 1), "tmdb": (100, 1), "letterboxd": (50, 10), "myanimelist": (100, 10),
}  # fmt: skip


def answer(asked: Asked, catalogue: Catalogue) -> web.Response | None:
    """What MDBList says; lists of any name exist."""
    match asked.path:
        case ["user"]:
            return web.json_response(_USER)
        case ["lists", user, name, "items", "movie" | "show" as kind]:
            return _items(f"{user}/{name}", catalogue.kind(is_movie=kind == "movie"), asked)
        case ["lists", user, name]:
            return web.json_response([{"id": 1, "name": name, "user_name": user, "items": len(list(catalogue))}])
        case ["imdb" | "tmdb" | "tvdb" as site, "movie" | "show" as kind, identifier]:
            found = [one for one in (*catalogue, KNOWN) if _matches(one, site, kind, identifier)]
            return web.json_response(_details(found[0])) if found else _missing()
    return _missing()


def _missing() -> web.Response:
    return web.json_response({"response": False, "error": "Item not found"})


def _items(name: str, works: tuple[Work, ...], asked: Asked) -> web.Response:
    held = [] if "nobody" in name else share(f"mdblist {name}", works, 4)
    offset, limit = int(asked.query.get("offset", "0")), int(asked.query.get("limit", "1000"))
    some = held[offset : offset + limit]
    rows = [
        {"id": one.tmdb, "rank": place, "title": one.title, "imdb_id": one.imdb, "tvdb_id": one.tvdb or None,
         "mediatype": "movie" if one.is_movie else "show", "release_year": one.year}
        for place, one in enumerate(some, offset + 1)
    ]  # fmt: skip
    of_movies = asked.path[-1] == "movie"
    content = {"movies": rows if of_movies else [], "shows": [] if of_movies else rows}
    return web.json_response(content, headers={"X-Has-More": "true" if offset + limit < len(held) else "false"})


def _matches(work: Work, site: str, kind: str, identifier: str) -> bool:
    if site == "imdb":  # Kometa asks for shows as films there
        return work.imdb == identifier
    return work.is_movie == (kind == "movie") and identifier == str(work.tmdb if site == "tmdb" else work.tvdb)


def _details(work: Work) -> dict[str, object]:
    return {
        "title": work.title, "year": work.year, "released": f"{work.year}-02-03", "released_digital": None,
        "type": "movie" if work.is_movie else "show",
        "imdbid": work.imdb, "tmdbid": work.tmdb, "tvdbid": work.tvdb or None, "traktid": work.place + 1,
        "score": score("mdblist", work, 100), "score_average": score("mdblist average", work, 100),
        "ratings": [
            {"source": source, "value": score(f"mdblist {source}", work, most) / unit if unit > 1
             else score(f"mdblist {source}", work, most)}
            for source, (most, unit) in _MOST.items()
        ],
        "certification": "PG", "commonsense": work.place % 2 == 0, "age_rating": 5 + work.place % 12,
    }  # fmt: skip
