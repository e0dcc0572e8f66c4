"""A small internet on loopback, made of a table: an address, and what it says. For tests of what asks other sites.

    internet.film(603, title="Fog", imdb="tt1", vote=8.2)
    internet.says("https://api.mdblist.com/lists/a/b/items/movie", [{"id": 603}], headers={"X-Has-More": "false"})
    internet.fails("https://api.themoviedb.org/3/movie/603", 503, 503)
    assert internet.asked == ["GET https://api.themoviedb.org/3/movie/603?api_key=..."]

Addresses are those without their query; one that nobody named is answered 404. A failure is a status, or a text or bytes
that are sent in place of the answer, or None for a connection that is cut; each is used up once.
"""

import gzip
import json
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

ORIGINAL_URL = "X-Halley-Original-URL"
TMDB = "https://api.themoviedb.org/3"
Failure = int | str | bytes | None


@dataclass(frozen=True, slots=True)
class Says:
    """One answer."""

    body: bytes
    kind: str
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Internet:
    """What every address says, and what was asked so far: method and address, query included."""

    url: str = ""
    asked: list[str] = field(default_factory=list)
    headers: list[Mapping[str, str]] = field(default_factory=list)
    sent: list[Any] = field(default_factory=list)
    answers: dict[str, list[Says]] = field(default_factory=dict)
    failures: dict[str, list[Failure]] = field(default_factory=dict)

    def says(self, address: str, content: Any, *, status: int = 200, headers: Mapping[str, str] | None = None) -> None:
        """Let an address answer: bytes and texts as they are, all else as JSON. Several answers are given in their order."""
        match content:
            case bytes():
                said = Says(content, "application/octet-stream", status, headers or {})
            case str():
                said = Says(content.encode(), "text/html", status, headers or {})
            case _:
                said = Says(json.dumps(content).encode(), "application/json", status, headers or {})
        self.answers.setdefault(address, []).append(said)

    def fails(self, address: str, *failures: Failure) -> None:
        """Let an address fail so many times before it answers."""
        self.failures.setdefault(address, []).extend(failures)

    def of(self, host: str) -> list[str]:
        """What was asked of a host."""
        return [one for one in self.asked if f"//{host}/" in one]

    def film(self, number: int, *, title: str = "A film", imdb: str | None = None, vote: float = 0, **more: Any) -> None:
        """A film of TMDb; `keywords` and `genres` are texts."""
        self.says(f"{TMDB}/movie/{number}", {
            "id": number, "title": title, "imdb_id": imdb, "vote_average": vote, "vote_count": 10, "original_language": "en",
            "release_date": "1999-03-31", "external_ids": {"imdb_id": imdb},
            **more, "keywords": {"keywords": named(more.get("keywords", ()))}, "genres": named(more.get("genres", ())),
        })  # fmt: skip

    def show(
        self, number: int, *, name: str = "A show", imdb: str | None = None, tvdb: int | None = None, vote: float = 0,
        seasons: Mapping[int, float] | None = None, **more: Any,
    ) -> None:  # fmt: skip
        """A show of TMDb; `seasons` are votes by number."""
        self.says(f"{TMDB}/tv/{number}", {
            "id": number, "name": name, "vote_average": vote, "vote_count": 10, "original_language": "en",
            "first_air_date": "2001-01-02", "last_air_date": "2004-05-06", "status": "Ended", "type": "Scripted",
            "origin_country": ["GB"], "external_ids": {"imdb_id": imdb, "tvdb_id": tvdb},
            "seasons": [{"season_number": key, "vote_average": value} for key, value in (seasons or {}).items()],
            **more, "keywords": {"results": named(more.get("keywords", ()))}, "genres": named(more.get("genres", ())),
        })  # fmt: skip

    def finds(self, other: str | int, *, film: int | None = None, show: int | None = None) -> None:
        """What TMDb makes of an id of another site."""
        results = {"movie_results": film, "tv_results": show, "tv_episode_results": None}
        self.says(f"{TMDB}/find/{other}", {name: [{"id": one}] if one else [] for name, one in results.items()})

    def ratings_file(self, ratings: Mapping[str, float], **how: Any) -> None:
        """IMDb's data file of ratings."""
        rows = [f"{title}\t{rating}\t100" for title, rating in ratings.items()]
        self._file("ratings", ["tconst\taverageRating\tnumVotes", *rows], **how)

    def episodes_file(self, episodes: Iterable[tuple[str, str, int, int]]) -> None:
        """IMDb's data file of episodes: title, show, season, episode."""
        rows = ["\t".join(map(str, one)) for one in episodes]
        self._file("episode", ["tconst\tparentTconst\tseasonNumber\tepisodeNumber", *rows])

    def _file(self, name: str, rows: Sequence[str], **how: Any) -> None:
        content = gzip.compress("".join(f"{row}\n" for row in rows).encode(), mtime=0)
        self.says(f"https://datasets.imdbws.com/title.{name}.tsv.gz", content, **how)

    async def answer(self, request: web.Request) -> web.StreamResponse:
        """What is said to a request."""
        meant = request.headers.get(ORIGINAL_URL, str(request.url))
        self.asked.append(f"{request.method} {meant}")
        self.headers.append(dict(request.headers))
        self.sent.append(await request.json() if request.method == "POST" else None)
        address = meant.partition("?")[0]
        if waiting := self.failures.get(address):
            return self._failed(waiting.pop(0), request)
        said = self.answers.get(address)
        if not said:
            return web.json_response({"status_message": "nothing here"}, status=404)
        one = said.pop(0) if len(said) > 1 else said[0]
        tag = one.headers.get("ETag")
        if tag and request.headers.get("If-None-Match") == tag:
            return web.Response(status=304)
        return web.Response(body=one.body, status=one.status, headers={"Content-Type": one.kind, **one.headers})

    @staticmethod
    def _failed(failure: Failure, request: web.Request) -> web.Response:
        match failure:
            case None:
                assert request.transport is not None
                request.transport.abort()
                return web.Response()
            case int():
                return web.Response(status=failure, text="<html>broken</html>", content_type="text/html")
            case bytes():
                return web.Response(body=failure)
            case str():
                return web.Response(text=failure, content_type="text/html")


def named(names: Iterable[str]) -> list[dict[str, Any]]:
    """Things with names, as TMDb lists them."""
    return [{"id": 1, "name": one} for one in names]


@asynccontextmanager
async def play(internet: Internet) -> AsyncIterator[Internet]:
    """Serve it while the block runs; `url` is where."""
    app = web.Application()
    app.router.add_route("*", "/{address:.*}", internet.answer)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    host, port = runner.addresses[0][:2]
    internet.url = f"http://{host}:{port}"
    try:
        yield internet
    finally:
        await runner.cleanup()
