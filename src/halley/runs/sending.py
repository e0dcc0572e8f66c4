"""Performing Changes: as many at once as the server takes well, at a bounded rate, stopped between two of them."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum

from halley.changes.client import ChangeClient, NotTaken
from halley.errors import PlexError
from halley.runs.adaptive import AdaptiveRoom
from halley.runs.model import Intent
from halley.runs.patience import wait_asked_for

_RETRIED = frozenset({408, 409, 425, 429, 500, 501, 502, 503, 504, 507})


class Answered(Enum):
    """What came back for a write."""

    YES = "yes"
    NO = "no"  #: a status that says that asking again is no use
    FAULT = "fault"  #: 5xx, a time-out, a dropped connection: it may have happened, or may yet be done
    NOT_SENT = "not sent"  #: the run was stopped before


@dataclass(frozen=True, slots=True)
class Sent:
    """One write that was sent, or was not."""

    intent: Intent
    answered: Answered
    reason: str = ""
    wait_s: float = 0.0  #: how long the server asked to be left alone


class Sender:
    """Sends what was put on record. `stop` ends it between two Changes; `per_second` 0 sets no limit."""

    def __init__(self, client: ChangeClient, stop: asyncio.Event, *, connections: int = 16, per_second: float = 0) -> None:
        self._client, self._stop = client, stop
        self._room = AdaptiveRoom(connections)
        self._gap_s = 1 / per_second if per_second > 0 else 0.0
        self._next_s = 0.0
        self.count = 0  #: requests that went out

    async def send(self, intents: Sequence[Intent], heard: Callable[[], None] | None = None) -> list[Sent]:
        """Send them all, at once as far as there is room, and say what was answered to each; `heard` is told at once."""
        return list(await asyncio.gather(*(self._one(one, heard) for one in intents)))

    async def _one(self, intent: Intent, heard: Callable[[], None] | None) -> Sent:
        async with self._room:
            await self._turn()
            if self._stop.is_set():
                return Sent(intent, Answered.NOT_SENT)
            self.count += 1
            began = asyncio.get_running_loop().time()
            sent = await self._performed(intent)
            took_s = asyncio.get_running_loop().time() - began
            self._room.answered(took_s, is_fault=sent.answered is Answered.FAULT)
            if heard is not None:
                heard()
            return sent

    async def _performed(self, intent: Intent) -> Sent:
        try:
            await self._client.perform(intent.sent)
        except NotTaken as problem:
            passing = problem.status in _RETRIED
            wait_s = wait_asked_for(problem.status, problem.retry_after)
            return Sent(intent, Answered.FAULT if passing else Answered.NO, problem.message, wait_s)
        except PlexError as problem:
            return Sent(intent, Answered.FAULT, problem.message)
        except KeyError as problem:
            return Sent(intent, Answered.NO, f"its picture is not in the store, or is damaged there: {problem.args[0]}")
        except ValueError as problem:  # it is no request
            return Sent(intent, Answered.NO, f"it cannot be sent: {problem}")
        return Sent(intent, Answered.YES)

    async def _turn(self) -> None:
        if not self._gap_s:
            return
        now = asyncio.get_running_loop().time()
        at = max(now, self._next_s)
        self._next_s = at + self._gap_s
        if at > now:
            await asyncio.sleep(at - now)
