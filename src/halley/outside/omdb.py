"""OMDb: IMDb's rating, the Metascore and the tomatoes of a film or show. Source: spec, sources 7; overlays 6.4.

Kometa asks it anew in every run, whatever `cache_expiration` says, so an answer is kept until midnight only.
"""

from collections.abc import Mapping

from halley.outside.answers import Json, below, decimal, digits, mapping
from halley.outside.client import OutsideClient
from halley.outside.failures import Garbled, LimitReached, NotConfigured, SourceFailed, Turned
from halley.outside.kept import Kept
from halley.outside.services import KeyAccess
from halley.outside.store import Shelf

API = "http://www.omdbapi.com/"
_ADD = "which is not configured: add `omdb:` with an `apikey` to config.yml"
_LIMIT = "Request limit reached!"


class Omdb:
    """OMDb as one run asks it. Everything raises SourceFailed."""

    def __init__(self, client: OutsideClient, kept: Kept, access: KeyAccess | None) -> None:
        self._client, self._kept, self._access = client, kept, access
        self._items = Shelf("omdb item", 0)
        self.is_exhausted = False  #: it said that it will answer no more today

    async def scores(self, imdb: str) -> Mapping[str, float]:
        """`imdb`, `metascore` and `tomatoes`, those of them that it knows."""
        found = await self._kept.get(self._items, imdb, lambda: self._ask(imdb))
        return {name: one for name, value in mapping(found, "a kept answer").items() if (one := decimal(value))}

    async def _ask(self, imdb: str) -> Json:
        if self._access is None:
            raise NotConfigured(_ADD)
        if self.is_exhausted:
            raise LimitReached("which answers no more today: its limit is reached")
        answer = await self._client.get(API, {"apikey": self._access.key, "i": imdb})
        if answer.status < 400:
            return dict(scores_in(answer.json(), imdb))
        try:
            error = below(answer.json(), "Error")
        except SourceFailed:
            raise Turned(f"but {answer.asked} answered {answer.status}") from None
        if error == _LIMIT:
            self.is_exhausted = True
            raise LimitReached("which answers no more today: its limit is reached")
        if error is None:
            raise Garbled(f"but {answer.asked} answered {answer.status}")
        raise Turned(f"but {answer.asked} answered {answer.status}")


def scores_in(answer: Json, imdb: str) -> dict[str, float]:
    """The scores of an answer; raises Turned where it says that there is an error."""
    found = mapping(answer, "OMDb's answer")
    if "Response" not in found:
        raise Garbled("but OMDb's answer is not what it should be")
    if found["Response"] == "False":
        raise Turned(f"which does not know {imdb}")
    scores: dict[str, float | int | None] = {
        "imdb": decimal(found.get("imdbRating")),
        "metascore": digits(found.get("Metascore")),
        "tomatoes": None,
    }
    ratings = found.get("Ratings")
    for one in ratings if isinstance(ratings, list) else []:
        if below(one, "Source") == "Rotten Tomatoes":
            scores["tomatoes"] = digits(str(below(one, "Value")).replace("%", ""))
            break
    return {name: one for name, one in scores.items() if one}
