"""What a `plex_search` may ask for: attribute, kind, the server's name for it, and where it is allowed.

Source: spec, collections 7.3, with the gaps in Kometa's own lists (a bare `edition` passes in show libraries).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from halley.plex.ids import ItemType

_NUMBER = (".gt", ".gte", ".lt", ".lte")


class Kind(Enum):
    """Kinds of search attribute, with the modifiers that each takes."""

    TEXT = ("text", ("", ".not", ".is", ".isnot", ".begins", ".ends"))
    WORD = ("word", ("", ".not", ".is", ".isnot", ".begins", ".ends", ".regex"))  #: a text that has choices too
    TAG = ("tag", ("", ".not", ".regex"))
    RESOLUTION = ("resolution", ("", ".regex"))
    YEAR = ("year", ("", ".not", ".regex", *_NUMBER))
    DECADE = ("decade", ("", ".regex"))
    DATE = ("date", ("", ".not", ".before", ".after"))
    NUMBER = ("number", _NUMBER)
    RATING = ("rating", (*_NUMBER, ".rated"))
    MINUTES = ("minutes", _NUMBER)
    FLAG = ("flag", ("",))

    def __init__(self, word: str, modifiers: tuple[str, ...]) -> None:
        self.word = word
        self.modifiers = modifiers  #: what may stand behind the attribute


@dataclass(frozen=True, slots=True)
class SearchAttribute:
    """One attribute; `key` as the server calls it in film libraries."""

    name: str
    kind: Kind
    key: str


_KINDS = {
    Kind.TEXT: "title episode_title:episode.title artist_title album_title track_title album_record_label:album.studio",
    Kind.WORD: "studio edition:editionTitle",
    Kind.TAG: (
        "actor episode_actor:episode.actor audio_language:audioLanguage subtitle_language:subtitleLanguage collection "
        "content_rating:contentRating country director genre label season_label:season.label episode_label:episode.label "
        "network:show.network producer writer season_collection:season.collection episode_collection:episode.collection "
        "artist_genre artist_collection artist_country artist_mood artist_label artist_style album_genre album_mood "
        "album_style album_format album_type:album.subformat album_collection album_source album_label track_mood "
        "track_source track_label"
    ),
    Kind.RESOLUTION: "resolution",
    Kind.YEAR: "year episode_year:episode.year album_year",
    Kind.DECADE: "decade album_decade",
    Kind.DATE: (
        "added:addedAt episode_added:episode.addedAt release:originallyAvailableAt "
        "episode_air_date:episode.originallyAvailableAt last_played:lastViewedAt "
        "episode_last_played:episode.lastViewedAt artist_added:artist.addedAt artist_last_played:artist.lastViewedAt "
        "album_last_played:album.lastViewedAt album_added:album.addedAt album_released:album.originallyAvailableAt "
        "track_last_played:track.lastViewedAt track_last_skipped:track.lastSkippedAt track_last_rated:track.lastRatedAt "
        "track_added:track.addedAt"
    ),
    Kind.NUMBER: (
        "plays:viewCount episode_plays:episode.viewCount album_plays:album.viewCount track_plays:track.viewCount "
        "track_skips:track.skipCount"
    ),
    Kind.RATING: (
        "user_rating:userRating episode_user_rating:episode.userRating critic_rating:rating "
        "episode_critic_rating:episode.rating audience_rating:audienceRating "
        "episode_audience_rating:episode.audienceRating artist_user_rating:artist.userRating "
        "album_user_rating:album.userRating album_critic_rating:album.rating track_user_rating:track.userRating"
    ),
    Kind.MINUTES: "duration",
    Kind.FLAG: (
        "dovi hdr unmatched duplicate unplayed:unwatched progress:inProgress trash "
        "unplayed_episodes:show.unwatchedLeaves episode_unplayed:episode.unwatched episode_duplicate:episode.duplicate "
        "episode_progress:episode.inProgress episode_unmatched:episode.unmatched show_unmatched:show.unmatched "
        "artist_unmatched album_unmatched track_trash"
    ),
}


def _entries() -> Iterator[SearchAttribute]:
    for kind, words in _KINDS.items():
        for word in words.split():
            name, _, key = word.partition(":")
            scope, _, field = name.partition("_")
            scoped = f"{scope}.{field}" if scope in {"artist", "album", "track"} else name
            yield SearchAttribute(name, kind, key or scoped)


ATTRIBUTES: dict[str, SearchAttribute] = {entry.name: entry for entry in _entries()}
NAMES = frozenset(name + modifier for name, entry in ATTRIBUTES.items() for modifier in entry.kind.modifiers)

FILMS_ONLY = frozenset(
    "director director.not producer producer.not writer writer.not decade duplicate unplayed progress duration.gt "
    "duration.gte duration.lt edition.not edition.is edition.isnot edition.begins edition.ends".split()
)
SHOWS_ONLY = frozenset(
    name + modifier
    for words, modifiers in (
        ("network season_collection episode_collection season_label episode_label", ("", ".not")),
        ("episode_title", Kind.TEXT.modifiers),
        ("episode_added episode_air_date episode_last_played", Kind.DATE.modifiers),
        ("episode_plays", Kind.NUMBER.modifiers),
        ("episode_user_rating episode_critic_rating episode_audience_rating", Kind.RATING.modifiers),
        ("episode_year", ("", ".not", *_NUMBER)),
        ("unplayed_episodes episode_unplayed episode_duplicate episode_progress episode_unmatched show_unmatched", ("",)),
    )
    for name in words.split()
    for modifier in modifiers
)
LOOSE_GROUPS = frozenset(
    "title studio actor audio_language collection content_rating country director genre label network producer "
    "subtitle_language writer decade resolution year episode_title episode_year".split()
)
"""Without `any` or `all` around them, each of these makes a group of its own (spec, collections 7.1)."""
LOOSE_AND = frozenset(
    f"{name}.and" for name in LOOSE_GROUPS - {"decade", "resolution", "year", "episode_title", "episode_year"}
)

_OF_EPISODES = frozenset("resolution hdr dovi subtitleLanguage audioLanguage trash".split())
_OF_SHOWS = frozenset(
    "title country studio rating audienceRating userRating contentRating year originallyAvailableAt unmatched genre "
    "collection actor addedAt viewCount lastViewedAt label".split()
)


def query_key(name: str, library: ItemType) -> str:
    """What the server calls an attribute in a library of that type. Names that are none stay as they are."""
    entry = ATTRIBUTES.get(name)
    key = entry.key if entry else name
    if library is ItemType.SHOW and key in _OF_EPISODES | _OF_SHOWS:
        return f"{'episode' if key in _OF_EPISODES else 'show'}.{key}"
    return key


def refusal(name: str, library: ItemType) -> str | None:
    """Why an attribute with its modifier may not be used in a library of that type; None where it may."""
    if name not in NAMES:
        return f"`{name}` is nothing that can be searched for"
    if library is ItemType.SHOW and name in FILMS_ONLY:
        return f"`{name}` can be searched for in movie libraries only"
    if library is ItemType.MOVIE and name in SHOWS_ONLY:
        return f"`{name}` can be searched for in show libraries only"
    is_music = name.startswith(("artist", "album", "track"))
    if (library is ItemType.ARTIST) is not is_music:
        return f"`{name}` can be searched for in music libraries only" if is_music else f"`{name}` means nothing in music"
    return None
