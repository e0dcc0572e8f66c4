"""What counts as drift, aspect by aspect, and what counts as done."""

from typing import NamedTuple

import pytest

from halley.changes.differences import Difference, Value
from halley.runs.drift import drifted, met

KEY = 101


class Turn(NamedTuple):
    """What an aspect was, and what it becomes."""

    before: Value
    after: Value


def difference(aspect: str, turn: Turn) -> Difference:
    return Difference("item", KEY, aspect, *turn)


FREE = {
    "as planned": ("summary", Turn("Old", "New"), Turn("Old", "New")),
    "empty is absent": ("summary", Turn("", "New"), Turn(None, "New")),
    "a tag beside": ("label", Turn((), ("Overlay",)), Turn(("Mine",), ("Mine", "Overlay"))),
    "a tag in another spelling": ("label", Turn((), ("Overlay",)), Turn((), ("overlay",))),
    "a member beside": ("members", Turn((1,), (1, 2)), Turn((9, 1), (9, 1, 2))),
    "a move among others": ("members", Turn((1, 2, 3), (3, 1, 2)), Turn((1, 2, 3, 4), (3, 1, 2, 4))),
    "a row beside": (
        "rows",
        Turn((("a", True, False, False),), (("a", False, False, False),)),
        Turn((("b", True, True, True), ("a", True, False, False)), (("b", True, True, True), ("a", False, False, False))),
    ),
}
DRIFT = {
    "another text": ("summary", Turn("Old", "New"), Turn("Theirs", "New"), "was 'Old' and is now 'Theirs'"),
    "no longer empty": ("summary", Turn(None, "New"), Turn("Theirs", "New"), "was empty"),
    "a member more that would go": ("members", Turn((1, 2), None), Turn((1, 2, 3), None), "now has '3'"),
    "another order": ("members", Turn((1, 2, 3), (3, 1, 2)), Turn((2, 1, 3), (3, 2, 1)), "order"),
}


@pytest.mark.parametrize(("aspect", "planned", "fresh"), FREE.values(), ids=FREE.keys())
def test_what_overwrites_nothing_foreign_may_be_done(aspect: str, planned: Turn, fresh: Turn) -> None:
    assert drifted([difference(aspect, planned)], [difference(aspect, fresh)]) == ()


@pytest.mark.parametrize(("aspect", "planned", "fresh", "words"), DRIFT.values(), ids=DRIFT.keys())
def test_what_would_overwrite_something_foreign_is_named(aspect: str, planned: Turn, fresh: Turn, words: str) -> None:
    (reason,) = drifted([difference(aspect, planned)], [difference(aspect, fresh)])
    assert words in reason
    assert aspect in reason


def test_what_the_plan_did_not_see_at_all_is_drift_but_for_what_was_empty() -> None:
    assert drifted([], [difference("studio", Turn("Theirs", "New"))]) != ()
    assert drifted([], [difference("studio", Turn(None, "New"))]) == ()


MET = {
    "a text": ("summary", Turn("Old", "New"), "New", True),
    "another text": ("summary", Turn("Old", "New"), "Old", False),
    "a cleared text": ("summary", Turn("Old", None), None, True),
    "a tag among others": ("label", Turn((), ("Overlay",)), ("Theirs", "overlay"), True),
    "a tag that did not go": ("label", Turn(("Overlay",), ()), ("Overlay",), False),
    "members in order": ("members", Turn((1, 2, 3), (3, 1, 2)), (3, 1, 2), True),
    "members out of order": ("members", Turn((1, 2, 3), (3, 1, 2)), (1, 2, 3), False),
    "a second place of the same": ("members", Turn((1,), (1, 1)), (1,), False),
}


@pytest.mark.parametrize(("aspect", "turn", "stands", "expected"), MET.values(), ids=MET.keys())
def test_what_was_to_become_of_an_aspect_is_compared_with_what_stands(
    aspect: str, turn: Turn, stands: Value, expected: bool
) -> None:
    assert met(difference(aspect, turn), stands) is expected
