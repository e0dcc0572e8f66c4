"""What names items: one entry a builder."""

from halley.selection.builders import (
    ids,
    imdb_award,
    imdb_chart,
    letterboxd_list,
    mdblist_list,
    outside,
    plex_all,
    plex_pilots,
    plex_search,
    tmdb_discover,
)
from halley.selection.builders.registry import BUILDERS, Builder, Call

__all__ = [
    "BUILDERS",
    "Builder",
    "Call",
    "ids",
    "imdb_award",
    "imdb_chart",
    "letterboxd_list",
    "mdblist_list",
    "outside",
    "plex_all",
    "plex_pilots",
    "plex_search",
    "tmdb_discover",
]
