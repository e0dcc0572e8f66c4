"""The words that an overlay definition may have, and where (spec, overlays 1.4, 1.5, 1.6)."""

from typing import Final

_BUILDERS_BY_SOURCE: Final = {
    "anidb": "id relation tag tag_name",
    "anilist": "id popular trending relations studio top_rated search userlist",
    "icheckmovies": "list list_details",
    "imdb": "list id chart watchlist search award",
    "letterboxd": "list list_details user_films user_films_details user_reviews user_reviews_details",
    "mal": "id all airing upcoming tv ova movie special popular favorite season suggested userlist genre studio search",
    "mdblist": "list",
    "mojo": "world domestic international record all_time never",
    "plex": "all watchlist pilots collectionless search",
    "radarr": "all taglist",
    "simkl": "trending dvd",
    "sonarr": "all taglist",
    "stevenlu": "popular",
    "tautulli": "popular watched",
    "text": "file",
    "tmdb": "company discover keyword network airing_today popular top_rated now_playing on_the_air trending_daily"
    " trending_weekly upcoming actor collection crew director list movie producer show writer actor_details"
    " collection_details crew_details director_details list_details movie_details producer_details show_details"
    " writer_details",
    "trakt": "list list_details chart userlist boxoffice recommendations collected_daily collected_weekly"
    " collected_monthly collected_yearly collected_all recommended_daily recommended_weekly recommended_monthly"
    " recommended_yearly recommended_all watched_daily watched_weekly watched_monthly watched_yearly watched_all"
    " collection anticipated popular trending watchlist",
    "tvdb": "list list_details movie movie_details show show_details",
}
BUILDERS: Final = frozenset(f"{source}_{name}" for source, names in _BUILDERS_BY_SOURCE.items() for name in names.split())
"""All builders of Kometa; which of them an engine of ours knows is another matter."""

OPTIONS: Final = frozenset(
    "show_missing save_report missing_only_released minimum_items cache_builders tmdb_region default_percent".split()
)
"""What a definition may say besides; only the last three have an effect."""

WITHOUT_EFFECT: Final = frozenset(
    "smart_filter smart_label smart_url run_again schedule sync_mode test delete_not_scheduled tmdb_person build_collection"
    " collection_order kometa_poster validate_builders libraries sync_to_users exclude_users collection_name playlist_name"
    " blank_collection delete_playlist delete_collections_named tmdb_person_offset append_label key_name translation_key"
    " translation_prefix tmdb_birthday tmdb_deathday hub_priority".split()
)
"""Words of collections that a definition of an overlay may hold; nothing comes of them."""

OWN: Final = frozenset(
    "template variables name overlay suppress_overlays builder_level limit ignore_blank_results run_definition"
    " allowed_library_types only_run_on_create filters".split()
)
"""Words with a meaning of their own."""

ALIASES: Final = {
    "filter": "filters",
    "collection_level": "builder_level",
    "overlay_level": "builder_level",
    "collection_minimum": "minimum_items",
    "playlist_minimum": "minimum_items",
    "save_missing": "save_report",
    "tmdb_trending": "tmdb_trending_daily",
    "anilist_tag": "anilist_search",
    "anilist_genre": "anilist_search",
    "anilist_season": "anilist_search",
    "mal_producer": "mal_studio",
    "mal_licensor": "mal_studio",
    "trakt_recommended": "trakt_recommended_weekly",
    "trakt_watched": "trakt_watched_weekly",
    "trakt_collected": "trakt_collected_weekly",
    "trakt_recommended_personal": "trakt_recommendations",
}
KNOWN: Final = BUILDERS | OPTIONS | OWN | WITHOUT_EFFECT
NULL_IS_A_VALUE: Final = frozenset({"radarr_taglist", "sonarr_taglist"})
"""Builders that may be blank."""

SHOWS_ONLY: Final = frozenset(
    "tmdb_network tmdb_show tmdb_show_details tvdb_show tvdb_show_details tmdb_airing_today tmdb_on_the_air sonarr_all"
    " sonarr_taglist".split()
)
MOVIES_ONLY: Final = frozenset(
    "letterboxd_list letterboxd_list_details letterboxd_user_films letterboxd_user_films_details letterboxd_user_reviews"
    " letterboxd_user_reviews_details icheckmovies_list icheckmovies_list_details stevenlu_popular tmdb_collection"
    " tmdb_collection_details tmdb_movie tmdb_movie_details tmdb_now_playing tvdb_movie tvdb_movie_details tmdb_upcoming"
    " trakt_boxoffice radarr_all radarr_taglist mojo_world mojo_domestic mojo_international mojo_record mojo_all_time"
    " mojo_never".split()
)
EPISODES_ONLY: Final = frozenset({"plex_pilots"})
IN_MUSIC: Final = frozenset({"plex_search", "plex_all", "filters"} | OPTIONS)
BELOW_TOP_LEVEL: Final = frozenset(
    "filters plex_all plex_search text_file trakt_list trakt_list_details show_missing save_report missing_only_released"
    " imdb_list imdb_search cache_builders default_percent plex_pilots".split()
)
"""All that is allowed at season, episode, album and track level."""

LEVELS: Final = {"movie": ("movie",), "show": ("show", "season", "episode"), "artist": ("artist", "album", "track")}
"""The levels of a type of library, its own first."""

SERVICES: Final = (("trakt", "trakt"), ("radarr", "radarr"), ("sonarr", "sonarr"), ("tautulli", "tautulli"), ("mal", "mal"))
"""What in the name of a builder asks for which section of config.yml."""
