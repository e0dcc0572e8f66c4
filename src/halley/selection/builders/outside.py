"""Builders that nobody outside is asked for yet. A list that was handed in is used; else they are left to real Kometa."""

from halley.plex.ids import ItemType
from halley.selection.builders.listed import enter_list, whatever
from halley.selection.builders.registry import E, M, N, S

#: Site, builders for films and shows alike, for films only, for shows only.
_SOURCES = (
    ("AniDB", "anidb_id anidb_relation anidb_tag anidb_tag_name", "", ""),
    (
        "AniList",
        "anilist_id anilist_popular anilist_trending anilist_relations anilist_studio anilist_top_rated anilist_search "
        "anilist_userlist",
        "",
        "",
    ),
    ("ICheckMovies", "", "icheckmovies_list icheckmovies_list_details", ""),
    ("IMDb", "imdb_list imdb_watchlist imdb_search", "", ""),
    (
        "Letterboxd",
        "",
        "letterboxd_user_films letterboxd_user_films_details letterboxd_user_reviews letterboxd_user_reviews_details",
        "",
    ),
    (
        "MyAnimeList",
        "mal_id mal_all mal_airing mal_upcoming mal_tv mal_ova mal_movie mal_special mal_popular mal_favorite mal_season "
        "mal_suggested mal_userlist mal_genre mal_studio mal_search",
        "",
        "",
    ),
    ("Box Office Mojo", "", "mojo_world mojo_domestic mojo_international mojo_record mojo_all_time mojo_never", ""),
    ("plex.tv", "plex_watchlist", "", ""),
    ("the server, item by item,", "plex_collectionless", "", ""),
    ("Radarr", "", "radarr_all radarr_taglist", ""),
    ("Simkl", "simkl_trending simkl_dvd", "", ""),
    ("Sonarr", "", "", "sonarr_all sonarr_taglist"),
    ("StevenLu", "", "stevenlu_popular", ""),
    ("Tautulli", "tautulli_popular tautulli_watched", "", ""),
    (
        "TMDb",
        "tmdb_actor tmdb_actor_details tmdb_company tmdb_crew tmdb_crew_details tmdb_director tmdb_director_details "
        "tmdb_keyword tmdb_list tmdb_list_details tmdb_popular tmdb_producer tmdb_producer_details "
        "tmdb_top_rated tmdb_trending_daily tmdb_trending_weekly tmdb_writer tmdb_writer_details",
        "tmdb_collection tmdb_collection_details tmdb_now_playing tmdb_upcoming",
        "tmdb_airing_today tmdb_network tmdb_on_the_air",
    ),
    (
        "Trakt",
        "trakt_list trakt_list_details trakt_chart trakt_userlist trakt_recommendations trakt_collection trakt_anticipated "
        "trakt_popular trakt_trending trakt_watchlist trakt_collected_daily trakt_collected_weekly trakt_collected_monthly "
        "trakt_collected_yearly trakt_collected_all trakt_recommended_daily trakt_recommended_weekly "
        "trakt_recommended_monthly trakt_recommended_yearly trakt_recommended_all trakt_watched_daily trakt_watched_weekly "
        "trakt_watched_monthly trakt_watched_yearly trakt_watched_all",
        "trakt_boxoffice",
        "",
    ),
    ("TVDb", "tvdb_list tvdb_list_details", "tvdb_movie tvdb_movie_details", ""),
    ("a text file", "text_file", "", ""),
)
_PARTS = frozenset("text_file trakt_list trakt_list_details imdb_list imdb_search".split())


def _enter(name: str, source: str, levels: frozenset[ItemType]) -> None:
    parts = frozenset({N, E}) if name in _PARTS else frozenset()
    enter_list(name, source, levels | parts, whatever(name))


for _source, _both, _films, _shows in _SOURCES:
    for _names, _levels in ((_both, {M, S}), (_films, {M}), (_shows, {S})):
        for _name in _names.split():
            _enter(_name, _source, frozenset(_levels))
