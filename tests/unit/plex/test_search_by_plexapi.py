"""Searches as the real python-plexapi makes them: it reads the description and the choices, then asks.

Source: spec, plex-api 20, numbers 26 to 46.
"""

from xml.etree import ElementTree as ET

import plexapi.server  # noqa: F401  registers the classes of items
import pytest
from plexapi.exceptions import NotFound
from plexapi.library import LibrarySection, MovieSection, MusicSection, ShowSection

from halley.plex.choices import choices
from halley.plex.description import describe_section
from halley.plex.ids import ItemType, SectionId
from halley.plex.items import Element
from halley.plex.library import Library
from halley.plex.query import parse_search
from halley.plex.requests import parse_query
from halley.plex.search import search
from halley.plex.tags import TagKind
from tests.builders import (
    a_collection,
    a_library,
    a_movie,
    a_season,
    a_show,
    a_track,
    an_album,
    an_artist,
    an_episode,
    tag_id,
)

NOW = 1_750_000_000
LIBRARY = a_library(
    a_movie(
        "The Harbor Lights",
        year=2004,
        genres=["Comedy", "Drama"],
        labels=["Overlay"],
        resolution="4k",
        hdr=True,
        audio=["en"],
        plays=1,
        content_rating="PG-13",
        added=NOW - 864_000,
    ),
    a_movie(
        "Ober", year=2006, genres=["Drama"], versions=[{}, {"resolution": "720"}], content_rating="Not Rated", audio=["de"]
    ),
    a_movie("Film 1", year=2007, genres=["War"], guid="plex://movie/abc", audio=["fr"]),
    a_movie("Film 10", year=1999, audio=["fr"]),
    a_show(
        "Pier Nine", a_season(1, an_episode("Low Tide", resolution="4k", plays=1), an_episode("High Tide")), labels=["x"]
    ),
    a_show("Quiet", a_season(1, an_episode("Hush", plays=1, resolution="sd"))),
    an_artist("Waves", an_album("Surf", a_track("Foam")), genres=["Rock"]),
    a_collection("Harbor Collection", "Ober", labels=["Kometa"]),
)
CLIENTS = {ItemType.MOVIE: MovieSection, ItemType.SHOW: ShowSection, ItemType.ARTIST: MusicSection}


class FakeServer:
    """Answers from LIBRARY what python-plexapi asks when it searches, and remembers the questions."""

    _baseurl, _token, _session = "http://plex", None, None

    def __init__(self, library: Library) -> None:
        self._library = library
        self.asked: list[str] = []

    def query(self, key: str, *_: object, **__: object) -> ET.Element:
        self.asked.append(key)
        path, _, query = key.partition("?")
        section, last = self._library.sections[SectionId(int(path.split("/")[3]))], path.split("/")[4]
        found = ET.Element("MediaContainer")
        if "includeMeta=1" in query:
            found.append(_xml(describe_section(section, collections=last == "collections")))
        elif last == "all":
            wanted = parse_search(parse_query(query), section.type)
            for item in search(self._library, section.id, wanted, now=NOW):
                attributes = {"ratingKey": str(item.key), "key": f"/library/metadata/{item.key}", "childCount": "1"}
                ET.SubElement(found, item.type.element, {**attributes, "type": item.type.word, "title": item.title})
        else:
            number = dict(parse_query(query)).get("type")
            kind = ItemType.of_number(int(number)) if number else None
            for choice in choices(self._library, section.id, last, kind):
                ET.SubElement(found, "Directory", key=choice.key, title=choice.title, type=last)
        found.set("size", str(len(found)))
        found.set("totalSize", str(len(found)))
        return found


def _xml(element: Element) -> ET.Element:
    found = ET.Element(element.name, dict(element.attributes))
    found.extend(_xml(child) for child in element.children)
    return found


def section(number: int) -> LibrarySection:
    known = LIBRARY.sections[SectionId(number)]
    data = ET.Element("Directory", key=str(known.id), type=known.type.word, title=known.title)
    return CLIENTS[known.type](FakeServer(LIBRARY), data)


MOVIES, SHOWS, MUSIC = 1, 2, 3
HARBOR, OBER, ONE, TEN = "The Harbor Lights", "Ober", "Film 1", "Film 10"


@pytest.mark.parametrize(
    ("number", "words", "expected"),
    [
        pytest.param(MOVIES, {}, [ONE, TEN, HARBOR, OBER], id="39 by title without article"),
        pytest.param(MOVIES, {"limit": 2}, [ONE, TEN], id="24 limit"),
        pytest.param(MOVIES, {"label": "overlay"}, [HARBOR], id="26 label"),
        pytest.param(MOVIES, {"genre": "comedy"}, [HARBOR], id="30 genre in any case"),
        pytest.param(MOVIES, {"label": "NoSuchLabel"}, [], id="31 unknown label"),
        pytest.param(MOVIES, {"genre": ["Comedy", "War"]}, [ONE, HARBOR], id="32 union"),
        pytest.param(MOVIES, {"filters": {"genre&": ["Comedy", "Drama"]}}, [HARBOR], id="32 intersection"),
        pytest.param(MOVIES, {"filters": {"genre!": "Drama"}}, [ONE, TEN], id="32 complement"),
        pytest.param(MOVIES, {"title": "ober"}, [OBER], id="33 contains"),
        pytest.param(MOVIES, {"title": ["ober", "harbor"]}, [HARBOR, OBER], id="33 contains either"),
        pytest.param(MOVIES, {"filters": {"title=": "the harbor lights"}}, [HARBOR], id="33 exactly"),
        pytest.param(MOVIES, {"filters": {"title!=": "Ober"}}, [ONE, TEN, HARBOR], id="33 not exactly"),
        pytest.param(MOVIES, {"filters": {"title<": "The"}}, [HARBOR], id="33 begins"),
        pytest.param(MOVIES, {"filters": {"title>": "1"}}, [ONE], id="33 ends"),
        pytest.param(MOVIES, {"year": [2006, 2007]}, [ONE, OBER], id="34 years"),
        pytest.param(MOVIES, {"filters": {"year>>": 2006}}, [ONE], id="34 after"),
        pytest.param(MOVIES, {"filters": {"year<<": 2004}}, [TEN], id="34 before"),
        pytest.param(MOVIES, {"unwatched": True}, [ONE, TEN, OBER], id="35 unwatched"),
        pytest.param(MOVIES, {"unwatched": False}, [HARBOR], id="35 watched"),
        pytest.param(MOVIES, {"filters": {"addedAt>>": "30d"}}, [HARBOR], id="36 in 30 days"),
        pytest.param(
            MOVIES,
            {"filters": {"and": [{"genre": "drama"}, {"or": [{"year>>": 2005}, {"unwatched": False}]}]}},
            [HARBOR, OBER],
            id="37 nested",
        ),
        pytest.param(MOVIES, {"sort": "year:desc"}, [ONE, OBER, HARBOR, TEN], id="38 sort"),
        pytest.param(MOVIES, {"resolution": "4k"}, [HARBOR], id="42 resolution"),
        pytest.param(MOVIES, {"resolution": "1080p"}, [ONE, TEN, OBER], id="42 resolution by title"),
        pytest.param(MOVIES, {"audioLanguage": "English"}, [HARBOR], id="42 language by name"),
        pytest.param(MOVIES, {"hdr": True}, [HARBOR], id="42 hdr"),
        pytest.param(MOVIES, {"contentRating": "Not Rated"}, [OBER], id="content rating whose key is encoded"),
        pytest.param(
            SHOWS, {"libtype": "episode", "filters": {"show.title": "Pier Nine"}}, ["Low Tide", "High Tide"], id="43 up"
        ),
        pytest.param(SHOWS, {"libtype": "episode", "unwatched": True}, ["High Tide"], id="43 episodes"),
        pytest.param(SHOWS, {"libtype": "show", "filters": {"episode.resolution": "4k"}}, ["Pier Nine"], id="43 down"),
        pytest.param(SHOWS, {"unwatchedLeaves": True}, ["Pier Nine"], id="shows with unwatched episodes"),
        pytest.param(SHOWS, {"unwatched": True}, ["Pier Nine"], id="a field that only episodes have"),
        pytest.param(SHOWS, {"libtype": "season", "filters": {"show.label": "x"}}, ["Season 1"], id="seasons"),
        pytest.param(SHOWS, {"sort": "episode.addedAt:desc"}, ["Quiet", "Pier Nine"], id="sort by episodes"),
        pytest.param(MUSIC, {"libtype": "album", "filters": {"artist.genre": "rock"}}, ["Surf"], id="music"),
        pytest.param(MOVIES, {"duplicate": True}, [OBER], id="44 duplicates"),
        pytest.param(MOVIES, {"guid": "plex://movie/abc"}, [ONE], id="46 guid"),
        pytest.param(MOVIES, {"filters": {"id!": 101}}, [ONE, TEN, OBER], id="46 id"),
        pytest.param(MOVIES, {"libtype": "collection", "title": "harbor"}, ["Harbor Collection"], id="50 collection"),
        pytest.param(MOVIES, {"libtype": "collection", "label": "kometa"}, ["Harbor Collection"], id="50 by label"),
        pytest.param(MOVIES, {"collection": "Harbor Collection"}, [OBER], id="members by collection"),
    ],
)
def test_a_search_finds(number: int, words: dict[str, object], expected: list[str]) -> None:
    assert [item.title for item in section(number).search(**words)] == expected


def test_a_title_is_got_by_its_beginning_in_sort_order() -> None:  # 41
    movies = section(MOVIES)
    assert movies.get("Film 1").title == "Film 1"
    with pytest.raises(NotFound):
        movies.get("Nothing")


def test_a_tag_is_sent_by_its_id_and_an_unknown_one_by_its_text() -> None:  # 30, 31
    movies = section(MOVIES)
    movies.search(genre="comedy")
    assert f"genre={tag_id(LIBRARY, TagKind.GENRE, 'Comedy')}" in movies._server.asked[-1]
    movies.search(label="NoSuchLabel")
    assert "label=NoSuchLabel" in movies._server.asked[-1]


def test_choices_have_a_key_and_a_title() -> None:  # 29
    found = section(MOVIES).listFilterChoices("genre")[0]
    assert (found.key, found.title) == (str(tag_id(LIBRARY, TagKind.GENRE, "Comedy")), "Comedy")


def test_random_twice_is_two_orders() -> None:  # 40
    movies = section(MOVIES)
    assert len({tuple(item.title for item in movies.search(sort="random")) for _ in range(30)}) > 1


def test_everything_on_a_sort_menu_can_be_handed_back() -> None:
    for number in (MOVIES, SHOWS, MUSIC):
        one = section(number)
        for kind in LIBRARY.sections[SectionId(number)].levels:
            for sort in one.listSorts(kind.word):
                assert one.search(libtype=kind.word, sort=sort)
