"""What was made once and may be wanted again, the latest used kept, never more of it than agreed."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Kept = TypeVar("Kept")


class Bounded(Generic[Key, Kept]):
    """Values by key up to a total weight; the ones not used for longest go first. Several threads may share one.

    Two threads that want the same new value at once both make it: that costs a little work, and nobody waits.
    """

    def __init__(self, most: int, weigh: Callable[[Kept], int] = lambda _: 1) -> None:
        self._most = most
        self._weigh = weigh
        self._kept: OrderedDict[Key, Kept] = OrderedDict()
        self._weight = 0
        self._lock = Lock()

    def get(self, key: Key, make: Callable[[], Kept]) -> Kept:
        """The value of that key, made where it is not there."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        made = make()
        with self._lock:
            self._put(key, made)
        return made

    @property
    def weight(self) -> int:
        """What it holds at the moment."""
        return self._weight

    def _put(self, key: Key, made: Kept) -> None:
        weight = self._weigh(made)
        if key in self._kept or weight > self._most:
            return
        self._kept[key] = made
        self._weight += weight
        while self._weight > self._most:
            _, oldest = self._kept.popitem(last=False)
            self._weight -= self._weigh(oldest)
