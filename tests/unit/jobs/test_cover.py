"""The fewest items that exercise everything: laws of the choice."""

import math
from collections.abc import Mapping
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from halley.jobs.cover import fewest

Exercised = Mapping[int, frozenset[int]]
SHELVES = st.dictionaries(st.integers(0, 200), st.frozensets(st.integers(0, 12), max_size=6), max_size=9)


def features(exercised: Exercised, items: tuple[int, ...]) -> set[int]:
    return set().union(*(exercised[one] for one in items))


@given(SHELVES)
def test_every_feature_of_any_item_is_exercised(exercised: Exercised) -> None:
    assert features(exercised, fewest(exercised)) == features(exercised, tuple(exercised))


@given(SHELVES)
def test_without_any_of_the_items_something_would_be_missing(exercised: Exercised) -> None:
    chosen = fewest(exercised)
    for one in chosen:
        rest = tuple(each for each in chosen if each != one)
        assert features(exercised, rest) != features(exercised, chosen)


@given(SHELVES)
def test_items_come_in_the_order_in_which_they_were_given_and_each_once(exercised: Exercised) -> None:
    chosen = fewest(exercised)
    assert list(chosen) == [one for one in exercised if one in chosen]


@given(SHELVES)
def test_there_are_not_many_more_than_the_very_fewest(exercised: Exercised) -> None:
    wanted = features(exercised, tuple(exercised))
    best = next(
        size
        for size in range(len(exercised) + 1)
        if any(features(exercised, some) == wanted for some in combinations(exercised, size))
    )
    largest = max(map(len, exercised.values()), default=0)
    assert len(fewest(exercised)) <= best * (1 + math.log(max(largest, 1)))


def test_one_item_that_has_everything_is_enough() -> None:
    assert fewest({1: frozenset("ab"), 2: frozenset("abc"), 3: frozenset("c")}) == (2,)


def test_an_early_choice_that_later_ones_made_spare_is_given_back() -> None:
    # The largest is taken first; what it has, the two that must be taken have, too.
    exercised = {1: frozenset("abcd"), 2: frozenset("abxy"), 3: frozenset("cdzw")}
    assert fewest(exercised) == (2, 3)


def test_a_library_of_ten_thousand_items_takes_no_time() -> None:
    exercised = {item: frozenset((item * step) % 1009 for step in range(1, 20)) for item in range(10_000)}
    chosen = fewest(exercised)
    assert features(exercised, chosen) == set(range(1009))
    assert len(chosen) < 150
