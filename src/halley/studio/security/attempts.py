"""How often somebody may be wrong: so often a minute from one address, so often from all together."""

import math
import time
from collections import OrderedDict, deque
from collections.abc import Callable
from ipaddress import IPv6Address, ip_address

_MOST_ADDRESSES = 4096


class Attempts:
    """Counts wrong passwords and keys. An attempt counts from its beginning, so that many at once are many."""

    def __init__(
        self, each: int = 5, all_together: int = 30, window_s: float = 60, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.each, self.all_together, self.window_s = each, all_together, window_s
        self._clock = clock
        self._of: OrderedDict[str, deque[float]] = OrderedDict()
        self._all: deque[float] = deque()

    def wait_s(self, address: str) -> int:
        """Seconds until another attempt may be made from there; 0: now."""
        now = self._clock()
        mine = self._of.get(_group(address), deque())
        waits = [self._wait(mine, self.each, now), self._wait(self._all, self.all_together, now)]
        return math.ceil(max(waits))

    def begin(self, address: str) -> None:
        """An attempt is made from there."""
        now, group = self._clock(), _group(address)
        self._of.setdefault(group, deque()).append(now)
        self._of.move_to_end(group)
        self._all.append(now)
        while len(self._of) > _MOST_ADDRESSES:
            self._of.popitem(last=False)

    def succeeded(self, address: str) -> None:
        """The attempt was right: nothing counts against that address any longer."""
        for one in self._of.pop(_group(address), ()):
            if one in self._all:
                self._all.remove(one)

    def _wait(self, times: deque[float], most: int, now: float) -> float:
        while times and times[0] <= now - self.window_s:
            times.popleft()
        return times[-most] + self.window_s - now if len(times) >= most else 0


def _group(address: str) -> str:
    """Who owns an address of version 6 owns its neighbours, too."""
    try:
        found = ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if isinstance(found, IPv6Address) and found.ipv4_mapped is None:
        return str(IPv6Address(int(found) >> 64 << 64))
    return str(found)
