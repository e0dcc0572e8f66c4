"""Which overlays each item gets, in which order items come, and what has to be taken off (spec, overlays 7, 8.1).

Values in, values out: no picture is opened and nothing is asked of anybody.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from halley.engines.native.book import LibraryBook
from halley.overlays.compose import Composed, Failed, compose
from halley.overlays.model import OverlayId
from halley.overlays.subject import Subject
from halley.overlays.suppress import survivors
from halley.overlays.variables import NO_FACTS, Facts, needed_by
from halley.plex.ids import ItemType, RatingKey
from halley.plex.items import Item
from halley.plex.library import Library
from halley.plex.tags import TagKind
from halley.selection import Problem, View, select

LABEL = "Overlay"


@dataclass(frozen=True, slots=True)
class Planned:
    """An item that is drawn: which definitions found it, and what they come to."""

    item: Item
    found_by: tuple[OverlayId, ...]
    composed: Composed


@dataclass(frozen=True, slots=True)
class Unplanned:
    """An item that cannot be drawn: what it has stays."""

    item: Item
    found_by: tuple[OverlayId, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class Decided:
    """What a run would do. `restored` are labelled items that no definition reaches any more."""

    planned: tuple[Planned, ...]
    unplanned: tuple[Unplanned, ...]
    restored: tuple[Item, ...]
    problems: tuple[str, ...]

    @property
    def outcomes(self) -> tuple[Planned | Unplanned, ...]:
        """All items that a definition found."""
        return (*self.planned, *self.unplanned)


@dataclass(frozen=True, slots=True)
class Found:
    """Which definitions found which item, in their order, and sentences on those that could not look."""

    by: Mapping[RatingKey, tuple[OverlayId, ...]]
    problems: tuple[str, ...]


def find(book: LibraryBook, view: View) -> Found:
    """The items that the definitions mean."""
    found: dict[RatingKey, list[OverlayId]] = {}
    problems: list[tuple[str, Problem]] = []
    for entry in () if book.removes_all else book.entries:
        selected = select(entry.selection, view)
        # Who ignores blank results has said that a library may lack this and that.
        told = (one for one in selected.problems if one.is_fatal or not entry.selection.ignore_blank_results)
        problems += [(entry.definition.id.name, one) for one in told]
        for item in selected.items:
            found.setdefault(item.key, []).append(entry.definition.id)
    return Found({key: tuple(ids) for key, ids in found.items()}, tuple(_told(problems)))


def _told(problems: Iterable[tuple[str, Problem]]) -> Iterator[str]:
    """Problems in sentences; what many definitions of one template have in common is told once."""
    alike: dict[tuple[str, int | None, str], list[tuple[str, Problem]]] = {}
    for name, problem in problems:
        alike.setdefault((problem.where.file, problem.where.line, problem.message), []).append((name, problem))
    for (name, problem), *others in alike.values():
        if others:
            where = replace(problem.where, path=())
            yield f"{name} and {len(others)} more: {replace(problem, where=where)}"
        else:
            yield f"{name}: {problem}"


def asked_abroad(book: LibraryBook, view: View, found: Found) -> Mapping[str, list[Item]]:
    """The text variables that other sites must be asked for, and of which items."""
    needs = {
        key: needed
        for key, overlay in book.book.overlays.items()
        if overlay.template and (needed := needed_by([(overlay.template, book.book.levels[key])]))
    }
    wanted: dict[str, list[Item]] = {}
    for key, ids in found.by.items() if needs else ():
        left = survivors(ids, book.book.overlays, book.suppressed_by)
        for variable in sorted({name for one in left for name in needs.get(one, ())}):
            wanted.setdefault(variable, []).append(view.library.items[key])
    return wanted


def decide(
    book: LibraryBook, view: View, facts: Mapping[RatingKey, Facts] | None = None, found: Found | None = None
) -> Decided:
    """What each item of a section gets, in Kometa's order: by sort title.

    `facts` are what other sites say of items, `found` what `find` says, where that is known already.
    """
    found = find(book, view) if found is None else found
    library, known = view.library, facts or {}
    planned: list[Planned] = []
    unplanned: list[Unplanned] = []
    for key in sorted(found.by, key=lambda one: sort_title(library.items[one], library)):
        item, found_by = library.items[key], found.by[key]
        left = survivors(found_by, book.book.overlays, book.suppressed_by)
        composed = compose(left, book.book, Subject(item, library), known.get(key, NO_FACTS))
        if isinstance(composed, Failed):
            unplanned.append(Unplanned(item, found_by, composed.reason))
        else:
            planned.append(Planned(item, found_by, composed))
    restored = tuple(item for item in _labelled(view) if item.key not in found.by)
    return Decided(tuple(planned), tuple(unplanned), restored, found.problems)


def is_labelled(item: Item) -> bool:
    """Whether the item carries Kometa's label."""
    return item.has_tag(TagKind.LABEL, LABEL)


def sort_title(item: Item, library: Library) -> str:
    """The text by which items are ordered in a run: plain comparison, all levels mixed (spec, overlays 8.1.5)."""
    above = list(library.ancestors(item))
    top = _title_sort(above[-1]) if above else ""
    match item.type:
        case ItemType.SEASON:
            return f"{top} Season {item.index}"
        case ItemType.EPISODE:
            season = above[0].index if above else item.number("parentIndex")
            return f"{top} S{season or 0:02}E{item.index or 0:02}"
        case ItemType.ALBUM:
            return f"{top} Album {_title_sort(item)}"
        case _:
            return _title_sort(item)


def _title_sort(item: Item) -> str:
    return item.attributes.get("titleSort") or item.title


def _labelled(view: View) -> Iterator[Item]:
    """Items with the label, in the order in which Kometa restores them: top level, episodes, seasons; albums last."""
    top = view.section.type
    levels = (
        (top,)
        if top is ItemType.MOVIE
        else (top, ItemType.EPISODE, ItemType.SEASON)
        if top is ItemType.SHOW
        else (top, ItemType.ALBUM)
    )
    for level in levels:
        yield from (item for item in view.items(level) if is_labelled(item))
