"""MDBList: what several sites think of a film or show, and lists. Source: spec, sources 7; overlays 6.4."""

import asyncio
from collections.abc import Mapping

from halley.outside.answers import Answer, Json, below, decimal, digits, mapping
from halley.outside.client import OutsideClient
from halley.outside.failures import Garbled, LimitReached, NotConfigured, SourceFailed, Turned
from halley.outside.hosts import MDBLIST_SUPPORTER_S
from halley.outside.kept import Kept
from halley.outside.services import KeyAccess
from halley.outside.store import Shelf
from halley.secrets import Secret
from halley.selection import ExternalId, ListAsked

HOST = "api.mdblist.com"
API = f"https://{HOST}"
PAGE = 1000
_MOST_PAGES = 200
_LIMITS = frozenset({"API Limit Reached!", "API Rate Limit Reached!"})
_ADD = "which is not configured: add `mdblist:` with an `apikey` to config.yml"
#: Names of ratings, in the order in which they are kept; a later one of a name counts.
_WHOLE = ("metacritic", "trakt", "tomatoes", "tomatoesaudience", "tmdb")
_DECIMAL = ("imdb", "metacriticuser", "letterboxd", "myanimelist")


class MdbList:
    """MDBList as one run asks it. Everything raises SourceFailed."""

    def __init__(self, client: OutsideClient, kept: Kept, access: KeyAccess | None) -> None:
        self._client, self._kept, self._access = client, kept, access
        self._items = Shelf("mdblist item", access.days if access else 1)
        self.is_exhausted = False  #: it said that it will answer no more today
        self._is_met = False
        self._meeting = asyncio.Lock()

    async def scores(self, site: str, kind: str, number: str) -> Mapping[str, float]:
        """Ratings by name (`tomatoes`, `score`) of a thing that a site (`tmdb`) calls so; what is 0 or unknown is absent."""

        async def ask() -> Json:
            await self._meet()
            answer = await self._get(f"/{site}/{kind}/{number}/", {})
            return dict(scores_in(answer.json()))

        found = await self._kept.get(self._items, f"{site} {kind} {number}", ask)
        return {name: one for name, value in mapping(found, "a kept answer").items() if (one := decimal(value))}

    async def listed(self, asked: ListAsked, *, is_film: bool) -> tuple[ExternalId, ...]:
        """A list's films, in film libraries, or shows."""
        path, is_external = path_of(asked.value)
        query: dict[str, str] = {"limit": str(PAGE)}
        if is_external:
            query["unified"] = "True"
        else:
            path += "movie" if is_film else "show"
        sort = asked.option("sort_by")
        if isinstance(sort, str):
            query["sort"], _, query["sortorder"] = sort.partition(".")
        limit = asked.option("limit")
        found: list[tuple[int, bool]] = []
        offset = 0
        for _ in range(_MOST_PAGES):
            answer = await self._get(path, {**query, "offset": str(offset)})
            rows = rows_in(answer.json(), is_film=is_film)
            found += numbers_in(rows)
            offset += len(rows)
            if not rows or answer.headers.get("X-Has-More", "false").lower() != "true":
                break
            if isinstance(limit, int) and len(found) >= limit:
                break
        kept = found[: limit if isinstance(limit, int) else None]
        return tuple(ExternalId("tmdb", str(number)) for number, one_is_film in kept if one_is_film is is_film)

    async def _meet(self) -> None:
        """Ask once who we are: supporters may ask faster."""
        async with self._meeting:
            if self._is_met:
                return
            self._is_met = True
            try:
                answer = await self._get("/user", {})
                if below(answer.json(), "is_supporter") is True:
                    self._client.hasten(HOST, MDBLIST_SUPPORTER_S)
            except LimitReached:
                raise
            except SourceFailed:  # then it is asked at the pace of everybody
                return

    async def _get(self, path: str, query: Mapping[str, str]) -> Answer:
        if self._access is None:
            raise NotConfigured(_ADD)
        if self.is_exhausted:
            raise LimitReached("which answers no more today: its limit is reached")
        secret: dict[str, str | Secret] = {"apikey": self._access.key, **query}
        answer = await self._client.get(API + path, secret)
        if answer.status != 200:
            raise Turned(f"but {answer.asked} answered {answer.status}")
        found = answer.json()
        if isinstance(found, dict) and found.get("response") is False:
            if found.get("error") in _LIMITS:
                self.is_exhausted = True
                raise LimitReached("which answers no more today: its limit is reached")
            raise Turned(f"which says of {answer.asked} that there is an error")
        return answer


def path_of(url: str) -> tuple[str, bool]:
    """The path of a list's items, and whether the list is of another site."""
    name = url.rpartition("/lists/")[2].strip("/")
    _, external, number = name.rpartition("external/")
    return (f"/external/lists/{number}/items/", True) if external else (f"/lists/{name}/items/", False)


def rows_in(answer: Json, *, is_film: bool) -> list[Json]:
    """The rows of one page. Raises Turned for an answer that has none of the right kind, as Kometa does."""
    if isinstance(answer, list):
        return answer
    found = below(answer, "movies" if is_film else "shows")
    if not isinstance(found, list):
        raise Turned("but MDBList's list is not what it should be")
    items = below(answer, "items")
    return items if not found and isinstance(items, list) else found


def numbers_in(rows: list[Json]) -> list[tuple[int, bool]]:
    """TMDb ids, and whether each is a film's."""
    found = []
    for row in rows:
        number = digits(below(row, "id") or below(row, "tmdbid"))
        kind = below(row, "mediatype") or below(row, "type") or "movie"
        if number:
            found.append((number, str(kind).lower() == "movie"))
    return found


def scores_in(answer: Json) -> dict[str, float]:
    """Ratings by name. Whole numbers are only those that are written so; the site's own are `score` and `score_average`."""
    found = mapping(answer, "MDBList's answer")
    scores: dict[str, float | int | None] = {name: digits(found.get(name)) for name in ("score", "score_average")}
    ratings = found.get("ratings", [])
    for one in ratings if isinstance(ratings, list) else []:
        source, value = below(one, "source"), below(one, "value")
        if not isinstance(source, str):
            raise Garbled("but MDBList's ratings are not what they should be")
        name = "tomatoesaudience" if source == "popcorn" else source
        if name in _WHOLE:
            scores[name] = digits(value)
        elif name in _DECIMAL:
            scores[name] = decimal(value)
    return {name: one for name, one in scores.items() if one}
