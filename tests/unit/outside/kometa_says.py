"""Run by Kometa's own Python: what its modules say to the same questions, of the same small internet.

It is given a Kometa, the address of that internet and, on its input, lists, films and shows as JSON; it prints JSON.
"""

import json
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlsplit

KOMETA, INTERNET = Path(sys.argv[1]), sys.argv[2]
sys.path.insert(0, str(KOMETA))

import requests  # noqa: E402
from modules import util  # noqa: E402  # type: ignore[import-not-found]


class Silence:
    """A log that nobody reads."""

    separating_character = "="

    def __getattr__(self, _: str) -> Any:
        return lambda *_, **__: None


util.logger = Silence()

from letterboxdpy.core.scraper import Scraper  # noqa: E402  # type: ignore[import-not-found]
from modules.convert import Convert  # noqa: E402  # type: ignore[import-not-found]
from modules.imdb import IMDb  # noqa: E402  # type: ignore[import-not-found]
from modules.letterboxd import Letterboxd  # noqa: E402  # type: ignore[import-not-found]
from modules.mdblist import MDBList  # noqa: E402  # type: ignore[import-not-found]
from modules.omdb import OMDb  # noqa: E402  # type: ignore[import-not-found]
from modules.request import Requests  # noqa: E402  # type: ignore[import-not-found]
from modules.tmdb import TMDb  # noqa: E402  # type: ignore[import-not-found]
from modules.trakt import Trakt  # noqa: E402  # type: ignore[import-not-found]

send = requests.adapters.HTTPAdapter.send
asked: list[str] = []


def lead_home(self: Any, request: Any, **how: Any) -> Any:
    """Send a request to the small internet, with the address that was meant."""
    how["verify"], meant = False, request.url
    asked.append(meant.partition("?")[0])
    request.headers["X-Halley-Original-URL"] = meant
    request.url = INTERNET + (urlsplit(meant).path or "/")
    return send(self, request, **how)


requests.adapters.HTTPAdapter.send = lead_home
Scraper._fetch = classmethod(lambda _, url: requests.get(url, timeout=30))
__import__("time").sleep = lambda _: None

web = Requests("2.4.4", None, "", "")
config = SimpleNamespace(Requests=web, Cache=None)
tmdb = TMDb(config, {"apikey": "k", "language": "en", "expiration": 60})
config.Convert = convert = Convert(web, None, tmdb)
imdb = IMDb(web, None, sys.argv[3])
mdblist = MDBList(web, None)
mdblist.add_key("k", 60)
omdb = OMDb(web, None, {"apikey": "k", "expiration": 60})
letterboxd = Letterboxd(web)
token = {"access_token": "t", "refresh_token": "r"}
Trakt._save = lambda *_: True
given_to_trakt = {
    "client_id": "c",
    "client_secret": "s",
    "force_refresh": None,
    "pin": None,
    "config_path": "",
    "authorization": token,
}
trakt = Trakt(web, True, given_to_trakt)
asked.clear()


def a_list(builder: str, value: Any, is_film: bool) -> list[list[str]]:
    """Ids and their kinds, as a builder of Kometa's gathers them."""
    match builder.partition("_")[0]:
        case "imdb":
            found = imdb.get_imdb_ids(builder, value, "en")
        case "letterboxd":
            found = letterboxd.get_tmdb_ids(builder, value, "en")
        case "mdblist":
            found = mdblist.get_tmdb_ids(builder, value, is_film)
        case _:
            found = tmdb.get_tmdb_ids(builder, value, is_film, None)
    return [[str(one), kind] for one, kind in found]


def ids(item: Any, is_film: bool) -> tuple[Any, Any, Any]:
    """TMDb's, TVDb's and IMDb's id, as overlays look them up."""
    library = SimpleNamespace(
        is_movie=is_film, is_show=not is_film, is_other=False, anidb_map={}, mal_map={}, query=lambda _: None
    )
    guids = [SimpleNamespace(id=one) for one in item["guids"]]
    thing = SimpleNamespace(guid=item["guid"], ratingKey=1, title=item["title"], guids=guids, refresh=None)
    kind, main, named = convert.get_id(thing, library)
    first = main[0] if main else None
    return (first if kind == "movie" else None), (first if kind == "show" else None), (named[0] if named else None)


def tried(ask: Any) -> Any:
    """The number that comes of a question; `left out` and `fails` are the two ways in which overlays go without."""
    try:
        found = ask()
        return found if hasattr(found, "__dict__") else float(found or 0) or "left out"
    except util.Failed:
        return "left out"
    except TypeError:  # nothing by ten: overlays look first
        return "left out"
    except Exception:  # noqa: BLE001  whatever Kometa falls over
        return "fails"


def mdb_item(film: Any, show: Any, named: Any) -> Any:
    """An item of MDBList by the first id that does."""
    for ask, number in ((mdblist.get_movie, film), (mdblist.get_series, show), (mdblist.get_imdb, named)):
        if number:
            try:
                return ask(number)
            except util.Failed:
                continue
    raise util.Failed


def episode_ratings(show: Any, named: Any, season: int, episode: int) -> dict[str, Any]:
    """What TMDb and IMDb think of an episode."""
    return {
        "tmdb_rating": tried(lambda: tmdb.get_episode(show.tmdb_id, season, episode).vote_average) if show else "left out",
        "imdb_rating": tried(lambda: imdb.get_episode_rating(named, season, episode)),
    }


def rated(item: Any, is_film: bool) -> dict[str, Any]:
    """Every rating of an item, its seasons and its episodes."""
    film, show, named = ids(item, is_film)
    details = tried(lambda: tmdb.get_item(SimpleNamespace(title="", guid=""), film, show, named, is_movie=is_film))
    of_tmdb = details if hasattr(details, "vote_average") else None
    found: dict[str, Any] = {
        "tmdb_rating": tried(lambda: of_tmdb.vote_average) if of_tmdb else "left out",
        "imdb_rating": tried(lambda: imdb.get_rating(named)),
        "trakt_rating": tried(lambda: trakt.get_rating(named, is_film)),
        "omdb_rating": tried(lambda: omdb.get_omdb(named, True).imdb_rating) if named else "left out",
        "omdb_metascore_rating": tried(lambda: omdb.get_omdb(named, True).metacritic_rating / 10) if named else "left out",
        "omdb_tomatoes_rating": tried(lambda: omdb.get_omdb(named, True).rotten_tomatoes / 10) if named else "left out",
    }
    scores = tried(lambda: mdb_item(film, show, named))
    for name, turn in MDB.items():
        found[f"mdb_{name}"] = tried(lambda turn=turn: turn(scores)) if not isinstance(scores, str) else scores
    parts = {}
    for season, episode in item["parts"]:
        if episode is None:
            votes = [one.average for one in of_tmdb.seasons if one.season_number == season] if of_tmdb else []
            parts[f"{season}"] = {"tmdb_rating": tried(votes[0].__float__) if votes else "left out"}
        else:
            parts[f"{season} {episode}"] = episode_ratings(of_tmdb, named, season, episode)
    said = of_tmdb and {
        "status": getattr(of_tmdb, "status", None),
        "keywords": of_tmdb.keywords,
        "genres": of_tmdb.genres,
        "votes": of_tmdb.vote_count,
        "language": of_tmdb.language_iso,
        "title": of_tmdb.title,
    }
    return {"ratings": found, "parts": parts, "details": said}


MDB = {
    "rating": lambda one: one.score / 10,
    "average_rating": lambda one: one.average / 10,
    "imdb_rating": lambda one: one.imdb_rating,
    "metacritic_rating": lambda one: one.metacritic_rating / 10,
    "metacriticuser_rating": lambda one: one.metacriticuser_rating,
    "trakt_rating": lambda one: one.trakt_rating / 10,
    "tomatoes_rating": lambda one: one.tomatoes_rating / 10,
    "tomatoesaudience_rating": lambda one: one.tomatoesaudience_rating / 10,
    "tmdb_rating": lambda one: one.tmdb_rating / 10,
    "letterboxd_rating": lambda one: one.letterboxd_rating * 2,
    "myanimelist_rating": lambda one: one.myanimelist_rating,
}

questions = json.load(sys.stdin)
lists = [a_list(builder, value, is_film) for builder, value, is_film in questions["lists"]]
asked_for_lists = sorted(set(asked))
items = {key: rated(item, item["is_film"]) for key, item in questions["items"].items()}
json.dump({"lists": lists, "items": items, "asked_for_lists": asked_for_lists, "asked": sorted(set(asked))}, sys.stdout)
