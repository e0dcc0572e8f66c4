"""Record mode: a write is done on the real server by a recorder, which puts it on record before and after.

The gateway itself still sends nothing but reads: it knows the recorder by this protocol only. What the engine sees is the
server's own state, so what was written is forgotten here and read anew.
"""

import asyncio
from dataclasses import dataclass
from typing import Protocol

from halley.changes import Change
from halley.files import ImageStore, Picture
from halley.gateway.classify import Verdict
from halley.gateway.ledger import Ledger
from halley.gateway.source import Source, Watcher
from halley.gateway.writes import Decoded, Writes
from halley.plex.answers import Reply, error
from halley.plex.ids import RatingKey
from halley.plex.library import Library
from halley.plex.requests import PlexRequest


@dataclass(frozen=True, slots=True)
class Recorded:
    """What became of a write. `reply` is what the engine is told; `refusal` why it was not sent, empty where it was.

    `touched` are the items that it touched, None where that may be any; `above` those of them that other items tell of.
    `library` is what stood there before, as far as it was looked at.
    """

    reply: Reply
    refusal: str = ""
    touched: frozenset[RatingKey] | None = None
    above: frozenset[RatingKey] = frozenset()
    library: Library | None = None


class Recorder(Watcher, Protocol):
    """Does writes on the real server. What it cannot put on record it does not send.

    It hears what the engine looks at, so that it can look at it too before it is written to. `images` is where it wants
    what is uploaded.
    """

    @property
    def images(self) -> ImageStore:
        """Where uploads are put before they are recorded."""
        ...

    async def record(self, request: PlexRequest, changes: tuple[Change, ...], picture: Picture | None) -> Recorded:
        """Put the Changes of one request on record, send it, and say what the server answered."""
        ...


class RecordedWrites(Writes):
    """Gives writes to a recorder, one after the other, in the order in which they came."""

    def __init__(self, recorder: Recorder, source: Source, ledger: Ledger, lock: asyncio.Lock) -> None:
        super().__init__(ledger, recorder.images, lock)
        self._recorder, self._source = recorder, source

    async def _done(self, verdict: Verdict, decoded: Decoded) -> Reply:
        found = await self._recorder.record(verdict.request, decoded.changes, decoded.picture)
        self._source.forget(found.touched, found.above)
        if found.refusal:
            self._ledger.refuse(verdict.request, found.refusal, decoded.picture)
            return found.reply if found.reply.status >= 400 else error(500)
        self._ledger.capture(verdict.request, decoded.changes, found.library, (), decoded.picture)
        return found.reply
