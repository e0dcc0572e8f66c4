"""`halley validate`: the whole configuration, in words and as JSON, with the exit code that a script can trust."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from halley.cli.main import run
from halley.cli.validate import validate
from tests.support.small_web import Page, Web

TOKEN = "s3cretT0ken"
CONFIG = f"""\
plex: {{url: http://localhost:32400, token: {TOKEN}}}
libraries:
  Movies:
    overlay_files:
      - file: config/own.yml
  TV:
    overlay_files:
      - file: config/own.yml
        template_variables: {{high: 3}}
"""
OWN = """\
overlays:
  Badge:
    template: {name: badge}
    plex_all: true
templates:
  badge:
    default: {high: 2}
    overlay: {name: text(4K), horizontal_offset: 0, vertical_offset: <<high>>}
"""


def written(folder: Path, config: str = CONFIG, own: str = OWN) -> str:
    (folder / "config").mkdir()
    (folder / "config" / "own.yml").write_text(own, "utf-8")
    (folder / "config" / "config.yml").write_text(config, "utf-8")
    return str(folder / "config" / "config.yml")


def test_a_configuration_without_mistakes_ends_with_0(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["validate", written(tmp_path)]) == 0
    assert capsys.readouterr().out == (
        "Movies: 1 overlay files, 1 definitions\nTV: 1 overlay files, 1 definitions\nnothing is wrong\n"
    )


def test_every_mistake_of_every_file_is_told_in_one_pass(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    config = CONFIG.replace("high: 3", "high: -3").replace("  Movies:\n", "  Movies:\n    overlay_filse: []\n")
    assert run(["validate", written(tmp_path, config, OWN.replace("name: text", "hight: 1, name: text"))]) == 2
    told = capsys.readouterr().out
    assert "config.yml:4:5: libraries > Movies > overlay_filse" in told
    assert "did you mean `overlay_files`?" in told
    assert "config.yml:10:30: libraries > TV > overlay_files > 0 > template_variables > high: `-3`" in told
    assert "own.yml:8:15: templates > badge > overlay > hight: `hight` is no attribute of an overlay" in told
    assert "errors" in told


def test_only_the_named_library_is_checked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = written(tmp_path, CONFIG.replace("high: 3", "high: -3"))
    assert run(["validate", path, "--library", "Movies"]) == 0
    assert run(["validate", path, "--library", "Nobody"]) == 2
    assert "no library 'Nobody'" in capsys.readouterr().err


def test_json_has_place_cost_and_hint_of_each_problem(tmp_path: Path) -> None:
    path = written(tmp_path, own=OWN.replace("<<high>>", "-40"))
    told = json.loads(CliRunner().invoke(validate, [path, "--json"], standalone_mode=False).output)
    (problem,) = told["problems"]
    assert not told["ok"]
    assert [one["failed"] for one in told["libraries"]] == [1, 1]
    assert (problem["line"], problem["column"], problem["costs"]) == (8, 53, "definition")
    assert problem["path"] == ["templates", "badge", "overlay", "vertical_offset"]
    assert "vertical_align: center" in problem["hint"]


def test_a_mistake_of_the_server_section_is_one_among_the_others(tmp_path: Path) -> None:
    config = CONFIG.replace("http://localhost:32400", "localhost")
    path = written(tmp_path, config, OWN.replace("name: text(4K)", "name: null"))
    told = json.loads(CliRunner().invoke(validate, [path, "--json"], standalone_mode=False).output)
    assert len(told["problems"]) == 2


def test_no_secret_is_told(tmp_path: Path) -> None:
    config = CONFIG.replace("config/own.yml", f"config/{TOKEN}.yml")
    assert TOKEN not in CliRunner().invoke(validate, [written(tmp_path, config)], standalone_mode=False).output


def test_a_file_on_another_machine_is_named_and_not_read(tmp_path: Path) -> None:
    config = CONFIG.replace("- file: config/own.yml\n  TV", "- url: https://example.invalid/x.yml\n  TV")
    result = CliRunner().invoke(validate, [written(tmp_path, config)], standalone_mode=False)
    assert "https://example.invalid/x.yml was not read" in result.output
    assert result.return_value == 0


def test_a_file_on_another_machine_is_read_where_that_is_asked_for(tmp_path: Path, web: Web) -> None:
    web.pages["/mine.yml?key=s3cretKey.yml"] = Page(OWN.replace("text(4K)", "texture").encode())
    config = CONFIG.replace("- file: config/own.yml\n  TV", f"- url: {web.url}/mine.yml?key=s3cretKey.yml\n  TV")
    path = written(tmp_path, config)
    result = CliRunner().invoke(validate, [path, "--fetch"], standalone_mode=False)
    assert f"{web.url}/mine.yml?" in result.output
    assert "has no text in brackets" in result.output
    assert "s3cretKey" not in result.output
    assert result.return_value == 2
    assert web.paths == ["/mine.yml?key=s3cretKey.yml"]
    assert sorted(one.name for one in Path(path).parent.iterdir()) == ["config.yml", "own.yml"]


def test_without_kometa_our_own_default_files_and_pictures_are_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("HALLEY_KOMETA", raising=False)
    config = CONFIG.replace("- file: config/own.yml\n  TV", "- default: resolution\n      - default: studoi\n  TV")
    result = CliRunner().invoke(validate, [written(tmp_path, config), "--json"], standalone_mode=False)
    told = json.loads(result.output)
    (problem,) = told["problems"]
    assert "did you mean `studio`?" in problem["message"]
    assert told["libraries"][0]["definitions"] > 10
    assert told["libraries"][0]["failed"] == 0


def test_searches_and_schedules_are_told_with_their_lines_and_cost(tmp_path: Path) -> None:
    config = CONFIG.replace("  TV:\n", "    schedule_overlays: wekly(fri)\n  TV:\n")
    own = OWN.replace("    plex_all: true\n", "    plex_search:\n      all:\n        resolutoin: 4k\n")
    result = CliRunner().invoke(validate, [written(tmp_path, config, own), "--json"], standalone_mode=False)
    told = json.loads(result.output)["problems"]
    assert [(Path(one["file"]).name, one["line"], one["column"]) for one in told] == [
        ("own.yml", 6, 9),
        ("config.yml", 6, 5),
    ]
    assert told[0]["definition"] == "Badge"
    assert result.return_value == 2


def test_a_misspelled_template_variable_is_told_with_the_one_that_was_meant(tmp_path: Path) -> None:
    result = CliRunner().invoke(validate, [written(tmp_path, CONFIG.replace("high: 3", "hihg: 3"))], standalone_mode=False)
    assert "nothing in the file uses the variable `hihg` - did you mean `high`?" in result.output
    assert result.return_value == 2
