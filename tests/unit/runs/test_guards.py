"""Guards, policies and the words that choose steps."""

from pathlib import Path

import pytest

from halley.changes.differences import Difference
from halley.changes.kinds import AddTags, Change, DeleteItem, RemoveFromCollection, SetServerPreferences, UploadImage
from halley.errors import ConfigError
from halley.files import describe_picture
from halley.plans import Origin, Step
from halley.plex.ids import ItemType, RatingKey, SectionId
from halley.plex.images import ImageKind
from halley.plex.tags import TagKind
from halley.runs.chosen import chosen
from halley.runs.errors import GuardPassed
from halley.runs.guards import Limits, Spent, findings
from halley.runs.model import Intent
from halley.runs.policy import Policy, Verdict, read_policy

COAST = RatingKey(50)
UPLOAD = UploadImage(RatingKey(1), ImageKind.POSTER, describe_picture(b"x"))
LABEL = AddTags(SectionId(1), ItemType.MOVIE, (RatingKey(2),), TagKind.LABEL, ("Overlay",))


def a_step(number: int, change: Change, *told: Difference, library: str = "Movies", definition: str = "") -> Step:
    return Step(number, change, "words", told, library, Origin(definition))


def leaving(members: range, goes: int) -> list[Step]:
    """Steps that take the first so many members out of a collection, one by one."""
    return [
        a_step(
            place + 1,
            RemoveFromCollection(COAST, RatingKey(one)),
            Difference("item", COAST, "members", tuple(members[place:]), tuple(members[place + 1 :])),
        )
        for place, one in enumerate(members[:goes])
    ]


def guards(steps: list[Step], limits: Limits = Limits(), collections: int = 0) -> list[str]:  # noqa: B008 - frozen
    return [one.guard for one in findings(steps, limits, {COAST: "Coast"}, {"Movies": collections})]


def test_a_collection_may_lose_half_of_its_items_and_no_more() -> None:
    assert guards(leaving(range(100, 120), 10)) == []
    assert guards(leaving(range(100, 120), 11)) == ["collection-share"]
    assert guards(leaving(range(100, 103), 3)) == []  # so few are no accident
    (found,) = findings(leaving(range(100, 120), 11), Limits(), {COAST: "Coast"}, {})
    assert found.words == "11 of the 20 items of Coast would leave it"


def test_a_library_may_lose_a_tenth_of_its_collections_and_no_more() -> None:
    steps = [a_step(number, DeleteItem(RatingKey(number), ItemType.COLLECTION)) for number in range(1, 6)]
    assert guards(steps, collections=50) == []
    assert guards(steps, collections=40) == ["deletions-share"]
    assert guards(steps, Limits(deletions_share=None), collections=40) == []


def test_budgets_are_held_against_the_whole_plan() -> None:
    steps = [a_step(1, UPLOAD), a_step(2, UPLOAD), a_step(3, LABEL)]
    assert guards(steps, Limits(writes=2, uploads=1)) == ["writes", "uploads"]


def test_a_run_stops_when_its_minutes_are_spent_and_goes_on_when_told_to() -> None:
    now = [0.0]
    intent = Intent(1, UPLOAD, UPLOAD, "")
    spent = Spent(Limits(minutes=1), clock=lambda: now[0])
    spent.allow([intent])
    now[0] = 61
    with pytest.raises(GuardPassed, match="budget of 1 minutes"):
        spent.allow([intent])
    spent.passed = ("minutes",)
    spent.allow([intent])
    assert spent.uploads == 2


def test_a_policy_speaks_of_families_and_kinds_and_the_strictest_word_counts(tmp_path: Path) -> None:
    (tmp_path / "policy.yml").write_text("approve: [badges, AddTags, deletions]\nask: [deletions]\nrefuse: [settings]\n")
    policy = read_policy(tmp_path / "policy.yml")
    verdicts = [policy.verdict(kind) for kind in ("UploadImage", "AddTags", "RemoveTags", "DeleteItem", "SetPreferences")]
    assert verdicts == [Verdict.APPROVE, Verdict.APPROVE, Verdict.ASK, Verdict.ASK, Verdict.REFUSE]
    steps = [a_step(1, UPLOAD), a_step(2, SetServerPreferences((("a", "b"),)))]
    assert policy.among(steps) == {Verdict.APPROVE: {1}, Verdict.ASK: frozenset(), Verdict.REFUSE: {2}}
    assert Policy().verdict("UploadImage") is Verdict.ASK


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("approve: badges\n", "what a policy says of `approve` is a list"),
        ("approve:\n", "what a policy says of `approve` is a list"),
        ("allow: [badges]\n", "`allow` is nothing that a policy says"),
        (None, "there is no policy at"),
    ],
)
def test_what_is_wrong_with_a_policy_is_told_with_the_words_that_are_right(
    tmp_path: Path, text: str | None, what: str
) -> None:
    if text is not None:
        (tmp_path / "policy.yml").write_text(text)
    with pytest.raises(ConfigError, match=what) as caught:
        read_policy(tmp_path / "policy.yml")
    assert "approve" in str(caught.value.hint)


@pytest.mark.parametrize("text", ["approve: [bagdes]\n", "aprove: [badges]\n", "approve: badges\n", "- badges\n"])
def test_a_policy_that_says_something_else_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "policy.yml").write_text(text)
    with pytest.raises(ConfigError):
        read_policy(tmp_path / "policy.yml")


STEPS = [
    a_step(1, UPLOAD, definition="4K"),
    a_step(2, LABEL, library="Films"),
    a_step(3, LABEL, definition="4K-HDR"),
    a_step(4, DeleteItem(COAST, ItemType.COLLECTION)),
]


@pytest.mark.parametrize(
    ("only", "exclude", "expected"),
    [
        ((), (), {1, 2, 3, 4}),
        (("2",), (), {2}),
        (("2-3", "DeleteItem"), (), {2, 3, 4}),
        (("library:Films",), (), {2}),
        (("definition:4K*",), (), {1, 3}),
        (("item:2",), (), {2, 3}),
        (("AddTags",), ("3",), {2}),
        ((), ("library:Movies",), {2}),
    ],
)
def test_steps_are_chosen_by_number_kind_library_definition_and_item(
    only: tuple[str, ...], exclude: tuple[str, ...], expected: set[int]
) -> None:
    assert chosen(STEPS, only, exclude) == expected


@pytest.mark.parametrize("word", ["upload", "colour:red", "3-", ""])
def test_a_word_that_chooses_nothing_is_refused(word: str) -> None:
    with pytest.raises(ConfigError):
        chosen(STEPS, (word,))
