"""Mistakes in an overlay file, one a row: what is said, where it points, what it costs."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from halley.definitions.definition import Definition, Failed
from halley.definitions.library import OverlayFiles
from halley.definitions.problems import Costs, Problem, Severity
from tests.unit.definitions.told import Job, read

GOOD = """\
overlays:
  Badge:
    overlay:
      name: text(4K)
      horizontal_offset: 15
      vertical_offset: 15
    plex_all: true
"""


@dataclass(frozen=True, slots=True)
class Mistake:
    """What a file is with something put in the place of a line of it, and what has to be said about it."""

    name: str
    text: str
    says: str
    line: int
    costs: Costs = Costs.DEFINITION


def _with(line: str, other: str) -> str:
    assert line in GOOD
    return GOOD.replace(line, other)


def _also(line: str) -> str:
    return GOOD.replace("    plex_all", f"      {line}\n    plex_all")


ROWS = (
    Mistake("misspelled attribute", _with("horizontal_offset", "horizontal_ofset"), "did you mean `horizontal_offset`?", 5,
            Costs.NOTHING),
    Mistake("attribute of a definition", GOOD + "    plex_serch: {}\n", "did you mean `plex_search`?", 8),
    Mistake("attribute in the wrong place", GOOD + "    weight: 10\n", "`weight` is no attribute of an", 8),
    Mistake("negative offset", _with("vertical_offset: 15", "vertical_offset: -40"), "is not a number of 0 or more", 6),
    Mistake("offset that is none", _with("vertical_offset: 15", "vertical_offset: [1]"), "neither pixels nor a percent", 6),
    Mistake("percent too large", _with("vertical_offset: 15", "vertical_offset: 101%"), "not between 0% and 100%", 6),
    Mistake("one offset", _with("      vertical_offset: 15\n", ""), "belong together", 5),
    Mistake("align", _also("vertical_align: middle"), "`middle` is none of top, center, bottom", 7),
    Mistake("colour", _also('back_color: "#12"'), "`#12` is no colour", 7),
    Mistake("colour that is a number", _also("back_color: 123456"), "`123456` is no colour", 7),
    Mistake("group without weight", _also("group: g"), "a `group` needs a `weight`", 7),
    Mistake("unknown queue", _also("queue: q"), "there is no queue `q`", 7),
    Mistake("weight", _also("weight: heavy"), "`heavy` is not a whole number of 0 or more", 7),
    Mistake("font", _also("font: nobody.ttf"), "there is no font nobody.ttf", 7),
    Mistake("picture", _also("file: nobody.png"), "there is no picture at nobody.png", 7),
    Mistake("soft number", _also("font_size: big"), "`big` is not a whole number of 1 or more", 7, Costs.VALUE),
    Mistake("text without brackets", _with("text(4K)", "texture"), "has no text in brackets", 4),
    Mistake("no name", _with("      name: text(4K)\n", ""), "the overlay has no `name:`", 3),
    Mistake("no builder", _with("    plex_all: true\n", ""), "it has no builder", 3),
    Mistake("blank builder", _with("plex_all: true", "plex_all:"), "`plex_all:` is blank", 7),
    Mistake("run_definition", GOOD + "    run_definition: moive\n", "did you mean `movie`?", 8),
    Mistake("template", GOOD + "    template: {name: a}\n", "the file has no `templates:`", 8),
    Mistake("template misspelled", GOOD + "    template: {name: stnd}\ntemplates: {std: {test: 1}}\n", "mean `std`?", 8),
    Mistake("template in itself", GOOD + "    template: {name: a}\ntemplates:\n  a: {template: {name: a}}\n",
            "calls a template, which nobody follows", 10, Costs.NOTHING),
    Mistake("conditional",
            GOOD + "    template: {name: a}\ntemplates:\n  a:\n    conditionals:\n      x: {conditions: [{y: 1}]}\n",
            "has no `value:`", 12),
    Mistake("endless", GOOD + "    template: {name: a, v: <<v>><<v>><<v>>}\ntemplates: {a: {test: <<v>>}}\n",
            "grows without end", 8),
    Mistake("definition that is a text", "overlays:\n  Other: text\n" + GOOD.removeprefix("overlays:\n"), "a mapping", 2),
    Mistake("section misspelled", GOOD + "template: {a: {b: 1}}\n", "did you mean `templates`?", 8, Costs.NOTHING),
    Mistake("no overlays", "templates: {a: {b: 1}}\n", "there is no definition in the file", 1, Costs.FILE),
    Mistake("key twice", GOOD + "  Badge: {plex_all: true}\n", "stands here for the second time", 8, Costs.FILE),
    Mistake("tab", GOOD + "\tplex_all: true\n", "there is a tab", 8, Costs.FILE),
    Mistake("alias in itself", GOOD + "  Other: &a\n    filters: *a\n", "no valid YAML", 0, Costs.FILE),
    Mistake("place", GOOD + "queues:\n  q: [{vertical_offset: 1}]\n", "has no `horizontal_align`", 9, Costs.FILE),
    Mistake("position", GOOD + "queues:\n  q:\n    settings: {position: lo}\n    low: [{}]\n", "mean `low`?", 10,
            Costs.FILE),
)  # fmt: skip


def reading(folder: Path, text: str) -> OverlayFiles:
    (folder / "own.yml").write_text(text, "utf-8")
    return read(Job(folder=folder, blocks="- file: own.yml\n"), None)


def problems_of(folder: Path, text: str) -> list[Problem]:
    return list(reading(folder, text).problems)


def test_a_good_file_has_no_problem_and_one_definition(tmp_path: Path) -> None:
    found = reading(tmp_path, GOOD)
    assert not found.problems
    (definition,) = found.loaded[0].outcomes
    assert isinstance(definition, Definition)
    assert definition.overlay.template == "4K"
    assert (definition.overlay.where.line, definition.overlay.where.column) == (4, 7)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_a_mistake_is_told_with_its_place_and_its_cost(row: Mistake, tmp_path: Path) -> None:
    found = [one for one in problems_of(tmp_path, row.text) if row.says in str(one)]
    assert found, [str(one) for one in problems_of(tmp_path, row.text)]
    assert found[0].where.file.endswith("own.yml")
    assert found[0].costs is row.costs
    assert (found[0].where.line or 0) == row.line


def test_one_pass_finds_them_all(tmp_path: Path) -> None:
    text = _with("vertical_offset: 15", "vertical_offset: -1").replace(
        "text(4K)", "text(4K)\n      font: nobody\n      back_color: x"
    )
    found = problems_of(tmp_path, text)
    assert sorted(one.where.line or 0 for one in found if one.severity is Severity.ERROR) == [5, 6, 8]
    assert isinstance(reading(tmp_path, text).loaded[0].outcomes[0], Failed)


def test_a_wrong_template_variable_is_told_where_it_was_written(tmp_path: Path) -> None:
    text = GOOD.replace("vertical_offset: 15", "vertical_offset: <<high>>")
    text = "templates:\n  t:\n" + "".join(f"  {line}\n" for line in text.splitlines()[2:])
    (tmp_path / "own.yml").write_text(text + "overlays:\n  Badge: {template: {name: t}}\n", "utf-8")
    blocks = "- file: own.yml\n  template_variables:\n    high: -3\n"
    (problem,) = read(Job(folder=tmp_path, blocks=blocks), None).problems
    assert (problem.where.file, problem.where.line, problem.where.path[-1]) == ("config.yml", 4, "high")
    assert problem.definition == "Badge"
