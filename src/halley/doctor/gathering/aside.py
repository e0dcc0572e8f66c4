"""Work that may hang is done aside: in a thread that is waited for so long and no longer, at the program's end neither."""

import asyncio
import threading
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


async def aside(work: Callable[[], T], seconds: float) -> T:
    """What the work returns or raises. Raises TimeoutError where it takes longer; then it goes on, and is forgotten."""
    loop = asyncio.get_running_loop()
    future: asyncio.Future[T] = loop.create_future()

    def settle(act: Callable[[], None]) -> None:
        if not future.done():
            act()

    def run() -> None:
        try:
            found = work()
        except Exception as problem:  # noqa: BLE001 - whoever waits for it gets it
            told = problem
            act: Callable[[], None] = lambda: future.set_exception(told)  # noqa: E731
        else:
            act = lambda: future.set_result(found)  # noqa: E731
        try:
            loop.call_soon_threadsafe(settle, act)
        except RuntimeError:  # the loop is gone: nobody waits any more
            return

    threading.Thread(target=run, daemon=True).start()
    return await asyncio.wait_for(future, seconds)
