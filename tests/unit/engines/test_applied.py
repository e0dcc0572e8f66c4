"""Which overlays Kometa chose, read from lines as it prints them."""

from halley.engines.kometa.applied import Applied, applied_in
from halley.overlays.model import OverlayId

LOG = """\
|                                                                                                    |
| (1/3) A Fern for Matilda                                                                           |
|   Overlays Applied: Overlay File (0) Resolution 1080, Overlay File (1) blur(50), Overlay File (0) Bar, left |
|
| (2/3) Pier Nine S01E02                                                                             |
|   Overlay Update Not Needed (Current Overlays: Overlay File (0) Bar)                               |
| Overlaying: (3/3) Heat
| (3/3) Heat (again)                                                                                 |
|   Overlays Applied: Overlay File (12) IMDb, Top 250, Overlay File (2) Ä                                |
""".splitlines(keepends=True)


def test_titles_and_names_are_read_in_order_and_a_comma_in_a_name_is_part_of_it() -> None:
    assert list(applied_in(LOG)) == [
        Applied(
            "A Fern for Matilda",
            (OverlayId(0, "Resolution 1080"), OverlayId(1, "blur(50)"), OverlayId(0, "Bar, left")),
        ),
        Applied("Heat (again)", (OverlayId(12, "IMDb, Top 250"), OverlayId(2, "Ä"))),
    ]


def test_an_item_that_lost_all_its_overlays_is_told_with_none() -> None:
    lines = ["| (1/1) Heat |", "|   Overlays Applied:   |"]
    assert list(applied_in(lines)) == [Applied("Heat", ())]


def test_a_log_of_something_else_tells_nothing() -> None:
    assert list(applied_in(["Overlays", "", "| Finished Run |"])) == []
