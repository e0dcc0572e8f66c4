"""The same answer as JSON, for clients that ask for it."""

import json

import pytest

from halley.errors import BrokenAnswer
from halley.plex.xml.json import to_json
from halley.plex.xml.write import container, detail, root
from tests.builders import a_library, a_movie, the


def test_items_become_metadata_with_numbers_and_lists() -> None:
    library = a_library(a_movie("1917", year=2019, rating="8.2", genres=["War"], duration=100))
    item = the(library, "1917")
    found = json.loads(to_json(container({"size": 1, "allowSync": 1}, [detail(item, library)])))["MediaContainer"]
    assert (found["size"], found["allowSync"]) == (1, True)
    one = found["Metadata"][0]
    assert (one["ratingKey"], one["title"], one["year"], one["rating"]) == (str(item.key), "1917", 2019, 8.2)
    assert one["Genre"][0]["tag"] == "War"
    assert one["Media"][0]["Part"][0]["Stream"][0]["streamType"] == 1


def test_directories_that_are_no_items_stay_directories() -> None:
    found = json.loads(to_json(root(a_library())))["MediaContainer"]
    assert {"count", "key", "title"} == found["Directory"][0].keys()
    assert found["myPlexSubscription"] is True
    assert found["version"] == "1.41.9.9961-46083195d"


def test_a_rule_is_text_though_its_name_is_also_a_flag() -> None:
    assert json.loads(to_json(b'<M><Directory content="server://x?y" ratingKey="1"/></M>')) == {
        "M": {"Metadata": [{"content": "server://x?y", "ratingKey": "1"}]}
    }


def test_what_is_no_xml_is_a_broken_answer() -> None:
    with pytest.raises(BrokenAnswer):
        to_json(b"no")
