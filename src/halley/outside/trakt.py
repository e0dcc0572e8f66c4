"""Trakt: its rating of a film or show, and the user's own. Source: spec, sources 6; overlays 6.4.

A token that has run out is not renewed here: a renewal takes the old one from Kometa, which keeps it in config.yml.
"""

from collections.abc import Mapping

from halley.outside.answers import Answer, Json, at, below, decimal, listing, whole
from halley.outside.client import OutsideClient
from halley.outside.failures import NotConfigured, Turned
from halley.outside.kept import Kept
from halley.outside.services import TraktAccess
from halley.outside.store import Shelf
from halley.secrets import Secret

API = "https://api.trakt.tv"
_MOST_PAGES = 100
_ADD = "which is not configured: add `trakt:` with its `client_id`, `client_secret` and `authorization` to config.yml"
_RENEW = "which refuses the token of config.yml: let Kometa run once, it renews it"


class Trakt:
    """Trakt as one run asks it. Everything raises SourceFailed."""

    def __init__(self, client: OutsideClient, kept: Kept, access: TraktAccess | None) -> None:
        self._client, self._kept, self._access = client, kept, access
        self._ratings = Shelf("trakt rating", 0)

    async def rating(self, imdb: str, *, is_film: bool) -> float:
        """What its users think, 0 to 10."""
        path = f"/{'movies' if is_film else 'shows'}/{imdb}/ratings"

        async def ask() -> Json:
            answer = await self._get(path)
            if answer.status == 401:  # this much it tells everybody
                answer = await self._get(path, as_user=False)
            self._judge(answer)
            return at(answer.json(), ["rating"], "Trakt's answer")

        return decimal(await self._kept.get(self._ratings, path, ask)) or 0.0

    async def own_ratings(self, *, is_film: bool) -> Mapping[int, int]:
        """The user's ratings by TMDb id, for films, or TVDb id. Raises Turned where there are none."""
        word, site = ("movie", "tmdb") if is_film else ("show", "tvdb")

        async def ask() -> Json:
            found: dict[str, Json] = {}
            page, pages = 1, 1
            while page <= pages:
                answer = await self._get(f"/users/me/ratings/{word}s", {"page": str(page)} if page > 1 else {})
                self._judge(answer)
                if page == 1:
                    pages = min(whole(answer.headers.get("X-Pagination-Page-Count")) or 1, _MOST_PAGES)
                for one in listing(answer.json(), "Trakt's answer"):
                    number, rating = whole(below(one, word, "ids", site)), whole(below(one, "rating"))
                    if number and rating is not None:
                        found[str(number)] = rating
                page += 1
            if not found:
                raise Turned(f"where the user has rated no {word}s")
            return found

        kept = await self._kept.get("trakt own ratings", word, ask)
        return {int(number): whole(one) or 0 for number, one in (kept if isinstance(kept, dict) else {}).items()}

    async def _get(self, path: str, query: Mapping[str, str] | None = None, *, as_user: bool = True) -> Answer:
        if self._access is None:
            raise NotConfigured(_ADD)
        headers: dict[str, str | Secret] = {
            "Content-Type": "application/json",
            "trakt-api-version": "2",
            "trakt-api-key": self._access.client,
        }
        if as_user:
            headers["Authorization"] = self._access.bearer
        return await self._client.get(API + path, query or {}, headers)

    @staticmethod
    def _judge(answer: Answer) -> None:
        if answer.status in {401, 403}:
            raise Turned(_RENEW)
        if answer.status != 200:
            raise Turned(f"but {answer.asked} answered {answer.status}")
