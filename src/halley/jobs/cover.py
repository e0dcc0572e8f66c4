"""The fewest items that together exercise all there is to exercise: greedy set cover. Pure.

The greedy choice takes at most ln(n) + 1 times as many as the very fewest, and finding those is hopeless for a library.
"""

import heapq
from collections import Counter
from collections.abc import Hashable, Mapping, Set
from typing import TypeVar

Each = TypeVar("Each", bound=Hashable)
Feature = TypeVar("Feature", bound=Hashable)


def fewest(exercised: Mapping[Each, Set[Feature]]) -> tuple[Each, ...]:
    """Few items that have among them every feature that any item has, in the order in which they were given.

    The same for the same mapping: of equals the one that was given first is taken.
    """
    left: set[Feature] = set().union(*exercised.values())
    order = {one: place for place, one in enumerate(exercised)}
    heap = [(-len(features), order[one], one) for one, features in exercised.items() if features]
    heapq.heapify(heap)
    taken: list[Each] = []
    while left:
        _, place, one = heapq.heappop(heap)
        news = len(exercised[one] & left)
        if heap and (-news, place) > heap[0][:2]:
            # What it had new may be less by now: its turn comes later.
            if news:
                heapq.heappush(heap, (-news, place, one))
            continue
        taken.append(one)
        left -= exercised[one]
    return tuple(sorted(_without_spare(taken, exercised), key=order.__getitem__))


def _without_spare(taken: list[Each], exercised: Mapping[Each, Set[Feature]]) -> list[Each]:
    """Those without which something would be missing: what an early choice brought, later ones may have brought together."""
    count = Counter(feature for one in taken for feature in exercised[one])
    kept: list[Each] = []
    for one in taken:
        if all(count[feature] > 1 for feature in exercised[one]):
            count.subtract(exercised[one])
        else:
            kept.append(one)
    return kept
