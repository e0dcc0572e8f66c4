"""Targets have names that a person can read, each its own."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from halley.jobs.slugs import slug, unique
from tests.builders import a_library, a_movie, a_season, a_show, an_episode, the

LIBRARY = a_library(
    a_movie("The Matrix", year=1999),
    a_movie("Amélie!", year=2001),
    a_movie("千と千尋"),
    a_show("Breaking Bad", a_season(1, an_episode("Pilot"))),
)


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("The Matrix", "matrix"),
        ("Amélie!", "amelie"),
        ("千と千尋", "item"),
        ("Breaking Bad", "breakingbad_series"),
        ("Season 1", "breakingbad_s01"),
        ("Pilot", "breakingbad_s01e01"),
    ],
)
def test_an_item_is_named_as_the_requirement_says(title: str, name: str) -> None:
    item = the(LIBRARY, title)
    assert slug(item, tuple(LIBRARY.ancestors(item))) == name


def test_the_second_of_a_name_gets_its_year_and_the_third_a_number() -> None:
    assert unique([("heat", 1986), ("heat", 1995), ("heat", 1995)]) == ["heat", "heat_1995", "heat_2"]


@given(st.lists(st.tuples(st.sampled_from(["a", "b", "a_1990", "a_2"]), st.none() | st.just(1990)), max_size=30))
def test_names_are_never_given_twice(names: list[tuple[str, int | None]]) -> None:
    assert len(set(unique(names))) == len(names)
