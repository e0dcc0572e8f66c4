"""Where the badges of a planned poster are, and which definition drew each: composed and measured anew by our own engine.

The plan says which definitions drew the poster, whichever engine made it. What they come to is worked out from the overlay
files and the library as they are now; where one is no longer there, that is said.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from halley.config import Configuration
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
from halley.plex.ids import ItemType, RatingKey
from halley.render import CannotDraw, Renderer
from halley.studio.desk.errors import NotThere
from halley.studio.drawing.boxes import box_of
from halley.studio.drawing.shelf import Shelf
from halley.studio.reading.near import near
from halley.studio.reading.opened import OpenPlan
from halley.studio.reading.origins import origins_of, place_of
from halley.studio.reading.posters import drawn_by
from halley.studio.wire.plans import Box, Boxes

_MOST = 2000
_MOST_BOOKS = 4
Named = tuple[str, str]
"""A definition and its place, as a plan writes them."""
Stamp = tuple[tuple[str, int, int], ...]


@dataclass(frozen=True, slots=True)
class _Book:
    """All definitions of a library, the files that they are in, and what tells that one of these changed."""

    book: LibraryBook
    files: StandIn
    paths: frozenset[Path]
    stamp: Stamp


class Badges:
    """Finds badges, with the servers and configurations that are open."""

    def __init__(self, shelf: Shelf) -> None:
        self.shelf = shelf
        self._renderer = Renderer()
        self._books: OrderedDict[tuple[str, str], _Book] = OrderedDict()
        self._found: OrderedDict[tuple[str, int, Stamp], Boxes] = OrderedDict()
        self._working = asyncio.Lock()

    async def of(self, plan: OpenPlan, configuration: str, key: int) -> Boxes:
        """The badges of an item's poster, made of the configuration of that id. Raises NotThere."""
        row = next((one for one in plan.posters if one.shown.key == key), None)
        if row is None:
            raise NotThere(f"the plan changes no poster of an item {key}")
        steps = list(drawn_by(plan.plan.steps[number - 1] for number in row.steps))
        origins = origins_of(steps, plan.plan.source.configuration)
        named = _named(steps)
        if not named:
            is_known = any(step.origin.definition for step in steps)
            why = "no overlay drew this poster" if is_known else "the plan does not say which definitions drew this poster"
        elif not configuration:
            why = f"the studio does not know the configuration {plan.plan.source.configuration} of this plan"
        else:
            try:
                boxes, why = await self._told(plan, configuration, RatingKey(key), named)
                return Boxes(boxes=boxes, why=why, origins=origins)
            except (NotThere, ConfigError, PlexError) as problem:
                why = problem.message
        return Boxes(boxes=(), why=why, origins=origins)

    async def _told(
        self, plan: OpenPlan, identity: str, key: RatingKey, named: Sequence[Named]
    ) -> tuple[tuple[Box, ...], str]:
        configuration, reader = await self.shelf.connection(identity)
        section, library = await near(reader, key)
        name = configuration.library_settings((section.title,))[0].name
        async with self._working:
            book = await asyncio.to_thread(self._book, configuration, identity, name, section.type)
            known = (plan.digest, int(key), book.stamp)
            if known not in self._found:
                subject, folder = Subject(library.items[key], library), plan.plan.source.configuration
                boxes, why = await asyncio.to_thread(self._measured, book, subject, named, folder)
                self._found[known] = Boxes(boxes=boxes, why=why)
                while len(self._found) > _MOST:
                    self._found.popitem(last=False)
            return self._found[known].boxes, self._found[known].why

    def _measured(
        self, book: _Book, subject: Subject, named: Sequence[Named], configuration: str
    ) -> tuple[tuple[Box, ...], str]:
        entries, gone = _entries(book.book, named)
        composed = compose(list(entries), book.book.book, subject)
        if isinstance(composed, Failed):
            return (), composed.reason
        book.files.have_drawn(composed.composition.pictures())
        whys = [f"{name} is no longer where it was when the plan was made" for name in gone]
        whys += (f"{one.id.name}: {one.reason}" for one in composed.omitted)
        boxes = tuple(self._boxes(composed, entries, configuration, whys))
        return boxes, "; ".join(whys)

    def _boxes(
        self, composed: Composed, entries: Mapping[OverlayId, Entry], configuration: str, whys: list[str]
    ) -> Iterator[Box]:
        composition = composed.composition
        for each, layer in zip(composition.drawn_by, composition.layers, strict=True):
            try:
                left, top, width, height = _shares(box_of(self._renderer, layer, composition.canvas), composition.canvas)
            except CannotDraw as problem:
                whys.append(f"{each.name}: {problem}")
                continue
            place, text = place_of(_place(entries[each])[1], configuration), layer.text or ""
            yield Box(definition=each.name, text=text, left=left, top=top, width=width, height=height, place=place)

    def _book(self, configuration: Configuration, identity: str, name: str, kind: ItemType) -> _Book:
        """All definitions of a library, read anew where one of their files changed. Raises ConfigError."""
        known = self._books.get((identity, name))
        if known is not None and known.stamp == _stamp(known.paths):
            return known
        desk, folder = self.shelf.desk, own_folder(configuration, self.shelf.desk.environment)
        files = StandIn(
            configuration.folder,
            home_of_kometa(desk.kometa, desk.environment),
            downloads=Downloads(DownloadSettings(folder=folder / "downloads", offline=True)),
            system_fonts=lambda: system_fonts(desk.environment),
            art=folder / "art" / EDITION,
        )
        book = read_book(configuration, name, kind, files, datetime.now(UTC).astimezone())
        paths = frozenset({configuration.path, *(Path(one.definition.where.file) for one in book.entries)})
        found = self._books[identity, name] = _Book(book, files, paths, _stamp(paths))
        while len(self._books) > _MOST_BOOKS:
            self._books.popitem(last=False)
        return found


def _entries(book: LibraryBook, named: Sequence[Named]) -> tuple[Mapping[OverlayId, Entry], Sequence[str]]:
    """The definitions of those names that stand where they are said to be, else the one of that name; and who is gone."""
    found: dict[OverlayId, Entry] = {}
    gone: list[str] = []
    for name, where in named:
        alike = [one for one in book.entries if one.definition.id.name == name]
        there = [one for one in alike if _place(one)[1] == where] or (alike if len(alike) == 1 else [])
        found |= {one.definition.id: one for one in there}
        gone += [] if there else [name]
    return {one.definition.id: one for one in book.entries if one.definition.id in found}, gone


def _named(steps: Sequence[Step]) -> list[Named]:
    """The definitions that drew a poster, each once; a picture of the user's own is none."""
    found = dict.fromkeys(one for step in steps for one in step.origin.definitions)
    return [one for one in found if one[0] != PICTURE]


def _place(entry: Entry) -> Named:
    return entry.definition.id.name, str(replace(entry.definition.where, path=()))


def _stamp(paths: Iterable[Path]) -> Stamp:
    """What tells that one of some files changed."""
    return tuple(sorted((str(one), *_changed(one)) for one in paths))


def _changed(path: Path) -> tuple[int, int]:
    try:
        about = path.stat()
    except OSError:
        return 0, 0
    return about.st_mtime_ns, about.st_size


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
