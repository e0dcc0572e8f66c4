"""The order of drawing, and who takes which place of a queue."""

import pytest

from halley.overlays.arrange import CannotArrange, arrange
from halley.overlays.model import Kind, Overlay, OverlayId, Percent, Pixels, Place, Placement, Queue

HERE = Place(Placement("left", Pixels(1)), Placement("top", Pixels(2)))
FIRST = Place(Placement("left", Pixels(15)), Placement("top", Pixels(223)))
SECOND = Place(Placement("left", Pixels(15)), Placement("top", Pixels(284)))


def plain(name: str) -> Overlay:
    return Overlay(name=name, kind=Kind.IMAGE, place=HERE)


def queued(name: str, weight: int, queue: str = "q", place: Place | None = None) -> Overlay:
    return Overlay(name=name, kind=Kind.IMAGE, queue=queue, weight=weight, place=place or Place())


def arranged(*overlays: Overlay, **places: tuple[Place, ...]) -> list[tuple[str, Place | None]]:
    found = arrange(*_book(*overlays, **places))
    return [(one.id.name, one.place) for one in found.standing]


def _book(*overlays: Overlay, **places: tuple[Place, ...]):
    by_id = {OverlayId(0, overlay.name): overlay for overlay in overlays}
    return tuple(by_id), by_id, {(0, name): Queue(name, held) for name, held in places.items()}


def test_queues_come_after_plain_overlays_in_order_of_their_first_member() -> None:
    found = arranged(queued("r1", 1, "r"), plain("a"), queued("q1", 1), plain("b"), q=(FIRST,), r=(SECOND,))
    assert found == [("a", HERE), ("b", HERE), ("r1", SECOND), ("q1", FIRST)]


def test_the_heaviest_takes_the_first_place_and_who_comes_too_late_is_dropped() -> None:
    overlays = (queued("light", 1), queued("heavy", 30), queued("middle", 20))
    found = arrange(*_book(*overlays, q=(FIRST, SECOND)))
    assert [(one.id.name, one.place) for one in found.standing] == [("heavy", FIRST), ("middle", SECOND)]
    assert [one.name for one in found.dropped] == ["light"]


def test_equal_weights_in_a_queue_fail_the_item_even_beyond_the_last_place() -> None:
    with pytest.raises(CannotArrange, match=r"`a` and `b` have the same weight 1 in queue `q`") as caught:
        arrange(*_book(queued("heavy", 9), queued("a", 1), queued("b", 1), q=(FIRST,)))
    assert [one.name for one in caught.value.blamed] == ["a", "b"]


def test_each_value_is_the_overlays_own_or_the_places() -> None:
    own_align = queued("a", 1, place=Place(Placement("center"), Placement(None)))
    own_offset = queued("b", 2, place=Place(Placement(None, Percent(5)), Placement("bottom", Percent(10))))
    assert arranged(own_align, q=(FIRST,)) == [("a", Place(Placement("center", Pixels(15)), Placement("top", Pixels(223))))]
    assert arranged(own_offset, q=(FIRST,)) == [
        ("b", Place(Placement("left", Percent(5)), Placement("bottom", Percent(10))))
    ]


def test_a_percent_in_a_place_fails_whoever_uses_it() -> None:
    halfway = (Place(Placement("left", Percent(50)), Placement("top", Pixels(0))),)
    with pytest.raises(CannotArrange, match="queue `q` puts `a` at 50%"):
        arranged(queued("a", 1), q=halfway)
    assert arranged(queued("a", 1, place=HERE), q=halfway) == [("a", HERE)]


def test_the_largest_blur_counts_wherever_it_stands() -> None:
    overlays = (plain("a"), *(Overlay(name=f"blur({n})", kind=Kind.BLUR, blur=n) for n in (5, 20, 7)))
    assert arrange(*_book(*overlays)).blur == 20
    assert arrange(*_book(Overlay(name="blur(-1)", kind=Kind.BLUR, blur=-1))).blur == 0


def test_queues_of_one_name_in_two_files_are_two() -> None:
    one, other = OverlayId(0, "a"), OverlayId(1, "a")
    overlays = {one: queued("a", 1), other: queued("a", 1)}
    found = arrange((one, other), overlays, {(0, "q"): Queue("q", (FIRST,)), (1, "q"): Queue("q", (SECOND,))})
    assert [one.place for one in found.standing] == [FIRST, SECOND]
