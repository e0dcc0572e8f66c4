"""What a run waits for before it begins: that Plex has tidied up, and, if asked, that nobody is watching."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from halley.clock import Clock
from halley.errors import HalleyError
from halley.service.log import LOG
from halley.service.plex import Server, is_within

_EVERY_S = 60
_LONGEST = timedelta(hours=12)
Sleep = Callable[[float], Awaitable[bool]]
"""Sleeps so many seconds, or until the service is to stop; whether it is."""


@dataclass(frozen=True, slots=True)
class Patience:
    """What is waited for, by which clock."""

    clock: Clock
    zone: ZoneInfo
    sleep: Sleep
    avoids_maintenance: bool = True
    waits_for_streams: bool = False

    async def wait(self, server: Server) -> bool:
        """Wait until a run may begin; False where the service is to stop meanwhile. After twelve hours it begins anyway."""
        begun, said = self.clock.now(), ""
        while self.clock.now() - begun < _LONGEST:
            why = await self._why(server)
            if not why:
                break
            if why != said:
                LOG.info("waiting: %s", why)
            said = why
            if await self.sleep(_EVERY_S):
                return False
        return True

    async def _why(self, server: Server) -> str:
        """Why not now; empty where nothing is against it. A server that does not answer is the run's business."""
        try:
            if self.avoids_maintenance:
                first, last = await server.maintenance()
                if is_within(self._now().hour, first, last):
                    return f"Plex tidies up between {first:02}:00 and {last:02}:00"
            if self.waits_for_streams and (count := await server.streams()):
                return f"{count} stream{'s are' if count > 1 else ' is'} being watched"
        except HalleyError:
            return ""
        return ""

    def _now(self) -> datetime:
        return self.clock.now().astimezone(self.zone)
