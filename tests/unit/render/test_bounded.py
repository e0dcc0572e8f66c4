"""What is kept stays within its bounds, and threads may share it."""

from concurrent.futures import ThreadPoolExecutor

from hypothesis import given
from hypothesis import strategies as st

from halley.render.bounded import Bounded


def test_what_was_made_once_is_not_made_again() -> None:
    made: list[str] = []
    kept: Bounded[str, str] = Bounded(2)
    for key in ("a", "b", "a", "b"):
        assert kept.get(key, lambda key=key: made.append(key) or key) == key
    assert made == ["a", "b"]


def test_the_one_not_used_for_longest_goes_first() -> None:
    made: list[str] = []
    kept: Bounded[str, str] = Bounded(2)
    for key in ("a", "b", "a", "c", "a", "b"):
        kept.get(key, lambda key=key: made.append(key) or key)
    assert made == ["a", "b", "c", "b"]


@given(st.lists(st.integers(0, 30)), st.integers(0, 50))
def test_it_never_weighs_more_than_agreed(weights: list[int], most: int) -> None:
    kept: Bounded[int, int] = Bounded(most, lambda weight: weight)
    for weight in weights:
        assert kept.get(weight, lambda weight=weight: weight) == weight
        assert 0 <= kept.weight <= most


def test_threads_that_share_it_get_what_they_asked_for() -> None:
    kept: Bounded[int, int] = Bounded(20)
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda number: kept.get(number % 37, lambda: number % 37), range(5000)))
    assert found == [number % 37 for number in range(5000)]
    assert kept.weight <= 20
