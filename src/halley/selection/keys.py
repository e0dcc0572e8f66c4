"""Keys of searches, filters and definitions taken apart: attribute, modifier, and the older names that still run.

Source: spec, collections 2.
"""

from dataclasses import dataclass
from posixpath import splitext

ALIASES = {
    **dict.fromkeys("actors role roles show_actor show_actors show_role show_roles".split(), "actor"),
    **dict.fromkeys("collections plex_collection show_collection show_collections".split(), "collection"),
    "content_ratings": "content_rating",
    "countries": "country",
    **{f"{one}s": one for one in "decade director genre label producer studio network writer".split()},
    **dict.fromkeys("years show_year show_years seasonyear".split(), "year"),
    "rating": "critic_rating",
    "show_user_rating": "user_rating",
    "video_resolution": "resolution",
    **dict.fromkeys("play show_plays show_play".split(), "plays"),
    "episode_play": "episode_plays",
    **dict.fromkeys(
        "originally_available released show_originally_available show_release show_released show_air_date max_age".split(),
        "release",
    ),
    **dict.fromkeys("episode_originally_available episode_release episode_released".split(), "episode_air_date"),
    "filter": "filters",
    **dict.fromkeys("collection_level overlay_level".split(), "builder_level"),
    **dict.fromkeys("collection_minimum playlist_minimum".split(), "minimum_items"),
    "save_missing": "save_report",
    "tmdb_trending": "tmdb_trending_daily",
    **{f"trakt_{one}": f"trakt_{one}_weekly" for one in ("recommended", "watched", "collected")},
    "trakt_recommended_personal": "trakt_recommendations",
    **{f"anilist_{one}": "anilist_search" for one in ("tag", "genre", "season")},
    **{f"mal_{one}": "mal_studio" for one in ("producer", "licensor")},
}
_MODIFIERS = {".greater": ".gt", ".less": ".lt"}
_DATE_MODIFIERS = {".gt": ".after", ".gte": ".after", ".lt": ".before", ".lte": ".before"}
DATES = frozenset(
    "added episode_added release episode_air_date last_played episode_last_played artist_added artist_last_played "
    "album_last_played album_added album_released track_last_played track_last_skipped track_last_rated track_added "
    "first_episode_aired last_episode_aired last_episode_aired_or_never".split()
)


@dataclass(frozen=True, slots=True)
class Key:
    """A key: `written` as the user did, the rest in the names that Kometa uses inside."""

    written: str
    attribute: str
    modifier: str  #: with its dot (`.not`), empty where there is none

    @property
    def name(self) -> str:
        """`genre.not`"""
        return self.attribute + self.modifier


def split_key(written: str) -> Key:
    """A key by its last dot, in lower case, aliases resolved."""
    attribute, modifier = splitext(str(written).lower())
    attribute = ALIASES.get(attribute, attribute)
    modifier = _MODIFIERS.get(modifier, modifier)
    if attribute in DATES:
        modifier = _DATE_MODIFIERS.get(modifier, modifier)
    return Key(str(written), attribute, modifier)
