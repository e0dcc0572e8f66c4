"""python-plexapi, the client inside Kometa, reads what we write."""

from xml.etree import ElementTree

import pytest
from plexapi.collection import Collection
from plexapi.library import MovieSection, ShowSection
from plexapi.playlist import Playlist
from plexapi.server import PlexServer
from plexapi.video import Episode, Movie, Season, Show

from halley.plex.ids import ItemType
from halley.plex.images import ImageKind
from halley.plex.items import Rating
from halley.plex.library import Library
from halley.plex.xml.write import container, detail, image_list, root, section_directory
from tests.builders import (
    MACHINE,
    a_collection,
    a_library,
    a_movie,
    a_playlist,
    a_season,
    a_section,
    a_shelf,
    a_show,
    an_episode,
    the,
)


class Answering(PlexServer):
    """The real client with a library instead of a network."""

    def __init__(self, library: Library) -> None:
        self.library = library
        super().__init__("http://127.0.0.1:9", "token")

    def query(self, key: str, *_: object, **__: object) -> ElementTree.Element:
        path, _, flags = key.partition("?")
        match path.strip("/").split("/"):
            case [""]:
                return ElementTree.fromstring(root(self.library))
            case ["library", "sections"]:
                return self.answer([section_directory(one) for one in self.library.sections.values()])
            case ["library"]:
                return self.answer([])
            case ["library", _, number, *more]:
                item = self.library.items[int(number)]
                if more:
                    return self.answer(image_list(item, next(kind for kind in ImageKind if kind.many == more[0])))
                includes = frozenset({"preferences"} if "includePreferences=1" in flags else ())
                return self.answer([detail(item, self.library, includes)])
        raise AssertionError(key)

    def answer(self, bodies: list[str]) -> ElementTree.Element:
        return ElementTree.fromstring(container({"size": len(bodies), "totalSize": len(bodies), "offset": 0}, bodies))


@pytest.fixture
def library() -> Library:
    return a_library(
        a_movie(
            "Heat",
            year=1995,
            rating="8.1",
            released="1995-12-15",
            labels=["Kometa"],
            genres=["Crime", "Drama", "Action"],
            actors=["A", "B"],
            guids=["imdb://tt0113277"],
            ratings=[Rating("imdb://image.rating", "8.3", "audience")],
            locked=["title"],
            images={kind: a_shelf(f"upload://{kind.upload_folder}/1", "media://2") for kind in ImageKind},
            versions=[{"resolution": "4k", "dovi": True, "audio": ["en", "de"], "subtitles": ["fr"]}],
        ),
        a_show("Pier Nine", a_season(1, an_episode("Low Tide")), locations=["/data/tv"]),
        a_collection("Crimes", rule="type=1&genre=1&sort=titleSort", preferences={"collectionMode": "1"}),
        a_playlist("Rainy days", "Heat"),
    )


@pytest.fixture
def server(library: Library) -> Answering:
    return Answering(library)


def test_the_server_is_known(server: Answering) -> None:
    assert server.machineIdentifier == MACHINE
    assert server.myPlexSubscription is True
    assert server.friendlyName == "Testplex"


def test_sections_have_their_classes_and_may_be_edited(server: Answering) -> None:
    server.library = a_library(sections=[a_section(1, "Movies"), a_section(2, "TV", ItemType.SHOW)])
    found = zip((MovieSection, ShowSection), server.query("/library/sections"), strict=True)
    movies, shows = (kind(server, data, "/library/sections") for kind, data in found)
    assert (movies.title, movies.key, movies.allowSync, movies.locations) == ("Movies", 1, True, ["/data/movies"])
    assert (shows.title, shows.type) == ("TV", "show")


def test_a_movie_is_read_whole(server: Answering) -> None:
    key = the(server.library, "Heat").key
    movie = server.fetchItem(f"/library/metadata/{key}")
    assert isinstance(movie, Movie)
    assert (movie.ratingKey, movie.title, movie.year, movie.rating) == (key, "Heat", 1995, 8.1)
    assert [one.tag for one in movie.labels] == ["Kometa"]
    assert [one.tag for one in movie.genres] == ["Crime", "Drama", "Action"]
    assert [one.id for one in movie.guids] == ["imdb://tt0113277"]
    assert [(one.name, one.locked) for one in movie.fields] == [("title", True)]
    assert (movie.ratings[0].image, movie.ratings[0].value) == ("imdb://image.rating", 8.3)
    assert movie.media[0].videoResolution == "4k"
    streams = movie.media[0].parts[0]
    assert [one.language for one in streams.audioStreams()] == ["English", "German"]
    assert [one.language for one in streams.subtitleStreams()] == ["French"]
    assert streams.videoStreams()[0].DOVIPresent is True
    assert movie.thumb == f"/library/metadata/{key}/thumb/{the(server.library, 'Heat').updated_at}"
    assert movie.logo == movie.thumb.replace("thumb", "clearLogo")
    assert (movie.librarySectionID, movie.librarySectionTitle) == (1, "Movies")


def test_posters_are_listed_with_the_chosen_one(server: Answering) -> None:
    movie = server.fetchItem(f"/library/metadata/{the(server.library, 'Heat').key}")
    assert [(one.ratingKey, one.selected) for one in movie.posters()] == [("upload://posters/1", True), ("media://2", False)]


def test_shows_seasons_and_episodes_know_each_other(server: Answering) -> None:
    keys = [the(server.library, title).key for title in ("Pier Nine", "Season 1", "Low Tide")]
    show, season, episode = (server.fetchItem(f"/library/metadata/{key}") for key in keys)
    assert isinstance(show, Show)
    assert isinstance(season, Season)
    assert isinstance(episode, Episode)
    assert (show.childCount, show.leafCount, show.locations) == (1, 1, ["/data/tv"])
    assert (season.parentRatingKey, season.parentTitle, season.seasonNumber) == (show.ratingKey, "Pier Nine", 1)
    assert (episode.grandparentTitle, episode.seasonNumber, episode.episodeNumber) == ("Pier Nine", 1, 1)
    assert episode.parentRatingKey == season.ratingKey


def test_a_smart_collection_shows_its_rule_and_what_it_may_be_set_to(server: Answering) -> None:
    collection = server.fetchItem(f"/library/collections/{the(server.library, 'Crimes').key}")
    assert isinstance(collection, Collection)
    assert (collection.smart, collection.childCount, collection.collectionMode) == (True, 1, 1)
    assert collection.content.endswith("?type=1&genre=1&sort=titleSort")
    settings = {one.id: one for one in collection.preferences()}
    assert settings["collectionMode"].value == 1
    assert set(settings["collectionMode"].enumValues) == {-1, 0, 1, 2}
    assert set(settings["collectionSort"].enumValues) == {0, 1, 2}


def test_a_playlist_is_read(server: Answering) -> None:
    data = ElementTree.fromstring(detail(the(server.library, "Rainy days"), server.library))
    playlist = Playlist(server, data, initpath="/playlists")
    assert (playlist.title, playlist.leafCount, playlist.playlistType, playlist.smart) == ("Rainy days", 1, "video", False)
