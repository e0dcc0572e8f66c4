"""What became of each definition that found an item."""

from collections.abc import Iterable

from halley.engines.native import Became, LibraryBook, Planned, Unplanned, fates_of
from halley.overlays.compose import Book, Failed, compose
from halley.overlays.model import Kind, Overlay, OverlayId, Pixels, Place, Placement, Queue, TextStyle
from halley.overlays.subject import Subject
from halley.overlays.suppress import survivors
from halley.plex.ids import ItemType
from tests.builders import a_library, a_movie, the

LIBRARY = a_library(a_movie("Heat", year=1995))
HEAT = the(LIBRARY, "Heat")
AT = Place(Placement("left", Pixels(0)), Placement("top", Pixels(0)))
BAR = Queue("bar", (AT, AT))


def name(of: str) -> OverlayId:
    return OverlayId(0, of)


def a_text(text: str = "a", **words: object) -> Overlay:
    given = {"place": AT, **words}
    return Overlay(name=f"text({text})", kind=Kind.TEXT, template=text, style=TextStyle("font.ttf"), **given)  # type: ignore[arg-type]


def a_blur(radius: int) -> Overlay:
    return Overlay(name=f"blur({radius})", kind=Kind.BLUR, blur=radius)


def fates(
    overlays: dict[str, Overlay], suppressed: dict[str, Iterable[str]] | None = None
) -> dict[str, tuple[Became, str, str | None]]:
    """What became of overlays that all found one film: (what, why, by whom)."""
    named = {name(key): overlay for key, overlay in overlays.items()}
    book = LibraryBook(
        "Movies",
        (),
        Book(named, dict.fromkeys(named, ItemType.MOVIE), {(0, "bar"): BAR}),
        {name(key): frozenset(map(name, those)) for key, those in (suppressed or {}).items()},
        (),
    )
    found = tuple(named)
    composed = compose(survivors(found, named, book.suppressed_by), book.book, Subject(HEAT, LIBRARY))
    outcome = Unplanned(HEAT, found, composed.reason) if isinstance(composed, Failed) else Planned(HEAT, found, composed)
    return {one.id.name: (one.became, one.reason, one.by.name if one.by else None) for one in fates_of(outcome, book)}


def test_every_definition_that_found_the_item_has_one_fate_in_the_order_of_finding() -> None:
    found = fates({"B": a_text(), "A": a_text("<<title>>"), "C": a_text("<<edition>>")})
    assert list(found) == ["B", "A", "C"]
    assert found["A"] == (Became.DRAWN, "", None)
    assert found["C"] == (Became.LEFT_OUT, "it has no `edition`", None)


def test_who_suppresses_is_named_also_where_it_is_itself_outweighed() -> None:
    found = fates(
        {"A": a_text(group="g", weight=1), "B": a_text(), "C": a_text(group="g", weight=2)}, suppressed={"A": ["B"]}
    )
    assert found["B"] == (Became.SUPPRESSED, "suppressed by `A`", "A")
    assert found["A"] == (Became.OUTWEIGHED, "group `g` goes to `C`: weight 2 against 1", "C")
    assert found["C"][0] is Became.DRAWN


def test_an_overlay_that_suppresses_itself_is_told_so() -> None:
    assert fates({"A": a_text()}, suppressed={"A": ["A"]})["A"] == (Became.SUPPRESSED, "suppressed by `A`", "A")


def test_the_turn_in_a_queue_is_told_also_of_those_that_come_too_late() -> None:
    queued = {key: a_text(queue="bar", weight=weight, place=Place()) for key, weight in (("A", 1), ("B", 3), ("C", 2))}
    found = fates(queued)
    assert found["A"] == (Became.OUT_OF_PLACES, "place 3 of a queue of 2, `bar`", None)
    assert (found["B"][0], found["C"][0]) == (Became.DRAWN, Became.DRAWN)


def test_of_two_blurs_the_stronger_counts() -> None:
    found = fates({"Weak": a_blur(5), "Strong": a_blur(9)})
    assert found["Strong"] == (Became.DRAWN, "blurs the poster by 9", None)
    assert found["Weak"] == (Became.LEFT_OUT, "a stronger blur counts, 9 against 5", None)


def test_where_the_item_fails_all_that_are_left_to_it_failed_with_its_reason() -> None:
    queued = {key: a_text(queue="bar", weight=1, place=Place()) for key in "AB"}
    found = fates({**queued, "C": a_text(), "D": a_text()}, suppressed={"C": ["D"]})
    assert {key: became for key, (became, _, _) in found.items()} == {
        "A": Became.FAILED,
        "B": Became.FAILED,
        "C": Became.FAILED,
        "D": Became.SUPPRESSED,
    }
    assert "the same weight 1" in found["C"][1]
