"""Text variables: every one with every modifier, what is missing, and the surprises."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from immutables import Map

from halley.overlays.subject import Subject
from halley.overlays.variables import (
    VARIABLES,
    Facts,
    LeftOut,
    Refused,
    Text,
    Unwritable,
    needed_by,
    text_of,
)
from halley.plex.ids import ItemType, RatingKey, SectionId
from halley.plex.items import Element, Item, Media, Rating
from halley.plex.library import Library, Server

NOBODY = Library(Server("m"))


def movie(**told: str) -> Subject:
    return one(ItemType.MOVIE, **told)


def one(kind: ItemType, *, media: tuple[Media, ...] = (), ratings: tuple[Rating, ...] = (), **told: str) -> Subject:
    return Subject(
        Item(RatingKey(1), kind, SectionId(1), Map({"title": "Heat"} | told), media=media, ratings=ratings), NOBODY
    )


def a_show(*lengths: int | None, own: int | None = None) -> dict[ItemType, Subject]:
    """A show with one season of episodes of those lengths, by level."""
    told = {"duration": str(own)} if own else {}
    show = Item(RatingKey(1), ItemType.SHOW, SectionId(2), Map({"title": "Pier Nine", **told}))
    season = Item(RatingKey(2), ItemType.SEASON, SectionId(2), Map({"title": "Season 3", "index": "3"}), parent=show.key)
    episodes = [
        Item(
            RatingKey(10 + place),
            ItemType.EPISODE,
            SectionId(2),
            Map({"title": f"E{place}", "index": str(place)} | ({"duration": str(length)} if length else {})),
            parent=season.key,
        )
        for place, length in enumerate(lengths, 1)
    ]
    library = NOBODY.with_new_items([show, season, *episodes])
    return {item.type: Subject(item, library) for item in (show, season, *episodes[:1])}


def written(template: str, subject: Subject, facts: Facts | None = None) -> str:
    found = text_of(template, subject.item.type, subject, facts or {})
    assert isinstance(found, Text), found
    return found.text


@pytest.mark.parametrize(
    ("template", "told", "expected"),
    [
        ("Runtime: <<runtimeH>>h <<runtimeM>>m", {"duration": "8190000"}, "Runtime: 2h 16m"),
        ("<<runtime>>", {"duration": "8190000"}, "136"),
        ("<<runtimeM>>", {"duration": "3599999"}, "59"),
        ("<<critic_rating>>", {"rating": "8.0"}, "8.0"),
        ("<<critic_rating>>", {"rating": "7.25"}, "7.25"),
        ("<<critic_rating%>>%", {"rating": "8.7"}, "87%"),
        ("<<critic_rating%>>", {"rating": "7.25"}, "72"),
        ("<<audience_rating#>>", {"audienceRating": "8.0"}, "8"),
        ("<<audience_rating#>>", {"audienceRating": "7.25"}, "7.2"),
        ("<<user_rating/>>", {"userRating": "9.3"}, "4.7"),
        ("<<user_rating/>>", {"userRating": "6.9"}, "3.5"),
        ("<<user_rating/>>", {"userRating": "7.25"}, "3.6"),
        ("<<user_rating/>>", {"userRating": "0.9"}, "0.5"),
        ("<<user_rating/>>", {"userRating": "1.7"}, "0.8"),
        ("<<user_rating/>>", {"userRating": "2.3"}, "1.1"),
        ("<<user_rating>> <<user_rating#>>", {"userRating": "0.0"}, "0.0 0"),
        ("<<edition>>", {"editionTitle": "Director's cut"}, "Director's cut"),
        ("<<editionU>> <<editionL>>", {"editionTitle": "Director's cut"}, "DIRECTOR'S CUT director's cut"),
        ("<<editionP>>", {"editionTitle": "Director's cut"}, "Director'S Cut"),
        ("<<edition>>", {"editionTitle": ""}, ""),
        ("<<title>> / <<original_titleU>>", {"originalTitle": "Hitze"}, "Heat / HITZE"),
        ("<<content_rating>>", {"contentRating": "de/16"}, "de/16"),
        ("<<originally_available>>", {"originallyAvailableAt": "2003-12-07"}, "2003-12-07"),
        ("<<originally_available[%d %b %Y]>>", {"originallyAvailableAt": "2003-12-07"}, "07 Dec 2003"),
        (
            "<<originally_available[%Y]>>-<<originally_available[%m]>>",
            {"originallyAvailableAt": "2003-12-07"},
            "2003]>>-<<originally_available[12",
        ),
        ("<<nothing>> <<runtimeX>> <<episode_number>>", {}, "<<nothing>> <<runtimeX>> <<episode_number>>"),
        ("<<Runtime>>", {"duration": "1"}, "<<Runtime>>"),
        ("<<versions>>", {}, "0"),
    ],
)
def test_values_are_written_as_kometa_writes_them(template: str, told: dict[str, str], expected: str) -> None:
    assert written(template, movie(**told)) == expected


@pytest.mark.parametrize(
    ("number", "digits", "words"),
    [
        (0, ("0", "00", "000"), "zero"),
        (7, ("7", "07", "007"), "seven"),
        (21, ("21", "21", "021"), "twenty-one"),
        (101, ("101", "101", "101"), "one hundred and one"),
        (1000, ("1000", "1000", "1000"), "one thousand"),
        (123456, ("123456",) * 3, "one hundred and twenty-three thousand, four hundred and fifty-six"),
    ],
)
def test_numbers_are_padded_and_spelled(number: int, digits: tuple[str, str, str], words: str) -> None:
    season = one(ItemType.SEASON, index=str(number))
    assert written("<<season_number>> <<season_number0>> <<season_number00>>", season) == " ".join(digits)
    assert written("<<season_numberW>>", season) == words
    assert written("<<season_numberWL>>", season) == words
    assert written("<<season_numberWU>>", season) == words.upper()


def test_third_party_ratings_have_one_decimal() -> None:
    facts = {"tmdb_rating": 8.14, "mdb_letterboxd_rating": 7.25}
    text = "<<tmdb_rating>> <<tmdb_rating%>> <<tmdb_rating#>> <<mdb_letterboxd_rating/>>"
    assert written(text, movie(), facts) == "8.1 81 8.1 3.6"


def test_plexs_own_list_tells_tomatoes_from_audiences_and_takes_the_last_of_a_kind() -> None:
    ratings = (
        Rating("imdb://image.rating", "8.1", "audience"),
        Rating("imdb://image.rating", "8.2", "audience"),
        Rating("themoviedb://image.rating", "7.4", "audience"),
        Rating("rottentomatoes://image.rating.ripe", "9.3", "critic"),
        Rating("rottentomatoes://image.rating.upright", "8.9", "audience"),
        Rating("rottentomatoes://image.rating.spilled", "8.8", "audience"),
    )
    text = "<<plex_imdb_rating>> <<plex_tmdb_rating>> <<plex_tomatoes_rating%>> <<plex_tomatoesaudience_rating%>>"
    assert written(text, one(ItemType.MOVIE, ratings=ratings)) == "8.2 7.4 93 88"


def test_a_rating_without_a_picture_fails_the_item() -> None:
    item = Item(RatingKey(1), ItemType.MOVIE, SectionId(1), Map(), others=(Element("Rating", Map({"value": "8"})),))
    found = text_of("<<plex_imdb_rating>>", ItemType.MOVIE, Subject(item, NOBODY))
    assert isinstance(found, Unwritable)


@pytest.mark.parametrize(
    ("rates", "expected"),
    [((9000, 12000, 700), "9000 12000 700"), ((), "None None none")],
)
def test_bitrates_are_the_first_the_highest_and_the_lowest(rates: tuple[int, ...], expected: str) -> None:
    media = tuple(Media(Map({"bitrate": str(rate)})) for rate in rates)
    assert written("<<bitrate>> <<bitrateH>> <<bitrateL>>", one(ItemType.MOVIE, media=media)) == expected


def test_a_medium_without_bitrate_fails_the_item_only_where_it_is_looked_at() -> None:
    media = (Media(Map({"bitrate": "9000"})), Media(Map()))
    assert written("<<bitrate>>", one(ItemType.MOVIE, media=media)) == "9000"
    assert isinstance(text_of("<<bitrateH>>", ItemType.MOVIE, one(ItemType.MOVIE, media=media)), Unwritable)


def test_lengths_come_from_below_where_there_is_none_of_ones_own() -> None:
    show = a_show(2_700_000, None, 3_600_000)
    for level in (ItemType.SHOW, ItemType.SEASON):
        assert written("<<runtime>> <<total_runtimeH>>:<<total_runtimeM>>", show[level]) == "52 1:45"
    assert written("<<runtime>>", a_show(2_700_000, own=600_000)[ItemType.SHOW]) == "10"


def test_nothing_below_has_a_length_fails_the_item_but_its_sum_is_nought() -> None:
    season = a_show(None)[ItemType.SEASON]
    assert isinstance(text_of("<<runtime>>", ItemType.SEASON, season), Unwritable)
    assert written("<<total_runtime>>", season) == "0"


def test_what_stands_above_and_below_is_known() -> None:
    show = a_show(1, 2, 3)
    episode = "<<show_title>> <<season_title>> S<<season_number0>>E<<episode_number0>>"
    assert written(episode, show[ItemType.EPISODE]) == "Pier Nine Season 3 S03E01"
    assert written("<<show_titleU>> <<season_number>> <<episode_countW>>", show[ItemType.SEASON]) == "PIER NINE 3 three"
    assert written("<<episode_count>>", show[ItemType.SHOW]) == "3"


@pytest.mark.parametrize(
    ("template", "subject", "missing"),
    [
        ("<<audience_rating>>", movie(), "audience_rating"),
        ("<<runtime>>", movie(), "runtime"),
        ("<<runtime>> <<edition>>", movie(duration="60000"), "edition"),
        ("<<originally_available>>", movie(originallyAvailableAt="soon"), "originally_available"),
        ("<<tmdb_rating>>", movie(), "tmdb_rating"),
        ("<<anidb_rating>>", movie(), "anidb_rating"),
        ("<<original_title>>", one(ItemType.SEASON, originalTitle="x"), "original_title"),
        ("<<plex_imdb_rating>>", movie(), "plex_imdb_rating"),
        ("<<season_number>>", one(ItemType.EPISODE), "season_number"),
    ],
)
def test_what_the_item_does_not_have_leaves_the_overlay_out(template: str, subject: Subject, missing: str) -> None:
    found = text_of(template, subject.item.type, subject, {"anidb_rating": 9.0, "tmdb_rating": 0.0})
    assert isinstance(found, LeftOut)
    assert found.variable == missing
    assert found.reason


@pytest.mark.parametrize(
    ("template", "told"),
    [
        ("<<originally_available[%Y>>", {"originallyAvailableAt": "2003-12-07"}),
        ("<<originally_available[", {}),
        (r"<<originally_available[\d]>>", {"originallyAvailableAt": "2003-12-07"}),
        ("<<critic_rating%>>", {"rating": "many"}),
    ],
)
def test_what_cannot_be_written_fails_the_item(template: str, told: dict[str, str]) -> None:
    assert isinstance(text_of(template, ItemType.MOVIE, movie(**told)), Unwritable)


def test_a_source_that_refuses_says_whether_the_item_fails() -> None:
    calm, severe = Refused("MDBList has no key"), Refused("OMDb is not configured", fails_item=True)
    assert text_of("<<mdb_rating>>", ItemType.MOVIE, movie(), {"mdb_rating": calm}) == LeftOut("mdb_rating", calm.reason)
    assert text_of("<<omdb_rating>>", ItemType.MOVIE, movie(), {"omdb_rating": severe}) == Unwritable(
        "omdb_rating", severe.reason
    )


def test_a_title_is_searched_for_variables_that_come_later_only() -> None:
    assert written("<<title>>", movie(title="<<original_title>>", originalTitle="Hitze")) == "Hitze"
    assert written("<<title>>", movie(title="<<runtime>>", duration="60000")) == "<<runtime>>"


def test_the_values_that_went_in_are_kept_as_kometas_cache_keeps_them() -> None:
    subject = movie(duration="8190000", originallyAvailableAt="2003-12-07", rating="8.0")
    found = text_of("<<runtimeH>> <<critic_rating%>> <<originally_available[%Y]>> <<versionsW>>", ItemType.MOVIE, subject)
    assert found.values == Map(
        {"runtime": 8190000, "critic_rating": 8.0, "originally_available": "2003-12-07", "versions": 0}
    )


def test_each_level_has_its_variables_in_kometas_order() -> None:
    def of(level: ItemType) -> list[str]:
        return [variable.name for variable in VARIABLES if level in variable.levels]

    assert of(ItemType.ARTIST) == ["runtime", "title", "user_rating", "total_runtime"]
    assert of(ItemType.ALBUM) == "runtime title user_rating critic_rating originally_available total_runtime".split()
    assert len(of(ItemType.MOVIE)) == 38
    assert of(ItemType.EPISODE)[-8:] == (
        "audience_rating content_rating bitrate versions season_number show_title episode_number season_title".split()
    )
    assert of(ItemType.TRACK) == []


def test_only_variables_of_outside_sources_are_asked_for() -> None:
    texts = [("<<runtime>> <<tmdb_rating%>>", ItemType.MOVIE), ("<<mal_rating>> <<imdb_rating>>", ItemType.EPISODE)]
    assert needed_by(texts) == {"tmdb_rating", "imdb_rating"}


@given(st.text(), st.sampled_from(list(ItemType)))
def test_any_text_becomes_a_text_or_a_reason(template: str, level: ItemType) -> None:
    found = text_of(template, level, one(level))
    assert isinstance(found, Text | LeftOut | Unwritable)
    if "<<" not in template:
        assert found == Text(template)


@given(st.floats(0, 10))
def test_a_rating_has_a_text_with_every_modifier(value: float) -> None:
    found = written("<<user_rating>> <<user_rating%>> <<user_rating#>> <<user_rating/>>", movie(userRating=str(value)))
    whole, percent, short, half = found.split()
    assert float(whole) == value
    assert int(percent) == int(value * 10)
    assert abs(float(short) - value) <= 0.05 + 1e-9
    assert abs(float(half) - value / 2) <= 0.05 + 1e-9
