"""Suppression and groups: the specification's tables, and that a walk without rules takes nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from halley.overlays.model import Kind, Overlay, OverlayId
from halley.overlays.suppress import survivors, without_group_losers, without_suppressed


def ids(names: str) -> tuple[OverlayId, ...]:
    return tuple(OverlayId(0, name) for name in names)


def rules(text: str) -> dict[OverlayId, frozenset[OverlayId]]:
    found: dict[OverlayId, frozenset[OverlayId]] = {}
    for rule in text.split():
        one, other = ids(rule.replace(">", ""))
        found[one] = found.get(one, frozenset()) | {other}
    return found


@pytest.mark.parametrize(
    ("listed", "who", "left"),
    [
        ("ABC", "A>B", "AC"),
        ("ABC", "B>A", "BC"),
        ("AB", "A>B B>A", "A"),
        ("ABC", "A>B B>C", "AC"),
        ("CBA", "B>C A>B", "BA"),
        ("BAC", "A>B B>C", "A"),
        ("ABCD", "B>A C>D", "BCD"),
        ("A", "A>A", ""),
        ("ABC", "C>A C>B", "C"),
        ("ABC", "A>X", "ABC"),
        ("ABCD", "C>A C>B D>C", "CD"),
    ],
)
def test_the_walk_skips_as_kometas_does(listed: str, who: str, left: str) -> None:
    assert without_suppressed(ids(listed), rules(who)) == ids(left)


def test_the_rules_of_one_file_leave_another_files_overlays_alone() -> None:
    found = (OverlayId(0, "A"), OverlayId(1, "B"))
    assert without_suppressed(found, rules("A>B")) == found


def _in_group(*told: tuple[str, str | None, int]) -> dict[OverlayId, Overlay]:
    return {
        OverlayId(place, name): Overlay(name=name, kind=Kind.IMAGE, group=group, weight=weight)
        for place, (name, group, weight) in enumerate(told)
    }


def test_the_heaviest_of_a_group_stays_also_across_files() -> None:
    overlays = _in_group(("A", "g", 1), ("B", "g", 3), ("C", "h", 1), ("D", None, 0), ("E", "g", 2))
    assert [one.name for one in without_group_losers(tuple(overlays), overlays)] == ["B", "C", "D"]


def test_of_equals_in_a_group_the_first_stays() -> None:
    overlays = _in_group(("A", "g", 3), ("B", "g", 3))
    assert [one.name for one in without_group_losers(tuple(overlays), overlays)] == ["A"]


def test_a_group_loser_has_had_its_say_in_suppression_and_a_suppressed_one_takes_no_part() -> None:
    overlays = {
        one: Overlay(name=one.name, kind=Kind.IMAGE, group=group, weight=weight)
        for one, (group, weight) in zip(ids("ABC"), (("g", 1), (None, None), ("g", 2)), strict=True)
    }
    assert survivors(ids("ABC"), overlays, rules("A>B")) == ids("C")
    assert survivors(ids("ABC"), overlays, rules("B>C")) == ids("AB")


@given(
    st.lists(st.sampled_from("ABCDEFG"), unique=True),
    st.dictionaries(st.sampled_from("ABCDEFG"), st.sets(st.sampled_from("ABCDEFG"))),
)
def test_what_stays_keeps_its_order_and_nothing_is_added(listed: list[str], told: dict[str, set[str]]) -> None:
    by = {OverlayId(0, one): frozenset(OverlayId(0, other) for other in others) for one, others in told.items()}
    left = without_suppressed(ids("".join(listed)), by)
    assert list(left) == [one for one in ids("".join(listed)) if one in left]
    gone = set(ids("".join(listed))) - set(left)
    assert gone <= {one for others in by.values() for one in others}
