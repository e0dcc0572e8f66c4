"""Steps of one wave have nothing to do with each other, and nothing overtakes what it builds on."""

from hypothesis import given, settings
from hypothesis import strategies as st

from halley.changes import CannotApply, Change, apply
from halley.changes.kinds import AddTags, CreateCollection, SetField
from halley.plans import Step
from halley.plex.ids import SHADOW_KEYS, ItemType, RatingKey, SectionId
from halley.plex.tags import TagKind
from halley.runs.waves import touches, waves
from tests.strategies import changes, libraries
from tests.support.runs import a_plan, as_planned

MOVIES = SectionId(1)
few = settings(max_examples=40, deadline=None)


def label(key: int) -> AddTags:
    return AddTags(MOVIES, ItemType.MOVIE, (RatingKey(key),), TagKind.LABEL, ("Overlay",))


def field(key: int) -> SetField:
    return SetField(MOVIES, ItemType.MOVIE, (RatingKey(key),), "summary", "New")


def steps(*wanted: Change) -> list[Step]:
    return [Step(number, change, "") for number, change in enumerate(wanted, 1)]


def numbers(found: list[Step], **words: int) -> list[list[int]]:
    return [[one.number for one in wave] for wave in waves(found, **words)]


@few
@given(data=st.data())
def test_each_step_stands_in_one_wave_and_behind_all_that_touches_the_same(data: st.DataObject) -> None:
    library = data.draw(libraries())
    wanted: list[Change] = []
    now = as_planned(library)
    for _ in range(data.draw(st.integers(1, 12))):
        change = data.draw(changes(now))
        try:
            now = apply(change, now, 0)
        except CannotApply:
            continue
        wanted.append(change)
    plan = a_plan(library, wanted)
    found = [list(wave) for wave in waves(plan.steps, window=8, widest=3)]
    assert sorted(one.number for wave in found for one in wave) == [one.number for one in plan.steps]
    place = {one.number: number for number, wave in enumerate(found) for one in wave}
    for later in plan.steps:
        for earlier in plan.steps[: later.number - 1]:
            if set(touches(earlier)) & set(touches(later)):
                assert place[earlier.number] < place[later.number]


def test_what_is_about_different_items_is_done_at_once() -> None:
    assert numbers(steps(*map(label, range(5)))) == [[1, 2, 3, 4, 5]]


def test_what_is_about_one_item_keeps_its_order() -> None:
    assert numbers(steps(label(1), field(1), label(2), field(2))) == [[1, 3], [2, 4]]


def test_two_collections_are_made_at_once_but_never_two_of_one_name() -> None:
    made = [CreateCollection(MOVIES, ItemType.MOVIE, title) for title in ("Coast", "Pier", "coast")]
    assert numbers(steps(*made)) == [[1, 2], [3]]


def test_a_renamed_collection_stands_alone() -> None:
    renamed = SetField(MOVIES, ItemType.COLLECTION, (RatingKey(9),), "title", "Shore")
    assert numbers(steps(label(1), renamed, label(2))) == [[1], [2], [3]]


def test_a_wave_is_no_wider_than_told_and_a_window_goes_from_front_to_back() -> None:
    assert numbers(steps(*map(label, range(5))), widest=2) == [[1, 2], [3, 4], [5]]
    assert numbers(steps(label(1), field(1), label(2), label(3)), window=2) == [[1], [2], [3, 4]]


def test_a_rule_that_names_a_new_label_waits_for_the_step_that_makes_it() -> None:
    rule = CreateCollection(MOVIES, ItemType.MOVIE, "Of Old", query=f"type=1&label={SHADOW_KEYS}")
    assert numbers(steps(label(101), label(102), rule, field(103))) == [[1, 2], [3], [4]]
