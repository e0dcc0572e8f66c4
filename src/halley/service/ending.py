"""What a service that is to stop does not wait for any longer."""

import asyncio
from collections.abc import Coroutine
from typing import TypeVar

T = TypeVar("T")


class Stopped(Exception):
    """The service is to stop; a run that is open stays so, and goes on at the next start."""


async def unless_stopped(work: Coroutine[object, object, T], stopping: asyncio.Event) -> T:
    """What comes of some work. Raises Stopped where the service is to stop before that is known: a server that says nothing
    takes longer than a service may."""
    working, stop = asyncio.ensure_future(work), asyncio.ensure_future(stopping.wait())
    try:
        await asyncio.wait({working, stop}, return_when=asyncio.FIRST_COMPLETED)
        if not working.done() or stopping.is_set():
            raise Stopped
        return working.result()
    finally:
        for one in (working, stop):
            one.cancel()
        await asyncio.gather(working, stop, return_exceptions=True)
