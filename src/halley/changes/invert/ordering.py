"""The fewest moves that bring a list into an order."""

from bisect import bisect_left
from collections.abc import Hashable, Iterator, Sequence
from typing import TypeVar

_T = TypeVar("_T", bound=Hashable)


def moves(held: Sequence[_T], wanted: Sequence[_T]) -> Iterator[tuple[_T, _T | None]]:
    """What to move behind what (None: to the front), in order. Both lists hold the same things, each once.

    The longest run that is in order already stays where it is.
    """
    place = {one: number for number, one in enumerate(held)}
    staying = _longest_rise([place[one] for one in wanted])
    for number, one in enumerate(wanted):
        if place[one] not in staying:
            yield one, wanted[number - 1] if number else None


def _longest_rise(numbers: Sequence[int]) -> frozenset[int]:
    """The members of a longest increasing subsequence of different numbers."""
    ends: list[int] = []  # ends[n]: the smallest number that a rise of n + 1 numbers ends in
    before: dict[int, int | None] = {}
    for number in numbers:
        length = bisect_left(ends, number)
        before[number] = ends[length - 1] if length else None
        ends[length : length + 1] = [number]
    found = set()
    last = ends[-1] if ends else None
    while last is not None:
        found.add(last)
        last = before[last]
    return frozenset(found)
