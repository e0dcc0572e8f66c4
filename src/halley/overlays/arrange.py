"""In which order an item's overlays are drawn, and which of them takes which place of a queue (spec, overlays 7.4)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from halley.overlays.model import Kind, Overlay, OverlayId, Percent, Place, Placement, Queue

QueueId = tuple[int, str]
"""A queue among all of a library's: the number of its file, and its name."""


@dataclass(frozen=True, slots=True)
class Standing:
    """An overlay in its turn. `place` is what its own coordinates and its queue's place come to; None: it has none."""

    id: OverlayId
    overlay: Overlay
    place: Place | None


@dataclass(frozen=True, slots=True)
class Arrangement:
    """An item's overlays in the order of drawing, without those for which a queue was too short.

    `blur` is the radius by which the poster under all of them is blurred; 0 and less do nothing.
    """

    blur: int
    standing: tuple[Standing, ...]
    dropped: tuple[OverlayId, ...] = ()


class CannotArrange(Exception):
    """The item cannot be drawn; `blamed` are the overlays that it is about."""

    def __init__(self, message: str, *blamed: OverlayId) -> None:
        super().__init__(message)
        self.blamed = blamed


def arrange(
    left: Sequence[OverlayId], overlays: Mapping[OverlayId, Overlay], queues: Mapping[QueueId, Queue]
) -> Arrangement:
    """Plain overlays in the list's order, then queues in order of their first overlay, each by falling weight.

    Raises CannotArrange where the item fails: two equal weights in a queue, a percent in a place that is used.
    """
    blur = 0
    plain: list[Standing] = []
    queued: dict[QueueId, list[OverlayId]] = {}
    for one in left:
        overlay = overlays[one]
        if overlay.kind is Kind.BLUR:
            blur = max(blur, overlay.blur)
        elif overlay.queue is None:
            plain.append(Standing(one, overlay, overlay.place if _is_placed(overlay) else None))
        else:
            queued.setdefault((one.file, overlay.queue), []).append(one)
    dropped: list[OverlayId] = []
    for name, waiting in queued.items():
        taken, late = _queue_up(waiting, overlays, queues[name])
        plain += taken
        dropped += late
    return Arrangement(blur, tuple(plain), tuple(dropped))


def _is_placed(overlay: Overlay) -> bool:
    return overlay.place.is_given or overlay.kind is Kind.BACKDROP


def _queue_up(
    waiting: Sequence[OverlayId], overlays: Mapping[OverlayId, Overlay], queue: Queue
) -> tuple[list[Standing], list[OverlayId]]:
    """Who takes which place, and who comes too late."""
    heaviest = sorted(waiting, key=lambda one: overlays[one].weight or 0, reverse=True)
    for one, next_one in pairwise(heaviest):
        if overlays[one].weight == overlays[next_one].weight:
            raise CannotArrange(
                f"`{one.name}` and `{next_one.name}` have the same weight {overlays[one].weight} in queue `{queue.name}`, "
                "so that nothing says which comes first",
                one,
                next_one,
            )
    taken = [
        Standing(one, overlays[one], _merged(one, overlays[one].place, place, queue))
        for one, place in zip(heaviest, queue.places, strict=False)
    ]
    return taken, heaviest[len(queue.places) :]


def _merged(one: OverlayId, own: Place, place: Place, queue: Queue) -> Place:
    """Each of the four values from the overlay where it has one, else from the place."""
    return Place(
        _merged_axis(one, own.horizontal, place.horizontal, queue), _merged_axis(one, own.vertical, place.vertical, queue)
    )


def _merged_axis(one: OverlayId, own: Placement, place: Placement, queue: Queue) -> Placement:
    if own.offset is None and isinstance(place.offset, Percent):
        raise CannotArrange(
            f"queue `{queue.name}` puts `{one.name}` at {place.offset.value}%; places of a queue are in pixels", one
        )
    merged = own if own.offset is not None else replace(own, offset=place.offset)
    return merged if merged.align is not None else replace(merged, align=place.align)
