"""Edits of fields, tags and locks, what belongs to the account, advanced settings. Source: spec, plex-api 20, 71 to 91."""

from datetime import datetime

import pytest
from plexapi.exceptions import BadRequest, NotFound

from tests.conformance.conftest import Served


def tags(items: list) -> list[str]:
    return [one.tag for one in items]


FIELDS = (
    ("editTitle", "A & B / ü + 100%", "title", "title"),
    ("editSortTitle", "b a", "titleSort", "titleSort"),
    ("editOriginalTitle", "Původní", "originalTitle", "originalTitle"),
    ("editSummary", "Two\nlines = 1?", "summary", "summary"),
    ("editTagline", "A tagline; truly", "tagline", "tagline"),
    ("editStudio", "Row & Sons", "studio", "studio"),
    ("editContentRating", "PG-13", "contentRating", "contentRating"),
    ("editEditionTitle", "Final Cut", "editionTitle", "editionTitle"),
    ("editCriticRating", 7.5, "rating", "rating"),
    ("editAudienceRating", 7.7, "audienceRating", "audienceRating"),
    ("editUserRating", 10.0, "userRating", "userRating"),
)


@pytest.mark.parametrize(("edit", "value", "attribute", "lock"), FIELDS, ids=[row[0] for row in FIELDS])
def test_a_field_is_given_a_value_and_locked(served: Served, edit: str, value: object, attribute: str, lock: str) -> None:
    alien = served.movies.get("Alien")
    assert not alien.isLocked(lock)
    getattr(alien, edit)(value)
    alien.reload()
    assert getattr(alien, attribute) == value
    assert alien.isLocked(lock)


def test_dates_are_edited(served: Served) -> None:
    alien = served.movies.get("Alien")
    alien.editOriginallyAvailable("2001-02-03")
    alien.editAddedAt(datetime.fromisoformat("2022-02-02"))
    alien.reload()
    assert alien.originallyAvailableAt == datetime.fromisoformat("2001-02-03")
    assert alien.addedAt == datetime.fromisoformat("2022-02-02")
    assert alien.isLocked("addedAt")


def test_an_empty_value_clears_a_field_and_a_lock_can_be_left_off(served: Served) -> None:
    heat = served.movies.get("Heat")
    heat.editSummary("", locked=False)
    heat.reload()
    assert heat.summary == ""
    assert not heat.isLocked("summary")
    heat.editSummary("x").reload()
    assert heat.isLocked("summary")
    heat.editSummary("y", locked=False).reload()
    assert (heat.summary, heat.isLocked("summary")) == ("y", False)


def test_an_edit_is_one_request_to_the_section(served: Served) -> None:
    heat = served.movies.get("Heat")
    (asked,) = served.asked(lambda: heat.editTitle("A & B"))
    assert asked.startswith("PUT /library/sections/1/all?")
    assert "title.value=A%20%26%20B" in asked
    assert f"id={heat.ratingKey}" in asked


TAGS = (
    ("Genre", "genres"),
    ("Label", "labels"),
    ("Country", "countries"),
    ("Director", "directors"),
    ("Writer", "writers"),
    ("Producer", "producers"),
)


@pytest.mark.parametrize(("kind", "attribute"), TAGS, ids=[kind for kind, _ in TAGS])
def test_tags_are_added_beside_those_that_are_there_and_removed(served: Served, kind: str, attribute: str) -> None:
    heat = served.movies.get("Heat").reload()
    before = tags(getattr(heat, attribute))
    getattr(heat, f"add{kind}")(["New, & one", "Other"])
    heat.reload()
    assert tags(getattr(heat, attribute)) == [*before, "New, & one", "Other"]
    assert heat.isLocked(kind.lower())
    getattr(heat, f"remove{kind}")(["New, & one"], locked=False)
    heat.reload()
    assert tags(getattr(heat, attribute)) == [*before, "Other"]
    assert not heat.isLocked(kind.lower())


def test_music_has_tags_of_its_own(served: Served) -> None:
    artist, album = served.music.get("The Tides"), served.music.get("The Tides").album("Surf")
    artist.addMood("Calm").addStyle("Ambient").addSimilarArtist("The Ebbs").reload()
    album.addMood("Wild").addStyle("Punk").addLabel("Row").reload()
    assert (tags(artist.moods), tags(artist.styles), tags(artist.similar)) == (["Calm"], ["Ambient"], ["The Ebbs"])
    assert (tags(album.moods), tags(album.styles), tags(album.labels)) == (["Wild"], ["Punk"], ["Row"])
    album.track("Foam").addMood("Soft").addGenre("Rock")
    assert tags(album.track("Foam").reload().moods) == ["Soft"]


def test_a_new_label_gets_a_capital_and_an_old_one_keeps_its_spelling(served: Served) -> None:
    heat, alien = served.movies.get("Heat"), served.movies.get("Alien")
    heat.addLabel("kometa")
    alien.addLabel("KOMETA")
    assert "Kometa" in tags(heat.reload().labels)
    assert tags(alien.reload().labels) == ["Kometa"]


def test_an_object_that_knows_less_takes_nothing_away(served: Served) -> None:
    old = served.movies.get("Alien").reload()
    served.movies.get("Alien").addLabel("a")
    old.addLabel("b")
    assert tags(old.reload().labels) == ["A", "B"]


def test_a_tag_with_space_and_comma_is_removed_exactly(served: Served) -> None:
    alien = served.movies.get("Alien")
    alien.addLabel(["My Coll, x", "My Coll", "x"])
    alien.removeLabel("My Coll, x")
    assert tags(alien.reload().labels) == ["My Coll", "X"]


def test_removing_what_is_not_there_changes_nothing_but_the_lock(served: Served) -> None:
    alien = served.movies.get("Alien").reload()
    alien.removeGenre("Nothing").reload()
    assert tags(alien.genres) == ["Horror"]
    assert alien.isLocked("genre")


def test_many_items_are_edited_by_one_request(served: Served) -> None:
    movies = served.movies
    items = [movies.get("Heat"), movies.get("Ronin")]
    (asked,) = served.asked(
        lambda: movies.batchMultiEdits(items).addGenre("Thriller").editContentRating("X").saveMultiEdits()
    )
    assert f"id={items[0].ratingKey}%2C{items[1].ratingKey}" in asked
    for one in items:
        one.reload()
        assert "Thriller" in tags(one.genres)
        assert "Crime" in tags(one.genres)
        assert one.contentRating == "X"
    assert movies.get("Alien").contentRating == "R"


def test_several_edits_of_an_item_are_one_request(served: Served) -> None:
    heat = served.movies.get("Heat")
    asked = served.asked(lambda: heat.batchEdits().editTitle("T").addGenre("x").removeLabel("Kept").saveEdits())
    assert len(asked) == 1
    heat.reload()
    assert (heat.title, tags(heat.genres), tags(heat.labels)) == ("T", ["Crime", "Drama", "x"], [])


@pytest.mark.parametrize(
    ("what", "name"), [("Poster", "thumb"), ("Art", "art"), ("Logo", "clearLogo"), ("SquareArt", "squareArt")]
)
def test_pictures_are_locked_and_unlocked(served: Served, what: str, name: str) -> None:
    heat = served.movies.get("Heat")
    getattr(heat, f"lock{what}")()
    assert heat.reload().isLocked(name)
    getattr(heat, f"unlock{what}")()
    assert not heat.reload().isLocked(name)


def test_a_field_is_locked_on_every_item_of_a_section(served: Served) -> None:
    movies = served.movies
    movies.lockAllField("summary")
    assert all(one.reload().isLocked("summary") for one in movies.all())
    assert not served.shows.get("Quiet").reload().isLocked("summary")
    movies.unlockAllField("summary")
    assert not any(one.reload().isLocked("summary") for one in movies.all())


def test_levels_below_are_edited_as_well(served: Served) -> None:
    show = served.shows.get("Pier Nine")
    show.season(1).editTitle("The First").editSummary("s")
    show.episode("Ebb").editTitle("Flow").addDirector("Somebody")
    assert [one.title for one in served.shows.get("Pier Nine").seasons()] == ["The First", "Season 2"]
    episode = show.episode("Flow").reload()
    assert tags(episode.directors) == ["Somebody"]
    assert show.season("The First").summary == "s"


def test_an_albums_title_is_edited_with_its_artist_named(served: Served) -> None:
    album = served.music.get("The Tides").album("Surf")
    (asked,) = served.asked(lambda: album.editTitle("Turf"))
    assert "artist.id.value=" in asked
    assert album.reload().title == "Turf"
    album.track("Foam").editTitle("Bubbles").editTrackNumber(7)
    assert (album.track("Bubbles").index, album.track("Bubbles").title) == (7, "Bubbles")


def test_a_rating_is_given_and_taken_away(served: Served) -> None:
    heat = served.movies.get("Heat")
    heat.rate(7.5)
    assert heat.reload().userRating == 7.5
    assert heat.lastRatedAt
    assert [one.title for one in served.movies.search(filters={"userRating>>": 7, "userRating<<": 8})] == ["Heat"]
    heat.rate()
    assert heat.reload().userRating is None
    with pytest.raises(BadRequest):
        heat.rate(11)


def test_playing_is_marked_by_reads_that_write(served: Served) -> None:
    heat = served.movies.get("Heat")
    (asked,) = served.asked(heat.markPlayed)
    assert asked.startswith("GET /:/scrobble?")
    heat.reload()
    assert (heat.viewCount, heat.isPlayed) == (1, True)
    assert heat.lastViewedAt
    heat.markUnplayed()
    heat.reload()
    assert (heat.viewCount, heat.isPlayed) == (0, False)


def test_playing_a_show_plays_its_episodes(served: Served) -> None:
    show = served.shows.get("Pier Nine")
    show.markPlayed()
    assert all(one.isPlayed for one in show.episodes())
    assert show.reload().viewedLeafCount == 3
    assert show.isPlayed
    show.season(2).markUnplayed()
    assert [one.isPlayed for one in show.episodes()] == [True, True, False]
    assert show.reload().viewedLeafCount == 2


def test_progress_is_kept(served: Served) -> None:
    heat = served.movies.get("Heat")
    heat.updateProgress(120_000)
    assert heat.reload().viewOffset == 120_000
    assert "Heat" in [one.title for one in served.movies.continueWatching()]


def test_jobs_for_an_item_are_accepted_and_one_by_get_is_not(served: Served) -> None:
    before = served.server.digest()
    heat = served.movies.get("Heat")
    heat.refresh()
    heat.analyze()
    assert served.server.digest() == before
    with pytest.raises(BadRequest, match="405"):
        served.plex.query(f"/library/metadata/{heat.ratingKey}/refresh")


def test_advanced_settings_of_a_show_are_edited_and_reset(served: Served) -> None:
    show = served.shows.get("Pier Nine")
    assert {one.id for one in show.preferences()} >= {"episodeSort", "flattenSeasons", "showOrdering"}
    show.editAdvanced(episodeSort=1, flattenSeasons=1)
    show.reload()
    assert (show.episodeSort, show.flattenSeasons) == (1, 1)
    assert show.preference("episodeSort").value == 1
    with pytest.raises(NotFound):
        show.editAdvanced(episodeSort=99)
    show.defaultAdvanced()
    assert show.reload().episodeSort == -1


def test_advanced_settings_of_a_movie(served: Served) -> None:
    heat = served.movies.get("Heat")
    heat.editAdvanced(languageOverride="de-DE", useOriginalTitle=1)
    heat.reload()
    assert (heat.languageOverride, heat.useOriginalTitle) == ("de-DE", 1)


def test_an_edit_of_no_item_is_refused(served: Served) -> None:
    before = served.server.digest()
    for query in ("type=1&title.value=Everything", "type=1&id=999999&title.value=X", "type=1&id=101&nonsense=1"):
        with pytest.raises((BadRequest, NotFound)):
            served.plex.query(f"/library/sections/1/all?{query}", method=served.plex._session.put)
    assert served.server.digest() == before
