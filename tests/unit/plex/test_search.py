"""Searches over small libraries: each row is a query and the titles that it finds."""

from itertools import pairwise
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from halley.plex.ids import ItemType, SectionId
from halley.plex.items import Item
from halley.plex.library import Library
from halley.plex.query import parse_search
from halley.plex.requests import parse_query
from halley.plex.search import matches, members, search, sort_items
from halley.plex.tags import TagKind
from tests.builders import (
    a_collection,
    a_library,
    a_movie,
    a_playlist,
    a_season,
    a_show,
    a_track,
    an_album,
    an_artist,
    an_episode,
    tag_id,
    the,
    titles,
)

NOW = 1_750_000_000  # 2025-06-15 15:06:40 UTC
DAY = 86_400
MOVIES, SHOWS, MUSIC = SectionId(1), SectionId(2), SectionId(3)

LIBRARY = a_library(
    a_movie(
        "The Harbor Lights",
        year=2004,
        genres=["Comedy", "Drama"],
        labels=["Overlay"],
        resolution="4k",
        dovi=True,
        audio=["en", "pt-BR"],
        subtitles=["de"],
        studio="Quay Films",
        content_rating="PG-13",
        audience_rating="8.1",
        user_rating="9.0",
        plays=2,
        released="2004-05-06",
        added=NOW - 10 * DAY,
        duration=6_660_000,
        actors=["Ann Actor"],
        size=20_000_000_000,
        bitrate=24_100,
        edition="Extended",
    ),
    a_movie(
        "Ober",
        year=2006,
        genres=["Drama"],
        resolution="1080",
        hdr=True,
        audio=["de"],
        studio="Sea, Land & Co",
        content_rating="Not Rated",
        audience_rating="5.5",
        progress=1000,
        released="2006-01-01",
        added=NOW - 40 * DAY,
        duration=5_000_000,
        versions=[{"resolution": "1080"}, {"resolution": "sd"}],
    ),
    a_movie(
        "A Zebra",
        year=1999,
        genres=["War"],
        resolution="720",
        guid="local://103",
        added=NOW - 400 * DAY,
        deletedAt=NOW,
        labels=["Kometa", "1984"],
        countries=["Canada"],
        collections=["Coast"],
    ),
    a_movie("Élan", key=200, resolution="1080", audio=["es-MX"]),
    a_show(
        "Pier Nine",
        a_season(1, an_episode("Low Tide", resolution="4k", plays=1), an_episode("High Tide", resolution="1080")),
        a_season(2, an_episode("The Mole", resolution="1080", progress=5)),
        genres=["Drama"],
        network="Net",
        labels=["x"],
    ),
    a_show("Quiet", a_season(1, an_episode("Hush", resolution="sd", plays=1)), genres=["Comedy"], network="Other"),
    a_show("Empty"),
    an_artist("The Waves", an_album("Surf", a_track("Foam"), a_track("Salt", plays=3), year=1991), genres=["Rock"]),
    an_artist("Bells", an_album("Toll", a_track("Dong"), styles=["Chime"]), moods=["Calm"]),
    a_collection("Harbor Collection", "Ober", "The Harbor Lights", labels=["Kometa"]),
    a_playlist("Rainy days", "Ober"),
)


def found(raw: str, section: SectionId | None = MOVIES, library: Library = LIBRARY) -> list[str]:
    kind = ItemType.MOVIE if section is None else library.sections[section].type
    return titles(search(library, section, parse_search(parse_query(raw), kind), now=NOW))


HARBOR, OBER, ZEBRA, ELAN = "The Harbor Lights", "Ober", "A Zebra", "Élan"
ALL_MOVIES = {HARBOR, OBER, ZEBRA, ELAN}


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        pytest.param("", ALL_MOVIES, id="everything"),
        # whole numbers
        pytest.param("year=2004", {HARBOR}, id="year is"),
        pytest.param("year=2004,2006", {HARBOR, OBER}, id="years"),
        pytest.param("year!=2004", {OBER, ZEBRA, ELAN}, id="year is not, nor is none"),
        pytest.param("year!=2004,2006", {ZEBRA, ELAN}, id="none of the years"),
        pytest.param("year>>=2004", {OBER}, id="year more"),
        pytest.param("year>=2004", {HARBOR, OBER}, id="year at least"),
        pytest.param("year<<=2004", {ZEBRA}, id="year less"),
        pytest.param("year<=2004", {HARBOR, ZEBRA}, id="year at most"),
        pytest.param("year=soon", set(), id="no year"),
        pytest.param("year>>=2000&year<<=2005", {HARBOR}, id="between"),
        pytest.param("decade=2000", {HARBOR, OBER}, id="decade"),
        pytest.param("decade=1990,2000", {HARBOR, OBER, ZEBRA}, id="decades"),
        pytest.param("duration>>=6000000", {HARBOR}, id="duration in milliseconds"),
        pytest.param("viewCount=0", {OBER, ZEBRA, ELAN}, id="never played is 0 plays"),
        pytest.param("viewCount>>=1", {HARBOR}, id="played often"),
        pytest.param("mediaSize>>=10000000000", {HARBOR}, id="file size"),
        pytest.param("mediaBitrate>>=20000", {HARBOR}, id="bitrate"),
        pytest.param("id=101,200", {HARBOR, ELAN}, id="ids"),
        pytest.param("id!=101", {OBER, ZEBRA, ELAN}, id="not that id"),
        # ratings
        pytest.param("audienceRating>>=8", {HARBOR}, id="rating with decimals"),
        pytest.param("audienceRating>>=5.5", {HARBOR}, id="rating more"),
        pytest.param("audienceRating>=5.5", {HARBOR, OBER}, id="rating at least"),
        pytest.param("audienceRating<<=9", {HARBOR, OBER}, id="no rating is not a low one"),
        pytest.param("userRating=-1", {OBER, ZEBRA, ELAN}, id="Kometa's not rated"),
        pytest.param("userRating!=-1", {HARBOR}, id="Kometa's rated"),
        # tags
        pytest.param("genre=drama", {HARBOR, OBER}, id="tag by text"),
        pytest.param("genre=DRAMA,War", {HARBOR, OBER, ZEBRA}, id="tags by text"),
        pytest.param(f"genre={tag_id(LIBRARY, TagKind.GENRE, 'War')}", {ZEBRA}, id="tag by id"),
        pytest.param("genre=Drama&genre=Comedy", {HARBOR}, id="both tags"),
        pytest.param("genre!=Drama", {ZEBRA, ELAN}, id="not that tag"),
        pytest.param("genre!=Drama,War", {ELAN}, id="none of the tags"),
        pytest.param("genre=", set(), id="no tag"),
        pytest.param("label=NoSuchLabel", set(), id="unknown tag"),
        pytest.param("label!=NoSuchLabel", ALL_MOVIES, id="not an unknown tag"),
        pytest.param("movie.label=overlay", {HARBOR}, id="as Kometa asks for overlays"),
        pytest.param("label=1984", {ZEBRA}, id="a tag that is a number"),
        pytest.param("actor=ann%20actor", {HARBOR}, id="people"),
        pytest.param("country=canada", {ZEBRA}, id="country"),
        pytest.param("collection=coast", {ZEBRA}, id="collection by title"),
        pytest.param(f"collection={tag_id(LIBRARY, TagKind.COLLECTION, 'Coast')}", {ZEBRA}, id="collection by tag id"),
        pytest.param("collection=harbor%20collection", {HARBOR, OBER}, id="made collection"),
        # texts
        pytest.param("title=ober", {OBER}, id="contains"),
        pytest.param("title=er", {OBER}, id="contains once"),
        pytest.param("title=B", {HARBOR, OBER, ZEBRA}, id="contains, case aside"),
        pytest.param("title!=b", {ELAN}, id="contains not"),
        pytest.param("title%3D=the%20harbor%20lights", {HARBOR}, id="is"),
        pytest.param("title%3D=harbor", set(), id="is, whole"),
        pytest.param("title!%3D=Ober", {HARBOR, ZEBRA, ELAN}, id="is not"),
        pytest.param("title%3C=The", {HARBOR}, id="begins"),
        pytest.param("title%3E=Lights", {HARBOR}, id="ends"),
        pytest.param("title=%C3%89LAN", {ELAN}, id="accents have case too"),
        pytest.param("title=ober,zeb", {OBER, ZEBRA}, id="either text"),
        pytest.param("studio=quay", {HARBOR}, id="studio contains"),
        pytest.param("studio%3D=Sea%2C%20Land%20%26%20Co", {OBER}, id="a comma in a text"),
        pytest.param("editionTitle=ext", {HARBOR}, id="edition"),
        # words out of a list
        pytest.param("contentRating=pg-13", {HARBOR}, id="content rating"),
        pytest.param("contentRating=Not%20Rated,PG-13", {HARBOR, OBER}, id="content ratings"),
        pytest.param("contentRating=Not%2520Rated", {OBER}, id="the key of a choice is encoded"),
        pytest.param("contentRating!=PG-13", {OBER, ZEBRA, ELAN}, id="not that content rating"),
        pytest.param("contentRating=PG", set(), id="no part of a content rating"),
        pytest.param("resolution=4k", {HARBOR}, id="resolution"),
        pytest.param("resolution=1080", {OBER, ELAN}, id="1080"),
        pytest.param("resolution=1080p", {OBER, ELAN}, id="1080p"),
        pytest.param("resolution=SD", {OBER}, id="of any version"),
        pytest.param("resolution!=4k,1080", {ZEBRA}, id="not that resolution"),
        pytest.param("audioLanguage=de", {OBER}, id="audio"),
        pytest.param("audioLanguage=es", {ELAN}, id="a language without its region"),
        pytest.param("audioLanguage=pt-BR", {HARBOR}, id="a language with its region"),
        pytest.param("audioLanguage=pt-PT", set(), id="another region"),
        pytest.param("audioLanguage=deu", {OBER}, id="old code"),
        pytest.param("subtitleLanguage=de", {HARBOR}, id="subtitles"),
        pytest.param("guid=plex://movie/0000000000000000000000c8", {ELAN}, id="guid"),
        # yes and no
        pytest.param("unwatched=1", {OBER, ZEBRA, ELAN}, id="unwatched"),
        pytest.param("unwatched=0", {HARBOR}, id="watched"),
        pytest.param("unwatched!=1", {HARBOR}, id="not unwatched"),
        pytest.param("inProgress=1", {OBER}, id="in progress"),
        pytest.param("hdr=1", {HARBOR, OBER}, id="hdr"),
        pytest.param("hdr!=1", {ZEBRA, ELAN}, id="no hdr"),
        pytest.param("dovi=1", {HARBOR}, id="dolby vision"),
        pytest.param("duplicate=1", {OBER}, id="duplicate"),
        pytest.param("unmatched=1", {ZEBRA}, id="unmatched"),
        pytest.param("trash=1", {ZEBRA}, id="trash"),
        pytest.param("hdr=perhaps", set(), id="neither yes nor no"),
        # dates
        pytest.param("addedAt>>=-30d", {HARBOR}, id="added in 30 days"),
        pytest.param("addedAt<<=-30d", {OBER, ZEBRA, ELAN}, id="added before"),
        pytest.param("addedAt>>=-2mon", {HARBOR, OBER}, id="months"),
        pytest.param("addedAt>>=-2y", {HARBOR, OBER, ZEBRA, ELAN}, id="years"),
        pytest.param("addedAt>>=-1000h", {HARBOR, OBER}, id="hours"),
        pytest.param("addedAt>>=-6w", {HARBOR, OBER}, id="weeks"),
        pytest.param(f"addedAt>>={NOW - 11 * DAY}", {HARBOR}, id="epoch"),
        pytest.param("addedAt>>=2025-05-20", {HARBOR}, id="day"),
        pytest.param("addedAt=2025-06-05", {HARBOR}, id="on a day"),
        pytest.param("addedAt>>=%2B1d", set(), id="future"),
        pytest.param("addedAt>>=-99999999y", ALL_MOVIES, id="before all time"),
        pytest.param("addedAt>>=whenever", set(), id="no date"),
        pytest.param("originallyAvailableAt>>=2005-01-01", {OBER}, id="released after"),
        pytest.param("originallyAvailableAt>>=2006-01-01", set(), id="after is not on"),
        pytest.param("originallyAvailableAt<<=2005-01-01", {HARBOR}, id="released before"),
        pytest.param("lastViewedAt<<=-1d", set(), id="never is not long ago"),
        # structure
        pytest.param("genre=War&or=1&year=2006", {ZEBRA, OBER}, id="or"),
        pytest.param("push=1&genre=War&or=1&genre=Drama&pop=1&year<<=2005", {ZEBRA, HARBOR}, id="brackets"),
        pytest.param("unknown=1&type=1&includeGuids=1", ALL_MOVIES, id="unknown names change nothing"),
        pytest.param("type=4", set(), id="a type that the section does not hold"),
        pytest.param("type=5", set(), id="a type that no library holds"),
        pytest.param("type=18", {"Harbor Collection", "Coast"}, id="collections"),
        pytest.param("type=18&title=harbor%20COLLECTION", {"Harbor Collection"}, id="collection by title"),
        pytest.param("type=18&label=kometa", {"Harbor Collection"}, id="collection by label"),
        pytest.param("type=18&collection.label=kometa", {"Harbor Collection"}, id="collection by scoped label"),
        pytest.param("type=18&subtype=movie", {"Harbor Collection", "Coast"}, id="collections of movies"),
    ],
)
def test_movies(raw: str, expected: set[str]) -> None:
    assert set(found(raw)) == expected


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        pytest.param("type=2&show.title=pier", {"Pier Nine"}, id="own level, scoped"),
        pytest.param("type=2&episode.resolution=4k", {"Pier Nine"}, id="shows by an episode"),
        pytest.param("type=2&resolution=sd", {"Quiet"}, id="shows by what only episodes have"),
        pytest.param("type=2&episode.resolution!=4k", {"Pier Nine", "Quiet"}, id="shows with an episode that is not"),
        pytest.param("type=2&episode.resolution=4k&episode.unwatched=1", set(), id="of one and the same episode"),
        pytest.param("type=2&episode.resolution=4k&episode.unwatched=0", {"Pier Nine"}, id="one episode is both"),
        pytest.param("type=2&season.index=2", {"Pier Nine"}, id="shows by a season"),
        pytest.param("type=2&show.unwatchedLeaves=1", {"Pier Nine"}, id="shows with unplayed episodes"),
        pytest.param("type=2&unwatchedLeaves=0", {"Quiet", "Empty"}, id="shows without"),
        pytest.param("type=2&unwatched=1", {"Empty"}, id="shows of which nothing was played"),
        pytest.param("type=2&inProgress=1", {"Pier Nine"}, id="shows in progress"),
        pytest.param("type=2&unviewedLeafCount=2", {"Pier Nine"}, id="number of unplayed episodes"),
        pytest.param("type=2&network=net", {"Pier Nine"}, id="network"),
        pytest.param("type=2&title=empty&or=1&episode.resolution=sd", {"Empty", "Quiet"}, id="shows without episodes"),
        pytest.param("type=4&show.title=Pier%20Nine", {"Low Tide", "High Tide", "The Mole"}, id="episodes by show"),
        pytest.param("type=4&show.genre!=drama", {"Hush"}, id="episodes by not that genre of the show"),
        pytest.param("type=4&genre=drama", {"Low Tide", "High Tide", "The Mole"}, id="what only shows have"),
        pytest.param("type=4&season.index=2", {"The Mole"}, id="episodes by season"),
        pytest.param("type=4&unwatched=1", {"High Tide", "The Mole"}, id="unwatched episodes"),
        pytest.param("type=4&label=x", set(), id="a label of the show is not the episode's"),
        pytest.param("type=3&show.label=x", {"Season 1", "Season 2"}, id="seasons by label of the show"),
        pytest.param("type=3&episode.resolution=4k", {"Season 1"}, id="seasons by episode"),
        pytest.param("type=4&sourceType=2&title=quiet", {"Hush"}, id="sourceType"),
    ],
)
def test_shows_seasons_and_episodes(raw: str, expected: set[str]) -> None:
    assert set(found(raw, SHOWS)) == expected


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        pytest.param("type=9&artist.genre=rock", {"Surf"}, id="albums by the artist's genre"),
        pytest.param("type=9&artist.title=bells", {"Toll"}, id="albums by artist"),
        pytest.param("type=9&decade=1990", {"Surf"}, id="albums of a decade"),
        pytest.param("type=8&mood=calm", {"Bells"}, id="artists by mood"),
        pytest.param("type=10&album.title=surf&track.viewCount>>=0", {"Salt"}, id="tracks"),
        pytest.param("type=8&album.style=chime", {"Bells"}, id="artists by an album"),
    ],
)
def test_music(raw: str, expected: set[str]) -> None:
    assert set(found(raw, MUSIC)) == expected


@pytest.mark.parametrize(
    ("raw", "section", "expected"),
    [
        pytest.param("", MOVIES, [ELAN, HARBOR, OBER, ZEBRA], id="default: title without article"),
        pytest.param("sort=nonsense", MOVIES, [ELAN, HARBOR, OBER, ZEBRA], id="unknown: default"),
        pytest.param("sort=movie.titleSort:desc", MOVIES, [ZEBRA, OBER, HARBOR, ELAN], id="descending"),
        pytest.param("sort=year", MOVIES, [ELAN, ZEBRA, HARBOR, OBER], id="missing first"),
        pytest.param("sort=year:desc", MOVIES, [OBER, HARBOR, ZEBRA, ELAN], id="missing last when descending"),
        pytest.param("sort=year:nullsLast", MOVIES, [ZEBRA, HARBOR, OBER, ELAN], id="missing last"),
        pytest.param("sort=mediaHeight:desc,titleSort:desc", MOVIES, [HARBOR, OBER, ELAN, ZEBRA], id="two keys"),
        pytest.param("sort=originallyAvailableAt:desc&limit=1", MOVIES, [OBER], id="limit"),
        pytest.param("type=2&sort=episode.addedAt:desc", SHOWS, ["Quiet", "Pier Nine", "Empty"], id="by the newest episode"),
        pytest.param("type=4", SHOWS, ["Low Tide", "High Tide", "The Mole", "Hush"], id="episodes by show and number"),
        pytest.param(
            "type=4&sort=show.titleSort:desc,episode.index:desc",
            SHOWS,
            ["Hush", "High Tide", "Low Tide", "The Mole"],
            id="by the show, descending",
        ),
        pytest.param("type=4&sort=titleSort", SHOWS, ["High Tide", "Hush", "Low Tide", "The Mole"], id="episodes by title"),
        pytest.param("type=10", MUSIC, ["Dong", "Foam", "Salt"], id="tracks by artist, album, number"),
        pytest.param("type=8", MUSIC, ["Bells", "The Waves"], id="artists"),
        pytest.param("type=2&group=genre", SHOWS, ["Empty", "Pier Nine", "Quiet"], id="one for each"),
    ],
)
def test_results_come_in_order(raw: str, section: SectionId, expected: list[str]) -> None:
    assert found(raw, section) == expected


def test_a_group_keeps_one_item_for_each_value() -> None:
    library = a_library(a_movie("A", year=1), a_movie("B", year=1), a_movie("C", year=2))
    assert found("group=year&sort=title", library=library) == ["A", "C"]


def test_an_explicit_sort_title_wins() -> None:
    library = a_library(a_movie("Aardvark", title_sort="Zz"), a_movie("Bee"), a_movie("The Cat", title_sort="!1"))
    assert found("", library=library) == ["The Cat", "Bee", "Aardvark"]


@pytest.mark.parametrize("article", ["The", "the", "Das", "Der", "A", "An", "El", "La"])
def test_a_leading_article_does_not_count(article: str) -> None:
    library = a_library(a_movie("Yak"), a_movie(f"{article} Zoo"), a_movie("Theatre"))
    assert found("", library=library) == ["Theatre", "Yak", f"{article} Zoo"]


def test_random_draws_another_order_each_time() -> None:
    library = a_library(*(a_movie(f"Film {number}") for number in range(40)))
    wanted = parse_search((("sort", "random"),), ItemType.MOVIE)
    orders = {tuple(titles(search(library, MOVIES, wanted, chance=Random(seed)))) for seed in range(4)}
    assert len(orders) == 4
    assert len({frozenset(order) for order in orders}) == 1


def test_without_a_section_every_section_is_searched_for_its_own_type() -> None:
    assert set(found("title=e", section=None)) == {HARBOR, OBER, ZEBRA, "Pier Nine", "Quiet", "Empty", "Bells", "The Waves"}
    assert found("title=tide&type=4", section=None) == ["Low Tide", "High Tide"]


def test_playlists_are_found_by_title() -> None:
    assert titles(search(LIBRARY, None, parse_search((("type", "15"), ("title", "rainy")), ItemType.PLAYLIST))) == [
        "Rainy days"
    ]


def test_an_item_matches_where_a_search_would_find_it() -> None:
    wanted = parse_search((("genre", "drama"),), ItemType.MOVIE)
    assert matches(wanted.where, the(LIBRARY, OBER), LIBRARY)
    assert not matches(wanted.where, the(LIBRARY, ZEBRA), LIBRARY)


def test_items_that_the_library_does_not_hold_can_be_sorted() -> None:
    strangers = list(a_library(a_movie("Two"), a_movie("The One")).items.values())
    assert titles(sort_items(strangers, (), a_library())) == ["The One", "Two"]


def test_what_only_part_of_a_shows_episodes_are_known_of_is_what_the_server_said() -> None:
    library = a_library(a_show("Long", a_season(1, an_episode("One", plays=1)), leafCount=20, viewedLeafCount=20))
    assert found("type=2&unwatchedLeaves=1", SHOWS, library) == []
    library = a_library(a_show("Long", a_season(1, an_episode("One", plays=1)), leafCount=20, viewedLeafCount=3))
    assert found("type=2&unviewedLeafCount=17", SHOWS, library) == ["Long"]


class TestMembers:
    """What a collection or playlist holds."""

    @pytest.mark.parametrize(
        ("sort", "expected"),
        [
            pytest.param("custom", ["Beta", "The Alpha", "Gamma"], id="as arranged"),
            pytest.param("title", ["The Alpha", "Beta", "Gamma"], id="by title"),
            pytest.param("release", ["Gamma", "The Alpha", "Beta"], id="by release"),
        ],
    )
    def test_come_in_the_collections_order(self, sort: str, expected: list[str]) -> None:
        library = a_library(
            a_movie("The Alpha", released="2001-01-01"),
            a_movie("Beta", released="2002-01-01"),
            a_movie("Gamma", released="2000-01-01"),
            a_collection("Greek", "Beta", "The Alpha", "Gamma", sort=sort),
        )
        assert titles(members(library, the(library, "Greek"))) == expected

    def test_come_by_release_where_the_collection_does_not_say(self) -> None:
        assert titles(members(LIBRARY, the(LIBRARY, "Harbor Collection"))) == [HARBOR, OBER]

    def test_of_a_smart_collection_follow_its_rule(self) -> None:
        library = a_library(
            a_movie("One", genres=["War"], year=1990),
            a_movie("Two", genres=["War"], year=1995),
            a_movie("Three", genres=["Drama"]),
            a_collection("Wars", rule="type=1&sort=year%3Adesc&genre=war"),
        )
        assert titles(members(library, the(library, "Wars"))) == ["Two", "One"]

    def test_of_a_playlist_stand_as_they_were_put(self) -> None:
        library = a_library(a_movie("One"), a_movie("Two"), a_playlist("Both", "Two", "One", "Two"))
        assert titles(members(library, the(library, "Both"))) == ["Two", "One", "Two"]

    def test_of_a_smart_playlist_follow_its_escaped_rule(self) -> None:
        library = a_library(
            a_movie("R&B", year=1990), a_movie("Other"), a_playlist("Songs", rule="type=1&sort=titleSort&title%3D=R%26B")
        )
        assert titles(members(library, the(library, "Songs"))) == ["R&B"]

    @pytest.mark.parametrize(
        "content", ["", "nonsense", "library://x", "server://M/x/library/sections/x/all?type=1", "/library/%2F?"]
    )
    def test_of_a_rule_that_cannot_be_read_are_none_or_all_but_no_error(self, content: str) -> None:
        library = a_library(a_movie("One"), a_collection("Odd", smart="1", content=content))
        assert titles(members(library, the(library, "Odd"))) in ([], ["One"])


TERMS = st.sampled_from(
    [
        ("year", "2004"),
        ("year", "1999,2006"),
        ("genre", "drama"),
        ("genre", "war,comedy"),
        ("label", "Overlay"),
        ("label", "nothing"),
        ("title", "e"),
        ("resolution", "1080"),
        ("audioLanguage", "en"),
        ("contentRating", "PG-13"),
        ("unwatched", "1"),
        ("hdr", "1"),
        ("duplicate", "0"),
        ("addedAt", "2025-06-05"),
        ("audienceRating", "-1"),
        ("collection", "coast"),
        ("hdr", "perhaps"),
        ("year", "soon"),
    ]
)


def keys(*pairs: tuple[str, str]) -> set[int]:
    return {item.key for item in search(LIBRARY, MOVIES, parse_search(pairs, ItemType.MOVIE), now=NOW)}


EVERY = keys()
PUSH, POP, OR, AND = ("push", "1"), ("pop", "1"), ("or", "1"), ("and", "1")


@given(TERMS)
def test_a_filter_and_its_complement_share_the_library(one: tuple[str, str]) -> None:
    field, value = one
    assert keys(one) | keys((f"{field}!", value)) == EVERY
    assert keys(one) & keys((f"{field}!", value)) == set()


@given(TERMS, TERMS)
def test_and_is_intersection_and_or_is_union(one: tuple[str, str], other: tuple[str, str]) -> None:
    assert keys(one, AND, other) == keys(one, other) == keys(one) & keys(other)
    assert keys(one, OR, other) == keys(PUSH, one, OR, other, POP) == keys(one) | keys(other)


@given(TERMS, TERMS)
def test_de_morgan(one: tuple[str, str], other: tuple[str, str]) -> None:
    without_one, without_other = (f"{one[0]}!", one[1]), (f"{other[0]}!", other[1])
    assert keys(without_one, without_other) == EVERY - keys(one, OR, other)
    assert keys(without_one, OR, without_other) == EVERY - keys(one, other)


Tree = tuple[str, str] | tuple[str, list["Tree"]]
TREES = st.recursive(TERMS, lambda inner: st.tuples(st.sampled_from(["and", "or"]), st.lists(inner, min_size=1, max_size=3)))


def written(tree: object) -> list[tuple[str, str]]:
    """A tree of conditions as python-plexapi writes it."""
    match tree:
        case (str(word), list(parts)):
            inside: list[tuple[str, str]] = []
            for part in parts:
                inside += [*written(part), (word, "1")]
            return [PUSH, *inside[:-1], POP]
        case (str(name), str(value)):
            return [(name, value)]
    raise AssertionError(tree)


def meant(tree: object) -> set[int]:
    match tree:
        case ("and", list(parts)):
            return set.intersection(*(meant(part) for part in parts))
        case ("or", list(parts)):
            return set.union(*(meant(part) for part in parts))
        case (str(name), str(value)):
            return keys((name, value))
    raise AssertionError(tree)


@settings(max_examples=200)
@given(TREES)
def test_nested_groups_mean_what_python_sets_say(tree: object) -> None:
    assert keys(*written(tree)) == meant(tree)


SORTS = st.sampled_from(
    [
        "",
        "titleSort",
        "year:desc",
        "year:nullsLast",
        "rating",
        "mediaHeight",
        "addedAt:desc",
        "contentRating",
        "random",
        "genre",
        "hdr",
    ]
)
MOVIE_DRAFTS = st.builds(
    a_movie,
    st.sampled_from(["Heat", "The Heat", "heat", "A B", "Élan", "", "!1", "Zed"]),
    year=st.sampled_from([None, 1990, 2000]),
    rating=st.sampled_from([None, "7.5", "bad"]),
    resolution=st.sampled_from(["4k", "sd"]),
    content_rating=st.sampled_from([None, "R"]),
)


@given(st.lists(MOVIE_DRAFTS, max_size=12), st.lists(SORTS, max_size=3).map(",".join))
def test_sorting_only_rearranges(drafts: list[object], sort: str) -> None:
    library = a_library(*drafts)  # type: ignore[arg-type]
    items = list(library.items.values())
    keys_of = parse_search((("sort", sort),), ItemType.MOVIE).sort
    assert sorted(item.key for item in sort_items(items, keys_of, library)) == sorted(item.key for item in items)


@given(
    st.lists(MOVIE_DRAFTS, min_size=1, max_size=12),
    st.sampled_from(["year", "year:desc", "rating:nullsLast", "mediaHeight"]),
)
def test_sorting_keeps_the_order_of_equals(drafts: list[object], sort: str) -> None:
    library = a_library(*drafts)  # type: ignore[arg-type]
    wanted = parse_search((("sort", sort),), ItemType.MOVIE).sort
    once = sort_items(library.items.values(), wanted, library)
    assert sort_items(once, wanted, library) == once
    in_order = sort_items(sorted(library.items.values(), key=lambda item: item.key), wanted, library)
    for earlier, later in pairwise(in_order):
        if _value(earlier, sort) == _value(later, sort):
            assert earlier.key < later.key


def _value(item: Item, sort: str) -> str | None:
    name = sort.partition(":")[0]
    value = item.media[0].attributes["height"] if name == "mediaHeight" else item.attributes.get(name)
    return None if value == "bad" else value
