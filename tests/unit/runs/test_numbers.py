"""Numbers of a plan become the server's wherever a Change names them."""

from dataclasses import fields

import pytest
from hypothesis import assume, given, settings

from halley.changes.kinds import (
    AddToPlaylist,
    Change,
    CreateCollection,
    MoveHub,
    MoveInPlaylist,
    SetField,
    SetSmartRule,
    SetVisibility,
)
from halley.plex.ids import SHADOW_KEYS, ItemType, RatingKey, SectionId
from halley.runs.numbers import Numbers, Unknown, named, translated
from tests.strategies import any_change

NEW = RatingKey(SHADOW_KEYS + 1)
NUMBERS = Numbers({NEW: 77}, {SHADOW_KEYS + 4: 5}, {SHADOW_KEYS + 9: 31})
TRANSLATED = {
    "keys of a field": (
        SetField(SectionId(1), ItemType.COLLECTION, (NEW, RatingKey(3)), "title", "x"),
        SetField(SectionId(1), ItemType.COLLECTION, (RatingKey(77), RatingKey(3)), "title", "x"),
    ),
    "a row": (
        MoveHub(SectionId(1), f"custom.collection.1.{NEW}", "movie.top"),
        MoveHub(SectionId(1), "custom.collection.1.77", "movie.top"),
    ),
    "what a row comes behind": (
        MoveHub(SectionId(1), "movie.top", f"custom.collection.1.{NEW}"),
        MoveHub(SectionId(1), "movie.top", "custom.collection.1.77"),
    ),
    "a place": (MoveInPlaylist(NEW, SHADOW_KEYS + 4, 6), MoveInPlaylist(RatingKey(77), 5, 6)),
    "members": (AddToPlaylist(NEW, (RatingKey(1),)), AddToPlaylist(RatingKey(77), (RatingKey(1),))),
    "a tag in a rule": (
        SetSmartRule(NEW, ItemType.COLLECTION, "/library/sections/1/all", f"type=1&label={SHADOW_KEYS + 9}"),
        SetSmartRule(RatingKey(77), ItemType.COLLECTION, "/library/sections/1/all", "type=1&label=31"),
    ),
    "who is shown": (
        SetVisibility(SectionId(1), NEW, recommended=True, own_home=False, shared_home=False),
        SetVisibility(SectionId(1), RatingKey(77), recommended=True, own_home=False, shared_home=False),
    ),
}


@pytest.mark.parametrize(("planned", "real"), TRANSLATED.values(), ids=TRANSLATED.keys())
def test_a_number_of_the_plan_becomes_the_servers(planned: Change, real: Change) -> None:
    assert translated(planned, NUMBERS) == real


@pytest.mark.parametrize(
    "change",
    [
        AddToPlaylist(RatingKey(SHADOW_KEYS), (RatingKey(1),)),
        MoveInPlaylist(RatingKey(1), SHADOW_KEYS, None),
        CreateCollection(SectionId(1), ItemType.MOVIE, "x", query=f"type=1&label={SHADOW_KEYS}"),
    ],
    ids=lambda one: type(one).__name__,
)
def test_what_was_not_made_cannot_be_named(change: Change) -> None:
    with pytest.raises(Unknown):
        translated(change, Numbers())


@settings(max_examples=200, deadline=None)
@given(change=any_change())
def test_a_change_in_the_servers_numbers_stays_what_it_is(change: Change) -> None:
    assume(all(number < SHADOW_KEYS for number in (*named(change), *_places(change))))
    assert translated(change, Numbers()) == change


def _places(change: Change) -> list[int]:
    values = (getattr(change, one.name) for one in fields(change))
    return [one for one in values if isinstance(one, int)]
