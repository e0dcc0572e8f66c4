"""Who tells what the service has to tell. How it gets to people is not its business."""

import asyncio
from collections.abc import Iterable
from typing import Protocol

from halley.notices import Kind, Notice, Telling, Trouble
from halley.service.log import LOG

_LAST_WORDS_S = 2
"""How long a service that is to stop waits for whoever does not answer; its run took up to seven of the ten seconds."""


class Notices(Protocol):
    """Who tells it. It raises nothing: a notice that does not get through ends no run."""

    async def tell(self, notice: Telling) -> None:
        """Tell it."""
        ...

    async def standing(self, group: str, troubles: Iterable[Trouble]) -> None:
        """Tell of what is wrong now in a group, once each, and of what is right again."""
        ...


class Silent:
    """Tells nobody."""

    async def tell(self, notice: Telling) -> None:
        """Tell nobody."""

    async def standing(self, group: str, troubles: Iterable[Trouble]) -> None:
        """Tell nobody."""


async def told_in_time(notices: Notices, notice: Telling, stopping: asyncio.Event) -> bool:
    """Tell it, and whether that went well; of a service that is to stop, only as long as nobody is kept waiting by it."""
    telling, stop = asyncio.ensure_future(notices.tell(notice)), asyncio.ensure_future(stopping.wait())
    try:
        await asyncio.wait({telling, stop}, return_when=asyncio.FIRST_COMPLETED)
        await asyncio.wait_for(telling, _LAST_WORDS_S)
    except TimeoutError:
        LOG.warning("a notice took too long for a service that is to stop: %s", notice.title)
        return False
    except Exception as problem:  # noqa: BLE001 - no notice ends a service
        LOG.error("a notice did not get through: %s", problem)
        return False
    finally:
        stop.cancel()
        telling.cancel()
    return True


__all__ = ["Kind", "Notice", "Notices", "Silent", "told_in_time"]
