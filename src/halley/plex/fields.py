"""The fields that a search may name: one entry each, with its type, the levels that have it, and how it is read.

`query` knows names by this table, `conditions` and `ordering` read items by it, `description` and `choices` tell clients
about it. Source: spec, plex-api 3.2 and 4.3.
"""

from dataclasses import dataclass
from enum import Enum

from halley.plex import readings
from halley.plex.ids import ItemType
from halley.plex.readings import Chance, Flag, Moment, Number, Reading, Tagged, Text, Words
from halley.plex.tags import TagKind


class FieldType(Enum):
    """Plex's types of field, with the operators that the description lists for each. Source: spec, plex-api 3.2."""

    TAG = ("tag", (("=", "is"), ("!=", "is not")))
    INTEGER = ("integer", (("=", "is"), ("!=", "is not"), (">>=", "is greater than"), ("<<=", "is less than")))
    STRING = (
        "string",
        (
            ("=", "contains"),
            ("!=", "does not contain"),
            ("==", "is"),
            ("!==", "is not"),
            ("<=", "begins with"),
            (">=", "ends with"),
        ),
    )
    BOOLEAN = ("boolean", (("=", "is true"), ("!=", "is false")))
    DATE = ("date", (("<<=", "is before"), (">>=", "is after")))
    SUBTITLE_LANGUAGE = ("subtitleLanguage", (("=", "is"), ("!=", "is not")))
    AUDIO_LANGUAGE = ("audioLanguage", (("=", "is"), ("!=", "is not")))
    RESOLUTION = ("resolution", (("=", "is"),))
    GUID = ("guid", (("=", "is"),))

    def __init__(self, word: str, operators: tuple[tuple[str, str], ...]) -> None:
        self.word = word
        self.operators = operators  #: key and title


M, S, SE, E = ItemType.MOVIE, ItemType.SHOW, ItemType.SEASON, ItemType.EPISODE
AR, AL, T = ItemType.ARTIST, ItemType.ALBUM, ItemType.TRACK
C, P, CL = ItemType.COLLECTION, ItemType.PLAYLIST, ItemType.CLIP

ALL = frozenset(ItemType)
MEDIA = ALL - {C, P}
FILES = frozenset({M, E, T, CL})
FILMS = frozenset({M, E, CL})
HOLDERS = readings.HOLDERS


@dataclass(frozen=True, slots=True)
class Field:
    """One field. `title` is for people; `subtype` (rating, year, bitrate...) and `type` are Plex's.

    `looks_at` are the attributes and tag kinds that decide it, where that is not its own name; `looks_below` says that
    those of the episodes or tracks below decide it.
    """

    name: str
    type: FieldType
    reading: Reading
    levels: frozenset[ItemType]
    title: str
    subtype: str | None = None
    looks_at: tuple[str, ...] = ()
    looks_below: bool = False


def _tag(kind: TagKind, levels: frozenset[ItemType], title: str) -> Field:
    return Field(kind.word, FieldType.TAG, Tagged(kind), levels, title)


def _string(name: str, levels: frozenset[ItemType], title: str) -> Field:
    return Field(name, FieldType.STRING, readings.text(name), levels, title)


def _word(name: str, levels: frozenset[ItemType], title: str) -> Field:
    return Field(name, FieldType.TAG, readings.word(name), levels, title)


def _rating(name: str, title: str) -> Field:
    return Field(name, FieldType.INTEGER, readings.rating(name), ALL, title, "rating")


def _integer(name: str, reading: Number, levels: frozenset[ItemType], title: str, subtype: str | None = None) -> Field:
    return Field(name, FieldType.INTEGER, reading, levels, title, subtype)


def _date(name: str, levels: frozenset[ItemType], title: str) -> Field:
    return Field(name, FieldType.DATE, readings.moment(name), levels, title)


def _flag(
    name: str,
    reading: Flag,
    levels: frozenset[ItemType],
    title: str,
    *looks_at: str,
    below: bool = False,
    subtype: str | None = None,
) -> Field:
    return Field(name, FieldType.BOOLEAN, reading, levels, title, subtype, looks_at, below)


_COUNTS = ("viewCount", "viewedLeafCount", "leafCount")
_YEARS = MEDIA - {AR}
_ENTRIES = (
    _string("title", ALL, "Title"),
    Field("titleSort", FieldType.STRING, Text(readings.sort_title), ALL, "Title", looks_at=("titleSort", "title")),
    _string("originalTitle", MEDIA, "Original Title"),
    _string("summary", ALL, "Summary"),
    _string("tagline", ALL, "Tagline"),
    _string("studio", frozenset({M, S, AR, AL}), "Studio"),
    _string("editionTitle", frozenset({M}), "Edition"),
    Field("guid", FieldType.GUID, readings.word("guid"), ALL, "Guid"),
    _rating("rating", "Critic Rating"),
    _rating("audienceRating", "Audience Rating"),
    _rating("userRating", "Rating"),
    _integer("id", Number(lambda item, _: item.key), ALL, "Rating Key"),
    _integer("index", readings.number("index"), ALL, "Number"),
    _integer("absoluteIndex", readings.number("absoluteIndex"), frozenset({E, T}), "Absolute Index"),
    _integer("year", readings.number("year"), _YEARS, "Year", "year"),
    Field("decade", FieldType.INTEGER, Number(readings.decade), _YEARS, "Decade", "decade", looks_at=("year",)),
    _integer("duration", readings.number("duration"), ALL, "Duration", "duration"),
    _integer("viewCount", readings.counter("viewCount"), ALL, "Plays"),
    _integer("skipCount", readings.counter("skipCount"), MEDIA, "Skips"),
    _integer("viewOffset", readings.counter("viewOffset"), FILES, "Progress"),
    _integer("ratingCount", readings.counter("ratingCount"), frozenset({T, C}), "Popularity"),
    _integer("mediaSize", Number(readings.media_size), FILES, "File Size", "fileSize"),
    _integer("mediaBitrate", readings.media_number("bitrate"), FILES, "Bitrate", "bitrate"),
    _integer("mediaHeight", readings.media_number("height"), FILMS, "Resolution"),
    Field(
        "unviewedLeafCount",
        FieldType.INTEGER,
        Number(readings.unplayed_leaves),
        HOLDERS,
        "Unplayed",
        looks_at=_COUNTS,
        looks_below=True,
    ),
    _word("contentRating", MEDIA | {C}, "Content Rating"),
    _word("network", frozenset({S}), "Network"),
    _word("source", frozenset({AL, T}), "Source"),
    _word("subtype", frozenset({C}), "Subtype"),
    _word("playlistType", frozenset({P}), "Playlist Type"),
    _tag(TagKind.GENRE, frozenset({M, S, AR, AL, T, CL}), "Genre"),
    _tag(TagKind.COLLECTION, MEDIA, "Collection"),
    _tag(TagKind.DIRECTOR, frozenset({M, S, E}), "Director"),
    _tag(TagKind.WRITER, frozenset({M, S, E}), "Writer"),
    _tag(TagKind.PRODUCER, frozenset({M, S, E}), "Producer"),
    _tag(TagKind.ROLE, frozenset({M, S, E}), "Actor"),
    _tag(TagKind.COUNTRY, frozenset({M, S, AR}), "Country"),
    _tag(TagKind.LABEL, ALL, "Label"),
    _tag(TagKind.MOOD, frozenset({AR, AL, T}), "Mood"),
    _tag(TagKind.STYLE, frozenset({AR, AL}), "Style"),
    _tag(TagKind.FORMAT, frozenset({AL}), "Format"),
    _tag(TagKind.SUBFORMAT, frozenset({AL}), "Type"),
    _tag(TagKind.SIMILAR, frozenset({M, AR}), "Similar"),
    Field(
        "originallyAvailableAt",
        FieldType.DATE,
        Moment(lambda item: readings.midnight(item.attributes.get("originallyAvailableAt"))),
        MEDIA,
        "Release Date",
    ),
    _date("addedAt", ALL, "Date Added"),
    _date("updatedAt", ALL, "Date Updated"),
    _date("lastViewedAt", ALL, "Last Played"),
    _date("lastRatedAt", ALL, "Last Rated"),
    _date("lastSkippedAt", MEDIA, "Last Skipped"),
    _flag("unmatched", Flag(readings.is_unmatched), MEDIA, "Unmatched", "guid"),
    _flag("duplicate", Flag(lambda item, _: len(item.media) > 1), FILES, "Duplicate", "media"),
    _flag("unwatched", Flag(readings.is_unplayed), MEDIA, "Unplayed", "viewCount", below=True),
    _flag("unwatchedLeaves", Flag(readings.has_unplayed_leaves), HOLDERS, "Unplayed Episodes", *_COUNTS, below=True),
    _flag("inProgress", Flag(readings.is_in_progress), FILMS | {S, SE}, "In Progress", "viewOffset", below=True),
    _flag("trash", Flag(lambda item, _: "deletedAt" in item.attributes), ALL, "Trashed", "deletedAt"),
    _flag("smart", Flag(lambda item, _: item.is_smart), frozenset({C, P}), "Smart", "smart"),
    _flag("hdr", Flag(readings.is_hdr), FILMS, "HDR", "media", subtype="hdr"),
    _flag("dovi", Flag(readings.is_dovi), FILMS, "Dolby Vision", "media"),
    Field(
        "resolution",
        FieldType.RESOLUTION,
        Words(readings.resolutions, readings.resolution_spellings),
        FILMS,
        "Resolution",
        looks_at=("media",),
    ),
    Field(
        "audioLanguage",
        FieldType.AUDIO_LANGUAGE,
        Words(readings.languages(2), readings.plain_spellings),
        FILMS,
        "Audio Language",
        looks_at=("media",),
    ),
    Field(
        "subtitleLanguage",
        FieldType.SUBTITLE_LANGUAGE,
        Words(readings.languages(3), readings.plain_spellings),
        FILMS,
        "Subtitle Language",
        looks_at=("media",),
    ),
    Field("random", FieldType.INTEGER, Chance(), ALL, "Randomly"),
)

FIELDS: dict[str, Field] = {entry.name: entry for entry in _ENTRIES}


def family(level: ItemType) -> tuple[ItemType, ...]:
    """The levels that stand above and below one another with it, top first: show, season, episode."""
    top = level
    while (above := top.parent) is not None:
        top = above
    found = [top]
    while (below := found[-1].child) is not None:
        found.append(below)
    return tuple(found)


def find(name: str, scope: ItemType | None, wanted: ItemType) -> tuple[ItemType, Field] | None:
    """The field of that name and the level that it is read at, in a search for items of type `wanted`.

    With a scope it is read there; without, at the result's own level, else at the nearest level below, else above, that
    has it (`resolution` of shows is that of their episodes). None: no such field there.
    """
    field = FIELDS.get(name)
    levels = family(wanted)
    if field is None:
        return None
    if scope is not None:
        return (scope, field) if scope in levels and scope in field.levels else None
    place = levels.index(wanted)
    nearest = (*levels[place:], *reversed(levels[:place]))
    return next(((level, field) for level in nearest if level in field.levels), None)
