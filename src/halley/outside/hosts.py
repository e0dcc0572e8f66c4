"""The sites that are asked at all, and how gently. An address of any other host is refused, also after a redirect."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Gentleness:
    """How many requests at a time, and how long between the beginnings of two."""

    at_once: int
    apart_s: float


HOSTS = {
    "api.themoviedb.org": Gentleness(8, 0.025),  # some 50 a second are allowed
    "api.graphql.imdb.com": Gentleness(2, 0.5),
    "www.imdb.com": Gentleness(1, 1.0),
    "datasets.imdbws.com": Gentleness(2, 0.0),
    "raw.githubusercontent.com": Gentleness(4, 0.1),
    "letterboxd.com": Gentleness(2, 0.25),
    "boxd.it": Gentleness(1, 0.5),
    "api.mdblist.com": Gentleness(1, 1.0),  # as Kometa; supporters may ask five times as fast
    "www.omdbapi.com": Gentleness(4, 0.1),
    "api.trakt.tv": Gentleness(2, 0.3),  # 1,000 in five minutes
}
MDBLIST_SUPPORTER_S = 0.2
