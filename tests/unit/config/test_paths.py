"""What paths of a configuration mean."""

from pathlib import Path

import pytest

from halley.config import resolve_file, resolve_path

HOME_OF_IMAGES = "/config/overlays"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A config folder under another name than `config`, with an overlay file and assets, and a neighbour."""
    folder = tmp_path / "kometa"
    (folder / "overlays").mkdir(parents=True)
    (folder / "overlays" / "mine.yml").touch()
    (folder / "overlays" / "yours.yaml").touch()
    (tmp_path / "shared").mkdir()
    return folder


@pytest.mark.parametrize(
    ("text", "means"),
    [
        ("config/overlays", "kometa/overlays"),
        ("overlays", "kometa/overlays"),
        ("shared", "shared"),
        (HOME_OF_IMAGES, "kometa/overlays"),
        ("config/absent", "kometa/absent"),
        ("absent", "absent"),
    ],
)
def test_a_relative_path_is_taken_as_kometa_takes_it(text: str, means: str, folder: Path) -> None:
    assert resolve_path(text, folder) == folder.parent / means


def test_an_absolute_path_stays_what_it_is(folder: Path) -> None:
    assert resolve_path("/absent/x", folder) == Path("/absent/x")
    assert resolve_path("/config/absent", folder) == Path("/config/absent")
    assert resolve_path(str(folder / "overlays"), folder) == folder / "overlays"


@pytest.mark.parametrize(
    ("text", "means"),
    [
        ("config/overlays/mine.yml", "mine.yml"),
        ("config/overlays/mine", "mine.yml"),
        ("config/overlays/mine.yaml", "mine.yml"),
        ("config/overlays/yours", "yours.yaml"),
        ("config/overlays/yours.yml", "yours.yaml"),
        ("config/overlays/absent", "absent.yml"),
    ],
)
def test_the_ending_of_a_file_may_be_missing_or_the_other_one(text: str, means: str, folder: Path) -> None:
    assert resolve_file(text, folder) == folder / "overlays" / means
