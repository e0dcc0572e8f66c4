"""api.themoviedb.org: details of films, shows, seasons and episodes, `find`, `discover`, lists of popular works."""

import re
from collections.abc import Mapping, Sequence
from typing import Final

from aiohttp import web

from tests.support.outside.asked import Asked
from tests.support.outside.works import Catalogue, Work, number, share

Json = dict[str, object]

_STATUS: Final = ("Returning Series", "Ended", "Canceled", "In Production")
_KEYWORDS: Final = (("aftercreditsstinger", 179430), ("duringcreditsstinger", 179431), ("lighthouse", 1001), ("snow", 1002))
_GENRES: Final = [{"id": 18, "name": "Drama"}, {"id": 9648, "name": "Mystery"}]
_PAGE: Final = 20
_NOT_FOUND: Final = {"success": False, "status_code": 34, "status_message": "The resource you requested could not be found."}


def answer(asked: Asked, catalogue: Catalogue) -> web.Response | None:
    """What TMDb says; None where the demo's own answer stands."""
    if asked.path[:2] == ("3", "configuration"):
        return None
    match asked.path[1:]:
        case ["movie" | "tv" as kind, number_, *more] if number_.isdecimal():
            found = [one for one in catalogue.kind(is_movie=kind == "movie") if one.tmdb == int(number_)]
            return _told(_details(found[0], more)) if found else _missing()
        case ["find", identifier]:
            return web.json_response(_found(identifier, asked.query.get("external_source", ""), catalogue))
        case ["discover", "movie" | "tv" as kind]:
            works = catalogue.kind(is_movie=kind == "movie")
            return _page(_discovered(asked.query, works), asked)
        case ["movie" | "tv", "popular" | "top_rated" | "now_playing" | "upcoming" | "airing_today" | "on_the_air" as name]:
            return _page(share(name, catalogue.kind(is_movie=asked.path[1] == "movie"), 2), asked)
        case ["genre", "movie" | "tv", "list"]:
            return web.json_response({"genres": _GENRES})
        case ["trending", "movie" | "tv" as kind, period]:
            return _page(share(f"trending {period}", catalogue.kind(is_movie=kind == "movie"), 2), asked)
    return _missing()


def _told(content: Json | None) -> web.Response:
    return web.json_response(content) if content is not None else _missing()


def _missing() -> web.Response:
    return web.json_response(_NOT_FOUND, status=404)


def average(work: Work, *place: int) -> float:
    """The rating of a work, or of a season or episode in it: 1.1 to 9.9; some have none."""
    if number("tmdb none", work.name, *place, below=9) == 0:
        return 0.0
    return round(1.1 + number("tmdb", work.name, *place, below=89) / 10, 1)


def keywords(work: Work) -> list[Json]:
    """Every second film has a stinger."""
    held = [_KEYWORDS[number("stinger", work.name, below=2)]] if work.place % 2 == 0 else []
    return [{"id": key, "name": name} for name, key in (*held, _KEYWORDS[2 + work.place % 2])]


def status(work: Work) -> str:
    """Every status in turn."""
    return "Released" if work.is_movie else _STATUS[work.place % len(_STATUS)]


def _details(work: Work, more: Sequence[str]) -> Json | None:
    match more:
        case []:
            return _movie(work) if work.is_movie else _show(work)
        case ["season", season]:
            return _season(work, int(season))
        case ["season", season, "episode", episode]:
            return _episode(work, int(season), int(episode))
    return None


def _common(work: Work) -> Json:
    return {
        "id": work.tmdb, "adult": False, "overview": f"About {work.title}.", "tagline": f"{work.title}, told.",
        "genres": _GENRES[:1], "original_language": "en", "popularity": 1.0 + work.place,
        "poster_path": _picture(work, "poster"), "backdrop_path": f"/{work.slug}-back.jpg",
        "production_companies": [{"id": 1, "name": "Lantern House", "logo_path": None, "origin_country": "US"}],
        "production_countries": [{"iso_3166_1": "US", "name": "United States of America"}], "origin_country": ["US"],
        "spoken_languages": [{"iso_639_1": "en", "english_name": "English", "name": "English"}],
        "status": status(work), "vote_average": average(work), "vote_count": 10 + work.place,
        "external_ids": {"imdb_id": work.imdb or None, "tvdb_id": work.tvdb or None},
    }  # fmt: skip


def _picture(work: Work, kind: str, *place: int) -> str | None:
    """Three of four have one."""
    if number(kind, work.name, *place, below=4) == 0:
        return None
    return f"/{'-'.join([work.slug, kind, *map(str, place)])}.jpg"


def _movie(work: Work) -> Json:
    return _common(work) | {
        "title": work.title, "original_title": work.title, "imdb_id": work.imdb or None, "video": False, "budget": 0,
        "revenue": 0, "runtime": 100, "release_date": f"{work.year}-02-03", "belongs_to_collection": None,
        "keywords": {"keywords": keywords(work)},
    }  # fmt: skip


def _show(work: Work) -> Json:
    seasons = sorted({one.season for one in work.episodes})
    return _common(work) | {
        "name": work.title, "original_name": work.title, "first_air_date": f"{work.year}-09-10", "type": "Scripted",
        "last_air_date": f"{work.year + 1}-09-10", "networks": [{"id": 1, "name": "NBC", "origin_country": "US"}],
        "in_production": work.place % 2 == 0, "languages": ["en"], "number_of_seasons": len(seasons),
        "number_of_episodes": len(work.episodes), "episode_run_time": [50], "created_by": [],
        "seasons": [_season_row(work, season) for season in seasons], "keywords": {"results": keywords(work)},
    }  # fmt: skip


def _season_row(work: Work, season: int) -> Json:
    held = [one for one in work.episodes if one.season == season]
    return {
        "id": work.tmdb * 100 + season, "season_number": season, "name": f"Season {season}", "episode_count": len(held),
        "air_date": f"{work.year}-09-10", "overview": "", "poster_path": _picture(work, "poster", season),
        "vote_average": average(work, season),
    }  # fmt: skip


def _season(work: Work, season: int) -> Json | None:
    held = [one for one in work.episodes if one.season == season]
    if not held:
        return None
    episodes = [_episode(work, season, one.number) for one in held]
    return _season_row(work, season) | {"episodes": episodes, "external_ids": {"tvdb_id": None}}


def _episode(work: Work, season: int, episode: int) -> Json | None:
    held = [one for one in work.episodes if (one.season, one.number) == (season, episode)]
    if not held:
        return None
    return {
        "id": work.tmdb * 10_000 + season * 100 + episode, "name": held[0].title, "season_number": season,
        "episode_number": episode, "air_date": f"{work.year}-09-{10 + episode % 18}", "overview": "Told.",
        "still_path": _picture(work, "still", season, episode),
        "vote_average": average(work, season, episode), "vote_count": 3,
        "external_ids": {"imdb_id": held[0].imdb or None, "tvdb_id": None}, "crew": [], "guest_stars": [],
    }  # fmt: skip


def _found(identifier: str, source: str, catalogue: Catalogue) -> Json:
    def matches(work: Work) -> bool:
        return identifier == (work.imdb if source == "imdb_id" else str(work.tvdb))

    shows = [_row(one) for one in catalogue.shows if matches(one)]
    movies = [_row(one) for one in catalogue.movies if matches(one)]
    episodes = [
        {**row, "show_id": work.tmdb}
        for work in catalogue.shows
        for one in work.episodes
        if source == "imdb_id" and identifier == one.imdb and (row := _episode(work, one.season, one.number))
    ]
    return {
        "movie_results": movies, "person_results": [], "tv_results": shows, "tv_episode_results": episodes,
        "tv_season_results": [],
    }  # fmt: skip


def _row(work: Work) -> Json:
    words = ("title", "release_date") if work.is_movie else ("name", "first_air_date")
    return {
        "id": work.tmdb, words[0]: work.title, f"original_{words[0]}": work.title, words[1]: f"{work.year}-02-03",
        "adult": False, "video": False, "genre_ids": [18], "original_language": "en", "overview": f"About {work.title}.",
        "popularity": 1.0 + work.place, "vote_average": average(work), "vote_count": 10 + work.place, "poster_path": None,
        "backdrop_path": None, "origin_country": ["US"],
    }  # fmt: skip


def _discovered(query: Mapping[str, str], works: Sequence[Work]) -> list[Work]:
    """Each provider has a share of its own in each region; several providers, `8|175`, have theirs together."""
    providers = re.split(r"[|,]", query.get("with_watch_providers", ""))
    region = query.get("watch_region", "")
    held = [one for provider in providers for one in share(f"provider {provider} in {region}", works, 4)]
    rows = list(dict.fromkeys(held))
    return sorted(rows, key=lambda one: one.place, reverse=query.get("sort_by", "").endswith(".desc"))


def _page(works: Sequence[Work], asked: Asked) -> web.Response:
    page = int(asked.query.get("page", "1"))
    some = works[(page - 1) * _PAGE : page * _PAGE]
    return web.json_response(
        {
            "page": page, "results": [_row(one) for one in some], "total_results": len(works),
            "total_pages": max(1, -(-len(works) // _PAGE)),
        }
    )  # fmt: skip
