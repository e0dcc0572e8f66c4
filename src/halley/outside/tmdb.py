"""TMDb: details of films, shows and episodes, ids by other ids, and its discover search. Source: spec, sources 3, 13.3."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from halley.outside.answers import Json, at, below, day, decimal, listing, mapping, texts, whole
from halley.outside.client import OutsideClient
from halley.outside.failures import Garbled, NoAnswer, NotConfigured, NotKnown, Troubled, Turned
from halley.outside.kept import Kept
from halley.outside.services import TmdbAccess
from halley.outside.store import Shelf
from halley.secrets import Secret
from halley.selection import ExternalId, ListAsked

API = "https://api.themoviedb.org/3"
PAGE, MOST_PAGES = 20, 500
_ADD = "which is not configured: add `tmdb:` with an `apikey` to config.yml"
_BOTH = "id vote_average vote_count original_language".split()
_FILM = (*_BOTH, "title", "imdb_id", "release_date")
_SHOW = (*_BOTH, "name", "first_air_date", "last_air_date", "status", "type", "origin_country")


@dataclass(frozen=True, slots=True)
class Details:
    """What TMDb says of a film or a show. `first` is a film's release too; `seasons` are votes by number."""

    id: int
    title: str
    imdb: str | None
    tvdb: int | None
    vote_average: float
    vote_count: int
    language: str | None
    genres: tuple[str, ...]
    keywords: tuple[str, ...]
    countries: tuple[str, ...]
    first: date | None
    last: date | None
    status: str | None
    type: str | None
    seasons: Mapping[int, float]


class Tmdb:
    """TMDb as one run asks it. Everything raises SourceFailed."""

    def __init__(self, client: OutsideClient, kept: Kept, access: TmdbAccess | None, days: int) -> None:
        self._client, self._kept, self._access = client, kept, access
        kept_for = access.days if access else 1
        language = access.language if access else "en"
        self._films = Shelf(f"tmdb film {language}", kept_for)
        self._shows = Shelf(f"tmdb show {language}", kept_for)
        self._episodes = Shelf(f"tmdb episode {language}", kept_for)
        self._pictures = Shelf(f"tmdb picture {language}", kept_for)
        self._found = Shelf("tmdb find", days)

    @property
    def is_configured(self) -> bool:
        """Whether there is a key."""
        return self._access is not None

    async def details(self, tmdb: int, *, is_film: bool) -> Details:
        """A film or show."""
        word, shelf, kept = ("movie", self._films, _FILM) if is_film else ("tv", self._shows, _SHOW)

        async def ask() -> Json:
            return slim(await self._get(f"/{word}/{tmdb}", append_to_response="external_ids,keywords"), kept)

        return details_in(await self._kept.get(shelf, str(tmdb), ask), tmdb)

    async def episode_vote(self, show: int, season: int, episode: int) -> float:
        """The average vote on an episode."""

        async def ask() -> Json:
            found = await self._get(f"/tv/{show}/season/{season}/episode/{episode}")
            return {"vote_average": below(found, "vote_average")}

        answer = await self._kept.get(self._episodes, f"{show} {season} {episode}", ask)
        return decimal(below(answer, "vote_average")) or 0.0

    async def poster(self, tmdb: int, *, is_film: bool) -> str | None:
        """The path of a film's or show's poster."""
        return await self._picture(f"/{'movie' if is_film else 'tv'}/{tmdb}", "poster_path")

    async def part_picture(self, show: int, season: int, episode: int | None) -> str | None:
        """The path of a season's poster, or of an episode's still."""
        path = f"/tv/{show}/season/{season}"
        if episode is None:
            return await self._picture(path, "poster_path")
        return await self._picture(f"{path}/episode/{episode}", "still_path")

    async def _picture(self, path: str, name: str) -> str | None:
        async def ask() -> Json:
            return {name: below(await self._get(path), name)}

        return _text(below(await self._kept.get(self._pictures, path, ask), name))

    async def film_or_show(self, imdb: str) -> tuple[int, bool]:
        """The id of an IMDb id, and whether it is a film's; an episode counts for nothing."""
        return named_in(await self._find(imdb, "imdb_id"), f"the IMDb id {imdb}")

    async def show_of_tvdb(self, tvdb: int) -> int:
        """The id of a show at TVDb."""
        found = whole(below(await self._find(str(tvdb), "tvdb_id"), "show"))
        if found is None:
            raise NotKnown(f"which knows nothing of the TVDb id {tvdb}")
        return found

    async def _find(self, number: str, source: str) -> Json:
        async def ask() -> Json:
            answer = found_in(await self._get(f"/find/{number}", external_source=source))
            if not answer:
                raise NotKnown(f"which knows nothing of the {'IMDb' if source == 'imdb_id' else 'TVDb'} id {number}")
            return answer

        return await self._kept.get(self._found, f"{source} {number}", ask)

    async def discover(self, asked: ListAsked, *, is_film: bool) -> tuple[ExternalId, ...]:
        """What its search finds, in its order, as many as the limit says."""
        query = query_of(asked, self._access.region if self._access and is_film else None)
        path = "/discover/movie" if is_film else "/discover/tv"
        limit = asked.option("limit")
        wanted = limit if isinstance(limit, int) else 0
        found: list[int] = []
        for page in range(1, MOST_PAGES + 1):
            answer = await self._get(path, **query, page=str(page))
            total = whole(at(answer, ["total_results"], "TMDb's answer")) or 0
            wanted = min(wanted, total) if wanted else total
            found += ids_in(answer)
            if len(found) >= wanted or page >= (whole(below(answer, "total_pages")) or 0):
                break
        return tuple(ExternalId("tmdb", str(one)) for one in found[:wanted])

    async def _get(self, path: str, **query: str) -> Json:
        if self._access is None:
            raise NotConfigured(_ADD)
        secret: dict[str, str | Secret] = {"api_key": self._access.key, "language": self._access.language, **query}
        try:
            answer = await self._client.get(API + path, secret)
        except Troubled as trouble:  # Kometa asks six times, and then falls over
            raise NoAnswer(trouble.reason) from None
        if answer.status == 404:
            raise NotKnown(f"which does not know {path}")
        if answer.status == 401:
            raise Turned("which refuses the `apikey` of config.yml")
        if answer.status != 200:
            raise NoAnswer(f"but {answer.asked} answered {answer.status}")
        found = mapping(answer.json(), "TMDb's answer")
        if "errors" in found or found.get("success") is False:
            raise NoAnswer(f"but {answer.asked} says that something is wrong")
        return found


def slim(answer: Json, names: tuple[str, ...]) -> Json:
    """What is worth keeping of a film or show."""
    found = mapping(answer, "TMDb's answer")
    keywords = below(found, "keywords", "keywords") or below(found, "keywords", "results")
    seasons = below(found, "seasons")
    return {
        **{name: found[name] for name in names if name in found},
        "ids": {name: below(found, "external_ids", name) for name in ("imdb_id", "tvdb_id")},
        "genres": list(texts(below(found, "genres"), "name")),
        "keywords": list(texts(keywords, "name")),
        "seasons": {
            str(number): below(one, "vote_average")
            for one in (seasons if isinstance(seasons, list) else [])
            if (number := whole(below(one, "season_number"))) is not None
        },
    }


def details_in(kept: Json, tmdb: int) -> Details:
    """Details as they were kept."""
    imdb = below(kept, "imdb_id") or below(kept, "ids", "imdb_id")
    seasons = below(kept, "seasons")
    return Details(
        id=whole(below(kept, "id")) or tmdb,
        title=_text(below(kept, "title")) or _text(below(kept, "name")) or "",
        imdb=_text(imdb),
        tvdb=whole(below(kept, "ids", "tvdb_id")) or None,
        vote_average=decimal(below(kept, "vote_average")) or 0.0,
        vote_count=whole(below(kept, "vote_count")) or 0,
        language=_text(below(kept, "original_language")),
        genres=texts(below(kept, "genres")),
        keywords=texts(below(kept, "keywords")),
        countries=texts(below(kept, "origin_country")),
        first=day(below(kept, "release_date")) or day(below(kept, "first_air_date")),
        last=day(below(kept, "last_air_date")),
        status=_text(below(kept, "status")),
        type=_text(below(kept, "type")),
        seasons={
            int(number): decimal(vote) or 0.0
            for number, vote in (seasons if isinstance(seasons, dict) else {}).items()
            if number.isdecimal()
        },
    )


def found_in(answer: Json) -> dict[str, Json]:
    """The first film and the first show of an answer to `find`, with `episode` where neither is but an episode."""
    found: dict[str, Json] = {}
    for name, results in (("film", "movie_results"), ("show", "tv_results"), ("episode", "tv_episode_results")):
        first = below(answer, results)
        if isinstance(first, list) and first and (number := whole(below(first[0], "id"))) is not None:
            found[name] = number
    return found


def named_in(found: Json, what: str) -> tuple[int, bool]:
    """The film, else the show, of what was found."""
    film, show = whole(below(found, "film")), whole(below(found, "show"))
    if film is not None:
        return film, True
    if show is None:
        raise NotKnown(f"which knows no film or show of {what}")
    return show, False


def ids_in(answer: Json) -> list[int]:
    """The ids of one page of a search."""
    rows = listing(at(answer, ["results"], "TMDb's answer"), "TMDb's answer")
    ids = [whole(below(one, "id")) for one in rows]
    if None in ids:
        raise Garbled("but TMDb lists something without an id")
    return [one for one in ids if one is not None]


def query_of(asked: ListAsked, region: str | None) -> dict[str, str]:
    """A search as it is sent. `region` is that of config.yml, for films."""
    query = {name: _sent(one) for name, one in asked.options if name != "limit"}
    return {"region": region, **query} if region else query


def _sent(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _text(value: Json) -> str | None:
    return value if isinstance(value, str) and value else None
