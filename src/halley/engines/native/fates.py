"""What became of each definition that found an item: drawn, suppressed, outweighed, too late for its queue, or left out."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from halley.engines.native.book import LibraryBook
from halley.engines.native.decide import Planned, Unplanned
from halley.overlays.arrange import CannotArrange, arrange
from halley.overlays.composition import Layer
from halley.overlays.model import Kind, OverlayId
from halley.overlays.suppress import group_winners, suppressors


class Became(Enum):
    """What can become of it."""

    DRAWN = "drawn"
    SUPPRESSED = "suppressed"  #: another definition that found the item suppresses it
    OUTWEIGHED = "outweighed"  #: a heavier one of its group found the item, too
    OUT_OF_PLACES = "out of places"  #: its queue is too short
    LEFT_OUT = "left out"  #: the item has no value for its text
    FAILED = "failed"  #: nothing at all can be drawn on the item


@dataclass(frozen=True, slots=True)
class Queued:
    """Where in a queue an overlay comes, counted from 1, and how many places that queue has."""

    name: str
    place: int
    places: int


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of one definition. `by` is the one that took its place; `text` what it writes; `reason` is a sentence."""

    id: OverlayId
    became: Became
    reason: str = ""
    by: OverlayId | None = None
    text: str | None = None
    queued: Queued | None = None


def fates_of(one: Planned | Unplanned, book: LibraryBook) -> tuple[Fate, ...]:
    """The fate of each definition that found the item, in the order of finding."""
    overlays = book.book.overlays
    suppressed = suppressors(one.found_by, book.suppressed_by)
    left = [each for each in one.found_by if each not in suppressed]
    winners = group_winners(left, overlays)
    queued = dict(_queued([each for each in left if winners.get(overlays[each].group or "", each) == each], book))
    drawn: Mapping[OverlayId, Layer] = {}
    omitted: Mapping[OverlayId, str] = {}
    if isinstance(one, Planned):
        composition = one.composed.composition
        drawn = dict(zip(composition.drawn_by, composition.layers, strict=True))
        omitted = {each.id: each.reason for each in one.composed.omitted}

    def fate(each: OverlayId) -> Fate:
        overlay, place = overlays[each], queued.get(each)
        if (by := suppressed.get(each)) is not None:
            return Fate(each, Became.SUPPRESSED, f"suppressed by `{by.name}`", by)
        winner = winners.get(overlay.group or "", each)
        if winner != each:
            weights = f"weight {overlays[winner].weight or 0} against {overlay.weight or 0}"
            return Fate(each, Became.OUTWEIGHED, f"group `{overlay.group}` goes to `{winner.name}`: {weights}", winner)
        if isinstance(one, Unplanned):
            return Fate(each, Became.FAILED, one.reason, queued=place)
        if each in drawn:
            return Fate(each, Became.DRAWN, "", text=drawn[each].text, queued=place)
        if overlay.kind is Kind.BLUR:
            return _blurred(each, one, overlay.blur)
        if place is not None and place.place > place.places:
            late = f"place {place.place} of a queue of {place.places}, `{place.name}`"
            return Fate(each, Became.OUT_OF_PLACES, late, queued=place)
        return Fate(each, Became.LEFT_OUT, omitted.get(each, "it is not drawn"), queued=place)

    return tuple(fate(each) for each in one.found_by)


def _blurred(each: OverlayId, one: Planned, blur: int) -> Fate:
    if blur == one.composed.composition.blur:
        return Fate(each, Became.DRAWN, f"blurs the poster by {blur}")
    return Fate(each, Became.LEFT_OUT, f"a stronger blur counts, {one.composed.composition.blur} against {blur}")


def _queued(left: Sequence[OverlayId], book: LibraryBook) -> Iterator[tuple[OverlayId, Queued]]:
    """Those that stand in queues, or would, with their turn."""
    overlays, queues = book.book.overlays, book.book.queues
    try:
        arranged = arrange(left, overlays, queues)
    except CannotArrange:
        return
    turns: dict[tuple[int, str], int] = {}
    for one in (*(standing.id for standing in arranged.standing), *arranged.dropped):
        name = overlays[one].queue
        if name is None:
            continue
        queue = (one.file, name)
        turns[queue] = turns.get(queue, 0) + 1
        yield one, Queued(name, turns[queue], len(queues[queue].places))
