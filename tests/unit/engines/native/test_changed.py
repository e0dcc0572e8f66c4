"""Why an item is drawn again: Kometa's reasons, and Halley's own."""

from dataclasses import fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from halley.engines.native.changed import Cause, Redraw, Remembered, Standing, reason_to_draw
from halley.engines.native.special_texts import Unreadable
from halley.overlays.subject import Subject
from tests.builders import a_library, a_movie, a_season, a_show, an_episode, the

LIBRARY = a_library(
    a_movie(
        "Heat",
        key=101,
        rating=8.2,
        audience_rating=8.0,
        user_rating=7.5,
        duration=10_200_000,
        released="1995-12-15",
        content_rating="R",
        edition="Cut",
        original_title="Heat",
        resolution="4k",
    ),
    a_show(
        "Pier Nine",
        a_season(2, an_episode("Low Tide", key=203, duration=1_000), an_episode("High", key=204, duration=2_000), key=202),
        key=201,
    ),
    a_movie("Bare", key=105),
)
HEAT, BARE = (Subject(the(LIBRARY, name), LIBRARY) for name in ("Heat", "Bare"))
DRAWN = Remembered(("a00", "b00"), "/library/metadata/101/thumb/1")
STANDING = Standing(subject=HEAT, is_labelled=True, overlays={"a00": False, "b00": False})


def cause(standing: Standing, before: Remembered | None = DRAWN, **kept: str | None) -> Cause | None:
    found = reason_to_draw(standing, before, kept)
    return found.cause if found else None


@pytest.mark.parametrize(
    ("standing", "before", "expected"),
    [
        (STANDING, DRAWN, None),
        (replace(STANDING, overlays={"b00": False, "a00": False}), DRAWN, None),
        (replace(STANDING, is_labelled=False), DRAWN, Cause.UNLABELLED),
        (replace(STANDING, is_reapplied=True), DRAWN, Cause.REAPPLIED),
        (replace(STANDING, has_new_base=True), DRAWN, Cause.NEW_BASE),
        (replace(STANDING, overlays={"a00": False}), DRAWN, Cause.OVERLAY_GONE),
        (replace(STANDING, overlays={"a00": False, "b00": False, "c00": False}), DRAWN, Cause.OVERLAY_NEW),
        (replace(STANDING, overlays={"a00": False, "b00": True}), DRAWN, Cause.OVERLAY_REDRAWN),
        (STANDING, None, Cause.OVERLAY_NEW),
        (replace(STANDING, overlays={}), None, None),
        (replace(STANDING, overlays={}), Remembered(("",)), Cause.OVERLAY_GONE),
        (replace(STANDING, asset="/a/poster.jpg:1:2"), DRAWN, Cause.ASSET),
        (replace(STANDING, asset="/a/poster.jpg:1:2"), replace(DRAWN, compare="/a/poster.jpg:1:2"), None),
        (replace(STANDING, asset="/a/poster.jpg:1:2"), replace(DRAWN, compare=None), None),
        (replace(STANDING, inputs="other"), replace(DRAWN, inputs="one"), None),
        (replace(STANDING, is_replaced=True), DRAWN, None),
    ],
    ids=[
        "nothing", "another order", "no label", "reapply", "a new picture below", "one fewer", "one more",
        "another picture of an overlay", "nothing remembered", "no overlays and nothing remembered",
        "no overlays, as Kometa keeps it", "an asset has appeared", "the same asset", "an asset, and no value of before",
        "inputs are none of Kometa's", "a poster selected by hand is not noticed",
    ],
)  # fmt: skip
def test_kometas_reasons(standing: Standing, before: Remembered | None, expected: Cause | None) -> None:
    assert cause(standing, before) is expected


@pytest.mark.parametrize(
    ("key", "variable", "same", "other"),
    [
        (101, "title", "Heat", "Ronin"),
        (101, "audience_rating", "8.0", "8.1"),
        (101, "critic_rating", "8.20", "8.3"),
        (101, "user_rating", "7.5", "nan"),
        (101, "runtime", "10200000", "1"),
        (101, "originally_available", "1995-12-15", "1995-12-16"),
        (101, "content_rating", "R", "PG"),
        (101, "edition", "Cut", "Other"),
        (101, "original_title", "Heat", "Hitze"),
        (201, "total_runtime", "3000", "2000"),
        (201, "episode_count", "2", "3"),
        (202, "season_number", "2", "1"),
        (203, "season_number", "2", "1"),
        (203, "episode_number", "1", "2"),
        (203, "season_title", "Season 2", "Season 1"),
    ],
)
def test_a_kept_value_that_the_item_no_longer_has_is_a_reason(key: int, variable: str, same: str, other: str) -> None:
    subject = Subject(LIBRARY.items[key], LIBRARY)  # type: ignore[index]
    standing = replace(STANDING, subject=subject, has_texts=True)
    assert cause(standing, **{variable: same}) is None
    assert cause(standing, **{variable: other}) is Cause.TEXT
    assert cause(standing, **{variable: None}) is None
    assert cause(replace(standing, has_texts=False), **{variable: other}) is None


@pytest.mark.parametrize("variable", ["tmdb_rating", "imdb_rating", "bitrate", "show_title", "anidb_rating"])
def test_what_is_no_attribute_of_that_name_is_never_compared(variable: str) -> None:
    assert cause(replace(STANDING, has_texts=True), **{variable: "1"}) is None


def test_the_number_of_versions_differs_every_time() -> None:
    assert cause(replace(STANDING, has_texts=True), versions="1") is Cause.TEXT


def test_a_value_that_the_item_has_no_more_is_no_reason() -> None:
    standing = replace(STANDING, subject=BARE, has_texts=True)
    assert cause(standing, audience_rating="8.0", runtime="1", edition="Cut") is None


def test_a_length_that_was_a_mean_fails_the_item_once_it_has_one_of_its_own() -> None:
    with pytest.raises(Unreadable, match=r"2610000\.5"):
        cause(replace(STANDING, has_texts=True), runtime="2610000.5")


# Halley's own reasons

KNOWN = Remembered(("a00",), inputs="inputs", base="base", base_sha256="sha", uploaded="poster", shown="/thumb/1")
AS_IT_WAS = Standing(subject=HEAT, is_labelled=True, overlays={"a00": False}, inputs="inputs")


def own_cause(standing: Standing, before: Remembered | None = KNOWN) -> Cause | None:
    found = reason_to_draw(standing, before, {"versions": "1"}, Redraw.ON_ANY_CHANGE)
    return found.cause if found else None


@pytest.mark.parametrize(
    ("standing", "before", "expected"),
    [
        (AS_IT_WAS, KNOWN, None),
        (AS_IT_WAS, None, Cause.UNKNOWN),
        (AS_IT_WAS, DRAWN, Cause.UNKNOWN),
        (replace(AS_IT_WAS, inputs="others"), KNOWN, Cause.INPUTS),
        (replace(AS_IT_WAS, inputs=None), KNOWN, Cause.INPUTS),
        (replace(AS_IT_WAS, is_replaced=True), KNOWN, Cause.REPLACED),
        (replace(AS_IT_WAS, is_labelled=False), KNOWN, Cause.UNLABELLED),
        (replace(AS_IT_WAS, is_reapplied=True), KNOWN, Cause.REAPPLIED),
    ],
)
def test_halleys_own_reasons(standing: Standing, before: Remembered | None, expected: Cause | None) -> None:
    assert own_cause(standing, before) is expected


@given(
    has_texts=st.booleans(),
    has_new_base=st.booleans(),
    asset=st.none() | st.text(),
    overlays=st.dictionaries(st.text(max_size=5), st.booleans()),
    before=st.tuples(st.text(max_size=5)),
)
def test_what_went_into_a_poster_decides_alone(
    has_texts: bool, has_new_base: bool, asset: str | None, overlays: dict[str, bool], before: tuple[str]
) -> None:
    """Whatever Kometa would make of it: the same inputs and the same poster on the server need nothing."""
    seen = replace(AS_IT_WAS, has_texts=has_texts, has_new_base=has_new_base, asset=asset, overlays=overlays)
    assert own_cause(seen, replace(KNOWN, overlays=before, compare="something")) is None
    assert own_cause(replace(seen, inputs="others"), KNOWN) is Cause.INPUTS


def test_every_cause_says_why_in_words() -> None:
    words = [cause.value for cause in Cause]
    assert len(set(words)) == len(words)
    assert str(reason_to_draw(STANDING, Remembered(("z00",)), {})) == f"{Cause.OVERLAY_GONE.value}: z00"
    assert {field.name for field in fields(Remembered)} >= {"inputs", "uploaded", "shown"}
