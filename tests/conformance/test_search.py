"""Searches over HTTP, held against what the same client finds by looking at every item itself.

Searches on the model alone are in tests/unit/plex; here is what clients ask before they search, each operator on the
wire, and what a search sees of what was written a moment ago. Source: spec, plex-api 20, 26 to 50.
"""

from collections.abc import Callable
from datetime import datetime

import pytest
from plexapi.exceptions import BadRequest, NotFound
from plexapi.library import LibrarySection
from plexapi.video import Movie

from tests.builders import a_library, a_movie
from tests.conformance.conftest import Serve, Served

Test = Callable[[Movie], bool]


def day(year: int) -> datetime:
    """The first of a year, without a time zone as python-plexapi has its dates."""
    return datetime.fromisoformat(f"{year}-01-01")


def tags(items: list) -> set[str]:
    return {one.tag for one in items}


def titles(items: list) -> list[str]:
    return [one.title for one in items]


def test_the_description_is_read_once(served: Served) -> None:
    movies = served.movies
    first = served.asked(lambda: movies.search(label="Kept"))
    assert "GET /library/sections/1/all?includeMeta=1" in first[0]
    assert first[1].startswith("GET /library/sections/1/collections?includeMeta=1")
    assert first[2].startswith("GET /library/sections/1/label")
    assert len(served.asked(lambda: movies.search(label="Kept"))) == 2


@pytest.mark.parametrize(
    ("title", "types"),
    [
        ("Movies", ["movie", "folder", "collection"]),
        ("TV Shows", ["show", "season", "episode", "folder", "collection"]),
        ("Music", ["artist", "album", "track", "folder", "collection"]),
    ],
)
def test_a_section_says_what_types_it_has(served: Served, title: str, types: list[str]) -> None:
    assert [one.type for one in served.section(title).filterTypes()] == types


@pytest.mark.parametrize("title", ["Movies", "TV Shows", "Music"])
def test_each_type_has_filters_sorts_and_fields(served: Served, title: str) -> None:
    section = served.section(title)
    for one in section.filterTypes():
        if one.type in {"folder", "collection"}:
            continue
        assert one.filters
        assert one.sorts
        assert one.fields
        assert len([sort for sort in one.sorts if sort.default]) == 1
        assert all(field.type in {kind.type for kind in section.fieldTypes()} for field in one.fields)


@pytest.mark.parametrize(
    ("kind", "operators"),
    [
        ("string", ["=", "!=", "==", "!==", "<=", ">="]),
        ("integer", ["=", "!=", ">>=", "<<="]),
        ("tag", ["=", "!="]),
        ("boolean", ["=", "!="]),
        ("date", ["<<=", ">>="]),
        ("resolution", ["="]),
    ],
)
def test_each_type_of_field_has_its_operators(served: Served, kind: str, operators: list[str]) -> None:
    assert [one.key for one in served.movies.listOperators(kind)] == operators


@pytest.mark.parametrize(
    ("field", "expected"),
    [
        ("genre", {"Action", "Comedy", "Crime", "Drama", "Horror", "Romance", "War"}),
        ("year", {"1979", "1995", "1998", "2001", "2006", "2019"}),
        ("decade", {"1970s", "1990s", "2000s", "2010s"}),
        ("contentRating", {"PG", "R"}),
        ("resolution", {"4K", "720p", "1080p"}),
        ("label", {"Kept", "New, one"}),
        ("actor", {"Al Pacino", "Robert De Niro"}),
        ("director", {"Michael Mann"}),
        ("studio", {"Regency", "Brandywine"}),
        ("country", {"United States"}),
        ("audioLanguage", {"English", "German", "French"}),
        ("subtitleLanguage", {"English"}),
        ("editionTitle", {"Extended"}),
        ("collection", {"Mann"}),
    ],
)
def test_a_field_has_the_choices_that_items_have(served: Served, field: str, expected: set[str]) -> None:
    assert {one.title for one in served.movies.listFilterChoices(field)} == expected


def test_a_field_that_is_none_has_no_choices(served: Served) -> None:
    with pytest.raises(NotFound):
        served.movies.listFilterChoices("nonsense")


ROWS: tuple[tuple[dict[str, object], Test], ...] = (
    ({"genre": "drama"}, lambda m: "Drama" in tags(m.genres)),
    ({"genre!": "Drama"}, lambda m: "Drama" not in tags(m.genres)),
    ({"genre": ["Horror", "War"]}, lambda m: bool({"Horror", "War"} & tags(m.genres))),
    ({"genre&": ["Crime", "Drama"]}, lambda m: {"Crime", "Drama"} <= tags(m.genres)),
    ({"genre!": ["Crime", "Horror"]}, lambda m: not {"Crime", "Horror"} & tags(m.genres)),
    ({"label": "kept"}, lambda m: "Kept" in tags(m.labels)),
    ({"label!": "kept"}, lambda m: "Kept" not in tags(m.labels)),
    ({"label": "New, one"}, lambda m: "New, one" in tags(m.labels)),
    ({"label": "NoSuchLabel"}, lambda m: False),
    ({"actor": "Al Pacino"}, lambda m: "Al Pacino" in tags(m.actors)),
    ({"collection": "Mann"}, lambda m: "Mann" in tags(m.collections)),
    ({"title": "HE"}, lambda m: "he" in m.title.lower()),
    ({"title!": "he"}, lambda m: "he" not in m.title.lower()),
    ({"title=": "heat"}, lambda m: m.title.lower() == "heat"),
    ({"title!=": "heat"}, lambda m: m.title.lower() != "heat"),
    ({"title<": "the"}, lambda m: m.title.lower().startswith("the")),
    ({"title>": "lights"}, lambda m: m.title.lower().endswith("lights")),
    ({"title": ["Heat", "Ronin"]}, lambda m: m.title in {"Heat", "Ronin"}),
    ({"year": 2006}, lambda m: m.year == 2006),
    ({"year!": 2006}, lambda m: m.year != 2006),
    ({"year": [1995, 1998]}, lambda m: m.year in {1995, 1998}),
    ({"year>>": 1998}, lambda m: m.year > 1998),
    ({"year<<": 1998}, lambda m: m.year < 1998),
    ({"decade": 1990}, lambda m: 1990 <= m.year < 2000),
    ({"userRating>>": 5}, lambda m: (m.userRating or 0) > 5),
    ({"audienceRating>>": 8}, lambda m: (m.audienceRating or 0) > 8),
    ({"duration>>": 7_000_000}, lambda m: (m.duration or 0) > 7_000_000),
    ({"viewCount>>": 1}, lambda m: m.viewCount > 1),
    ({"unwatched": True}, lambda m: not m.isPlayed),
    ({"unwatched": False}, lambda m: m.isPlayed),
    ({"inProgress": True}, lambda m: m.viewOffset > 0),
    ({"duplicate": True}, lambda m: len(m.media) > 1),
    ({"resolution": "4k"}, lambda m: any(one.videoResolution == "4k" for one in m.media)),
    ({"hdr": True}, lambda m: any(s.colorTrc for one in m.media for s in one.parts[0].videoStreams())),
    ({"dovi": True}, lambda m: any(s.DOVIPresent for one in m.media for s in one.parts[0].videoStreams())),
    ({"audioLanguage": "fr"}, lambda m: any(s.languageTag == "fr" for s in m.media[0].parts[0].audioStreams())),
    ({"subtitleLanguage": "en"}, lambda m: any(s.languageTag == "en" for s in m.media[0].parts[0].subtitleStreams())),
    ({"originallyAvailableAt>>": "2001-01-01"}, lambda m: m.originallyAvailableAt > day(2001)),
    ({"originallyAvailableAt<<": "2001-01-01"}, lambda m: m.originallyAvailableAt < day(2001)),
    ({"addedAt>>": "2021-01-01"}, lambda m: m.addedAt > day(2021)),
    ({"addedAt<<": "1d"}, lambda m: True),
    ({"addedAt>>": "1d"}, lambda m: False),
    ({"contentRating": "R"}, lambda m: m.contentRating == "R"),
    ({"contentRating!": "R"}, lambda m: m.contentRating != "R"),
    ({"studio": "Regency"}, lambda m: m.studio == "Regency"),
    ({"editionTitle": "Extended"}, lambda m: m.editionTitle == "Extended"),
    ({"genre": "Drama", "year>>": 1996}, lambda m: "Drama" in tags(m.genres) and m.year > 1996),
    ({"filters": {"or": [{"genre": "Horror"}, {"year": 2019}]}}, lambda m: "Horror" in tags(m.genres) or m.year == 2019),
    (
        {"filters": {"and": [{"or": [{"genre": "Crime"}, {"genre": "War"}]}, {"contentRating": "R"}]}},
        lambda m: bool({"Crime", "War"} & tags(m.genres)) and m.contentRating == "R",
    ),
    (
        {
            "filters": {
                "or": [
                    {"and": [{"genre": "Drama"}, {"year<<": 2000}]},
                    {"and": [{"unwatched": False}, {"or": [{"title": "alien"}, {"title": "x"}]}]},
                ]
            }
        },
        lambda m: ("Drama" in tags(m.genres) and m.year < 2000) or (m.isPlayed and m.title == "Alien"),
    ),
    (
        {"filters": {"and": [{"genre!": "Horror"}, {"genre!": "Comedy"}, {"or": [{"year>>": 2010}, {"year<<": 1996}]}]}},
        lambda m: not {"Horror", "Comedy"} & tags(m.genres) and (m.year > 2010 or m.year < 1996),
    ),
    (
        {"year>>": 1996, "filters": {"or": [{"genre": "Crime"}, {"genre": "War"}]}},
        lambda m: m.year > 1996 and bool({"Crime", "War"} & tags(m.genres)),
    ),
)  # fmt: skip


@pytest.mark.parametrize(("words", "holds"), ROWS, ids=[str(words) for words, _ in ROWS])
def test_a_search_finds_the_items_for_which_it_holds(served: Served, words: dict[str, object], holds: Test) -> None:
    movies = served.movies
    everything = [one.reload() for one in movies.all()]
    assert titles(movies.search(**words)) == titles([one for one in everything if holds(one)])


SORTS: tuple[tuple[str, Callable[[Movie], object], bool], ...] = (
    ("year", lambda m: m.year, False),
    ("year:desc", lambda m: m.year, True),
    ("addedAt", lambda m: m.addedAt, False),
    ("movie.addedAt:desc", lambda m: m.addedAt, True),
    ("titleSort", lambda m: m.title.removeprefix("The ").lower(), False),
    ("titleSort:desc", lambda m: m.title.removeprefix("The ").lower(), True),
    ("viewCount:desc,year", lambda m: (-m.viewCount, m.year), False),
    ("originallyAvailableAt", lambda m: m.originallyAvailableAt, False),
)


@pytest.mark.parametrize(("sort", "key", "reverse"), SORTS, ids=[sort for sort, _, _ in SORTS])
def test_a_listing_is_in_the_order_that_was_asked_for(
    served: Served, sort: str, key: Callable[[Movie], object], reverse: bool
) -> None:
    movies = served.movies
    assert titles(movies.search(sort=sort)) == titles(sorted(movies.all(), key=key, reverse=reverse))


def test_an_unknown_sort_or_field_or_operator_is_refused_by_the_client(served: Served) -> None:
    for words in ({"sort": "nonsense"}, {"nonsense": 1}, {"year>": 1}):
        with pytest.raises((BadRequest, NotFound)):
            served.movies.search(**words)


def test_an_unknown_parameter_changes_nothing(served: Served) -> None:
    answer = served.plex.query("/library/sections/1/all?nonsense=1&X-Plex-Nonsense=2")
    assert len(answer) == len(served.movies.all())


def test_pushes_and_pops_on_the_wire_group_what_stands_between(served: Served) -> None:
    def found(query: str) -> list[str]:
        return [one.attrib["title"] for one in served.plex.query(f"/library/sections/1/all?type=1&{query}")]

    assert found("push=1&year=1995&or=1&year=1979&pop=1&contentRating=R") == ["Alien", "Heat"]
    assert found("year=1995&or=1&year=1979") == ["Alien", "Heat"]
    assert found("push=1&push=1&year=1995&or=1&year=2019&pop=1&pop=1&sort=year:desc") == ["1917", "Heat"]
    assert found("push=1&year=1995&pop=1&or=1&push=1&year=2001&pop=1") == ["Amélie ☃", "Heat"]


def test_levels_are_searched_by_what_stands_above_and_below(served: Served) -> None:
    shows = served.shows
    assert titles(shows.searchEpisodes(filters={"show.title": "Pier"})) == ["Low Tide", "High Tide", "Ebb"]
    assert titles(shows.searchEpisodes(unwatched=False)) == ["Low Tide"]
    assert titles(shows.searchShows(filters={"episode.resolution": "4k"})) == ["Pier Nine"]
    assert titles(shows.searchSeasons(filters={"show.label": "Kept"})) == ["Season 1"]
    assert titles(shows.searchShows(genre="Comedy")) == ["Quiet"]
    assert titles(served.music.searchAlbums(genre="Jazz")) == ["Swell"]
    assert titles(served.music.searchTracks(filters={"artist.title": "Tides"})) == ["Foam", "Spray", "Roll"]
    assert titles(served.music.searchArtists(genre="Rock")) == ["The Tides"]


def test_the_whole_server_is_searched_at_once(served: Served) -> None:
    assert set(titles(served.plex.library.search("tide", libtype="episode"))) == {"High Tide", "Low Tide"}
    assert titles(served.plex.library.search("Heat")) == ["Heat"]
    assert {one.tag for one in served.plex.search("drama")} == {"Drama"}
    assert titles(served.plex.search("Ronin", mediatype="movie")) == ["Ronin"]
    people = served.plex.search("pacino")
    assert [one.tag for one in people] == ["Al Pacino"]
    assert people[0].librarySectionID == 1
    assert titles(people[0].items()) == ["Heat"]


def test_a_hub_search_is_kept_to_a_section_and_a_limit(served: Served) -> None:
    assert titles(served.movies.hubSearch("e", mediatype="movie"))
    assert served.shows.hubSearch("Heat") == []
    assert len(served.plex.search("e", mediatype="movie", limit=2)) == 2


def test_shortcuts_answer(served: Served) -> None:
    movies: LibrarySection = served.movies
    assert titles(movies.recentlyAdded(maxresults=2)) == ["1917", "Ronin"]
    assert titles(movies.continueWatching()) == ["Amélie ☃"]
    assert titles(served.plex.library.onDeck()) == ["Amélie ☃"]
    assert served.plex.library.recentlyAdded()
    assert [hub.title for hub in movies.hubs()] == ["Recently Added"]
    assert [(one.title, one.size) for one in movies.firstCharacter()] == [("#", "1"), ("A", "2"), ("H", "2"), ("R", "1")]
    assert titles(served.shows.recentlyAddedEpisodes(maxresults=1)) == ["Pilot"]
    assert titles(served.music.recentlyAddedAlbums(maxresults=1)) == ["Swell"]


def test_a_title_is_got_and_an_unknown_one_is_not_found(served: Served) -> None:
    assert served.movies.get("Heat").year == 1995
    assert served.movies.getGuid("imdb://tt0113277").title == "Heat"
    with pytest.raises(NotFound):
        served.movies.get("No such film")


def test_random_is_another_order_each_time(serve: Serve) -> None:
    movies = serve(a_library(*(a_movie(f"Film {number}") for number in range(40)))).movies
    first, second = titles(movies.search(sort="random")), titles(movies.search(sort="random"))
    assert first != second
    assert sorted(first) == sorted(second)


def test_a_search_sees_what_was_written_a_moment_ago(served: Served) -> None:
    movies = served.movies
    heat = movies.get("Heat")
    heat.addLabel("seen")
    assert titles(movies.search(label="SEEN")) == ["Heat"]
    assert "Seen" in {one.title for one in movies.listFilterChoices("label")}
    heat.editTitle("Cold")
    assert titles(movies.search(title="Cold")) == ["Cold"]
    assert movies.search(title="Heat") == []
    heat.removeLabel("seen")
    assert "Seen" not in {one.title for one in movies.listFilterChoices("label")}
    assert movies.search(label="seen") == []
