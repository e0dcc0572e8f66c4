"""Files that are read more than once."""

from halley.definitions.problems import Problems
from halley.definitions.reading import read_yaml

TWICE = "overlays:\n  one: {a: 1}\n  one: {a: 2}\n"


def test_what_is_wrong_in_a_file_is_told_each_time_it_is_read() -> None:
    first, second = Problems(), Problems()
    values = [read_yaml(TWICE, "twice.yml", told) for told in (first, second)]
    assert [str(one) for one in first.found] == [str(one) for one in second.found]
    assert "`one` stands here for the second time" in first.found[0].message
    assert [str(one) for one in values] == ["{'overlays': {'one': {'a': 1}}}"] * 2


def test_the_same_text_in_two_files_is_two_places() -> None:
    told = Problems()
    for file in ("here.yml", "there.yml"):
        read_yaml(TWICE, file, told)
    assert [one.where.file for one in told.found] == ["here.yml", "there.yml"]
    assert {one.where.line for one in told.found} == {3}


def test_a_file_that_was_changed_is_read_anew() -> None:
    told = Problems()
    read = [read_yaml(f"overlays: {{one: {number}}}\n", "changed.yml", told) for number in (1, 2)]
    assert [str(one) for one in read] == ["{'overlays': {'one': 1}}", "{'overlays': {'one': 2}}"]
