"""Taking note of writes: decoded, recorded, applied to the shadow, answered as Plex would; never forwarded."""

import asyncio
import time
from abc import ABC, abstractmethod
from dataclasses import dataclass

from halley.changes import CannotApply, Change, NotAWrite
from halley.changes.kinds import CreateCollection, CreatePlaylist, SelectImage
from halley.errors import PlexError
from halley.files import ImageStore, Picture
from halley.gateway.classify import Verdict, changes_of
from halley.gateway.fragments import Fragment, Fragments
from halley.gateway.ledger import Ledger
from halley.gateway.loading import Loader
from halley.gateway.needed import bring_in
from halley.gateway.shadow import Shadow
from halley.gateway.upstream import ServerFault, fault_kind
from halley.plex.answers import Reply, error, xml
from halley.plex.ids import RatingKey
from halley.plex.xml.write import detail

UPLOAD_TYPES = frozenset({"image/jpeg", "image/png", "image/webp", "image/gif", "audio/mpeg"})


@dataclass(frozen=True, slots=True)
class Decoded:
    """What a write is: its Changes, and what it uploads."""

    changes: tuple[Change, ...]
    picture: Picture | None


class Writes(ABC):
    """Accepts writes one after the other, in the order in which they came."""

    def __init__(self, ledger: Ledger, images: ImageStore, lock: asyncio.Lock) -> None:
        self._ledger, self._images, self._lock = ledger, images, lock

    async def accept(self, verdict: Verdict, body: bytes) -> Reply:
        """The answer to a write; one that is not known in full is refused."""
        try:
            picture = self._images.put(body) if body else None
        except OSError as problem:
            self._ledger.refuse(verdict.request, f"its body cannot be stored: {problem.strerror}")
            return error(507)
        if picture is not None and not (verdict.part("list") and picture.media_type in UPLOAD_TYPES):
            self._ledger.refuse(
                verdict.request, f"a write with a body of {picture.media_type}, which Plex takes nowhere", picture
            )
            return error(400)
        try:
            decoded = Decoded(changes_of(verdict, picture), picture)
        except NotAWrite as problem:
            self._ledger.refuse(verdict.request, str(problem), picture)
            return error(400)
        async with self._lock:
            return await self._done(verdict, decoded)

    @abstractmethod
    async def _done(self, verdict: Verdict, decoded: Decoded) -> Reply:
        """Let a write happen, wherever that is, and answer as Plex does."""


class CapturedWrites(Writes):
    """Lets writes happen in the shadow only."""

    def __init__(self, shadow: Shadow, loader: Loader, ledger: Ledger, images: ImageStore, lock: asyncio.Lock) -> None:
        super().__init__(ledger, images, lock)
        self._shadow, self._loader = shadow, loader

    async def _done(self, verdict: Verdict, decoded: Decoded) -> Reply:
        changes, picture = decoded.changes, decoded.picture
        try:
            for change in changes:
                await bring_in(change, self._loader)
            before = self._shadow.library
            made = self._shadow.accept(changes, int(time.time()))
        except CannotApply as problem:
            self._ledger.refuse(verdict.request, str(problem), picture)
            return error(problem.status)
        except PlexError as problem:
            self._ledger.fault(fault_kind(problem), "GET", verdict.request.path, problem.message)
            self._ledger.refuse(verdict.request, f"what it changes could not be read: {problem.message}", picture)
            return error(problem.status if isinstance(problem, ServerFault) else 502)
        self._ledger.capture(verdict.request, changes, before, made, picture)
        return self._answer(changes, before.next_key)

    def _answer(self, changes: tuple[Change, ...], made: RatingKey) -> Reply:
        match changes:
            case (CreateCollection() | CreatePlaylist(),):
                item = self._shadow.library.items[made]
                drawn = Fragment(item.type.element, {}, detail(item, self._shadow.library))
                return xml(Fragments({"identifier": "com.plexapp.plugins.library"}, ()).with_elements([drawn]).encoded())
            case (SelectImage(key=key, kind=kind),):
                stamp = self._shadow.library.items[key].updated_at
                return Reply(200, "text/plain", f"/library/metadata/{key}/{kind.field}/{stamp}".encode())
            case _:
                return Reply()
