"""From what was judged of an item to its poster: what it is drawn on, put aside where that is new, and the picture."""

import asyncio
from dataclasses import dataclass

from halley.engines.native import Planned, Unplanned
from halley.engines.native.grounds import Ground, Source, ground_choice
from halley.errors import BrokenAnswer
from halley.jobs.artwork import has_mark, shown_poster
from halley.jobs.digests import sha256_of
from halley.jobs.ground import Below, Grounds, NoGround
from halley.jobs.judging import CannotJudge, Judge, Judged
from halley.jobs.memory import LibraryMemory
from halley.jobs.planning import PlannedLibrary
from halley.plex.items import Item
from halley.render import CannotDraw, Renderer, encode


@dataclass(frozen=True, slots=True)
class Poster:
    """A poster that has been drawn, and from what."""

    judged: Judged
    below: Below
    data: bytes


@dataclass(frozen=True, slots=True)
class Stays:
    """A poster that stays as it is: it is what it should be, or `reason` says why it could not be drawn."""

    reason: str = ""


@dataclass(frozen=True, slots=True)
class Drawing:
    """Draws the posters of one library."""

    planned: PlannedLibrary
    grounds: Grounds
    memory: LibraryMemory
    judge: Judge
    renderer: Renderer

    async def poster(self, judged: Judged) -> Poster | Stays:
        """The poster of an item, drawn; what is below it is put aside before. Raises PlexError."""
        try:
            if not judged.waits and judged.reason is None:
                return Stays()
            judged, below = await self._grounded(judged)
            if below is None or judged.reason is None:
                return Stays()
            if isinstance(judged.outcome, Unplanned):
                return Stays(judged.outcome.reason)
            return Poster(judged, below, await asyncio.to_thread(self._drawn, judged.outcome, below.data))
        except (NoGround, CannotJudge, CannotDraw, BrokenAnswer) as problem:
            return Stays(str(problem))
        except OSError as problem:
            return Stays(f"its backup cannot be written: {problem.strerror}")

    async def _grounded(self, judged: Judged) -> tuple[Judged, Below | None]:
        """The picture below, put aside where it is a new one, and what that makes of the judgement."""
        item, ground, replaced = judged.item, judged.ground, None
        if judged.is_suspect:
            replaced = await self._replacement(judged)
            if replaced is not None and not has_mark(replaced) and ground.source is not Source.ASSET:
                ground = Ground(Source.CURRENT)
            elif judged.reason is None and replaced is None and not ground.is_new:
                return judged, None
        elif ground.source is Source.CURRENT:
            ground = await self._resumed(item, ground)
        below = await self.grounds.below(item, ground)
        if below.media_type is not None:
            await asyncio.to_thread(self.grounds.originals.keep, item.key, below.data, below.media_type)
        return self.judge.with_below(judged.on(ground), below, is_replaced=replaced is not None), below

    async def _replacement(self, judged: Judged) -> bytes | None:
        """What the server shows in place of the poster that was drawn; None where it shows that one still."""
        path, before = shown_poster(judged.item), judged.before
        if path is None or before is None:
            return None
        shown = await self.grounds.reader.image(path)
        if sha256_of(shown) != before.uploaded:
            return shown
        if (own := judged.item.attributes.get("thumb")) is not None:
            self.memory.keep_shown({judged.item.key: own})
        return None

    async def _resumed(self, item: Item, ground: Ground) -> Ground:
        """What a poster without a label is drawn on: what was put aside, where a killed run had not come to its label."""
        begun, path = self.memory.begun(item.key), shown_poster(item)
        if begun is None or path is None or sha256_of(await self.grounds.reader.image(path)) != begun:
            return ground
        has_backup = self.grounds.originals.of(item.key) is not None
        return ground_choice(has_asset=False, is_labelled=True, has_backup=has_backup)

    def _drawn(self, planned: Planned, ground: bytes) -> bytes:
        drawn = self.renderer.draw(planned.composed.composition, ground)
        return encode(drawn, self.planned.book.filetype, self.planned.book.quality)
