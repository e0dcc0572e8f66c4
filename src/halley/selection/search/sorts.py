"""What searches may be sorted by, level by level. Source: spec, collections 8."""

from halley.plex.ids import ItemType

_RELEASE = "originally_available:originallyAvailableAt release:originallyAvailableAt"
_RATINGS = "critic_rating:rating audience_rating:audienceRating user_rating:userRating"
_EPISODE_RELEASE = "episode_originally_available:episode.originallyAvailableAt episode_release:episode.originallyAvailableAt"
_PLAYED = "plays:viewCount added:addedAt viewed:lastViewedAt"
_FILE = "resolution:mediaHeight bitrate:mediaBitrate"
_SHOW_ORDER = (
    "show.titleSort{},season.index:nullsLast,episode.index:nullsLast,episode.originallyAvailableAt:nullsLast,"
    "episode.titleSort,episode.id"
)
_ALBUM_ORDER = "artist.titleSort{},album.titleSort,album.index,album.id,album.originallyAvailableAt"
_TRACK_ORDER = "artist.titleSort{},album.titleSort,album.year,track.absoluteIndex,track.index,track.titleSort,track.id"

_KEYS = {
    ItemType.MOVIE: (
        f"title:titleSort year {_RELEASE} {_RATINGS} content_rating:contentRating duration progress:viewOffset "
        f"{_PLAYED} {_FILE}"
    ),
    ItemType.SHOW: (
        f"title:titleSort year {_RELEASE} {_EPISODE_RELEASE} {_RATINGS} content_rating:contentRating "
        "unplayed:unviewedLeafCount episode_added:episode.addedAt added:addedAt viewed:lastViewedAt"
    ),
    ItemType.SEASON: (
        "season:season.index{},season.titleSort show:show.titleSort{},index user_rating:userRating added:addedAt"
    ),
    ItemType.EPISODE: (
        f"title:titleSort show:{_SHOW_ORDER} year {_RELEASE} {_EPISODE_RELEASE} {_RATINGS} duration progress:viewOffset "
        f"{_PLAYED} {_FILE}"
    ),
    ItemType.ARTIST: "title:titleSort user_rating:userRating added:addedAt played:lastViewedAt plays:viewCount",
    ItemType.ALBUM: (
        f"title:titleSort album_artist:{_ALBUM_ORDER} year {_RELEASE} critic_rating:rating user_rating:userRating "
        "added:addedAt played:lastViewedAt plays:viewCount"
    ),
    ItemType.TRACK: (
        f"title:titleSort album_artist:{_TRACK_ORDER} artist:originalTitle album:album.titleSort user_rating:userRating "
        "duration plays:viewCount added:addedAt played:lastViewedAt rated:lastRatedAt popularity:ratingCount "
        "bitrate:mediaBitrate"
    ),
}


def _written(entries: str) -> dict[str, str]:
    found = {"random": "random"}
    for entry in entries.split():
        name, _, key = entry.partition(":")
        pattern = (key or name) if "{}" in key else f"{key or name}{{}}"
        found |= {f"{name}.asc": pattern.format(""), f"{name}.desc": pattern.format(":desc")}
    return found


SORTS: dict[ItemType, dict[str, str]] = {level: _written(entries) for level, entries in _KEYS.items()}
"""What the server is told for a word of the user: `year.desc` is `year:desc`."""


def default_sort(level: ItemType) -> str:
    """What a search is sorted by where it does not say."""
    return "season.asc" if level is ItemType.SEASON else "title.asc"
