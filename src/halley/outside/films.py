"""Films on pages of Letterboxd. Source: spec, sources 10.4."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from halley.outside.failures import NotKnown
from halley.outside.page import Element

_SLUG = re.compile(r"/film/([^/]+)/?$")
_NUMBER = re.compile(r"film:(\d+)")
_YEAR = re.compile(r"\((\d{4})\)")
_MOVIE = re.compile(r"movie/(\d+)")


@dataclass(frozen=True, slots=True)
class Film:
    """A film on a list. `rating` is the owner's, in half stars; `note` what the owner wrote."""

    id: str
    slug: str
    year: int | None
    rating: int | None = None
    note: str | None = None


def gridded_films(page: Element) -> list[Film]:
    """The films of a page of posters, each once."""
    items = _items(page, "posteritem") or _items(page, "griditem") or _items(page, "poster-container")
    found: dict[str, Film] = {}
    for item in items:
        poster = next(iter(item.all("div", _is_poster)), None) or next(iter(item.all("div", _is_film)), None)
        film = film_of(poster, _rating(item)) if poster is not None else None
        if film is not None:
            found.setdefault(film.id, film)
    return list(found.values())


def shown_films(page: Element) -> list[Film]:
    """The films of any page that shows posters."""
    listed = {id(one) for item in _items(page, "posteritem") for one in item.all("div", _is_poster)}
    posters = page.all("div", lambda one: "data-film-id" in one.attributes or id(one) in listed)
    return [film for one in posters if (film := film_of(one)) is not None]


def detailed_films(page: Element) -> list[Film]:
    """The films of a page of the kind `/detail/`, with what its owner thinks of them."""
    return [film for article in page.all("article", _is_detail) if (film := _detailed(article)) is not None]


def _detailed(article: Element) -> Film | None:
    poster = next(iter(article.all("div", _is_poster)), None)
    stars = [title.text for span in article.all("span", _is_stars) for title in span.all("title")]
    return film_of(poster, _stars(stars), _note(article)) if poster is not None else None


def film_of(poster: Element, rating: int | None = None, note: str | None = None) -> Film | None:
    """The film of a poster; None where it does not say which."""
    number = poster.get("data-film-id")
    if not number and (found := _NUMBER.search(poster.get("data-postered-identifier"))):
        number = found[1]
    link = _SLUG.search(poster.get("data-target-link", "data-film-link", "data-item-link"))
    slug = link[1] if link else poster.get("data-item-slug", "data-film-slug")
    return Film(number, slug, _year(poster), rating, note) if number and slug else None


def film_number(page: Element) -> int:
    """The TMDb id on a film's page. Raises NotKnown where there is none, or where it is a show's."""
    link = next(iter(page.all("a", lambda one: one.get("data-track-action") == "TMDB")), None)
    if link is None:
        raise NotKnown("which has no TMDb id of it")
    found = _MOVIE.search(link.get("href"))
    if found is None:
        raise NotKnown("which has it as a show, not as a film")
    return int(found[1])


def next_page(page: Element) -> str:
    """Where the link to the next page leads; empty on the last one."""
    return next((one.get("href") for one in page.all("a", lambda one: "next" in one.get("class"))), "")


def is_challenge(page: Element) -> bool:
    """Whether somebody asks first whether we are a robot."""
    title = next(iter(page.all("title")), None)
    return title is not None and "just a moment" in title.text.lower()


def _items(page: Element, kind: str) -> list[Element]:
    return page.all("li", lambda one: kind in one.classes)


def _is_poster(one: Element) -> bool:
    return "react-component" in one.classes


def _is_film(one: Element) -> bool:
    return "data-film-id" in one.attributes


def _is_detail(one: Element) -> bool:
    return "list-detailed-entry" in one.get("class")


def _is_stars(one: Element) -> bool:
    return "inline-rating" in one.get("class")


def _year(poster: Element) -> int | None:
    told = poster.get("data-film-release-year", "data-release-year")
    if told:
        return int(told) if told.isdecimal() else None
    found = _YEAR.search(poster.get("data-item-name", "data-item-full-display-name"))
    return int(found[1]) if found else None


def _rating(item: Element) -> int | None:
    for word in (word for span in item.all("span") for word in span.get("class").split()):
        name, _, number = word.rpartition("-")
        if "rat" in name and number.isdecimal():
            return int(number)
    return None


def _stars(told: list[str]) -> int | None:
    """Half stars of `★★★½`: a star is two of them."""
    found = next((one for one in told if "★" in one), None)
    return None if found is None else 2 * found.count("★") + ("½" in found)


def _note(article: Element) -> str | None:
    kinds = ("body-text", "js-review-body", "activity-list-description")
    body = next(iter(article.all("div", lambda one: any(kind in one.get("class") for kind in kinds))), None)
    if body is None:
        return None
    paragraphs = [text for one in body.all("p") for text in _texts(one) if "contains spoilers" not in text.lower()]
    return "\n".join(paragraphs) or " ".join(_texts(body)) or None


def _texts(element: Element) -> Iterator[str]:
    for one in element.content:
        if isinstance(one, Element):
            yield from _texts(one)
        elif one.strip():
            yield one.strip()
