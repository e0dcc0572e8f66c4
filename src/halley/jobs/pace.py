"""How much longer a stage will take, judged by how far it came since it began."""

import time
from collections.abc import Callable


class Pace:
    """Hears how far stages are. A run that is gone on with begins late: only what was done since counts."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._stage = ""
        self._since, self._at_first = 0.0, 0

    def left_s(self, stage: str, done: int, total: int) -> float | None:
        """Seconds that the stage still takes; None until there is something to judge by."""
        if stage != self._stage:
            self._stage, self._since, self._at_first = stage, self._clock(), done
        spent = self._clock() - self._since
        if done <= self._at_first or spent <= 0 or done >= total:
            return None
        return spent / (done - self._at_first) * (total - done)
