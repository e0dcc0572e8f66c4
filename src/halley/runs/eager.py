"""Reads that are started before they are asked for, so that three that build on each other take the time of one."""

import asyncio
from collections.abc import Iterable

from halley.changes import Change
from halley.changes.kinds import ImageChange
from halley.errors import PlexError
from halley.gateway.upstream import LISTING_LIMIT, PICTURE_LIMIT, Answer
from halley.plex.images import ImageKind
from halley.runs.patience import PatientUpstream
from halley.runs.running import Address


class EagerUpstream(PatientUpstream):
    """Reads from the real server, some of it ahead: an item, its shelf of pictures and the picture that it shows."""

    def __init__(self, url: str, address: Address) -> None:
        super().__init__(
            url,
            address.token,
            verify_ssl=address.verify_ssl,
            timeout_s=address.timeout_s,
            connections=address.connections,
        )
        self.patience = address.patience
        self._ahead: dict[str, asyncio.Task[Answer]] = {}

    @classmethod
    def at(cls, address: Address) -> "EagerUpstream":
        """One for a server."""
        return cls(address.url, address)

    async def __aenter__(self) -> "EagerUpstream":
        await super().__aenter__()
        return self

    def ask_ahead(self, changes: Iterable[Change]) -> None:
        """Start to read what a look before these Changes will ask for."""
        for change in changes:
            if isinstance(change, ImageChange):
                self._start(f"/library/metadata/{change.key}", LISTING_LIMIT)
                self._start(f"/library/metadata/{change.key}/{change.kind.many}", LISTING_LIMIT)
                if change.kind is ImageKind.POSTER:
                    self._start(f"/library/metadata/{change.key}/{change.kind.field}", PICTURE_LIMIT)

    def let_go(self) -> None:
        """Forget what was started and not used: whoever reads after a write must not find what stood there before."""
        for task in self._ahead.values():
            task.cancel()
        self._ahead.clear()

    def _start(self, target: str, limit: int) -> None:
        if target not in self._ahead:
            task = asyncio.create_task(super().read(target, limit=limit))
            task.add_done_callback(lambda one: one.cancelled() or one.exception())  # told where it is asked for
            self._ahead[target] = task

    async def read(self, target: str, headers: tuple[tuple[str, str], ...] = (), *, limit: int = LISTING_LIMIT) -> Answer:
        """The whole answer to a GET, perhaps one that is on its way. Raises PlexError."""
        task = self._ahead.pop(_plain(target), None)
        if task is not None:
            try:
                return await asyncio.shield(task)
            except PlexError:
                pass  # asked once more, and told then
        return await super().read(target, headers, limit=limit)


def _plain(target: str) -> str:
    """The address of a shown picture without the time at its end, which any time may stand for."""
    head, _, last = target.rpartition("/")
    return head if last.isdecimal() and head.rpartition("/")[2] in _FIELDS else target


_FIELDS = frozenset(kind.field for kind in ImageKind)
