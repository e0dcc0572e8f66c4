"""How fast a site may be asked: how many requests at a time, and how long between the beginnings of two."""

import asyncio
from types import TracebackType


class Pace:
    """A turn at one site. `async with pace:` waits for it, and gives it back."""

    def __init__(self, at_once: int, apart_s: float) -> None:
        self._gate = asyncio.Semaphore(at_once)
        self.apart_s = apart_s
        self._next = 0.0

    async def __aenter__(self) -> None:
        await self._gate.acquire()
        try:
            now = asyncio.get_running_loop().time()
            begins = max(now, self._next)
            self._next = begins + self.apart_s
            if begins > now:
                await asyncio.sleep(begins - now)
        except BaseException:
            self._gate.release()
            raise

    async def __aexit__(
        self, kind: type[BaseException] | None, failed: BaseException | None, _: TracebackType | None
    ) -> None:
        self._gate.release()
