"""Changes in files: what is written is read back, and what is no Change is said to be none."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from halley.changes import Change
from halley.changes.stored import from_json, to_json
from tests.strategies import KINDS, any_change
from tests.unit.changes.test_laws import few


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
@few
@given(data=st.data())
def test_what_is_stored_is_read_back(kind: type[Change], data: st.DataObject) -> None:
    change = data.draw(any_change(kind))
    assert from_json(json.loads(json.dumps(to_json(change)))) == change


@pytest.mark.parametrize(
    "row",
    [
        {},
        {"change": "Explode"},
        {"change": "Rate", "key": "one", "rating": 5.0},
        {"change": "Rate", "key": 1, "rating": 5.0, "more": 1},
        {"change": "AddToCollection", "key": 1, "items": 2},
    ],
)
def test_what_is_no_change_is_not_read(row: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"change|Rate|AddToCollection"):
        from_json(row)
