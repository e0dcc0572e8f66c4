"""Items: listings and details, hierarchy, files. Source: spec, plex-api 20, 51 to 70."""

from dataclasses import replace
from datetime import datetime
from xml.etree import ElementTree as ET

import pytest
from plexapi.exceptions import NotFound

from tests.builders import the
from tests.conformance.conftest import Serve, Served
from tests.conformance.library import CHAPTERS, a_server


def test_an_item_is_fetched_by_its_rating_key(served: Served) -> None:
    key = served.movies.get("Heat").ratingKey
    assert served.plex.fetchItem(key).title == "Heat"
    with pytest.raises(NotFound):
        served.plex.fetchItem(999_999)


def test_many_items_are_fetched_by_one_request_and_unknown_ones_are_left_out(served: Served) -> None:
    keys = [served.movies.get(title).ratingKey for title in ("Ronin", "Heat")]
    asked = served.asked(lambda: served.plex.fetchItems([*keys, 999_999]))
    assert len(asked) == 1
    assert [one.title for one in served.plex.fetchItems([*keys, 999_999])] == ["Ronin", "Heat"]


def test_a_listing_is_completed_by_one_request_when_something_is_missed(served: Served) -> None:
    heat = served.movies.search(title="Heat")[0]
    asked = served.asked(lambda: heat.labels)
    assert len(asked) == 1
    assert asked[0].startswith(f"GET /library/metadata/{heat.ratingKey}?")
    assert served.asked(lambda: (heat.fields, heat.collections, heat.media[0].parts[0].streams)) == []


def test_what_there_is_of_a_movie(served: Served) -> None:
    heat = served.movies.get("Heat").reload()
    assert (heat.title, heat.year, heat.contentRating, heat.studio) == ("Heat", 1995, "R", "Regency")
    assert heat.summary == "A crew & a cop."
    assert [one.id for one in heat.guids] == ["imdb://tt0113277", "tmdb://949"]
    assert heat.guid.startswith("plex://movie/")
    assert [(one.image, one.value, one.type) for one in heat.ratings] == [
        ("imdb://image.rating", 8.3, "audience"),
        ("rottentomatoes://image.rating.ripe", 8.8, "critic"),
    ]
    assert (heat.audienceRating, heat.rating) == (8.3, 8.8)
    assert isinstance(heat.addedAt, datetime)
    assert heat.originallyAvailableAt == datetime.fromisoformat("1995-12-15")
    assert heat.duration == 10_200_000
    assert [one.tag for one in heat.genres] == ["Crime", "Drama"]
    assert [one.tag for one in heat.directors] == ["Michael Mann"]
    assert [one.tag for one in heat.actors] == ["Al Pacino", "Robert De Niro"]
    assert [one.tag for one in heat.countries] == ["United States"]
    assert [one.tag for one in heat.labels] == ["Kept"]
    assert [one.tag for one in heat.collections] == ["Mann"]
    assert [(one.name, one.locked) for one in heat.fields] == [("title", True)]
    assert heat.isLocked("title")
    assert heat.locations == ["/data/Heat/Heat 1010.mkv"]
    assert heat.section().title == "Movies"


def test_what_there_is_of_a_file(served: Served) -> None:
    media = served.movies.get("Heat").reload().media[0]
    part = media.parts[0]
    assert (media.videoResolution, media.height, media.container) == ("4k", 2160, "mkv")
    assert part.file.endswith(".mkv")
    assert part.size == 4_000_000_000
    (video,) = part.videoStreams()
    assert video.DOVIPresent is True
    assert [one.languageTag for one in part.audioStreams()] == ["en", "de"]
    assert [one.languageTag for one in part.subtitleStreams()] == ["en"]
    assert part.audioStreams()[0].codec == "eac3"


def test_files_are_looked_for_when_asked(served: Served) -> None:
    heat = served.movies.get("Heat")
    heat.reload(checkFiles=True)
    assert heat.media[0].parts[0].exists is True
    assert heat.media[0].parts[0].accessible is True


def test_a_movie_of_two_versions_has_two(served: Served) -> None:
    ronin = served.movies.get("Ronin")
    assert [one.videoResolution for one in ronin.media] == ["1080", "4k"]
    assert ronin.editionTitle == "Extended"
    assert len(ronin.locations) == 2


def test_guids_are_listed_where_they_are_asked_for(served: Served) -> None:
    plain = served.plex.query("/library/sections/1/all?type=1")
    full = served.plex.query("/library/sections/1/all?type=1&includeGuids=1")
    assert plain.findall(".//Guid") == []
    assert {one.attrib["id"] for one in full.findall(".//Guid")} == {"imdb://tt0113277", "tmdb://949"}


def test_labels_and_locks_are_in_details_and_not_in_listings(served: Served) -> None:
    key = served.movies.get("Heat").ratingKey
    listed = served.plex.query("/library/sections/1/all?type=1")
    detailed = served.plex.query(f"/library/metadata/{key}")
    assert listed.findall(".//Label") == listed.findall(".//Field") == listed.findall(".//Stream") == []
    for name in ("Label", "Field", "Stream", "Guid", "Rating", "Role"):
        assert detailed.findall(f".//{name}"), name


def test_what_was_not_played_says_nothing_of_plays(served: Served) -> None:
    heat, alien = served.movies.get("Heat"), served.movies.get("Alien")
    assert (heat.viewCount, heat.isPlayed, heat.userRating) == (0, False, None)
    assert (alien.viewCount, alien.isPlayed, alien.userRating) == (3, True, 9.0)


def test_pictures_have_their_places(served: Served) -> None:
    heat = served.movies.get("Heat").reload()
    assert heat.thumb.startswith(f"/library/metadata/{heat.ratingKey}/thumb/")
    assert heat.logo == heat.thumb.replace("thumb", "clearLogo")
    assert [one.type for one in heat.images] == ["coverPoster", "clearLogo"]
    assert served.movies.get("Ronin").thumb is None


def test_chapters_and_markers_are_given_where_they_are_asked_for(serve: Serve) -> None:
    library = a_server()
    heat = the(library, "Heat")
    served = serve(library.with_item(replace(heat, others=CHAPTERS)))
    found = served.movies.get("Heat")
    assert [one.title for one in found.chapters] == ["Opening"]
    assert [one.type for one in found.markers] == ["credits"]
    assert found.hasCreditsMarker is True
    assert served.plex.query(f"/library/metadata/{heat.key}").findall(".//Chapter") == []


def test_lists_about_an_item_are_empty_and_not_missing(served: Served) -> None:
    heat = served.movies.get("Heat")
    assert heat.extras() == heat.reviews() == heat.hubs() == []
    assert served.music.all()[0].similar == []


def test_a_show_has_seasons_and_episodes(served: Served) -> None:
    show = served.shows.get("Pier Nine")
    assert [one.title for one in show.seasons()] == ["Season 1", "Season 2"]
    assert [one.title for one in show.episodes()] == ["Low Tide", "High Tide", "Ebb"]
    assert show.season(1).title == show.season("Season 1").title == "Season 1"
    assert show.season(season=2).index == 2
    assert show.episode(season=2, episode=1).title == "Ebb"
    assert show.episode("High Tide").index == 2
    assert (show.childCount, show.leafCount, show.viewedLeafCount) == (2, 3, 1)
    assert show.locations == ["/data/tv/Pier Nine"]
    with pytest.raises(NotFound):
        show.season(9)
    with pytest.raises(NotFound):
        show.episode(season=1, episode=9)


def test_seasons_are_asked_for_without_the_entry_that_stands_for_all(served: Served) -> None:
    show = served.shows.get("Pier Nine")
    assert any("excludeAllLeaves=1" in one for one in served.asked(show.seasons))
    raw = served.plex.query(f"/library/metadata/{show.ratingKey}/children")
    assert [one.attrib["title"] for one in raw] == ["All episodes", "Season 1", "Season 2"]
    assert len(served.plex.fetchItems(f"/library/metadata/{show.ratingKey}/children", type="season")) == 2


def test_a_season_and_an_episode_know_what_is_above_them(served: Served) -> None:
    show = served.shows.get("Pier Nine")
    season = show.season(1)
    episode = season.episode(2)
    assert [one.title for one in season.episodes()] == ["Low Tide", "High Tide"]
    assert season.show().title == episode.show().title == "Pier Nine"
    assert episode.season().title == "Season 1"
    assert (season.parentTitle, season.leafCount, season.viewedLeafCount) == ("Pier Nine", 2, 1)
    assert (episode.grandparentTitle, episode.parentTitle) == ("Pier Nine", "Season 1")
    assert (episode.parentIndex, episode.seasonNumber, episode.seasonEpisode) == (1, 1, "s01e02")
    assert episode.parentRatingKey == season.ratingKey
    assert episode.grandparentRatingKey == show.ratingKey
    assert episode.grandparentThumb == show.thumb
    assert [one.title for one in show.unwatched()] == ["High Tide", "Ebb"]
    assert [one.title for one in show.watched()] == ["Low Tide"]


def test_music_has_its_three_levels(served: Served) -> None:
    artist = served.music.get("The Tides")
    assert [one.title for one in artist.albums()] == ["Surf", "Swell"]
    album = artist.album("Surf")
    assert [one.title for one in album.tracks()] == ["Foam", "Spray"]
    assert [one.title for one in artist.tracks()] == ["Foam", "Spray", "Roll"]
    assert album.artist().title == "The Tides"
    track = album.track("Spray")
    assert (track.index, track.parentTitle, track.grandparentTitle) == (2, "Surf", "The Tides")
    assert track.album().title == "Surf"
    assert track.artist().title == "The Tides"
    assert track.locations
    assert (album.year, album.leafCount) == (1999, 2)
    assert artist.track("Roll").title == "Roll"


def test_an_item_that_was_deleted_is_gone(served: Served) -> None:
    heat = served.movies.get("Heat")
    heat.delete()
    with pytest.raises(NotFound):
        heat.reload()
    assert "Heat" not in [one.title for one in served.movies.all()]
    assert "Heat" not in [one.title for one in served.plex.playlist("Rainy Days").items()]
    assert served.movies.collection("Mann").items() == []


def test_deleting_a_show_deletes_what_is_below(served: Served) -> None:
    show = served.shows.get("Pier Nine")
    episode = show.episode("Ebb")
    show.delete()
    with pytest.raises(NotFound):
        episode.reload()
    assert [one.title for one in served.shows.searchEpisodes()] == ["Pilot"]


def test_a_movie_of_two_versions_is_split_and_merged(served: Served) -> None:
    movies = served.movies
    ronin = movies.search(duplicate=True)[0]
    ronin.split()
    assert movies.search(duplicate=True) == []
    first, second = movies.search(title="Ronin")
    assert [len(one.media) for one in (first, second)] == [1, 1]
    assert ronin.ratingKey in {first.ratingKey, second.ratingKey}
    movies.fetchItem(ronin.ratingKey).merge([one.ratingKey for one in (first, second) if one.ratingKey != ronin.ratingKey])
    assert [len(one.media) for one in movies.search(title="Ronin")] == [2]


def test_matches_are_found_by_title_and_by_outside_guid(served: Served) -> None:
    heat = served.movies.get("Heat")
    assert [(one.guid, one.name, one.score) for one in heat.matches()] == [(heat.guid, "Heat", 100)]
    assert [one.name for one in heat.matches(title="Ronin", agent="tv.plex.agents.movie")] == ["Ronin"]
    assert heat.matches(title="Nothing") == []
    assert served.movies.getGuid("tmdb://949").title == "Heat"
    with pytest.raises(NotFound):
        served.movies.getGuid("tmdb://1")
    assert [one.shortIdentifier for one in served.movies.agents()] == ["movie"]


def test_a_match_gives_another_guid(served: Served) -> None:
    heat = served.movies.get("Heat")
    heat.unmatch()
    assert served.movies.get("Heat").guid.startswith("local://")
    assert [one.title for one in served.movies.search(unmatched=True)] == ["Heat"]
    alien = served.movies.get("Alien").matches()[0]
    heat.fixMatch(alien)
    assert served.movies.get("Heat").guid == alien.guid


def test_an_answer_has_one_declaration_and_its_size(served: Served) -> None:
    answer = served.plex._session.get(served.plex.url("/library/sections/1/all", includeToken=True), timeout=5)
    assert answer.headers["Content-Type"] == "text/xml;charset=utf-8"
    assert answer.text.startswith("<?xml")
    root = ET.fromstring(answer.content)
    assert root.attrib["size"] == str(len(root))
