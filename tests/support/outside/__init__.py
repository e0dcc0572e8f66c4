"""The internet that equality tests play to both engines: what the demo plays, and every site that overlays ask.

All answers follow from the items of a library (`works`), so that each list names some of them and each look-up finds one.
A site a file; `SITES` is the list of hosts.
"""

from collections.abc import Callable
from typing import Final

from aiohttp import web

from halley.demo.outside import ORIGINAL_URL
from halley.demo.outside import answer as demo_answer
from halley.plex.library import Library
from tests.support.outside import imdb_data, imdb_graphql, imdb_lists, letterboxd, mdblist, omdb, tmdb, tmdb_images, trakt
from tests.support.outside.asked import Asked
from tests.support.outside.works import Catalogue

Site = Callable[[Asked, Catalogue], web.Response | None]

SITES: Final[dict[str, Site]] = {
    "api.themoviedb.org": tmdb.answer,
    "image.tmdb.org": tmdb_images.answer,
    "api.graphql.imdb.com": imdb_graphql.answer,
    "datasets.imdbws.com": imdb_data.answer,
    "raw.githubusercontent.com": imdb_lists.answer,
    "api.mdblist.com": mdblist.answer,
    "letterboxd.com": letterboxd.answer,
    "www.omdbapi.com": omdb.answer,
    "api.trakt.tv": trakt.answer,
}
_ASKS_BY_POST: Final = {"api.graphql.imdb.com"}


class Internet:
    """Answers for everybody. `asked` and `not_found` keep the addresses, without their queries, in the order of asking."""

    def __init__(self, library: Library | None = None) -> None:
        self.catalogue = Catalogue.of(library) if library is not None else Catalogue((), ())
        self.asked: list[str] = []
        self.not_found: list[str] = []

    def app(self) -> web.Application:
        """The server."""
        app = web.Application()
        app.router.add_route("*", "/{address:.*}", self._any_address)
        return app

    async def _any_address(self, request: web.Request) -> web.Response:
        url = request.headers.get(ORIGINAL_URL, str(request.rel_url))
        asked = Asked.of(request.method, url, await request.read())
        self.asked.append(asked.address)
        if asked.method not in {"GET", "HEAD"} and asked.host not in _ASKS_BY_POST:
            return web.json_response({"error": "this internet is read only"}, status=405)
        site = SITES.get(asked.host)
        found = site(asked, self.catalogue) if site else None
        found = found if found is not None else demo_answer(url)
        if found.status == 404:
            self.not_found.append(asked.address)
        return found
