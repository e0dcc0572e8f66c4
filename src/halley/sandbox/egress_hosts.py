"""The services that Kometa reads from: what the egress fetches unless told otherwise.

`*.name` stands for everything below a name and not for the name itself. Nothing here is anybody's own server, so that
Radarr, Sonarr, webhooks and notifiers are out by default. Source: Kometa 2.4.4 and the libraries that it installs.
"""

from halley.sandbox.guard.halley_guard.settings import host_matches

DEFAULT_HOSTS = (
    # films and series
    "api.themoviedb.org", "www.themoviedb.org", "image.tmdb.org", "*.tmdb.org",
    "www.imdb.com", "datasets.imdbws.com", "api.graphql.imdb.com", "caching.graphql.imdb.com", "m.media-amazon.com",
    "thetvdb.com", "www.thetvdb.com", "api4.thetvdb.com", "artworks.thetvdb.com",
    "api.trakt.tv", "trakt.tv",
    "api.mdblist.com", "mdblist.com", "www.mdblist.com",
    "www.omdbapi.com", "img.omdbapi.com",
    "letterboxd.com", "*.letterboxd.com", "boxd.it", "*.ltrbxd.com",
    "www.icheckmovies.com", "www.boxofficemojo.com", "reciperr.com",
    # anime
    "graphql.anilist.co", "anilist.co", "*.anilist.co",
    "api.myanimelist.net", "myanimelist.net", "cdn.myanimelist.net", "api.jikan.moe",
    "anidb.net", "api.anidb.net", "cdn.anidb.net",
    # motor sport
    "api.jolpi.ca",
    # pictures
    "theposterdb.com", "*.theposterdb.com", "mediux.pro", "*.mediux.pro", "mediux.io", "*.mediux.io",
    "fanart.tv", "*.fanart.tv", "i.imgur.com", "s3.amazonaws.com", "image.simkl.com",
    "metadata-static.plex.tv", "images.plex.tv",
    # Kometa's own files, and other people's
    "raw.githubusercontent.com", "api.github.com", "github.com", "objects.githubusercontent.com",
    "codeload.github.com", "gist.githubusercontent.com", "kometa.wiki", "*.kometa.wiki",
)  # fmt: skip


def is_listed(host: str, patterns: tuple[str, ...]) -> bool:
    """Whether a host, in lower case and without a dot at its end, is named by one of the patterns."""
    return any(host_matches(host, pattern) for pattern in patterns)
