"""Edits of overlay files: what is edited changes, and nothing else."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML

from halley.studio.editing import CannotEdit, Edit, Move, edited, with_added, without

TEXT = """\
# What goes on films.
overlays:

  # The resolution,
  # top left
  4K:   # sharp
    overlay:
        name: "text(4K)"   # what is drawn
        font_color: '#FFFFFF'
        horizontal_offset:   15  # from the left
        vertical_offset: 15
        vertical_align: top
    plex_search: {all: {resolution: 4k}}

  Flow:
    overlay: {name: backdrop, back_color: "#000000", horizontal_offset: 0, vertical_offset: 0}
    plex_all: true
  # A ribbon
  Ribbon:
    overlay: ribbon
    plex_all: true
  Badge:
    template: {name: badge, weight: 10}
    plex_all: true

templates:   # below
  badge:
    overlay: {name: x}
"""


def read(text: str) -> dict:
    return YAML(typ="safe").load(text)


def lines_changed(before: str, after: str) -> list[tuple[str, str]]:
    assert before.count("\n") == after.count("\n")
    return [pair for pair in zip(before.split("\n"), after.split("\n"), strict=True) if pair[0] != pair[1]]


VALUES = (
    st.integers(-5000, 5000)
    | st.booleans()
    | st.text(st.characters(codec="utf-8", exclude_categories=("C", "Zl", "Zp")), max_size=30)
)


@given(st.sampled_from(["name", "font_color", "horizontal_offset", "vertical_offset", "vertical_align"]), VALUES)
def test_editing_one_attribute_changes_only_its_line_and_is_read_back(key: str, value: object) -> None:
    after = edited(TEXT, [Edit("4K", key, value)])
    assert len(lines_changed(TEXT, after)) <= 1
    whole = read(TEXT)
    whole["overlays"]["4K"]["overlay"][key] = value
    assert read(after) == whole


@given(st.sampled_from(["name", "back_color", "vertical_offset", "back_radius"]), VALUES)
def test_editing_an_attribute_in_brackets_changes_only_its_line(key: str, value: object) -> None:
    after = edited(TEXT, [Edit("Flow", key, value)])
    assert len(lines_changed(TEXT, after)) <= 1
    whole = read(TEXT)
    whole["overlays"]["Flow"]["overlay"][key] = value
    assert read(after) == whole


@given(st.text(string.ascii_lowercase + "_", min_size=1, max_size=12).filter(lambda key: key.strip("_")), VALUES)
def test_setting_a_new_attribute_and_taking_it_away_gives_the_text_back(key: str, value: object) -> None:
    if key in read(TEXT)["overlays"]["4K"]["overlay"]:
        return
    added = edited(TEXT, [Edit("4K", key, value)])
    assert read(added)["overlays"]["4K"]["overlay"][key] == value
    assert added.count("\n") == TEXT.count("\n") + 1
    assert edited(added, [Edit("4K", key, None)]) == TEXT


@pytest.mark.parametrize("key", ["true", "null", "no"])
def test_a_new_attribute_whose_name_yaml_would_take_for_something_else_is_quoted(key: str) -> None:
    assert read(edited(TEXT, [Edit("4K", key, 0)]))["overlays"]["4K"]["overlay"][key] == 0


def test_comments_and_quotes_beside_a_value_stay() -> None:
    after = edited(TEXT, [Edit("4K", "name", "text(8K)"), Edit("4K", "horizontal_offset", 20)])
    assert '        name: "text(8K)"   # what is drawn\n' in after
    assert "        horizontal_offset:   20  # from the left\n" in after


def test_an_attribute_can_be_taken_out_of_brackets_wherever_it_stands() -> None:
    flow = read(TEXT)["overlays"]["Flow"]["overlay"]
    for key in flow:
        after = edited(TEXT, [Edit("Flow", key, None)])
        assert read(after)["overlays"]["Flow"]["overlay"] == {name: flow[name] for name in flow if name != key}


def test_a_name_alone_becomes_a_mapping_when_something_is_set_beside_it() -> None:
    after = edited(TEXT, [Edit("Ribbon", "horizontal_offset", 3)])
    assert read(after)["overlays"]["Ribbon"]["overlay"] == {"name": "ribbon", "horizontal_offset": 3}
    assert (
        "  # A ribbon\n  Ribbon:\n    overlay:\n      name: ribbon\n      horizontal_offset: 3\n    plex_all: true\n"
        in after
    )


@pytest.mark.parametrize(
    ("edit", "told"),
    [
        (Edit("Badge", "weight", 3), "comes from a template"),
        (Edit("Nobody", "weight", 3), "no overlay `Nobody`"),
        (Edit("4K", "weight: 1\n  x", 3), "is no attribute"),
    ],
)
def test_what_cannot_be_edited_is_told(edit: Edit, told: str) -> None:
    with pytest.raises(CannotEdit, match=told):
        edited(TEXT, [edit])


def test_what_is_shared_by_an_anchor_is_not_edited() -> None:
    text = "overlays:\n  A:\n    overlay: &one {name: a}\n  B:\n    overlay: *one\n  C:\n    overlay:\n      name: &n c\n"
    for name in ("A", "B"):
        with pytest.raises(CannotEdit, match="shared"):
            edited(text, [Edit(name, "name", "x")])
    with pytest.raises(CannotEdit, match="shared"):
        edited(text, [Edit("C", "name", "x")])


def test_an_overlay_moves_with_its_comments_and_the_rest_stays() -> None:
    after = edited(TEXT, moves=[Move("Ribbon", None)])
    assert list(read(after)["overlays"]) == ["Ribbon", "4K", "Flow", "Badge"]
    assert "  # A ribbon\n  Ribbon:" in after
    assert "  # The resolution,\n  # top left\n  4K:   # sharp\n" in after
    assert sorted(after.split("\n")) == sorted(TEXT.split("\n"))


@given(
    st.lists(st.tuples(st.sampled_from(["4K", "Flow", "Ribbon", "Badge"]), st.sampled_from([None, "4K", "Flow", "Badge"])))
)
def test_moves_lose_nothing(asked: list[tuple[str, str | None]]) -> None:
    after, order = TEXT, ["4K", "Flow", "Ribbon", "Badge"]
    for name, behind in asked:
        after = edited(after, moves=[Move(name, behind)])
        if name != behind:
            order.remove(name)
            order.insert(order.index(behind) + 1 if behind else 0, name)
    assert list(read(after)["overlays"]) == order
    assert read(after) == read(TEXT)
    assert sorted(after.split("\n")) == sorted(TEXT.split("\n"))


def test_an_overlay_is_added_at_the_end_of_the_section_and_taken_out_again() -> None:
    added = with_added(TEXT, "New one:\n  overlay:\n    name: backdrop\n  plex_all: true\n")
    assert list(read(added)["overlays"])[-1] == "New one"
    assert (
        "    plex_all: true\n  New one:\n    overlay:\n      name: backdrop\n    plex_all: true\n\ntemplates:   # below\n"
        in added
    )
    assert without(added, "New one") == TEXT
    with pytest.raises(CannotEdit, match="already"):
        with_added(TEXT, "4K:\n  plex_all: true\n")


@pytest.mark.parametrize("text", ["", "overlays:\n", "# nothing yet\noverlays: # here\n", "templates: {}\n"])
def test_the_first_overlay_can_be_added(text: str) -> None:
    assert read(with_added(text, "A:\n  plex_all: true"))["overlays"] == {"A": {"plex_all": True}}


def test_taking_out_an_overlay_takes_its_comments() -> None:
    after = without(TEXT, "Ribbon")
    assert "ribbon" not in after.lower()
    assert list(read(after)["overlays"]) == ["4K", "Flow", "Badge"]


def test_a_text_that_does_not_end_its_last_line_can_be_edited() -> None:
    text = "overlays:\n  A:\n    overlay:\n      name: a"
    assert edited(text, [Edit("A", "name", "b")]) == "overlays:\n  A:\n    overlay:\n      name: b"
    assert read(edited(text, [Edit("A", "weight", 3)]))["overlays"]["A"]["overlay"] == {"name": "a", "weight": 3}


def test_an_edit_of_a_template_changes_the_template_and_nothing_else() -> None:
    after = edited(TEXT, [Edit("Badge", "vertical_offset", 30, template="badge")])
    assert after == TEXT.replace("overlay: {name: x}", "overlay: {name: x, vertical_offset: 30}")
    with pytest.raises(CannotEdit, match="no template `other`"):
        edited(TEXT, [Edit("Badge", "name", "y", template="other")])


def test_what_is_written_into_a_text_of_windows_ends_its_lines_as_that_does() -> None:
    text = TEXT.replace("\n", "\r\n")
    edit = Edit("Ribbon", "weight", 7)
    assert edited(text, [edit], [Move("Ribbon", None)]) == edited(TEXT, [edit], [Move("Ribbon", None)]).replace("\n", "\r\n")
    added = "New:\n  overlay: ribbon\n"
    assert with_added(text, added) == with_added(TEXT, added).replace("\n", "\r\n")


@pytest.mark.parametrize(
    ("pairs", "after"),
    [
        ("name: a, ", "name: a, weight: 1 "),
        ("name: a,", "name: a, weight: 1"),
        ("\n  name: a,\n  ", "\n  name: a,\nweight: 1  "),
        ("\n  name: a # b, c\n  ", "\n  name: a # b, c\n, weight: 1  "),
        ("", "weight: 1"),
    ],
)
def test_a_comma_that_ends_a_list_of_pairs_is_not_doubled(pairs: str, after: str) -> None:
    text = "overlays:\n  A:\n    overlay: {%s}\n"
    found = edited(text % pairs, [Edit("A", "weight", 1)])
    assert found == text % after
    assert read(found)["overlays"]["A"]["overlay"]["weight"] == 1
