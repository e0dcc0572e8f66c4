"""Where steps come from, as a plan tells it: by definition, with a place where it is known, and counted."""

from dataclasses import replace
from pathlib import Path

import pytest

from halley.changes.kinds import SetField
from halley.plans import Origin, Plan, read_plan, write_plan
from halley.plans.compare import compare
from halley.plans.forecast import by_definition
from halley.plans.told import told
from halley.plex.ids import ItemType, RatingKey, SectionId
from tests.builders import a_library, a_movie
from tests.unit.plans.making import SOURCE, a_plan

HEAT = RatingKey(101)
ORIGINS = (Origin("By Hand", "/home/ada/coast.yml:20:3"), Origin("Genres; Mapper", "/etc/facts.yml:2:3; "), Origin())


def planned(*origins: Origin) -> Plan:
    """A summary, a tagline and a studio of Heat, by these origins in turn."""
    fields = ("summary", "tagline", "studio")
    changes = [SetField(SectionId(1), ItemType.MOVIE, (HEAT,), field, "New") for field in fields]
    plan = a_plan(a_library(a_movie("Heat", key=HEAT)), *changes)
    steps = tuple(replace(step, origin=origin) for step, origin in zip(plan.steps, origins, strict=True))
    return replace(plan, steps=steps, source=replace(SOURCE, configuration="/home/ada/config.yml"))


@pytest.mark.parametrize(
    ("origin", "expected"),
    [
        (Origin(), ()),
        (Origin(request="PUT /library/sections/1/all"), ()),
        (Origin("4K"), (("4K", ""),)),
        (Origin("4K; HDR", "a.yml:1:1; b.yml:2:2"), (("4K", "a.yml:1:1"), ("HDR", "b.yml:2:2"))),
        (Origin("4K; HDR", "a.yml:1:1; "), (("4K", "a.yml:1:1"), ("HDR", ""))),
        (Origin("Kith; Kin", "a.yml:1:1"), (("Kith; Kin", "a.yml:1:1"),)),
        (Origin("4K; HDR"), (("4K", ""), ("HDR", ""))),
        (Origin("4K; HDR; DV", "a.yml:1:1; b.yml:2:2"), (("4K", ""), ("HDR", ""), ("DV", ""))),
    ],
    ids=("none", "a request", "a name", "several", "one without a place", "a name in two parts", "names", "places too few"),
)
def test_definitions_of_an_origin_have_their_own_places(origin: Origin, expected: tuple[tuple[str, str], ...]) -> None:
    assert origin.definitions == expected


def test_a_thing_is_told_with_the_definitions_that_turn_it_from_the_folder_of_the_configuration() -> None:
    lines = list(told(planned(*ORIGINS)))
    assert [line.strip() for line in lines if line.strip().startswith("by ")] == [
        "by By Hand (coast.yml:20:3)",
        "by Genres (/etc/facts.yml:2:3)",
        "by Mapper",
    ]


def test_steps_are_counted_by_definition() -> None:
    by_hand, genres, _ = ORIGINS
    assert by_definition(planned(by_hand, genres, by_hand)) == {
        ("By Hand", "/home/ada/coast.yml:20:3"): 2,
        ("Genres", "/etc/facts.yml:2:3"): 1,
        ("Mapper", ""): 1,
    }


def test_origins_are_written_and_read_and_do_not_make_plans_differ(tmp_path: Path) -> None:
    plan = planned(*ORIGINS)
    write_plan(plan, tmp_path)
    assert [one.origin for one in read_plan(tmp_path).steps] == list(ORIGINS)
    assert compare(plan, planned(Origin(), Origin(), Origin())) == ()
