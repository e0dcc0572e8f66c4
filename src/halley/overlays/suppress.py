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
    """The list after each of its overlays, in order, has removed what it suppresses.

    The list shrinks under the walk, as Kometa's does: where an overlay removes one at or before its own place, the next one
    is skipped, and never gets to suppress.
    """
    left = list(found)
    place = 0
    while place < len(left):
        for one in _in_order(left, suppressed_by.get(left[place], frozenset())):
            left.remove(one)
        place += 1
    return tuple(left)


def _in_order(left: Sequence[OverlayId], removed: frozenset[OverlayId]) -> list[OverlayId]:
    return [one for one in left if one in removed] if removed else []


def without_group_losers(left: Sequence[OverlayId], overlays: Mapping[OverlayId, Overlay]) -> tuple[OverlayId, ...]:
    """The list with one overlay of each group: the heaviest, the first of equals. Groups reach across files."""
    winners: dict[str, OverlayId] = {}
    for one in left:
        overlay = overlays[one]
        if overlay.group is None:
            continue
        best = winners.get(overlay.group)
        if best is None or _weight(overlay) > _weight(overlays[best]):
            winners[overlay.group] = one
    return tuple(one for one in left if overlays[one].group is None or winners[overlays[one].group or ""] == one)


def _weight(overlay: Overlay) -> int:
    return overlay.weight or 0
