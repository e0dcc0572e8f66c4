"""The demo's Kometa configuration: whole, absolute, and about nobody's server but ours."""

from pathlib import Path

import pytest
from PIL import Image
from ruamel.yaml import YAML

from halley.demo.art.badges import BADGES, badge
from halley.demo.configuration import OVERLAY_FILES, write_demo_configuration
from halley.demo.told import Attributes


@pytest.fixture
def config(tmp_path: Path) -> Path:
    """A written configuration."""
    return write_demo_configuration(tmp_path / "kometa", "http://127.0.0.1:32499", "a-token")


def load(path: Path) -> Attributes:
    loaded: Attributes = YAML(typ="safe").load(path.read_text(encoding="utf-8"))
    return loaded


def test_the_configuration_names_the_server_and_the_token_it_was_given(config: Path) -> None:
    assert load(config)["plex"] == {"url": "http://127.0.0.1:32499", "token": "a-token", "timeout": 60}


def test_every_overlay_file_of_the_configuration_is_there(config: Path) -> None:
    for library in load(config)["libraries"].values():
        for entry in library["overlay_files"]:
            assert Path(entry["file"]).is_absolute()
            assert load(Path(entry["file"]))["overlays"]


@pytest.mark.parametrize("name", OVERLAY_FILES)
def test_every_picture_that_an_overlay_names_is_there(config: Path, name: str) -> None:
    content = load(config.parent / "overlays" / name)
    templates = content["templates"]
    for title, definition in content["overlays"].items():
        call = definition.get("template")
        overlay = templates[call["name"]]["overlay"] if call else definition["overlay"]
        if "file" in overlay:
            path = Path(str(overlay["file"]).replace("<<picture>>", str(call["picture"]) if call else ""))
            assert path.is_file(), title
        else:
            assert str(overlay["name"]).startswith(("text(", "backdrop", "<<words>>")), title


@pytest.mark.parametrize("name", OVERLAY_FILES)
def test_every_definition_says_which_items_it_is_for(config: Path, name: str) -> None:
    for title, definition in load(config.parent / "overlays" / name)["overlays"].items():
        assert {"plex_all", "plex_search"} & set(definition), title


def test_suppressed_overlays_exist(config: Path) -> None:
    for name in OVERLAY_FILES:
        overlays = load(config.parent / "overlays" / name)["overlays"]
        for definition in overlays.values():
            assert set(definition.get("suppress_overlays", [])) <= set(overlays)


def test_writing_again_changes_nothing(config: Path) -> None:
    before = {path: path.read_bytes() for path in config.parent.rglob("*") if path.is_file()}
    write_demo_configuration(config.parent, "http://127.0.0.1:32499", "a-token")
    assert {path: path.read_bytes() for path in config.parent.rglob("*") if path.is_file()} == before


@pytest.mark.parametrize("name", BADGES)
def test_a_badge_is_a_picture_with_clear_corners_and_something_in_it(config: Path, name: str) -> None:
    with Image.open(config.parent / "badges" / f"{name}.png") as picture:
        assert picture.mode == "RGBA"
        alpha = picture.getchannel("A")
        assert alpha.getpixel((picture.width - 1, 0)) < 60 or name == "ribbon"
        assert alpha.getextrema()[1] > 150
    assert badge(name) == badge(name)
