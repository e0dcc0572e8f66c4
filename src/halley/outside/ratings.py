"""The text variables that other sites answer: whom each asks for an item, and what a failure costs.

A season and an episode go by the ids of their show, and most sites rate the show for them. Source: spec, overlays 6.4, 6.5.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field

from halley.outside.failures import LimitReached, NotConfigured, NotKnown, SourceFailed, Turned
from halley.outside.identities import Identities
from halley.outside.imdb_files import Episode
from halley.outside.sites import Sites
from halley.overlays.variables import Refused
from halley.plex.ids import ItemType
from halley.plex.items import Item

Rating = float | Refused | None


@dataclass(frozen=True, slots=True)
class ImdbRatings:
    """What IMDb's data files say, by title and by episode."""

    titles: Mapping[str, float] = field(default_factory=dict)
    episodes: Mapping[Episode, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Asked:
    """An item to be rated; `top` is the film or show that it is or belongs to, `season` and `episode` its numbers."""

    item: Item
    top: Item
    season: int | None = None
    episode: int | None = None


@dataclass(frozen=True, slots=True)
class Asking:
    """Who is asked for the items of one section, and under which ids."""

    sites: Sites
    identities: Identities
    is_film: bool
    imdb_ratings: ImdbRatings | SourceFailed  #: of what was asked for, read beforehand


@dataclass(frozen=True, slots=True)
class Rater:
    """Who answers a variable. `unconfigured_fails`: without a key Kometa leaves the whole item undrawn."""

    site: str
    rate: Callable[[Asking, Asked], Awaitable[float | None]]
    unconfigured_fails: bool = False


async def _tmdb(asking: Asking, asked: Asked) -> float | None:
    tmdb, number = asking.sites.tmdb, await asking.identities.tmdb(asked.top)
    if asked.episode is not None and asked.season is not None:
        return await tmdb.episode_vote(number, asked.season, asked.episode)
    details = await tmdb.details(number, is_film=asking.is_film)
    return details.vote_average if asked.season is None else details.seasons.get(asked.season)


async def _imdb(asking: Asking, asked: Asked) -> float | None:
    if isinstance(asking.imdb_ratings, SourceFailed):
        raise asking.imdb_ratings
    number = await asking.identities.imdb(asked.top)
    if asked.episode is not None and asked.season is not None:
        return asking.imdb_ratings.episodes.get((number, asked.season, asked.episode))
    return asking.imdb_ratings.titles.get(number)


async def _trakt(asking: Asking, asked: Asked) -> float | None:
    return await asking.sites.trakt.rating(await asking.identities.imdb(asked.top), is_film=asking.is_film)


async def _trakt_own(asking: Asking, asked: Asked) -> float | None:
    own = await asking.sites.trakt.own_ratings(is_film=asking.is_film)
    top = asked.top
    number = await (asking.identities.tmdb(top) if asking.is_film else asking.identities.tvdb(top))
    return own.get(number)


def _mdblist(name: str, turn: Callable[[float], float]) -> Rater:
    async def rate(asking: Asking, asked: Asked) -> float | None:
        found = (await _mdblist_scores(asking, asked)).get(name)
        return None if found is None else turn(found)

    return Rater("MDBList", rate)


async def _mdblist_scores(asking: Asking, asked: Asked) -> Mapping[str, float]:
    """By the id that is best for it, else by that at IMDb."""
    mdblist, ids = asking.sites.mdblist, asking.identities
    if mdblist.is_exhausted:
        raise Exhausted("which answers no more today: its limit is reached")
    try:
        if asking.is_film:
            return await mdblist.scores("tmdb", "movie", str(await ids.tmdb(asked.top)))
        return await mdblist.scores("tvdb", "show", str(await ids.tvdb(asked.top)))
    except Turned:
        return await mdblist.scores("imdb", "movie", await ids.imdb(asked.top))


class Exhausted(LimitReached):
    """Kometa falls over where a limit was reached before it came to the item."""

    is_crash = True


def _omdb(name: str, turn: Callable[[float], float]) -> Rater:
    async def rate(asking: Asking, asked: Asked) -> float | None:
        found = (await asking.sites.omdb.scores(await asking.identities.imdb(asked.top))).get(name)
        return None if found is None else turn(found)

    return Rater("OMDb", rate, unconfigured_fails=True)


def _as_it_is(value: float) -> float:
    return value


def _tenth(value: float) -> float:
    return value / 10


RATERS: Mapping[str, Rater] = {
    "tmdb_rating": Rater("TMDb", _tmdb),
    "imdb_rating": Rater("IMDb", _imdb),
    "trakt_rating": Rater("Trakt", _trakt),
    "trakt_user_rating": Rater("Trakt", _trakt_own, unconfigured_fails=True),
    "mdb_rating": _mdblist("score", _tenth),
    "mdb_average_rating": _mdblist("score_average", _tenth),
    "mdb_imdb_rating": _mdblist("imdb", _as_it_is),
    "mdb_metacritic_rating": _mdblist("metacritic", _tenth),
    "mdb_metacriticuser_rating": _mdblist("metacriticuser", _as_it_is),
    "mdb_trakt_rating": _mdblist("trakt", _tenth),
    "mdb_tomatoes_rating": _mdblist("tomatoes", _tenth),
    "mdb_tomatoesaudience_rating": _mdblist("tomatoesaudience", _tenth),
    "mdb_tmdb_rating": _mdblist("tmdb", _tenth),
    "mdb_letterboxd_rating": _mdblist("letterboxd", lambda value: value * 2),
    "mdb_myanimelist_rating": _mdblist("myanimelist", _as_it_is),
    "omdb_rating": _omdb("imdb", _as_it_is),
    "omdb_imdb_rating": _omdb("imdb", _as_it_is),
    "omdb_metascore_rating": _omdb("metascore", _tenth),
    "omdb_tomatoes_rating": _omdb("tomatoes", _tenth),
}


async def rated(variable: str, asking: Asking, asked: Asked) -> Rating:
    """The value of a variable for an item; None where the site was asked and has no number, Refused where it said no."""
    rater = RATERS.get(variable)
    if rater is None:
        return Refused(f"Halley does not ask for `{variable}` yet: it is left to real Kometa")
    try:
        return await rater.rate(asking, asked)
    except NotConfigured as failed:
        return Refused(f"`{variable}` needs {rater.site}, {failed.reason}", rater.unconfigured_fails)
    except NotKnown as failed:
        return Refused(f"`{variable}` needs {rater.site}, {failed.reason}")
    except SourceFailed as failed:
        return Refused(f"`{variable}` needs {rater.site}, {failed.reason}", failed.is_crash)


def asked_of(item: Item, ancestors: list[Item]) -> Asked | None:
    """An item with the film or show to which it belongs; None for one that no site rates, or whose show is not there."""
    match item.type:
        case ItemType.MOVIE | ItemType.SHOW:
            return Asked(item, item)
        case ItemType.SEASON if ancestors:
            return Asked(item, ancestors[-1], item.index)
        case ItemType.EPISODE if len(ancestors) > 1:
            return Asked(item, ancestors[-1], ancestors[0].index, item.index)
        case _:
            return None
