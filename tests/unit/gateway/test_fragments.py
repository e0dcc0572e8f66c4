"""Answers cut into elements keep the server's own bytes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from halley.errors import BrokenAnswer
from halley.gateway.fragments import cut

ANSWER = """<?xml version="1.0" encoding="UTF-8"?>
<MediaContainer size="2" title1="Fl&#252;sse">
  <Video ratingKey="101" title="A &amp; B"><Genre tag="Ö"/><!-- x --></Video>
  <Directory ratingKey="500" type="show"/>
</MediaContainer>""".encode()


def test_each_element_is_verbatim() -> None:
    found = cut(ANSWER, "/x")
    assert [one.key for one in found.elements] == [101, 500]
    assert found.elements[0].text == '<Video ratingKey="101" title="A &amp; B"><Genre tag="Ö"/><!-- x --></Video>'
    assert found.elements[1].text == '<Directory ratingKey="500" type="show"/>'
    assert found.attributes["title1"] == "Flüsse"


def test_the_size_follows_the_elements() -> None:
    found = cut(ANSWER, "/x")
    assert cut(found.with_elements(found.elements[:1]).encoded(), "/x").attributes["size"] == "1"


@pytest.mark.parametrize("length", [0, 1, 60, len(ANSWER) - 3])
def test_half_an_answer_is_named_as_such(length: int) -> None:
    with pytest.raises(BrokenAnswer, match="/library"):
        cut(ANSWER[:length], "/library")


@given(st.lists(st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=20), max_size=8))
def test_cutting_and_joining_changes_nothing(titles: list[str]) -> None:
    found = cut(ANSWER, "/x")
    elements = [found.elements[index % 2] for index in range(len(titles))]
    again = cut(found.with_elements(elements).encoded(), "/x")
    assert [one.text for one in again.elements] == [one.text for one in elements]
