"""Which of the overlays that found an item stay: the walk of suppression, then groups (spec, overlays 7.2, 7.3)."""

from collections.abc import Mapping, Sequence

from halley.overlays.model import Overlay, OverlayId


def survivors(
    found: Sequence[OverlayId],
    overlays: Mapping[OverlayId, Overlay],
    suppressed_by: Mapping[OverlayId, frozenset[OverlayId]],
) -> tuple[OverlayId, ...]:
    """What is left of an item's overlays, in their order. `suppressed_by` says for each which ones it removes."""
    return without_group_losers(without_suppressed(found, suppressed_by), overlays)


def without_suppressed(
    found: Sequence[OverlayId], suppressed_by: Mapping[OverlayId, frozenset[OverlayId]]
) -> tuple[OverlayId, ...]:
    """The list after each of its overlays, in order, has removed what it suppresses."""
    gone = suppressors(found, suppressed_by)
    return tuple(one for one in found if one not in gone)


def suppressors(
    found: Sequence[OverlayId], suppressed_by: Mapping[OverlayId, frozenset[OverlayId]]
) -> Mapping[OverlayId, OverlayId]:
    """What is removed from the list, and by which of its overlays.

    The list shrinks under the walk, as Kometa's does: where an overlay removes one at or before its own place, the next one
    is skipped, and never gets to suppress.
    """
    left, gone = list(found), dict[OverlayId, OverlayId]()
    place = 0
    while place < len(left):
        by = left[place]
        for one in _in_order(left, suppressed_by.get(by, frozenset())):
            left.remove(one)
            gone[one] = by
        place += 1
    return gone


def _in_order(left: Sequence[OverlayId], removed: frozenset[OverlayId]) -> list[OverlayId]:
    return [one for one in left if one in removed] if removed else []


def without_group_losers(left: Sequence[OverlayId], overlays: Mapping[OverlayId, Overlay]) -> tuple[OverlayId, ...]:
    """The list with one overlay of each group."""
    winners = group_winners(left, overlays)
    return tuple(one for one in left if overlays[one].group is None or winners[overlays[one].group or ""] == one)


def group_winners(left: Sequence[OverlayId], overlays: Mapping[OverlayId, Overlay]) -> Mapping[str, OverlayId]:
    """The overlay of each group that stays: the heaviest, the first of equals. Groups reach across files."""
    winners: dict[str, OverlayId] = {}
    for one in left:
        overlay = overlays[one]
        if overlay.group is None:
            continue
        best = winners.get(overlay.group)
        if best is None or _weight(overlay) > _weight(overlays[best]):
            winners[overlay.group] = one
    return winners


def _weight(overlay: Overlay) -> int:
    return overlay.weight or 0
