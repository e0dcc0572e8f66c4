"""Playlists. Source: spec, plex-api 20, 122 to 127."""

from pathlib import Path

import pytest
from plexapi.exceptions import BadRequest, NotFound

from tests.conformance.conftest import Served


def titles(items: list) -> list[str]:
    return [one.title for one in items]


def some(served: Served, *names: str) -> list:
    return [served.movies.get(name) for name in names]


def test_playlists_are_listed_and_found_case_aside(served: Served) -> None:
    (rainy,) = served.plex.playlists()
    assert served.plex.playlist("rainy DAYS").ratingKey == rainy.ratingKey
    assert (rainy.leafCount, rainy.playlistType, rainy.smart, rainy.isVideo) == (3, "video", False, True)
    assert rainy.duration == 10_200_000
    assert titles(rainy.items()) == ["Heat", "Alien", "Ronin"]
    assert served.plex.playlists(playlistType="audio") == []
    with pytest.raises(NotFound):
        served.plex.playlist("None")


def test_a_playlist_is_created_and_its_places_have_numbers(served: Served) -> None:
    made = served.plex.createPlaylist("X y & z", items=some(served, "Ronin", "Heat"))
    assert (made.title, made.leafCount) == ("X y & z", 2)
    assert titles(made.items()) == ["Ronin", "Heat"]
    numbers = [one.playlistItemID for one in made.items()]
    assert len(set(numbers)) == 2
    assert titles(served.plex.playlists()) == ["Rainy Days", "X y & z"]


def test_an_item_may_stand_in_a_playlist_twice(served: Served) -> None:
    rainy = served.plex.playlist("Rainy Days")
    rainy.addItems(some(served, "Heat"))
    assert titles(rainy.reload().items()) == ["Heat", "Alien", "Ronin", "Heat"]
    last = rainy.items()[3].playlistItemID
    served.plex.query(f"/playlists/{rainy.ratingKey}/items/{last}", method=served.plex._session.delete)
    assert titles(rainy.reload().items()) == ["Heat", "Alien", "Ronin"]


def test_places_are_added_moved_and_removed_by_their_numbers(served: Served) -> None:
    rainy = served.plex.playlist("Rainy Days")
    rainy.addItems(some(served, "1917"))
    heat, alien, ronin, war = rainy.reload().items()
    (asked,) = served.asked(lambda: rainy.moveItem(war, after=heat))
    assert f"/items/{war.playlistItemID}/move?after={heat.playlistItemID}" in asked
    assert titles(rainy.reload().items()) == ["Heat", "1917", "Alien", "Ronin"]
    rainy.moveItem(ronin)
    assert titles(rainy.reload().items()) == ["Ronin", "Heat", "1917", "Alien"]
    rainy.removeItems([alien, heat])
    assert titles(rainy.reload().items()) == ["Ronin", "1917"]
    assert rainy.leafCount == 2


def test_a_playlist_is_edited(served: Served) -> None:
    rainy = served.plex.playlist("Rainy Days")
    rainy.editTitle("Wet & windy").editSummary("For umbrellas")
    assert (rainy.reload().title, rainy.summary) == ("Wet & windy", "For umbrellas")
    rainy.edit(title="Again", summary="and again")
    assert (rainy.reload().title, rainy.summary) == ("Again", "and again")


def test_a_playlist_is_deleted_and_its_items_stay(served: Served) -> None:
    rainy = served.plex.playlist("Rainy Days")
    rainy.delete()
    with pytest.raises(NotFound):
        served.plex.playlist("Rainy Days")
    assert served.plex.playlists() == []
    assert served.movies.get("Heat")


def test_a_playlist_is_given_a_poster(served: Served, tmp_path: Path) -> None:
    (tmp_path / "p.png").write_bytes(b"\x89PNG\r\n\x1a\n and more")
    rainy = served.plex.playlist("Rainy Days")
    (asked,) = served.asked(lambda: rainy.uploadPoster(filepath=str(tmp_path / "p.png")))
    assert asked == f"POST /library/metadata/{rainy.ratingKey}/posters"
    assert [one.selected for one in rainy.posters()] == [True]


def test_music_and_episodes_make_playlists(served: Served) -> None:
    songs = served.plex.createPlaylist("Songs", items=served.music.get("The Tides").tracks())
    assert (songs.playlistType, songs.isAudio, titles(songs.items())) == ("audio", True, ["Foam", "Spray", "Roll"])
    binge = served.plex.createPlaylist("Binge", items=served.shows.get("Pier Nine").episodes())
    assert titles(binge.items()) == ["Low Tide", "High Tide", "Ebb"]
    assert titles(served.plex.playlists(playlistType="audio")) == ["Songs"]
    assert titles(served.plex.playlists(playlistType="video")) == ["Binge", "Rainy Days"]
    assert titles(served.music.playlists()) == ["Songs"]


def test_a_smart_playlist_is_a_search(served: Served) -> None:
    made = served.plex.createPlaylist(
        "Old & good", smart=True, section="Movies", sort="year", limit=2, filters={"year<<": 2000}
    )
    assert made.smart is True
    assert made.content
    assert titles(made.items()) == ["Alien", "Heat"]
    found = made.filters()
    assert found["libtype"] == "movie"
    assert found["limit"] == 2
    assert found["filters"] == {"year<<": "2000"}
    made.updateFilters(sort="year:desc", filters={"year<<": 2000})
    assert titles(made.reload().items()) == ["Ronin", "Heat", "Alien"]
    with pytest.raises(BadRequest):
        made.addItems(some(served, "Heat"))


def test_an_item_that_there_is_not_comes_into_no_playlist(served: Served) -> None:
    before = served.server.digest()
    heat = served.movies.get("Heat")
    heat.ratingKey = 999_999
    with pytest.raises(NotFound):
        served.plex.playlist("Rainy Days").addItems([heat])
    with pytest.raises(NotFound):
        served.plex.createPlaylist("Ghosts", items=[heat])
    assert served.server.digest() == before
