"""Reading from the real server in bulk: answers kept for a while, single items served from batches fetched ahead.

An engine walks a library item by item, in the order of a listing that it has just read. So the first item of a walk brings
the following ones along, and while the engine works on one batch the next is on its way. Pictures likewise, a few at a time.
"""

import asyncio
import re
from collections.abc import Callable, Collection, Coroutine, Hashable, Iterable, Sequence
from dataclasses import replace
from typing import Protocol
from urllib.parse import urlsplit

from halley.errors import BrokenAnswer, PlexError
from halley.gateway.fragments import Fragment, Fragments, cut
from halley.gateway.kept import Kept
from halley.gateway.upstream import PICTURE_LIMIT, Answer, Upstream
from halley.plex.ids import RatingKey, SectionId

PAGE = 1000
LIST_LIMIT = 512 * 1024 * 1024
"""Characters of XML that the gateway holds at once for all pages of one list: some 100,000 movies."""
FIRST_BATCH = 25
LARGEST_BATCH = 200
PICTURES_AHEAD = 4
_RATING_KEY = re.compile(rb'<(?:Video|Directory|Track)\b[^>]*?\sratingKey="(\d+)"')


Staleness = Callable[[Hashable, Answer], bool]
"""Whether an answer to a question no longer holds."""


class Watcher(Protocol):
    """Hears what an engine looks at, of single items, and what the server said of them."""

    def moment(self) -> int:
        """A mark of what was written until now, to be handed in with what is being asked for."""
        ...

    def asked_for(self, key: RatingKey) -> None:
        """The engine asked for an item."""
        ...

    def told(self, key: RatingKey, detail: Answer, moment: int) -> None:
        """What the server said of an item; it was asked at that moment."""
        ...

    def showed(self, key: RatingKey, path: str, picture: Answer) -> None:
        """The engine was given the poster of an item."""
        ...


class Source:
    """The real server as the rooms of the gateway read it."""

    def __init__(self, upstream: Upstream, kept: Kept, *, ahead: bool = True, watcher: Watcher | None = None) -> None:
        self._upstream, self._kept, self._ahead, self._watcher = upstream, kept, ahead, watcher
        self._order: list[RatingKey] = []
        self._place: dict[RatingKey, int] = {}
        self._thumbs: dict[RatingKey, str] = {}
        self._batch = FIRST_BATCH
        self._coming: dict[object, asyncio.Task[None]] = {}
        self._stale: list[Staleness] = []  # one for each write that the server was told of: what was asked before it

    async def close(self) -> None:
        """Stop what is being fetched ahead."""
        for task in self._coming.values():
            task.cancel()
        await asyncio.gather(*self._coming.values(), return_exceptions=True)

    # --- lists ---------------------------------------------------------------------------------------------------------

    async def xml(self, target: str, headers: tuple[tuple[str, str], ...] = ()) -> Answer:
        """A whole XML answer, kept. Raises PlexError for anything but 200 and 404."""
        question = (target, tuple(sorted((n.lower(), v) for n, v in headers if n.lower().startswith("x-plex-container-"))))
        found = self._kept.get(question)
        if found is None:
            asked = len(self._stale)
            found = await self._upstream.xml(target, headers)
            self._keep(question, found, asked)
        return found

    async def all_pages(self, target: str) -> Fragments:
        """All elements of a list, fetched in pages of 1,000; empty where the server answers 404."""
        found: Fragments | None = None
        held = 0
        while True:
            start = len(found.elements) if found else 0
            paging = (("X-Plex-Container-Start", str(start)), ("X-Plex-Container-Size", str(PAGE)))
            answer = await self.xml(target, paging)
            if answer.status != 200:
                return found or Fragments({}, ())
            page = cut(answer.body, target)
            held += len(answer.body)
            if held > LIST_LIMIT:
                path = target.partition("?")[0]
                raise BrokenAnswer(f"the list {path} is larger than {LIST_LIMIT // 1024**2} MiB, too long to be changed")
            found = page if found is None else replace(found, elements=(*found.elements, *page.elements))
            total = int(page.attributes.get("totalSize") or page.attributes.get("size") or 0)
            if not page.elements or len(found.elements) >= total:
                return found

    def walk(self, listing: bytes) -> None:
        """Take note of the order in which an engine has just been told the items of a library."""
        keys = [RatingKey(int(key)) for key in _RATING_KEY.findall(listing)]
        fresh = [key for key in keys if key not in self._place]
        self._place.update({key: len(self._order) + place for place, key in enumerate(fresh)})
        self._order.extend(fresh)

    # --- items ---------------------------------------------------------------------------------------------------------

    async def details(self, keys: Sequence[RatingKey]) -> tuple[Fragment, ...]:
        """The details of some items in one request; those that the server does not have are left out."""
        if not keys:
            return ()
        known = {key: self._kept.get(("detail", key, "")) for key in keys}
        held = {key: cut(answer.body, "a kept item").elements[0] for key, answer in known.items() if answer is not None}
        missing = [key for key in keys if key not in held]
        if missing:
            answer = await self._upstream.xml(f"/library/metadata/{','.join(map(str, missing))}")
            if answer.status == 200:
                held |= {one.key: one for one in cut(answer.body, "/library/metadata").elements if one.key is not None}
        return tuple(held[key] for key in keys if key in held)

    async def detail(self, key: RatingKey, query: str) -> Answer:
        """The answer to `/library/metadata/K?query`, from a batch where one was fetched ahead."""
        question = ("detail", key, query)
        if self._watcher is not None:
            self._watcher.asked_for(key)
        coming = self._coming.get(question)
        if coming is not None:
            await asyncio.wait([coming])
        found = self._kept.get(question)
        if found is None:
            found = await self._detail_with_neighbours(key, query)
        self._look_ahead(key, query)
        return found

    async def several(self, keys: Sequence[RatingKey], query: str) -> dict[RatingKey, Fragment]:
        """Details of some items, fetched in one request where they are not here; those the server lacks are left out."""
        missing = [key for key in keys if self._kept.get(("detail", key, query)) is None]
        for start in range(0, len(missing), LARGEST_BATCH):
            await self._fetch_batch(missing[start : start + LARGEST_BATCH], query)
        found = {key: self._kept.get(("detail", key, query)) for key in keys}
        return {key: cut(one.body, "a kept item").elements[0] for key, one in found.items() if one is not None}

    async def _detail_with_neighbours(self, key: RatingKey, query: str) -> Answer:
        keys = [key, *self._following(key, query, self._batch - 1)] if self._ahead else [key]
        self._batch = min(self._batch * 2, LARGEST_BATCH)
        if len(keys) > 1:
            await self._fetch_batch(keys, query)
            found = self._kept.get(("detail", key, query))
            if found is not None:
                return found
        return await self._upstream.xml(_detail_target([key], query))

    async def _fetch_batch(self, keys: Sequence[RatingKey], query: str) -> dict[RatingKey, Answer]:
        target, asked = _detail_target(keys, query), len(self._stale)
        moment = self._watcher.moment() if self._watcher is not None else 0
        answer = await self._upstream.xml(target)
        if answer.status != 200:
            return {}
        found = cut(answer.body, target)
        details = {one.key: replace(answer, body=_alone(one, found)) for one in found.elements if one.key is not None}
        for one in found.elements:
            if one.key is not None:
                detail = details[one.key]
                self._keep(("detail", one.key, query), detail, asked)
                self._thumbs[one.key] = one.attributes.get("thumb", "")
                if self._watcher is not None and not query:
                    self._watcher.told(one.key, detail, moment)
        return details

    def _following(self, key: RatingKey, query: str, count: int) -> list[RatingKey]:
        place = self._place.get(key)
        if place is None or count <= 0:
            return []
        after = self._order[place + 1 : place + 1 + count]
        return [one for one in after if not self._is_here(("detail", one, query))]

    def _is_here(self, question: tuple[object, ...]) -> bool:
        return question in self._coming or self._kept.get(question) is not None

    def _look_ahead(self, key: RatingKey, query: str) -> None:
        """Start fetching the next batch when the engine is half way through what is here."""
        if not self._ahead:
            return
        soon = self._order[self._place[key] + self._batch // 2 :][:1] if key in self._place else []
        if soon and not self._is_here(("detail", soon[0], query)):
            keys = [soon[0], *self._following(soon[0], query, self._batch - 1)]
            self._start([("detail", one, query) for one in keys], self._fetch_batch(keys, query))

    # --- writes --------------------------------------------------------------------------------------------------------

    def forget(self, keys: Collection[RatingKey] | None, above: Collection[RatingKey] = ()) -> None:
        """Ask the server anew for what a write touched: every list, these items, and all that stands below `above`.

        None is everything. What is being fetched ahead meanwhile is not kept where that is among it.
        """
        self.forget_where(_Stale(keys, above))

    def forget_where(self, is_stale: Staleness) -> None:
        """Ask the server anew for what no longer holds."""
        self._stale.append(is_stale)
        self._kept.forget(is_stale)

    def _keep(self, question: Hashable, answer: Answer, asked: int) -> None:
        """Keep an answer, unless something was written since it was asked for that it may not tell of."""
        if not any(stale(question, answer) for stale in self._stale[asked:]):
            self._kept.put(question, answer)

    # --- pictures ------------------------------------------------------------------------------------------------------

    async def picture(self, target: str, key: RatingKey | None, headers: tuple[tuple[str, str], ...]) -> Answer:
        """The bytes of a picture, which may have been fetched ahead; those of the next items in order are started."""
        path = urlsplit(target).path
        coming = self._coming.get(("picture", path))
        if coming is not None:
            await asyncio.wait([coming])
        found = self._kept.pop(("picture", path))
        if key is not None and self._ahead and path == self._thumbs.get(key):
            for one in self._order[self._place.get(key, len(self._order)) + 1 :][:PICTURES_AHEAD]:
                thumb = self._thumbs.get(one)
                if thumb and not self._is_here(("picture", thumb)):
                    self._start([("picture", thumb)], self._fetch_picture(thumb))
        shown = found or await self._upstream.read(target, headers, limit=PICTURE_LIMIT)
        if self._watcher is not None and key is not None and shown.status == 200:
            self._watcher.showed(key, path, shown)
        return shown

    async def _fetch_picture(self, path: str) -> None:
        asked = len(self._stale)
        answer = await self._upstream.read(path, limit=PICTURE_LIMIT)
        if answer.status == 200:
            self._keep(("picture", path), answer, asked)

    def _start(self, questions: Iterable[tuple[object, ...]], work: Coroutine[object, object, object]) -> None:
        asked = tuple(questions)

        async def quietly() -> None:
            try:
                await work
            except PlexError:
                pass  # the engine's own request will meet the same fault and report it
            finally:
                for question in asked:
                    self._coming.pop(question, None)

        task = asyncio.create_task(quietly())
        self._coming.update(dict.fromkeys(asked, task))


class _Stale:
    """Which answers a write makes stale: every list, the items that it touched, and what stands below some of them."""

    def __init__(self, keys: Collection[RatingKey] | None, above: Collection[RatingKey]) -> None:
        self._keys = None if keys is None else {*keys, *above}
        self._marks = [b'arentRatingKey="%d"' % key for key in above]
        self._paths = tuple(f"/library/metadata/{key}/" for key in self._keys or ())

    def __call__(self, question: Hashable, answer: Answer) -> bool:
        if self._keys is None:
            return True
        match question:
            case ("detail", key, _):
                return key in self._keys or any(mark in answer.body for mark in self._marks)
            case ("picture", str() as path):
                return path.startswith(self._paths)
            case _:
                return True


def section_of(fragment: Fragment) -> SectionId | None:
    """The section that a detail says it is in."""
    value = fragment.attributes.get("librarySectionID", "")
    return SectionId(int(value)) if value.isdecimal() else None


def _detail_target(keys: Sequence[RatingKey], query: str) -> str:
    target = f"/library/metadata/{','.join(map(str, keys))}"
    return f"{target}?{query}" if query else target


def _alone(one: Fragment, batch: Fragments) -> bytes:
    """One element of a batch as the answer that it alone would have been."""
    own = {name: value for name in ("librarySectionID", "librarySectionTitle") if (value := one.attributes.get(name))}
    return batch.with_elements([one], **own).encoded()
