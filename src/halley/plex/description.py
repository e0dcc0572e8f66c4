"""What a section can be filtered and sorted by, as the `<Meta>` element that clients read before their first search.

The tables are the server's own menus, in its order (spec, plex-api 3.2); what a name means stands in `fields`.
python-plexapi refuses a search for a field that stands in no menu, so a name too few breaks clients.
"""

from dataclasses import dataclass

from immutables import Map

from halley.plex.fields import FIELDS, Field, FieldType
from halley.plex.ids import ItemType
from halley.plex.items import Element
from halley.plex.library import Section


@dataclass(frozen=True, slots=True)
class Menu:
    """The filters, sort orders and fields of one type: names with spaces between them, in the server's order.

    `default` is the sort that clients begin with; `untyped` filters have addresses without `?type=`.
    """

    title: str
    default: str
    filters: str = ""
    sorts: str = ""
    fields: str = ""
    advanced: str = ""
    untyped: str = ""


_BY_SHOW = (
    "show.titleSort,season.index:nullsLast,episode.index:nullsLast,episode.originallyAvailableAt:nullsLast,"
    "episode.titleSort,episode.id"
)
_BY_ALBUM_ARTIST = "artist.titleSort,album.titleSort,album.index,album.id,album.originallyAvailableAt"
_BY_TRACK_ARTIST = "artist.titleSort,album.titleSort,album.year,track.absoluteIndex,track.index,track.titleSort,track.id"
_COMPOUND_TITLES = {
    "season.index,season.titleSort": "Season",
    "show.titleSort,index": "Show",
    _BY_SHOW: "Show",
    _BY_ALBUM_ARTIST: "Album Artist",
    _BY_TRACK_ARTIST: "Album Artist",
    "episode.addedAt": "Last Episode Date Added",
    "album.titleSort": "Album",
    "originalTitle": "Artist",
    "rating": "Critic Rating",
}

MENUS: dict[ItemType, Menu] = {
    ItemType.MOVIE: Menu(
        "Movies",
        "titleSort",
        filters="genre year decade contentRating collection director actor writer producer country studio resolution hdr "
        "dovi unwatched inProgress unmatched audioLanguage subtitleLanguage editionTitle label duplicate",
        sorts="titleSort year originallyAvailableAt rating audienceRating userRating contentRating duration viewOffset "
        "viewCount addedAt lastViewedAt mediaHeight mediaBitrate random",
        fields="title studio editionTitle userRating year decade duration viewCount mediaSize mediaBitrate contentRating "
        "genre collection director writer producer actor country label originallyAvailableAt addedAt lastViewedAt unmatched "
        "duplicate unwatched hdr dovi inProgress trash resolution subtitleLanguage audioLanguage",
        advanced="duplicate",
    ),
    ItemType.SHOW: Menu(
        "TV Shows",
        "titleSort",
        filters="genre year contentRating studio network collection director actor writer producer country unwatchedLeaves "
        "unmatched label",
        sorts="titleSort year originallyAvailableAt rating audienceRating userRating contentRating unviewedLeafCount "
        "episode.addedAt addedAt lastViewedAt random",
        fields="title studio userRating year viewCount network contentRating genre collection director writer producer "
        "actor country label lastViewedAt addedAt unmatched unwatchedLeaves",
    ),
    ItemType.SEASON: Menu(
        "Seasons",
        "show.titleSort,index",
        filters="collection",
        sorts="season.index,season.titleSort show.titleSort,index userRating addedAt random",
        fields="collection",
    ),
    ItemType.EPISODE: Menu(
        "Episodes",
        _BY_SHOW,
        filters="year collection resolution hdr dovi unwatched inProgress audioLanguage subtitleLanguage unmatched "
        "duplicate",
        sorts=f"titleSort {_BY_SHOW} year originallyAvailableAt rating audienceRating userRating duration viewOffset "
        "viewCount addedAt lastViewedAt mediaHeight mediaBitrate random",
        fields="title year userRating viewCount mediaSize mediaBitrate collection actor addedAt originallyAvailableAt "
        "lastViewedAt unwatched inProgress duplicate hdr dovi trash unmatched resolution subtitleLanguage audioLanguage",
        advanced="duplicate",
        untyped="audioLanguage subtitleLanguage unmatched",
    ),
    ItemType.ARTIST: Menu(
        "Artists",
        "titleSort",
        filters="genre mood style country collection unmatched",
        sorts="titleSort userRating addedAt lastViewedAt viewCount random",
        fields="title userRating genre collection country mood style addedAt lastViewedAt unmatched",
    ),
    ItemType.ALBUM: Menu(
        "Albums",
        _BY_ALBUM_ARTIST,
        filters="genre mood style year decade studio format subformat collection label source unmatched",
        sorts=f"titleSort {_BY_ALBUM_ARTIST} year originallyAvailableAt rating userRating addedAt lastViewedAt "
        "viewCount random",
        fields="title studio year decade viewCount userRating rating genre mood style format subformat collection source "
        "label lastViewedAt addedAt originallyAvailableAt unmatched",
    ),
    ItemType.TRACK: Menu(
        "Tracks",
        _BY_TRACK_ARTIST,
        filters="mood userRating source",
        sorts=f"titleSort {_BY_TRACK_ARTIST} originalTitle album.titleSort userRating duration viewCount addedAt "
        "lastViewedAt lastRatedAt random ratingCount mediaBitrate",
        fields="title viewCount skipCount userRating mediaSize mediaBitrate mood source lastViewedAt lastSkippedAt "
        "lastRatedAt addedAt trash",
    ),
    ItemType.COLLECTION: Menu("Collections", "titleSort", sorts="titleSort"),
}
_ASCENDING = frozenset({"titleSort", "originalTitle", "album.titleSort"})
_LISTED = tuple(kind for kind in FieldType if kind is not FieldType.GUID)  # clients add `guid` themselves


def describe_section(section: Section, *, collections: bool) -> Element:
    """The `<Meta>` of `/library/sections/N/all?includeMeta=1`, or of `.../collections?includeMeta=1`."""
    if collections:
        types = [_type(section, ItemType.COLLECTION)]
    else:
        folder = {"key": f"/library/sections/{section.id}/folder", "type": "folder", "title": "Folders", "active": "0"}
        types = [*(_type(section, level) for level in section.levels), Element("Type", Map(folder))]
    return Element("Meta", children=(*types, *(_field_type(kind) for kind in _LISTED)))


def filters_of(section: Section, level: ItemType) -> tuple[Element, ...]:
    """The `<Filter>` elements of a type; also the answer to `/library/sections/N/filters?type=T`."""
    menu = MENUS[level]
    return tuple(_filter(section, level, menu, FIELDS[name]) for name in menu.filters.split())


def sorts_of(section: Section, level: ItemType) -> tuple[Element, ...]:
    """The `<Sort>` elements of a type; also the answer to `/library/sections/N/sorts?type=T`."""
    menu = MENUS[level]
    return tuple(_sort(section, level, key, default=key == menu.default) for key in menu.sorts.split())


def _type(section: Section, level: ItemType) -> Element:
    attributes = {
        "key": f"/library/sections/{section.id}/all?type={level.number}",
        "type": level.word,
        "title": MENUS[level].title,
        "active": "1" if _is_active(section, level) else "0",
    }
    fields = tuple(_field(level, FIELDS[name]) for name in MENUS[level].fields.split())
    return Element("Type", Map(attributes), (*filters_of(section, level), *sorts_of(section, level), *fields))


def _is_active(section: Section, level: ItemType) -> bool:
    return level in {section.type, ItemType.COLLECTION}


def _filter(section: Section, level: ItemType, menu: Menu, field: Field) -> Element:
    untyped = level is ItemType.MOVIE or field.name in menu.untyped.split()
    attributes = {
        "filter": field.name,
        "filterType": field.type.word if field.type in {FieldType.INTEGER, FieldType.BOOLEAN} else "string",
        "key": f"/library/sections/{section.id}/{field.name}" + ("" if untyped else f"?type={level.number}"),
        "title": field.title,
        "type": "filter",
    }
    return Element("Filter", Map(attributes | ({"advanced": "1"} if field.name in menu.advanced.split() else {})))


def _sort(section: Section, level: ItemType, key: str, *, default: bool) -> Element:
    first, comma, others = key.partition(",")
    direction = "asc" if comma or key in _ASCENDING else "desc"
    attributes = {
        "defaultDirection": direction,
        "descKey": f"{first}:desc{comma}{others}",
        "key": key,
        "title": _COMPOUND_TITLES.get(key) or FIELDS[key].title,
    }
    if default:
        attributes["default"] = direction
        if _is_active(section, level):
            attributes |= {"active": "1", "activeDirection": direction}
    if key == "titleSort":
        attributes["firstCharacterKey"] = f"/library/sections/{section.id}/firstCharacter"
    return Element("Sort", Map(attributes))


def _field(level: ItemType, field: Field) -> Element:
    """Keys are bare in movie sections, scoped elsewhere; clients copy them into their queries."""
    scoped = level is not ItemType.MOVIE
    attributes = {
        "key": f"{level.word}.{field.name}" if scoped else field.name,
        "title": f"{level.word.capitalize()} {field.title}" if scoped else field.title,
        "type": field.type.word,
    }
    return Element("Field", Map(attributes | ({"subType": field.subtype} if field.subtype else {})))


def _field_type(kind: FieldType) -> Element:
    operators = tuple(Element("Operator", Map({"key": key, "title": title})) for key, title in kind.operators)
    return Element("FieldType", Map({"type": kind.word}), operators)
