"""The filter description, read by the client that needs it."""

from xml.etree import ElementTree as ET

import pytest
from plexapi.exceptions import NotFound
from plexapi.library import MovieSection, MusicSection, ShowSection

from halley.plex.description import MENUS, describe_section, filters_of, sorts_of
from halley.plex.fields import FIELDS
from halley.plex.ids import ItemType, SectionId
from halley.plex.items import Element
from halley.plex.library import Section
from halley.plex.query import parse_search
from halley.plex.requests import parse_query
from tests.builders import a_section

MOVIES = a_section(1, "Movies", ItemType.MOVIE)
SHOWS = a_section(2, "TV Shows", ItemType.SHOW)
MUSIC = a_section(3, "Music", ItemType.ARTIST)
LEVELS = [(section, level) for section in (MOVIES, SHOWS, MUSIC) for level in section.levels]


def as_xml(element: Element) -> ET.Element:
    found = ET.Element(element.name, dict(element.attributes))
    found.extend(as_xml(child) for child in element.children)
    return found


class FakeServer:
    """Answers python-plexapi's two questions about filters, and no other."""

    _baseurl = "http://plex"
    _token = None

    def __init__(self, section: Section) -> None:
        self._section = section
        self._session = None

    def query(self, key: str, *_: object, **__: object) -> ET.Element:
        path, _, query = key.partition("?")
        assert "includeMeta=1" in query, key
        found = ET.Element("MediaContainer", size="0", totalSize="0", offset="0")
        found.append(as_xml(describe_section(self._section, collections=path.endswith("/collections"))))
        return found


CLIENTS = {ItemType.MOVIE: MovieSection, ItemType.SHOW: ShowSection, ItemType.ARTIST: MusicSection}


def client(section: Section) -> MovieSection | ShowSection | MusicSection:
    data = ET.Element("Directory", key=str(section.id), type=section.type.word, title=section.title)
    return CLIENTS[section.type](FakeServer(section), data)


def test_python_plexapi_finds_every_type() -> None:
    assert [one.type for one in client(MOVIES).filterTypes()] == ["movie", "folder", "collection"]
    assert [one.type for one in client(SHOWS).filterTypes()] == ["show", "season", "episode", "folder", "collection"]
    assert [one.type for one in client(MUSIC).filterTypes()] == ["artist", "album", "track", "folder", "collection"]


# Transcribed from the recorded tables: spec, plex-api 3.2.
FILTERS = {
    "movie": "genre year decade contentRating collection director actor writer producer country studio resolution hdr"
    " dovi unwatched inProgress unmatched audioLanguage subtitleLanguage editionTitle label duplicate",
    "show": "genre year contentRating studio network collection director actor writer producer country "
    "unwatchedLeaves unmatched label",
    "season": "collection",
    "episode": "year collection resolution hdr dovi unwatched inProgress audioLanguage subtitleLanguage unmatched duplicate",
    "artist": "genre mood style country collection unmatched",
    "album": "genre mood style year decade studio format subformat collection label source unmatched",
    "track": "mood userRating source",
}
DEFAULTS = {
    "movie": "titleSort",
    "show": "titleSort",
    "season": "show.titleSort,index",
    "episode": "show.titleSort,season.index:nullsLast,episode.index:nullsLast,episode.originallyAvailableAt:nullsLast,"
    "episode.titleSort,episode.id",
    "artist": "titleSort",
    "album": "artist.titleSort,album.titleSort,album.index,album.id,album.originallyAvailableAt",
    "track": "artist.titleSort,album.titleSort,album.year,track.absoluteIndex,track.index,track.titleSort,track.id",
}
SORTS = {
    "movie": "titleSort year originallyAvailableAt rating audienceRating userRating contentRating duration viewOffset"
    " viewCount addedAt lastViewedAt mediaHeight mediaBitrate random",
    "show": "titleSort year originallyAvailableAt rating audienceRating userRating contentRating unviewedLeafCount"
    " episode.addedAt addedAt lastViewedAt random",
    "season": "season.index,season.titleSort show.titleSort,index userRating addedAt random",
    "artist": "titleSort userRating addedAt lastViewedAt viewCount random",
}
TYPES = {
    "movie": {
        "string": "title studio editionTitle",
        "integer": "userRating year decade duration viewCount mediaSize mediaBitrate",
        "tag": "contentRating genre collection director writer producer actor country label",
        "date": "originallyAvailableAt addedAt lastViewedAt",
        "boolean": "unmatched duplicate unwatched hdr dovi inProgress trash",
        "resolution": "resolution",
        "subtitleLanguage": "subtitleLanguage",
        "audioLanguage": "audioLanguage",
    },
    "show": {
        "string": "show.title show.studio",
        "integer": "show.userRating show.year show.viewCount",
        "tag": "show.network show.contentRating show.genre show.collection show.director show.writer show.producer"
        " show.actor show.country show.label",
        "date": "show.lastViewedAt show.addedAt",
        "boolean": "show.unmatched show.unwatchedLeaves",
    },
    "track": {
        "string": "track.title",
        "integer": "track.viewCount track.skipCount track.userRating track.mediaSize track.mediaBitrate",
        "tag": "track.mood track.source",
        "date": "track.lastViewedAt track.lastSkippedAt track.lastRatedAt track.addedAt",
        "boolean": "track.trash",
    },
}


def own(element: Element, level: str, name: str) -> list[Element]:
    kind = next(one for one in element.children if one.attributes.get("type") == level)
    return [one for one in kind.children if one.name == name]


@pytest.mark.parametrize(("section", "level"), LEVELS, ids=lambda value: getattr(value, "word", None))
def test_the_filters_are_the_recorded_ones(section: Section, level: ItemType) -> None:
    found = own(describe_section(section, collections=False), level.word, "Filter")
    assert [one.attributes["filter"] for one in found] == FILTERS[level.word].split()


@pytest.mark.parametrize(("section", "level"), LEVELS, ids=lambda value: getattr(value, "word", None))
def test_the_sorts_are_the_recorded_ones(section: Section, level: ItemType) -> None:
    found = [one.attributes for one in own(describe_section(section, collections=False), level.word, "Sort")]
    assert [one["key"] for one in found if "default" in one] == [DEFAULTS[level.word]]
    if level.word in SORTS:
        assert [one["key"] for one in found] == SORTS[level.word].split()


@pytest.mark.parametrize("level", TYPES)
def test_the_fields_are_the_recorded_ones(level: str) -> None:
    section = next(section for section, kind in LEVELS if kind.word == level)
    found: dict[str, list[str]] = {}
    for one in own(describe_section(section, collections=False), level, "Field"):
        found.setdefault(one.attributes["type"], []).append(one.attributes["key"])
    assert {kind: " ".join(keys) for kind, keys in found.items()} == TYPES[level]


def test_the_descending_key_of_a_compound_sort_turns_its_first_part_only() -> None:
    found = next(
        one.attributes for one in sorts_of(SHOWS, ItemType.SEASON) if one.attributes["key"] == "show.titleSort,index"
    )
    assert found["descKey"] == "show.titleSort:desc,index"


@pytest.mark.parametrize(
    ("section", "level", "name", "key"),
    [
        pytest.param(MOVIES, ItemType.MOVIE, "genre", "/library/sections/1/genre", id="movies without type"),
        pytest.param(SHOWS, ItemType.SHOW, "genre", "/library/sections/2/genre?type=2", id="shows"),
        pytest.param(SHOWS, ItemType.EPISODE, "resolution", "/library/sections/2/resolution?type=4", id="episodes"),
        pytest.param(SHOWS, ItemType.EPISODE, "audioLanguage", "/library/sections/2/audioLanguage", id="but not languages"),
    ],
)
def test_a_filter_says_where_its_choices_are(section: Section, level: ItemType, name: str, key: str) -> None:
    assert next(one.attributes["key"] for one in filters_of(section, level) if one.attributes["filter"] == name) == key


def test_duplicates_are_an_advanced_filter() -> None:
    assert [one.attributes["filter"] for one in filters_of(MOVIES, ItemType.MOVIE) if "advanced" in one.attributes] == [
        "duplicate"
    ]


@pytest.mark.parametrize(("level", "menu"), MENUS.items(), ids=lambda value: getattr(value, "word", None))
def test_every_name_on_a_menu_is_a_field_that_can_be_searched(level: ItemType, menu: object) -> None:
    for name in [*MENUS[level].filters.split(), *MENUS[level].fields.split()]:
        assert level in FIELDS[name].levels, name
    for key in MENUS[level].sorts.split():
        top = next((section.type for section, kind in LEVELS if kind is level), ItemType.MOVIE)
        found = parse_search((("type", str(level.number)), ("sort", key)), top).sort
        assert len(found) == key.count(",") + 1, key


class TestSearchesOfPythonPlexapi:
    """What the client writes once it has read the description is what we read."""

    @pytest.mark.parametrize(
        ("section", "arguments", "expected"),
        [
            pytest.param(MOVIES, {"year": [2006, 2007]}, "year=2006%2C2007", id="years"),
            pytest.param(MOVIES, {"filters": {"year>>": 2000}}, "year%3E%3E=2000", id="more"),
            pytest.param(MOVIES, {"filters": {"addedAt>>": "30d"}}, "addedAt%3E%3E=-30d", id="relative"),
            pytest.param(MOVIES, {"filters": {"title=": "X"}}, "title%3D=X", id="exactly"),
            pytest.param(MOVIES, {"unwatched": False}, "unwatched=0", id="boolean"),
            pytest.param(MOVIES, {"guid": "plex://movie/1"}, "guid=plex%3A%2F%2Fmovie%2F1", id="guid"),
            pytest.param(MOVIES, {"filters": {"id!": 101}}, "id!=101", id="id"),
            pytest.param(MOVIES, {"sort": "addedAt:desc"}, "sort=movie.addedAt%3Adesc", id="sort"),
            pytest.param(SHOWS, {"libtype": "episode", "unwatched": True}, "episode.unwatched=1", id="episodes"),
            pytest.param(SHOWS, {"filters": {"unwatchedLeaves": True}}, "show.unwatchedLeaves=1", id="shows"),
            pytest.param(SHOWS, {"libtype": "season", "filters": {"show.title": "x"}}, "show.title=x", id="seasons"),
            pytest.param(
                MOVIES,
                {"filters": {"and": [{"year>>": 2000}, {"or": [{"unwatched": True}, {"title": "x"}]}]}},
                "push=1&year%3E%3E=2000&and=1&push=1&unwatched=1&or=1&title=x&pop=1&pop=1",
                id="nested",
            ),
        ],
    )
    def test_are_understood(self, section: Section, arguments: dict[str, object], expected: str) -> None:
        key = client(section)._buildSearchKey(**arguments)
        _, _, query = key.partition("?")
        assert expected.replace("!", "%21") in query.replace("!", "%21")
        wanted = parse_search(parse_query(query), section.type)
        assert wanted.fields

    def test_each_field_operator_and_sort_that_the_client_offers_is_known(self) -> None:
        for section in (MOVIES, SHOWS, MUSIC):
            reader = client(section)
            for kind in (*section.levels, ItemType.COLLECTION):
                for field in reader.listFields(kind.word):
                    if field.key in {"group", "having"}:
                        continue
                    for operator in reader.listOperators(field.type):
                        query = ((f"{field.key}{operator.key[:-1]}", "1"), ("type", str(kind.number)))
                        assert parse_search(query, section.type).fields, (kind, field.key, operator.key)
                for sort in reader.listSorts(kind.word):
                    query = (("sort", sort.key), ("type", str(kind.number)))
                    assert parse_search(query, section.type).sort, (kind, sort.key)

    def test_for_what_no_section_has_are_refused_by_the_client(self) -> None:
        with pytest.raises(NotFound):
            client(MOVIES)._buildSearchKey(filters={"nonsense": "1"})


def test_a_section_describes_itself_under_its_own_number() -> None:
    text = ET.tostring(as_xml(describe_section(a_section(SectionId(42), "Films"), collections=False))).decode()
    assert "/library/sections/42/" in text
    assert "/library/sections/1/" not in text
