"""Where drafts are drawn: one engine for all, its pictures, fonts and bases kept at hand; at most two draw at once."""

import asyncio
import hashlib
from collections import OrderedDict
from dataclasses import dataclass

from halley.definitions.problems import Problem
from halley.engines.native import Planned
from halley.errors import HalleyError
from halley.jobs.checked import home_of_kometa
from halley.jobs.ground import NoGround
from halley.overlays.composition import Composition
from halley.overlays.geometry import canvas_of
from halley.plex.ids import RatingKey
from halley.render import CannotDraw, Renderer
from halley.studio.desk.desk import Desk
from halley.studio.desk.errors import NotThere
from halley.studio.drawing.boxes import layers_of
from halley.studio.drawing.frames import Format, frame
from halley.studio.drawing.shelf import OpenLibrary, Shelf
from halley.studio.drawing.sketch import Asked, Sketch, Sketcher
from halley.studio.wire.editor import Layer

_AT_ONCE = 2
_MOST_SKETCHERS = 16


class NotDrawn(HalleyError):
    """There is no picture to be had of the item. The sentence says why."""

    status = 422


@dataclass(frozen=True, slots=True)
class Wanted:
    """Whose picture it is: a configuration, a file of it, an item of its server, and the draft."""

    configuration: str
    file: str
    item: RatingKey
    asked: Asked


@dataclass(frozen=True, slots=True)
class Composed:
    """A sketch with what it is drawn on; `digest` is of everything that can be seen."""

    sketch: Sketch
    base: bytes
    digest: str


@dataclass(frozen=True, slots=True)
class Laid:
    """The layers of a draft on its canvas, and what is wrong in it."""

    canvas: tuple[int, int]
    layers: tuple[Layer, ...]
    problems: tuple[Problem, ...]


class Easel:
    """Draws drafts of the configurations of a desk."""

    def __init__(self, desk: Desk, shelf: Shelf) -> None:
        self.desk, self.shelf = desk, shelf
        self.renderer = Renderer()
        self._drawing = asyncio.Semaphore(_AT_ONCE)
        self._sketchers: OrderedDict[tuple[str, int, str], Sketcher] = OrderedDict()

    async def composed(self, wanted: Wanted) -> Composed:
        """The draft decided, nothing drawn. Raises NotDrawn, NotThere, ConfigError, PlexError."""
        library = await self._library(wanted)
        try:
            base = await library.base(wanted.item)
        except NoGround as problem:
            raise NotDrawn(f"there is nothing to draw on: {problem}") from None
        sketch = await self._sketch(library, wanted)
        return Composed(sketch, base, _digest(sketch, base))

    async def drawn(self, composed: Composed, width: int | None, as_type: Format) -> bytes:
        """The picture. Raises NotDrawn."""
        async with self._drawing:
            return await asyncio.to_thread(self._drawn, composed, width, as_type)

    async def laid(self, wanted: Wanted) -> Laid:
        """Its layers. Raises NotThere, ConfigError, PlexError."""
        library = await self._library(wanted)
        sketch = await self._sketch(library, wanted)
        canvas = canvas_of(sketch.outcome.item.type)
        layers = await asyncio.to_thread(layers_of, sketch, self.renderer)
        return Laid((canvas.width, canvas.height), layers, sketch.problems)

    def _drawn(self, composed: Composed, width: int | None, as_type: Format) -> bytes:
        try:
            drawn = self.renderer.draw(_composition(composed.sketch), composed.base, keep_base=True)
            return frame(drawn.image, width, as_type)
        except CannotDraw as problem:
            raise NotDrawn(f"it cannot be drawn: {problem}") from None

    async def _library(self, wanted: Wanted) -> OpenLibrary:
        library = await self.shelf.library_of(wanted.configuration, wanted.item)
        if library.item(wanted.item) is None:
            raise NotThere(f"{library.name} has no item {wanted.item} on which something is drawn")
        return library

    async def _sketch(self, library: OpenLibrary, wanted: Wanted) -> Sketch:
        # One that was read anew takes the place of what it was before, so that no earlier library is kept by its sketcher.
        key = (wanted.configuration, int(library.view.section.id), wanted.file)
        known = self._sketchers.get(key)
        if known is None or known.library is not library:
            file = await asyncio.to_thread(self.desk.papers(wanted.configuration).file, wanted.file)
            kometa = home_of_kometa(self.desk.kometa, self.desk.environment)
            known = self._sketchers[key] = Sketcher(library, file, self.desk.environment, kometa)
            while len(self._sketchers) > _MOST_SKETCHERS:
                self._sketchers.popitem(last=False)
        async with self._drawing:
            return await asyncio.to_thread(known.sketch, wanted.asked, wanted.item)


def _composition(sketch: Sketch) -> Composition:
    if isinstance(sketch.outcome, Planned):
        return sketch.outcome.composed.composition
    raise NotDrawn(f"it cannot be drawn: {sketch.outcome.reason}")


def _digest(sketch: Sketch, base: bytes) -> str:
    digest = hashlib.sha256(hashlib.sha256(base).digest())
    if isinstance(sketch.outcome, Planned):
        composition = sketch.outcome.composed.composition
        digest.update(composition.digest.encode())
        for picture in composition.pictures():
            path = getattr(picture, "path", None)
            about = path.stat() if path is not None and path.exists() else None
            digest.update(f"{path}{about.st_mtime_ns if about else 0}".encode())
    return digest.hexdigest()
