"""Which overlays each engine chose for which item: Kometa's as its log tells, our own as planned. Values in, values out."""

from collections.abc import Iterable, Mapping, Sequence

from halley.engines.kometa.applied import Applied
from halley.jobs.planning import PlannedLibrary
from halley.overlays.model import OverlayId
from halley.overlays.suppress import survivors
from halley.plex.ids import ItemType, RatingKey
from halley.plex.items import Item
from halley.plex.library import Library

Chosen = Mapping[RatingKey, tuple[OverlayId, ...]]


def chosen_by_kometa(applied: Iterable[Applied], uploads: Sequence[RatingKey], titles: Mapping[RatingKey, str]) -> Chosen:
    """What a log tells, by item. `uploads` are the items to which pictures went, in order; `titles` as Kometa shows them.

    The log has titles only, of which two may be the same; but a poster goes up right before its line is printed, so that the
    order of both tells which is which. What does not fit in is left out: of such an item nothing is known.
    """
    found: dict[RatingKey, tuple[OverlayId, ...]] = {}
    place = 0
    for one in applied:
        fits = next((at for at in range(place, len(uploads)) if titles.get(uploads[at]) == one.title.strip()), None)
        if fits is not None:
            found[uploads[fits]] = one.overlays
            place = fits + 1
    return found


def chosen_by_halley(planned: Iterable[PlannedLibrary]) -> Chosen:
    """What our own engine leaves to each item after suppression and groups."""
    return {
        one.item.key: survivors(one.found_by, library.book.book.overlays, library.book.suppressed_by)
        for library in planned
        for one in library.decided.outcomes
    }


def shown_title(item: Item, library: Library) -> str:
    """An item's title as Kometa's log shows it (Kometa 2.4.4, plex.py, `get_item_display_title`)."""
    above = list(library.ancestors(item))
    top = above[-1].title if above else ""
    match item.type:
        case ItemType.SEASON:
            return f"{top} Season {item.index}".strip()
        case ItemType.EPISODE:
            season = above[0].index if above else item.number("parentIndex")
            return f"{top} S{season or 0:02}E{item.index or 0:02}".strip()
        case ItemType.ALBUM:
            return f"{top} Album {item.title}".strip()
        case _:
            return item.title.strip()
