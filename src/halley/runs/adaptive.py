"""How many writes are on their way at a time: as many as the server takes without becoming slow, found out while it works.

One more where a whole round of answers came as fast as the fastest known; half where answers take several times as long, or
fail. So a server that is busy with somebody's film is left alone, and one that is idle is used.
"""

import asyncio
from types import TracebackType

SLOW_TIMES = 3.0
"""Times the usual latency at which a server counts as slow."""
SLOW_AT_LEAST_S = 0.25
"""No latency below this is slow, whatever the usual one is."""
_SHARE, _FORGETS = 0.2, 0.01


class AdaptiveRoom:
    """Room for writes at a time, between one and `most`. Use as an async context manager around each."""

    def __init__(self, most: int) -> None:
        self._most = most
        self.limit = min(most, 4)
        self._inside = 0
        self._waiting: list[asyncio.Future[None]] = []
        self._good = 0
        self._usual_s = 0.0
        self._lately_s = 0.0

    async def __aenter__(self) -> "AdaptiveRoom":
        while self._inside >= self.limit:
            turn = asyncio.get_running_loop().create_future()
            self._waiting.append(turn)
            try:
                await turn
            except asyncio.CancelledError:
                if turn in self._waiting:
                    self._waiting.remove(turn)
                else:
                    self._wake()
                raise
        self._inside += 1
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._inside -= 1
        self._wake()

    def answered(self, seconds: float, *, is_fault: bool = False) -> None:
        """Learn from an answer: how long it took, and whether it was one of a server in trouble."""
        self._lately_s = seconds if not self._lately_s else (1 - _SHARE) * self._lately_s + _SHARE * seconds
        is_slow = bool(self._usual_s) and self._lately_s > max(SLOW_TIMES * self._usual_s, SLOW_AT_LEAST_S)
        if is_fault or is_slow:
            self._good = 0
            if self.limit > 1:
                self.limit = max(1, self.limit // 2)
                self._lately_s = 0.0  # what comes now is judged by itself
            return
        # The fastest that was seen is the usual; it is forgotten slowly, as servers get other disks and other loads.
        self._usual_s = seconds if not self._usual_s else min(seconds, self._usual_s * (1 + _FORGETS))
        self._good += 1
        if self._good >= self.limit and self.limit < self._most:
            self._good = 0
            self.limit += 1
            self._wake()

    def _wake(self) -> None:
        room = self.limit - self._inside
        while room > 0 and self._waiting:
            turn = self._waiting.pop(0)
            if not turn.done():
                turn.set_result(None)
                room -= 1
