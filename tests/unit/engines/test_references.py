"""What a configuration leads to can be read inside a sandbox, and nothing else is made readable."""

from pathlib import Path

import pytest

from halley.config.document import Plain
from halley.engines.kometa.references import References

OVERLAYS = """\
external_templates:
  - file: config/templates
    template_variables: {{a: b}}
templates:
  mine:
    default: {{font: {outside}/fonts/mine.ttf}}
    overlay:
      name: <<name>>
      file: {outside}/badges/<<name>>.png
overlays:
  one:
    overlay: {{name: one, file: "{outside}/one picture.png"}}
    plex_search: {{all: {{filepath: {outside}/not-mentioned}}}}
  two:
    overlay: {{name: two, file: config/overlays/two.png, font: {outside}/absent.ttf}}
  three:
    overlay: {{name: text(/etc/passwd), font: /etc/<<name>>/x.ttf}}
    plex_all: true
"""


@pytest.fixture
def user(tmp_path: Path) -> Path:
    """The user's folder with an overlay file, and files outside of it that this mentions."""
    user, outside = tmp_path / "config", tmp_path / "outside"
    for folder in (user / "overlays", outside / "fonts", outside / "badges", outside / "media", outside / "assets"):
        folder.mkdir(parents=True)
    (outside / "fonts" / "mine.ttf").touch()
    (outside / "one picture.png").touch()
    (outside / "two.ttf").touch()
    (user / "overlays" / "mine.yml").write_text(OVERLAYS.format(outside=outside))
    (user / "templates.yml").write_text(f"templates:\n  t:\n    overlay: {{name: x, font: {outside}/two.ttf}}\n")
    return user


def readable(user: Path, block: Plain) -> set[Path]:
    references = References(user)
    references.file_blocks(block)
    return set(references.readable)


@pytest.mark.parametrize(
    "block",
    [
        {"file": "config/overlays/mine"},
        [{"file": "config/overlays/mine.yml"}],
        ["config/overlays/mine.yml"],
        "config/overlays/mine.yml",
    ],
    ids=["mapping", "list", "list of paths", "path"],
)
def test_a_file_and_all_that_it_mentions_can_be_read(block: Plain, user: Path) -> None:
    outside = user.parent / "outside"
    assert readable(user, block) == {
        user / "overlays" / "mine.yml",
        user / "templates.yml",
        outside / "fonts" / "mine.ttf",
        outside / "badges",
        outside / "one picture.png",
        outside / "two.ttf",
    }


def test_files_of_a_folder_are_looked_into(user: Path) -> None:
    found = readable(user, {"folder": "config/overlays"})
    assert {user / "overlays", user.parent / "outside" / "one picture.png"} <= found


def test_template_variables_that_are_paths_can_be_read(user: Path) -> None:
    outside = user.parent / "outside"
    block: Plain = {"default": "resolution", "template_variables": {"badge": f"{outside}/two.ttf", "number": 7, "x": "y"}}
    assert readable(user, block) == {outside / "two.ttf"}


def test_asset_directories_can_be_read(user: Path) -> None:
    assets = str(user.parent / "outside" / "assets")
    assert readable(user, {"default": "x", "asset_directory": [assets]}) == {Path(assets)}
    references = References(user)
    assert references.paths([assets, "config/absent"]) == [assets, str(user / "absent")]
    assert references.readable == (Path(assets), user / "absent")


@pytest.mark.parametrize("whole", ["/", "/etc", "/home/<<x>>.png", "/<<x>>", "{above}", "{above}/<<x>>"])
def test_no_variable_opens_a_whole_machine(whole: str, user: Path) -> None:
    text = whole.replace("{above}", str(user.parent))
    assert readable(user, {"default": "x", "template_variables": {"path": text}}) == set()


@pytest.mark.parametrize("content", [b"\xff\xfe", b"a: [", b"", b"- 1\n", b"overlays:\n", b"external_templates: 7\n"])
def test_a_file_that_makes_no_sense_is_left_for_kometa_to_complain_about(content: bytes, user: Path) -> None:
    path = user / "overlays" / "odd.yml"
    path.write_bytes(content)
    assert readable(user, str(path)) == {path}


def test_templates_that_name_each_other_come_to_an_end(user: Path) -> None:
    for one, other in (("a", "b"), ("b", "a")):
        (user / f"{one}.yml").write_text(f"external_templates: config/{other}.yml\n")
    assert readable(user, "config/a.yml") == {user / "a.yml", user / "b.yml"}
