"""Letterboxd: lists, watchlists and the films of a user, page by page, and from each film's page its TMDb id.

Source: spec, sources 8 and 10.4.
"""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from halley.outside.answers import Json, whole
from halley.outside.client import OutsideClient
from halley.outside.crowd import each
from halley.outside.failures import NotKnown, Troubled, Turned
from halley.outside.films import Film, detailed_films, film_number, gridded_films, is_challenge, next_page, shown_films
from halley.outside.kept import Kept
from halley.outside.page import Element, read_page
from halley.outside.store import Shelf
from halley.selection import ExternalId, ListAsked

SITE = "https://letterboxd.com"
SHORT = "https://boxd.it"
PAGE = 60
_MOST_PAGES = 500
_BROWSER = {
    "Accept-Language": "en-US,en;q=0.5",
    "User-Agent": "Mozilla/5.0 (X11; Linux x86_64; rv:147.0) Gecko/20100101 Firefox/147.0",
}


@dataclass(frozen=True, slots=True)
class Listed:
    """The films of a list, and sentences on those that were left out."""

    ids: tuple[ExternalId, ...]
    warnings: tuple[str, ...] = ()


class Letterboxd:
    """Letterboxd as one run asks it. Everything raises SourceFailed."""

    def __init__(self, client: OutsideClient, kept: Kept, days: int) -> None:
        self._client, self._kept = client, kept
        self._films = Shelf("letterboxd film", days)

    async def listed(self, asked: ListAsked) -> Listed:
        """The films of a list, filtered, in its order."""
        url = await self._long(asked.value)
        limit = asked.option("limit")
        films = await self._all(url, limit if isinstance(limit, int) else None)
        if not films:
            raise NotKnown(f"which lists no films at {asked.value}")
        meant = [one for one in films if is_meant(one, asked, has_notes=_has_notes(url))]
        numbers = await each(meant, self._number)
        left_out = [
            f"Letterboxd's film {one.slug} is left out, {why}"
            for one, why in zip(meant, numbers, strict=True)
            if isinstance(why, str)
        ]
        return Listed(tuple(ExternalId("tmdb", str(one)) for one in numbers if isinstance(one, int)), tuple(left_out))

    async def _long(self, url: str) -> str:
        """The address itself of a shortened one, with a slash at its end."""
        if url.startswith(SHORT):
            found = await self._client.get(url, headers=_BROWSER)
            url = f"https://{found.asked}"
            if not url.startswith(SITE):
                raise Turned("whose short address leads elsewhere")
        parts = urlsplit(url)
        return parts._replace(path=parts.path if parts.path.endswith("/") else f"{parts.path}/").geturl()

    async def _all(self, url: str, limit: int | None) -> list[Film]:
        path = urlsplit(url).path
        if path.startswith("/films/"):
            raise Turned("whose `/films/` pages Halley does not read yet: it is left to real Kometa")
        if "/detail/" in path:
            return await self._followed(url, detailed_films, limit)
        if "/films/" in path or path.endswith("/watchlist/"):
            return await self._followed(url, gridded_films, limit)
        if "/share/" in path or "/by/" in path:
            return await self._followed(url, shown_films, limit)
        found: dict[str, Film] = {}
        for page in range(1, _MOST_PAGES + 1):
            films = {one.id: one for one in gridded_films(await self._page(f"{url}page/{page}/"))}
            found |= films
            if len(films) < PAGE:
                break
        films_found = list(found.values()) or await self._followed(url, shown_films, limit)
        return films_found[:limit]

    async def _followed(self, url: str, films_in: Callable[[Element], list[Film]], limit: int | None) -> list[Film]:
        """The films of a page and of those that its links to a next one lead to."""
        found: list[Film] = []
        for _ in range(_MOST_PAGES):
            page = await self._page(url)
            found += films_in(page)
            onward = next_page(page)
            if not onward or (limit and len(found) >= limit):
                break
            url = urljoin(SITE, onward)
        return found[:limit]

    async def _number(self, film: Film) -> int | str:
        """The TMDb id of a film, or why there is none; a page that fails costs its film, not the list."""

        async def ask() -> Json:
            return film_number(await self._page(f"{SITE}/film/{film.slug}/"))

        try:
            return whole(await self._kept.get(self._films, film.id, ask)) or "which has no TMDb id of it"
        except Turned as failed:
            return failed.reason

    async def _page(self, url: str) -> Element:
        try:
            answer = await self._client.get(url, headers=_BROWSER)
        except Troubled as trouble:
            raise Turned(trouble.reason) from None
        if answer.status == 404:
            raise NotKnown(f"which has no page {urlsplit(url).path}")
        page = read_page(answer.text)
        if answer.status == 403 or is_challenge(page):
            raise Turned("which takes Halley for a robot: it is left to real Kometa")
        if answer.status != 200:
            raise Turned(f"but {answer.asked} answered {answer.status}")
        return page


def _has_notes(url: str) -> bool:
    path = urlsplit(url).path
    return "/films/" in path or "/detail/" in path


def is_meant(film: Film, asked: ListAsked, *, has_notes: bool) -> bool:
    """Whether a film passes the filters of a definition; notes and ratings are only on some pages."""
    year, rating, note = asked.option("year"), asked.option("rating"), asked.option("note")
    if isinstance(year, str) and not _is_within(film.year, year):
        return False
    if not has_notes:
        return True
    if isinstance(rating, str) and not _is_within(film.rating, rating):
        return False
    return not isinstance(note, str) or bool(film.note and note in film.note)


def _is_within(value: int | None, span: str) -> bool:
    first, _, last = span.partition("-")
    return bool(value) and int(first) <= (value or 0) <= int(last)
