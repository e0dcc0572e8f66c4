"""Answers of the server that are kept for a while, within a bound of bytes and of age.

A preview looks at one moment of the server; within a run the same question gets the same answer, and costs nothing.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable

from halley.gateway.upstream import Answer


class Kept:
    """The most recently used answers by question. `clock` gives seconds that only go forward."""

    def __init__(self, limit_bytes: int, seconds: float, clock: Callable[[], float]) -> None:
        self._limit, self._seconds, self._clock = limit_bytes, seconds, clock
        self._answers: OrderedDict[Hashable, tuple[float, Answer]] = OrderedDict()
        self._size = 0

    def get(self, question: Hashable) -> Answer | None:
        """The answer, if it is still here and young enough."""
        found = self._answers.get(question)
        if found is None:
            return None
        kept_since, answer = found
        if self._clock() - kept_since > self._seconds:
            self._drop(question)
            return None
        self._answers.move_to_end(question)
        return answer

    def put(self, question: Hashable, answer: Answer) -> None:
        """Keep an answer; the longest unused ones make room. One larger than a quarter of the room is not kept."""
        if len(answer.body) > self._limit // 4:
            return
        self._drop(question)
        self._answers[question] = (self._clock(), answer)
        self._size += len(answer.body)
        while self._size > self._limit:
            self._drop(next(iter(self._answers)))

    def pop(self, question: Hashable) -> Answer | None:
        """The answer, which is then no longer kept."""
        found = self.get(question)
        self._drop(question)
        return found

    def forget(self, is_stale: Callable[[Hashable, Answer], bool]) -> None:
        """Drop the answers that no longer hold."""
        for question in [one for one, (_, answer) in self._answers.items() if is_stale(one, answer)]:
            self._drop(question)

    def _drop(self, question: Hashable) -> None:
        found = self._answers.pop(question, None)
        if found is not None:
            self._size -= len(found[1].body)
