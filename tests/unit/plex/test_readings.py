"""How single values are read."""

import pytest

from halley.plex.readings import as_number, midnight, plain_spellings, resolution_spellings, unplayed_leaves, without_article
from tests.builders import a_library, a_season, a_show, an_episode, the


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("1970-01-01", 0),
        ("1970-01-02", 86_400),
        ("1969-12-31", -86_400),
        ("2004-05-06", 1_083_801_600),
        ("2004-05-06 12:00:00", 1_083_801_600),
        ("2004-13-06", None),
        ("", None),
        (None, None),
    ],
)
def test_a_day_begins_at_midnight_utc(day: str | None, expected: float | None) -> None:
    assert midnight(day) == expected


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("The Harbor", "Harbor"),
        ("the harbor", "harbor"),
        ("Theatre", "Theatre"),
        ("The", "The"),
        ("A ", "A "),
        ("An Apple", "Apple"),
        ("Das Boot", "Boot"),
        ("", ""),
    ],
)
def test_an_article_is_dropped_where_something_is_left(title: str, expected: str) -> None:
    assert without_article(title) == expected


@pytest.mark.parametrize("value", ["", "x", "nan", "inf", "-Infinity", "1e999", None])
def test_what_is_no_finite_number_is_none(value: str | None) -> None:
    assert as_number(value) is None


def test_values_may_come_encoded_and_resolutions_with_a_p() -> None:
    assert set(plain_spellings("Not%20Rated")) == {"not%20rated", "not rated"}
    assert set(plain_spellings("PG-13")) == {"pg-13"}
    assert set(resolution_spellings("1080P")) == {"1080"}
    assert set(resolution_spellings("4K")) == {"4k"}


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        pytest.param({}, 1, id="counted"),
        pytest.param({"leafCount": 2}, 1, id="counted where all are known"),
        pytest.param({"leafCount": 10, "viewedLeafCount": 4}, 6, id="said where they are not"),
    ],
)
def test_unplayed_episodes_are_counted_where_they_can_be(words: dict[str, int], expected: int) -> None:
    library = a_library(a_show("Pier", a_season(1, an_episode("One", plays=1), an_episode("Two")), **words))
    assert unplayed_leaves(the(library, "Pier"), library) == expected
