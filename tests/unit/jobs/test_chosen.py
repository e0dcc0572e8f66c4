"""Which overlays Kometa chose for which item, put together from a log that has titles only."""

from halley.engines.kometa.applied import Applied
from halley.jobs.chosen import chosen_by_kometa, shown_title
from halley.overlays.model import OverlayId
from halley.plex.ids import RatingKey
from tests.builders import a_library, a_movie, a_season, a_show, an_episode, the

A, B, C = (OverlayId(0, name) for name in "ABC")
HEAT, HEAT_AGAIN, RONIN, OTHER = map(RatingKey, (1, 2, 3, 4))
TITLES = {HEAT: "Heat", HEAT_AGAIN: "Heat", RONIN: "Ronin", OTHER: "Other"}


def test_two_items_of_one_title_are_told_apart_by_the_order_of_their_uploads() -> None:
    applied = [Applied("Heat", (A,)), Applied("Heat", (B,)), Applied("Ronin", (C,))]
    assert chosen_by_kometa(applied, [HEAT_AGAIN, HEAT, RONIN], TITLES) == {HEAT_AGAIN: (A,), HEAT: (B,), RONIN: (C,)}


def test_uploads_of_which_the_log_says_nothing_are_passed_over() -> None:
    applied = [Applied("Ronin", (C,))]
    assert chosen_by_kometa(applied, [OTHER, RONIN], TITLES) == {RONIN: (C,)}


def test_lines_that_fit_no_upload_say_nothing_of_any_item() -> None:
    applied = [Applied("Unknown", (A,)), Applied("Ronin", (C,))]
    assert chosen_by_kometa(applied, [RONIN], TITLES) == {RONIN: (C,)}
    assert chosen_by_kometa(applied, [], TITLES) == {}


def test_titles_are_those_of_kometas_log() -> None:
    library = a_library(
        a_movie("Heat"), a_show("Pier", a_season(0, an_episode("A")), a_season(12, an_episode("B", index=3)))
    )
    assert [shown_title(the(library, title), library) for title in ("Heat", "Pier", "Specials", "A", "B")] == [
        "Heat",
        "Pier",
        "Pier Season 0",
        "Pier S00E01",
        "Pier S12E03",
    ]
