"""What a Change makes of what stood there is told completely, and only that."""

from typing import get_args

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from halley.changes import CannotApply, apply, restorable
from halley.changes.differences import aspects, differences
from halley.changes.kinds import AddTags, Change, CreateCollection, SetField, UploadImage
from halley.files import describe_picture
from halley.plex.ids import ItemType, RatingKey
from halley.plex.images import ImageKind
from halley.plex.library import Library
from halley.plex.tags import TagKind
from tests.builders import a_library, a_movie, the
from tests.strategies import changes, libraries

NOW = 1_800_000_000
EVERY_KIND = pytest.mark.parametrize("kind", get_args(Change), ids=lambda kind: kind.__name__)
few = settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)


def drawn(data: st.DataObject, kind: type[Change]) -> tuple[Change, Library, Library]:
    before = data.draw(libraries())
    strategy = changes(before, kind)
    assume(not strategy.is_empty)
    change = data.draw(strategy)
    try:
        return change, before, apply(change, before, NOW)
    except CannotApply:
        assume(False)
        raise


@EVERY_KIND
@few
@given(data=st.data())
def test_a_change_differs_in_something_exactly_where_the_library_does(kind: type[Change], data: st.DataObject) -> None:
    change, before, after = drawn(data, kind)
    assert bool(differences(change, before, after)) == (restorable(before) != restorable(after))


@EVERY_KIND
@few
@given(data=st.data())
def test_no_item_differs_that_is_not_told_of(kind: type[Change], data: st.DataObject) -> None:
    change, before, after = drawn(data, kind)
    told = {one.number for one in differences(change, before, after) if one.of == "item"}
    unlike = {key for key in {*before.items, *after.items} if aspects(key, before) != aspects(key, after)}
    assert told == unlike


def test_what_a_field_was_and_became_is_told_with_its_lock() -> None:
    before = a_library(a_movie("Heat", summary="Old"))
    key = the(before, "Heat").key
    change = SetField(the(before, "Heat").section, ItemType.MOVIE, (key,), "summary", "New")
    told = {(one.aspect, one.before, one.after) for one in differences(change, before, apply(change, before, NOW))}
    assert told == {("summary", "Old", "New"), ("locked summary", None, True)}


def test_tags_are_told_as_a_whole() -> None:
    before = a_library(a_movie("Heat", labels=["Mine"]))
    heat = the(before, "Heat")
    assert heat.section is not None
    change = AddTags(heat.section, ItemType.MOVIE, (heat.key,), TagKind.LABEL, ("Overlay",))
    told = {one.aspect: (one.before, one.after) for one in differences(change, before, apply(change, before, NOW))}
    assert told["label"] == (("Mine",), ("Mine", "Overlay"))


def test_a_picture_is_told_by_its_content() -> None:
    before = a_library(a_movie("Heat"))
    picture = describe_picture(b"a poster")
    change = UploadImage(the(before, "Heat").key, ImageKind.POSTER, picture)
    told = {one.aspect: one.after for one in differences(change, before, apply(change, before, NOW))}
    assert told["posters"] == picture.sha1


def test_a_new_collection_is_told_with_all_that_it_is() -> None:
    before = a_library(a_movie("Heat"))
    heat = the(before, "Heat")
    assert heat.section is not None
    change = CreateCollection(heat.section, ItemType.MOVIE, "Coast", (heat.key,))
    after = apply(change, before, NOW)
    told = {(one.number, one.aspect): one.after for one in differences(change, before, after)}
    made = before.next_key
    assert told[(made, "type")] == "collection"
    assert told[(made, "title")] == "Coast"
    assert told[(made, "members")] == (heat.key,)
    assert told[(heat.key, "collection")] == ("Coast",)
    assert RatingKey(heat.key) in after.items
