"""Where the badges of a planned poster are, and which definition drew each: composed and measured anew by our own engine.

The plan says which definitions drew the poster, whichever engine made it. What they come to is worked out from the overlay
files and the library as they are now; where one is no longer there, that is said.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from halley.definitions.system_fonts import system_fonts
from halley.engines.native import Entry, LibraryBook, read_book
from halley.engines.native.art import EDITION
from halley.engines.native.stand_in import StandIn
from halley.errors import ConfigError, PlexError
from halley.files.downloads import Downloads, DownloadSettings
from halley.jobs.checked import home_of_kometa
from halley.jobs.own_folder import own_folder
from halley.jobs.plan_sources import PICTURE
from halley.overlays.compose import Composed, Failed, compose
from halley.overlays.geometry import Extent
from halley.overlays.model import OverlayId
from halley.overlays.subject import Subject
from halley.plans import Step
from halley.plex.ids import RatingKey
from halley.render import CannotDraw, Renderer
from halley.studio.desk.errors import NotThere
from halley.studio.drawing.boxes import box_of
from halley.studio.drawing.shelf import OpenLibrary, Shelf
from halley.studio.reading.opened import OpenPlan
from halley.studio.reading.origins import origins_of, place_of
from halley.studio.reading.posters import drawn_by
from halley.studio.wire.plans import Box, Boxes, Origin

_MOST = 2000
_MOST_BOOKS = 4
Named = tuple[str, str]
"""A definition and its place, as a plan writes them."""


class Badges:
    """Finds badges, with the libraries that are open."""

    def __init__(self, shelf: Shelf) -> None:
        self.shelf = shelf
        self._renderer = Renderer()
        self._books: OrderedDict[int, tuple[OpenLibrary, LibraryBook, StandIn]] = OrderedDict()
        self._found: OrderedDict[tuple[str, int, int], Boxes] = OrderedDict()
        self._working = asyncio.Lock()

    async def of(self, plan: OpenPlan, configuration: str, key: int) -> Boxes:
        """The badges of an item's poster, made of the configuration of that id. Raises NotThere."""
        row = next((one for one in plan.posters if one.shown.key == key), None)
        if row is None:
            raise NotThere(f"the plan changes no poster of an item {key}")
        steps = list(drawn_by(plan.plan.steps[number - 1] for number in row.steps))
        origins = origins_of(steps, plan.plan.source.configuration)
        if not _named(steps):
            is_known = any(step.origin.definition for step in steps)
            why = "no overlay drew this poster" if is_known else "the plan does not say which definitions drew this poster"
            return Boxes(boxes=(), why=why, origins=origins)
        if not configuration:
            why = f"the studio does not know the configuration {plan.plan.source.configuration} of this plan"
            return Boxes(boxes=(), why=why, origins=origins)
        try:
            library = await self.shelf.library_of(configuration, RatingKey(key))
        except (NotThere, ConfigError, PlexError) as problem:
            return Boxes(boxes=(), why=problem.message, origins=origins)
        return await self._known(plan, library, key, steps, origins)

    async def _known(
        self, plan: OpenPlan, library: OpenLibrary, key: int, steps: Sequence[Step], origins: tuple[Origin, ...]
    ) -> Boxes:
        known = (plan.digest, id(library), key)
        async with self._working:
            if known not in self._found:
                self._found[known] = await asyncio.to_thread(self._measured, plan, library, key, steps, origins)
                while len(self._found) > _MOST:
                    self._found.popitem(last=False)
            return self._found[known]

    def _measured(
        self, plan: OpenPlan, library: OpenLibrary, key: int, steps: Sequence[Step], origins: tuple[Origin, ...]
    ) -> Boxes:
        named = _named(steps)
        item = library.item(RatingKey(key))
        if item is None:
            return Boxes(boxes=(), why="no overlay drew this poster", origins=origins)
        try:
            book, files = self._book(library)
        except ConfigError as problem:
            return Boxes(boxes=(), why=problem.message, origins=origins)
        entries = {one.definition.id: one for one in book.entries if _place(one) in named or _place(one)[0] in _bare(named)}
        composed = compose(list(entries), book.book, Subject(item, library.view.library))
        if isinstance(composed, Failed):
            return Boxes(boxes=(), why=composed.reason, origins=origins)
        files.have_drawn(composed.composition.pictures())
        whys = list(_left_out(named, entries, composed))
        boxes = list(self._boxes(composed, entries, plan.plan.source.configuration, whys))
        return Boxes(boxes=tuple(boxes), why="; ".join(whys), origins=origins)

    def _boxes(
        self, composed: Composed, entries: dict[OverlayId, Entry], configuration: str, whys: list[str]
    ) -> Iterator[Box]:
        composition = composed.composition
        canvas = composition.canvas
        for each, layer in zip(composition.drawn_by, composition.layers, strict=True):
            try:
                box = box_of(self._renderer, layer, canvas)
            except CannotDraw as problem:
                whys.append(f"{each.name}: {problem}")
                continue
            left, top, width, height = _shares(box, canvas)
            place = place_of(_place(entries[each])[1], configuration)
            yield Box(
                definition=each.name,
                text=layer.text or "",
                left=left,
                top=top,
                width=width,
                height=height,
                place=place,
            )

    def _book(self, library: OpenLibrary) -> tuple[LibraryBook, StandIn]:
        """All definitions of a library. Raises ConfigError."""
        known = self._books.get(id(library))
        if known is None or known[0] is not library:
            desk, configuration = self.shelf.desk, library.configuration
            folder = own_folder(configuration, desk.environment)
            files = StandIn(
                configuration.folder,
                home_of_kometa(desk.kometa, desk.environment),
                downloads=Downloads(DownloadSettings(folder=folder / "downloads", offline=True)),
                system_fonts=lambda: system_fonts(desk.environment),
                art=folder / "art" / EDITION,
            )
            book = read_book(configuration, library.name, library.kind, files, datetime.now(UTC).astimezone())
            known = self._books[id(library)] = (library, book, files)
            while len(self._books) > _MOST_BOOKS:
                self._books.popitem(last=False)
        return known[1], known[2]


def _named(steps: Sequence[Step]) -> list[Named]:
    """The definitions that drew a poster, each once; a picture of the user's own is none."""
    found = dict.fromkeys(one for step in steps for one in step.origin.definitions)
    return [one for one in found if one[0] != PICTURE]


def _place(entry: Entry) -> Named:
    return entry.definition.id.name, str(replace(entry.definition.where, path=()))


def _bare(named: Sequence[Named]) -> set[str]:
    """Definitions whose place the plan does not know."""
    return {name for name, where in named if not where}


def _left_out(named: Sequence[Named], entries: dict[OverlayId, Entry], composed: Composed) -> Iterator[str]:
    """Why definitions that drew the poster have no badge."""
    here = {_place(one) for one in entries.values()}
    names = {name for name, _ in here}
    for name, where in named:
        if (name, where) not in here and (where or name not in names):
            yield f"{name} is no longer where it was when the plan was made"
    yield from (f"{one.id.name}: {one.reason}" for one in composed.omitted)


def _shares(box: tuple[int, int, int, int], canvas: Extent) -> tuple[float, float, float, float]:
    """Left, top, width and height of what of a box is on the poster, in shares of it."""
    left, top, right, bottom = box
    left, right = (min(max(one, 0), canvas.width) for one in (left, right))
    top, bottom = (min(max(one, 0), canvas.height) for one in (top, bottom))
    return (
        left / canvas.width,
        top / canvas.height,
        max(right - left, 0) / canvas.width,
        max(bottom - top, 0) / canvas.height,
    )
