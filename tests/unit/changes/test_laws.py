"""What holds for every kind of Change and every library."""

from typing import get_args

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from halley.changes import (
    CannotApply,
    Change,
    apply,
    apply_all,
    decode,
    describe,
    encode,
    invert,
    irreversible,
    restorable,
)
from halley.changes.kinds import (
    AddToPlaylist,
    CreateCollection,
    CreatePlaylist,
    DropImage,
    FetchImage,
    SelectImage,
    UploadImage,
)
from halley.plex.ids import ItemType
from halley.plex.library import Library
from halley.plex.requests import PlexRequest, parse_query, split_target
from halley.plex.tags import TagKind
from tests.builders import MACHINE
from tests.strategies import KINDS, any_change, changes, libraries

EVERY_KIND = pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
NOW = 1_750_000_000

few = settings(
    max_examples=30,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)


def test_the_strategies_cover_every_kind() -> None:
    assert set(KINDS) == set(get_args(Change))


@EVERY_KIND
@few
@given(data=st.data())
def test_what_is_written_as_a_request_is_read_back(kind: type[Change], data: st.DataObject) -> None:
    change = data.draw(any_change(kind))
    assert decode(encode(change, MACHINE)) == (change,)


@EVERY_KIND
@few
@given(data=st.data())
def test_a_request_survives_the_wire(kind: type[Change], data: st.DataObject) -> None:
    request = encode(data.draw(any_change(kind)), MACHINE)
    path, query = split_target(request.target.replace("\n", "%0A"))
    assert PlexRequest(request.method, path, parse_query(query), body=request.body) == request


def drawn(data: st.DataObject, kind: type[Change]) -> tuple[Library, Change]:
    """A library, and a Change of that kind that it takes."""
    library = data.draw(libraries())
    strategy = changes(library, kind)
    assume(not strategy.is_empty)
    change = data.draw(strategy)
    return library, change


@EVERY_KIND
@few
@given(data=st.data())
def test_undoing_a_change_restores_what_a_client_can_restore(kind: type[Change], data: st.DataObject) -> None:
    before, change = drawn(data, kind)
    try:
        after = apply(change, before, NOW)
    except CannotApply:
        assert invert(change, before) == ()
        return
    undo = invert(change, before)
    if irreversible(change, before) is None:
        assert restorable(apply_all(undo, after, NOW + 60)) == restorable(before)
    else:
        assert undo == ()


@few
@given(data=st.data())
def test_a_whole_run_is_undone_step_by_step(data: st.DataObject) -> None:
    first = library = data.draw(libraries())
    undo: tuple[Change, ...] = ()
    for _ in range(4):
        change = data.draw(changes(library, *data.draw(st.lists(st.sampled_from(list(KINDS)), min_size=3, max_size=3))))
        try:
            after = apply(change, library, NOW)
        except CannotApply:
            continue
        assume(irreversible(change, library) is None)
        back = invert(change, library)
        # What is made again has another key: who replays several undos must translate what later steps call it.
        assume(not any(isinstance(step, CreateCollection | CreatePlaylist | AddToPlaylist) for step in back))
        undo = (*back, *undo)
        library = after
    assert restorable(apply_all(undo, library, NOW)) == restorable(first)


@EVERY_KIND
@few
@given(data=st.data())
def test_an_undo_can_be_sent(kind: type[Change], data: st.DataObject) -> None:
    before, change = drawn(data, kind)
    for step in invert(change, before):
        assert decode(encode(step, MACHINE)) == (step,)


@EVERY_KIND
@few
@given(data=st.data())
def test_a_change_is_described_in_one_line(kind: type[Change], data: st.DataObject) -> None:
    library, change = drawn(data, kind)
    for said in (describe(change, library), describe(change, None)):
        assert len(said.splitlines()) == 1
        assert "None" not in said
    assert describe(data.draw(any_change(kind)), library)


@EVERY_KIND
@few
@given(data=st.data())
def test_members_and_tags_stay_two_faces_of_one_thing(kind: type[Change], data: st.DataObject) -> None:
    library, change = drawn(data, kind)
    try:
        library = apply(change, library, NOW)
    except CannotApply:
        return
    for collection in library.collections():
        if collection.is_smart or collection.section is None:
            continue
        tagged = {
            item.key
            for item in library.items.values()
            if item.section == collection.section and item.has_tag(TagKind.COLLECTION, collection.title)
        }
        assert set(library.members[collection.key]) == tagged
        assert collection.index == library.tags[(TagKind.COLLECTION, collection.title.casefold())].id


@pytest.mark.parametrize("kind", [UploadImage, FetchImage, SelectImage, DropImage], ids=lambda kind: kind.__name__)
@few
@given(data=st.data())
def test_every_change_of_a_picture_moves_the_stamp(kind: type[Change], data: st.DataObject) -> None:
    library, change = drawn(data, kind)
    assert isinstance(change, UploadImage | FetchImage | SelectImage | DropImage)
    long_ago = 0
    was, now = library.items[change.key], apply(change, library, long_ago).items[change.key]
    assert now.updated_at > was.updated_at
    assert (now.shelf(change.kind).current is not None) is not isinstance(change, DropImage)


@few
@given(data=st.data())
def test_nothing_but_what_a_change_names_changes(data: st.DataObject) -> None:
    library, change = drawn(data, UploadImage)
    assert isinstance(change, UploadImage)
    after = apply(change, library, NOW)
    assert {key for key in library.items if library.items[key] is not after.items[key]} == {change.key}
    assert library.items[change.key].type in ItemType
