"""One pass over a configuration finds all that is wrong in it, each thing at its place."""

from pathlib import Path

import pytest
from PIL import Image

from halley.definitions.files import LocalFiles
from halley.definitions.problems import Costs, Problem, Problems, Severity
from halley.definitions.reading import read_yaml
from halley.definitions.validation import Report, validate
from tests.house.source import ROOT
from tests.unit.definitions.told import NOW

FONT = ROOT / "tests" / "fonts" / "InterLatin.ttf"
CONFIG = """\
libraries:
  Things:
    overlay_files:
      - file: config/own.yml
"""
BADGE = "overlay: {name: backdrop, back_color: red}"


def checked(folder: Path, own: str, config: str = CONFIG, kometa: Path | None = None) -> Report:
    (folder / "own.yml").write_text(own, "utf-8")
    root = read_yaml(config, "config.yml", Problems())
    assert root is not None
    return validate(root, lambda repo: LocalFiles(folder, kometa, repo), NOW, (), Problems())


def definition(*lines: str) -> str:
    return "".join(f"{line}\n" for line in ("overlays:", "  Badge:", f"    {BADGE}", *(f"    {line}" for line in lines)))


def place(problem: Problem) -> tuple[str, int | None]:
    return Path(problem.where.file).name, problem.where.line


@pytest.mark.parametrize(
    ("lines", "line", "says"),
    [
        (("plex_search:", "  all:", "    resolutoin: 4k"), 6, "resolutoin"),
        (("plex_search:", "  all:", "    year.gt: soon"), 6, "soon"),
        (("plex_search:", "  any: {resolution: 4k}", "  sort_by: titel.asc"), 6, "titel.asc"),
        (("plex_all: true", "filters:", "  resolutoin: 4k"), 6, "resolutoin"),
        (("plex_all: true", "filters:", "  - {resolution: 4k}", "  - {year.gte: soon}"), 7, "soon"),
        (("imdb_id: 5",), 4, "imdb_id"),
        (("tmdb_movie: none",), 4, "tmdb_movie"),
        (("plex_serch: {all: {resolution: 4k}}",), 4, "did you mean `plex_search`?"),
    ],
    ids=lambda value: str(value)[:40],
)
def test_searches_filters_and_builders_are_checked_where_they_stand(
    tmp_path: Path, lines: tuple[str, ...], line: int, says: str
) -> None:
    report = checked(tmp_path, definition(*lines))
    found = [one for one in report.problems if says in str(one)]
    assert found, [str(one) for one in report.problems]
    assert place(found[0]) == ("own.yml", line)
    assert found[0].definition == "Badge"
    assert report.libraries[0].failed == any(one.costs is Costs.DEFINITION for one in report.problems)


def test_a_misspelled_key_of_config_is_told_with_the_one_that_was_meant(tmp_path: Path) -> None:
    config = f"settingz: {{cache: false}}\nsonar: {{url: http://sonarr}}\nfriends: [Anna]\n{CONFIG}    overlay_file: []\n"
    found = [
        (one.message, one.where.line, one.costs) for one in checked(tmp_path, definition("plex_all: true"), config).problems
    ]
    assert found == [
        ("`settingz` is no key of config.yml - did you mean `settings`?", 1, Costs.NOTHING),
        ("`sonar` is no key of config.yml - did you mean `sonarr`?", 2, Costs.NOTHING),
        ("`overlay_file` is no key of a library - did you mean `overlay_files`?", 8, Costs.NOTHING),
    ]


def test_a_definition_that_fails_for_its_looks_has_its_search_checked_too(tmp_path: Path) -> None:
    own = definition("plex_search: {all: {resolutoin: 4k}}", "filters: {yaer.gte: 1990}").replace("red", "rde")
    assert [place(one)[1] for one in checked(tmp_path, own).problems] == [3, 4, 5]


@pytest.mark.parametrize(
    "lines",
    [
        ("plex_search: {all: {resolution: 4k, hdr: true}}",),
        ("builder_level: episode", "plex_search: {all: {resolution: 4k}}"),
        ("builder_level: season", "plex_all: true"),
        ("tmdb_movie: 603",),
        ("tvdb_show: 81189",),
        ("builder_level: album", "plex_search: {all: {album_title: Abbey}}"),
        ("plex_search: {all: {artist_title: Ham}}",),
        ("builder_level: track", "plex_all: true"),
        ("plex_all: true", "filters: {tmdb_status: returning}"),
        ("run_definition: show", "plex_search: {all: {network: HBO}}"),
        ("run_definition: movie", "plex_search: {all: {edition: Cut}}"),
    ],
    ids=" ".join,
)
def test_what_is_right_for_films_shows_or_music_is_right(tmp_path: Path, lines: tuple[str, ...]) -> None:
    report = checked(tmp_path, definition(*lines))
    assert [str(one) for one in report.problems if one.severity is Severity.ERROR] == []
    assert report.libraries[0].failed == 0


def test_the_mistakes_of_a_definition_are_those_of_the_type_that_it_is_for(tmp_path: Path) -> None:
    own = definition("builder_level: album", "plex_search: {all: {album_titel: Abbey}}")
    (problem,) = checked(tmp_path, own).problems
    assert "album_titel" in problem.message
    assert problem.where.line == 5


@pytest.mark.parametrize("key", ["schedule", "schedule_overlays", "schedule_overlay"])
def test_schedules_are_checked(tmp_path: Path, key: str) -> None:
    config = f"{CONFIG}    {key}: wekly(friday)\n"
    (problem,) = checked(tmp_path, definition("plex_all: true"), config).problems
    assert "did you mean `weekly`?" in problem.message
    assert place(problem) == ("config.yml", 5)


def test_a_schedule_inside_a_file_block_is_checked_and_told_to_move(tmp_path: Path) -> None:
    config = f"{CONFIG}        schedule: weekly(firday)\n"
    moved, wrong = checked(tmp_path, definition("plex_all: true"), config).problems
    assert (moved.severity, moved.hint) == (Severity.WARNING, "write `schedule_overlays:` beside `overlay_files:`")
    assert "did you mean `friday`?" in wrong.message
    assert place(moved) == place(wrong) == ("config.yml", 5)


def test_a_schedule_that_is_not_due_today_is_no_mistake(tmp_path: Path) -> None:
    config = f"{CONFIG}    schedule: monthly(3)\n    schedule_overlays: range(12/24-12/26)\n"
    assert not checked(tmp_path, definition("plex_all: true"), config).problems


def test_fonts_pictures_and_styles_are_checked(tmp_path: Path) -> None:
    (tmp_path / "broken.ttf").write_bytes(b"no font")
    (tmp_path / "broken.png").write_bytes(b"no picture")
    text = "plex_all: true, overlay: {name: text(A), horizontal_offset: 0, vertical_offset: 0"
    own = (
        "overlays:\n"
        f"  A: {{{text}, font: config/broken.ttf}}}}\n"
        f"  B: {{{text}, font: {FONT}, font_style: Blod}}}}\n"
        f"  C: {{plex_all: true, overlay: {{name: x, file: config/broken.png}}}}\n"
    )
    report = checked(tmp_path, own)
    assert [place(one)[1] for one in report.problems] == [2, 3, 4]
    assert "did you mean `Bold`?" in report.problems[1].message
    assert report.libraries[0].failed == 3


def test_files_that_a_container_would_know_are_found_beside_config(tmp_path: Path) -> None:
    config = CONFIG.replace("config/own.yml", "/config/own.yml")
    (tmp_path / "Inter.ttf").write_bytes(FONT.read_bytes())
    text = "name: text(A), horizontal_offset: 0, vertical_offset: 0, font: /config/Inter.ttf"
    own = f"overlays:\n  A: {{plex_all: true, overlay: {{{text}}}}}\n"
    report = checked(tmp_path, own, config)
    assert not report.problems
    assert report.libraries[0].definitions == 1


def test_two_files_with_one_mapping_name_are_kept_apart(tmp_path: Path) -> None:
    (tmp_path / "other.yml").write_text(definition("plex_serch: {}"), "utf-8")
    config = f"{CONFIG}      - file: config/other.yml\n"
    report = checked(tmp_path, definition("plex_all: true"), config)
    assert [Path(one.where.file).name for one in report.errors] == ["other.yml"]
    assert (report.libraries[0].definitions, report.libraries[0].failed) == (2, 1)


@pytest.mark.kometa
def test_kometas_own_default_files_are_right(tmp_path: Path, kometa_home: Path) -> None:
    names = sorted(one.stem for one in (kometa_home / "defaults" / "overlays").glob("*.yml") if one.stem != "templates")
    blocks = "".join(f"      - default: {name}\n" for name in names)
    levels = "".join(
        f"      - default: {name}\n        template_variables: {{builder_level: {level}}}\n"
        for name in ("resolution", "audio_codec", "video_format", "ratings", "runtimes", "versions", "languages")
        for level in ("season", "episode")
    )
    config = f"tmdb: {{apikey: x}}\ntrakt: {{client_id: x}}\nlibraries:\n  Things:\n    overlay_files:\n{blocks}{levels}"
    report = checked(tmp_path, "", config, kometa_home)
    assert len(names) >= 24
    assert [str(one) for one in report.problems] == []


TEMPLATED = """\
overlays:
  Badge:
    template: {name: badge, colour: red, CALL}
templates:
  badge:
    default: {high: 2}
    plex_all: true
    overlay: {name: backdrop, back_color: <<colour>>, horizontal_offset: 0, vertical_offset: <<high>>}
"""


def test_a_misspelled_variable_of_a_call_is_told_with_the_one_that_was_meant(tmp_path: Path) -> None:
    (problem,) = checked(tmp_path, TEMPLATED.replace("CALL", "hihg: 3")).problems
    assert problem.message == "the template does not use the variable `hihg` - did you mean `high`?"
    assert (place(problem), problem.where.column, problem.definition) == (("own.yml", 3), 42, "Badge")


@pytest.mark.parametrize("call", ["high: 3", "hihg: 3, high: <<hihg>>", "something: else"])
def test_a_variable_of_a_call_that_is_used_or_like_no_other_is_not_told(tmp_path: Path, call: str) -> None:
    assert not checked(tmp_path, TEMPLATED.replace("CALL", call)).problems


def test_a_variable_of_a_block_has_to_be_used_by_one_of_its_files(tmp_path: Path) -> None:
    config = CONFIG.replace("file: config/own.yml", "folder: config\n        template_variables: {high: 4, hihg: 3}")
    (tmp_path / "plain.yml").write_text(definition("plex_all: true"), "utf-8")
    (problem,) = checked(tmp_path, TEMPLATED.replace("CALL", "high: 3"), config).problems
    assert "nothing in the files uses the variable `hihg` - did you mean `high`?" in problem.message
    assert place(problem) == ("config.yml", 5)


@pytest.mark.parametrize(("others", "count"), [("", 1), ("    collection_files: [{file: x}]\n", 0)])
def test_a_librarys_variable_has_to_be_used_where_it_has_overlays_alone(tmp_path: Path, others: str, count: int) -> None:
    config = f"{CONFIG}    template_variables: {{hihg: 3}}\n{others}"
    problems = checked(tmp_path, TEMPLATED.replace("CALL", "high: 3"), config).problems
    assert [place(one) for one in problems] == [("config.yml", 5)] * count


@pytest.mark.parametrize(
    ("block", "says"),
    [
        ("- flie: config/own.yml", "did you mean `file`?"),
        ("- file:", "`file:` is blank"),
        ("- config/none.yml", "there is no file config/none.yml"),
        ("- folder: config/none", "there is no folder config/none"),
        ("- {file: config/own.yml, template_variable: {}}", "did you mean `template_variables`?"),
        ("- {file: config/own.yml, template_variables: [a]}", "should be a mapping"),
        ("- {default: resolutoin}", "resolutoin"),
        ("- {repo: own}", "`settings:` has no `custom_repo:`"),
    ],
)
def test_blocks_of_files_are_checked(tmp_path: Path, block: str, says: str) -> None:
    config = CONFIG.replace("- file: config/own.yml", block)
    found = [one for one in checked(tmp_path, definition("plex_all: true"), config).problems if says in str(one)]
    assert found
    assert place(found[0]) == ("config.yml", 4)


@pytest.mark.kometa
def test_kometas_own_files_are_right_as_somebodys_own_too(tmp_path: Path, kometa_home: Path) -> None:
    (tmp_path / "mine").mkdir()
    for one in (kometa_home / "defaults" / "overlays").glob("*.yml"):
        if one.stem != "templates":
            (tmp_path / "mine" / one.name).write_bytes(one.read_bytes())
    config = "tmdb: {apikey: x}\n" + CONFIG.replace("file: config/own.yml", "folder: config/mine")
    report = checked(tmp_path, "", config, kometa_home)
    assert report.libraries[0].files >= 24
    assert [str(one) for one in report.problems] == []


def of_template(default: str, call: str = "{name: turn}") -> str:
    return (
        f"templates:\n  turn:\n    default: {default}\n    plex_all: true\n"
        '    overlay: {name: "text(<<one>>)", horizontal_offset: 1, vertical_offset: 1}\n'
        f"overlays:\n  First: {{template: {call}}}\n  Second: {{template: {call}}}\n"
    )


@pytest.mark.parametrize(
    "default", ["{one: <<two>>, two: <<one>>}", "{one: a <<two>>, two: b <<one>>}", "{one: x<<one>>}"], ids=str
)
def test_variables_that_go_in_a_circle_are_warned_of(tmp_path: Path, default: str) -> None:
    found = [one for one in checked(tmp_path, of_template(default)).problems if "leads back to itself" in str(one)]
    assert found
    assert {(one.severity, one.costs) for one in found} == {(Severity.WARNING, Costs.VALUE)}
    assert {place(one) for one in found} <= {("own.yml", 3), ("own.yml", 5)}


@pytest.mark.parametrize(
    ("default", "call"),
    [
        ("{one: <<two>>, two: <<runtime>>}", "{name: turn}"),
        ("{one: <<one>>}", "{name: turn}"),
        ("{one: <<two>>, two: <<one>>}", "{name: turn, two: there}"),
    ],
    ids=["a text variable", "a name that stands for itself", "a call that breaks it"],
)
def test_what_comes_to_an_end_is_no_circle(tmp_path: Path, default: str, call: str) -> None:
    report = checked(tmp_path, of_template(default, call))
    assert [str(one) for one in report.problems if "leads back" in str(one)] == []


def test_a_picture_is_not_blamed_for_a_scale_that_nothing_can_have(tmp_path: Path) -> None:
    Image.new("RGBA", (20, 10)).save(tmp_path / "dot.png")
    badge = definition("plex_all: true").replace(
        BADGE, "overlay: {name: dot, file: config/dot.png, scale_width: -5, horizontal_offset: 1, vertical_offset: 1}"
    )
    (told,) = checked(tmp_path, badge).problems
    assert (told.where.path[-1], "`-5` is neither pixels nor a percent" in str(told)) == ("scale_width", True)
