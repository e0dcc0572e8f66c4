"""Reading for record mode, where an engine waits for the look before each of its writes.

What was read a moment ago and still holds is not asked for again, whoever read it: the look after the write before, the
engine itself through the gateway, or a look ahead. What a write touches is forgotten when it is sent, and once more when it
was answered, so that nothing that was on its way meanwhile counts as read after it.
"""

import asyncio
from collections.abc import Callable, Coroutine, Hashable, Iterable, Sequence
from functools import partial
from typing import TypeVar
from urllib.parse import urlsplit

from halley.changes import Change
from halley.changes.kinds import (
    AddTags,
    AddToCollection,
    CreateCollection,
    ImageChange,
    MoveInCollection,
    RemoveFromCollection,
    RemoveTags,
    SetField,
)
from halley.gateway.fragments import Fragment, cut
from halley.gateway.kept import Kept
from halley.gateway.source import Source, Staleness
from halley.gateway.upstream import PICTURE_LIMIT, Answer, Upstream
from halley.plex.ids import ItemType, RatingKey
from halley.plex.images import ImageKind
from halley.plex.tags import TagKind
from halley.runs.numbers import named
from halley.runs.stale import EVERYTHING

LENT_S = 10.0
"""Seconds for which what was read counts as what stands there."""
_KEPT_BYTES = 64 * 1024 * 1024
_NOTHING = Answer(0, (), b"")
T = TypeVar("T")


class EagerSource(Source):
    """The real server as a recorder reads it."""

    def __init__(self, upstream: Upstream) -> None:
        self._now = asyncio.get_running_loop().time
        super().__init__(upstream, Kept(_KEPT_BYTES, LENT_S, self._now), ahead=False)
        self._lists: dict[Hashable, asyncio.Task[Answer]] = {}  # on their way
        self._items: dict[RatingKey, asyncio.Task[dict[RatingKey, Answer]]] = {}
        self._started: set[asyncio.Task[object]] = set()
        self._trusted_from = 0.0

    async def close(self) -> None:
        """Stop what was asked ahead."""
        tasks = [*self._started, *self._lists.values(), *self._items.values()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await super().close()

    # --- reading -------------------------------------------------------------------------------------------------------

    async def xml(self, target: str, headers: tuple[tuple[str, str], ...] = ()) -> Answer:
        """A whole XML answer, perhaps one that is on its way. Raises PlexError."""
        return await self._shared((target, headers), lambda: Source.xml(self, target, headers))

    async def details(self, keys: Sequence[RatingKey]) -> tuple[Fragment, ...]:
        """The details of some items; those that the server does not have are left out. Raises PlexError."""
        found = {key: kept for key in keys if (kept := self._kept.get(("detail", key, ""))) is not None}
        missing = [key for key in keys if key not in found and key not in self._items]
        if missing:
            task = asyncio.create_task(self._fetch_batch(missing, ""))
            self._items |= dict.fromkeys(missing, task)
            task.add_done_callback(lambda done: self._items_came(missing, done))
        for task in {self._items[key] for key in keys if key not in found}:
            found |= await asyncio.shield(task)
        return tuple(cut(found[key].body, "an item").elements[0] for key in keys if key in found)

    async def picture(self, target: str, key: RatingKey | None, headers: tuple[tuple[str, str], ...]) -> Answer:
        """The bytes of a picture, perhaps such as were read a moment ago. Raises PlexError."""
        path = urlsplit(target).path
        for one in (path, _plain(path)):
            if (found := self._kept.pop(("picture", one))) is not None:
                return found
            if (coming := self._lists.get(("picture", one))) is not None:
                return await asyncio.shield(coming)
        return await self._upstream.read(target, headers, limit=PICTURE_LIMIT)

    async def poster(self, key: RatingKey) -> bytes | None:
        """Look at an item, its shelf of posters and the poster that it shows. Raises PlexError."""
        found, _ = await asyncio.gather(self.details([key]), self.xml(_shelf(key, ImageKind.POSTER)))
        path = found[0].attributes.get("thumb", "") if found else ""
        if not path.startswith(f"/library/metadata/{key}/"):
            return None
        shown = self._kept.get(("picture", path)) or await self._shared(("picture", path), lambda: self._shown(path))
        return shown.body if shown.status == 200 else None

    def ask_ahead(self, changes: Iterable[Change]) -> None:
        """Start to read at once what a look before these Changes will ask for one after the other."""
        for change in changes:
            self._ask(self.details([RatingKey(one) for one in named(change)]))
            if isinstance(change, ImageChange):
                self._ask(self.xml(_shelf(change.key, change.kind)))
                if change.kind is ImageKind.POSTER and not self._holds_poster(change.key):
                    path = f"/library/metadata/{change.key}/{change.kind.field}"
                    self._ask(self._shared(("picture", path), partial(self._shown, path)))
            elif isinstance(change, AddToCollection | RemoveFromCollection | MoveInCollection):
                self._ask(self.all_pages(f"/library/collections/{change.key}/children"))
            elif isinstance(change, CreateCollection | SetField | AddTags | RemoveTags) and _is_of_collections(change):
                self._ask(self.all_pages(f"/library/sections/{change.section}/all?type=18"))

    # --- what others read ----------------------------------------------------------------------------------------------

    def moment(self) -> int:
        """A mark of what was written until now: what is asked for from here on tells of it."""
        return len(self._stale)

    def lend(self, key: RatingKey, detail: Answer, moment: int) -> None:
        """Take what the server said of an item when it was asked at that moment."""
        self._keep(("detail", key, ""), detail, moment)

    def lend_picture(self, path: str, picture: Answer) -> None:
        """Take a picture that the server shows at a path, which names the time of its last change."""
        self._keep(("picture", path), picture, self.moment())

    # --- writes --------------------------------------------------------------------------------------------------------

    def forget_where(self, is_stale: Staleness) -> None:
        """Ask the server anew for what no longer holds."""
        super().forget_where(is_stale)
        for question in [one for one in self._lists if is_stale(one, _NOTHING)]:
            del self._lists[question]
        for key in [one for one in self._items if is_stale(("detail", one, ""), _NOTHING)]:
            del self._items[key]

    def mistrust(self, seconds: float) -> None:
        """Keep nothing for a while: the server changes by itself."""
        self._trusted_from = self._now() + seconds
        self.forget_where(EVERYTHING)

    def _keep(self, question: Hashable, answer: Answer, asked: int) -> None:
        if self._now() >= self._trusted_from:
            super()._keep(question, answer, asked)

    # --- on their way --------------------------------------------------------------------------------------------------

    async def _shared(self, question: Hashable, ask: Callable[[], Coroutine[object, object, Answer]]) -> Answer:
        task = self._lists.get(question)
        if task is None:
            task = asyncio.create_task(ask())
            self._lists[question] = task
            task.add_done_callback(lambda done: self._list_came(question, done))
        return await asyncio.shield(task)

    async def _shown(self, path: str) -> Answer:
        asked = self.moment()
        found = await self._upstream.read(path, limit=PICTURE_LIMIT)
        if found.status == 200:
            self._keep(("picture", path), found, asked)
        return found

    def _ask(self, work: Coroutine[object, object, object]) -> None:
        task = asyncio.create_task(work)
        self._started.add(task)
        task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[object]) -> None:
        self._started.discard(task)
        _told_elsewhere(task)

    def _list_came(self, question: Hashable, task: asyncio.Task[Answer]) -> None:
        if self._lists.get(question) is task:
            del self._lists[question]
        _told_elsewhere(task)

    def _items_came(self, keys: Iterable[RatingKey], task: asyncio.Task[dict[RatingKey, Answer]]) -> None:
        for key in keys:
            if self._items.get(key) is task:
                del self._items[key]
        _told_elsewhere(task)

    def _holds_poster(self, key: RatingKey) -> bool:
        detail = self._kept.get(("detail", key, ""))
        path = cut(detail.body, "an item").elements[0].attributes.get("thumb", "") if detail is not None else ""
        return self._kept.get(("picture", path)) is not None


def _told_elsewhere(task: "asyncio.Task[T]") -> None:
    """Take note of what went wrong with what was asked ahead: whoever needs it asks once more, and tells then."""
    if not task.cancelled():
        task.exception()


def _is_of_collections(change: CreateCollection | SetField | AddTags | RemoveTags) -> bool:
    """Whether the collections of the section have to be known."""
    if isinstance(change, AddTags | RemoveTags):
        return change.kind is TagKind.COLLECTION
    return isinstance(change, CreateCollection) or change.type is ItemType.COLLECTION


def _shelf(key: RatingKey, kind: ImageKind) -> str:
    return f"/library/metadata/{key}/{kind.many}"


def _plain(path: str) -> str:
    """The address of a shown picture without the time at its end, which any time may stand for."""
    head, _, last = path.rpartition("/")
    return head if last.isdecimal() and head.rpartition("/")[2] in _FIELDS else path


_FIELDS = frozenset(kind.field for kind in ImageKind)
