"""A configuration is taken up when `validate` passes it; until then the last one that passed is run."""

from pathlib import Path

import pytest

from halley.config import load_configuration
from halley.errors import ConfigError
from halley.service.kept import KeptConfiguration

CONFIG = """\
plex: {url: "http://127.0.0.1:1", token: "a-token-of-plex"}
tmdb: {apikey: 0123456789abcdef0123456789abcdef}
libraries:
  Movies:
    overlay_files: [{file: config/overlays/films.yml}, {file: "HOME/other.yml"}]
"""
OVERLAYS = (
    "overlays:\n  All:\n    overlay: {name: text(all), horizontal_offset: 0, vertical_offset: 0}\n    plex_all: true\n"
)
BROKEN = (
    "overlays:\n  All:\n    overlay: {name: text(all), horizontal_offset: 0, vertical_offset: sideways}\n    plex_al: true\n"
)


@pytest.fixture
def kept(tmp_path: Path) -> KeptConfiguration:
    home = tmp_path / "config"
    (home / "overlays" / "Movies Original Posters").mkdir(parents=True)
    (home / "assets").mkdir()
    (home / "config.yml").write_text(CONFIG.replace("HOME", str(home)))
    (home / "overlays" / "films.yml").write_text(OVERLAYS)
    (home / "other.yml").write_text(OVERLAYS)
    return KeptConfiguration(home / "config.yml", home / "halley" / "service", {})


def test_one_that_passes_is_run_and_kept(kept: KeptConfiguration) -> None:
    chosen = kept.choose()
    assert (chosen.config, chosen.problem) == (kept.config, "")
    shadow = kept.shadow.parent
    assert (shadow / "overlays" / "films.yml").read_text() == OVERLAYS
    assert not (shadow / "overlays" / "films.yml").is_symlink()
    assert (shadow / "assets").resolve() == kept.config.parent / "assets"
    # What a run puts beside the configuration gets to where it always does.
    assert (
        shadow / "overlays" / "Movies Original Posters"
    ).resolve() == kept.config.parent / "overlays" / "Movies Original Posters"
    assert f'"{shadow}/other.yml"' in kept.shadow.read_text()
    assert not (shadow / "halley").exists()


@pytest.mark.parametrize("name", ["overlays/films.yml", "other.yml"])
def test_one_with_a_file_that_does_not_pass_gives_way_to_the_one_that_did(kept: KeptConfiguration, name: str) -> None:
    kept.choose()
    (kept.config.parent / name).write_text(BROKEN)
    chosen = kept.choose()
    assert chosen.config == kept.shadow
    assert name in chosen.problem
    assert KeptConfiguration(kept.shadow, kept.own / "x", {}).choose().problem == ""
    (kept.config.parent / name).write_text(OVERLAYS)
    assert kept.choose().config == kept.config


def test_what_a_run_puts_beside_the_kept_one_comes_to_where_it_belongs(kept: KeptConfiguration) -> None:
    kept.choose()
    home, shadow = kept.config.parent, kept.shadow.parent
    (home / "other.yml").write_text(BROKEN)
    (home / "later").mkdir()
    (home / "overlays" / "Shows Original Posters").mkdir()
    assert kept.choose().config == kept.shadow
    assert (shadow / "later").resolve() == home / "later"
    assert (shadow / "overlays" / "Shows Original Posters").resolve() == home / "overlays" / "Shows Original Posters"
    (shadow / "overlays" / "Music Original Posters").mkdir()
    (shadow / "overlays" / "Music Original Posters" / "7.png").write_text("a poster")
    (home / "other.yml").write_text(OVERLAYS)
    kept.choose()
    assert (home / "overlays" / "Music Original Posters" / "7.png").read_text() == "a poster"
    assert not [one for one in shadow.rglob("*.png") if not one.parent.resolve().is_relative_to(home / "overlays")]


def test_one_that_is_no_yaml_any_more_gives_way_and_its_place_is_told(kept: KeptConfiguration) -> None:
    kept.choose()
    kept.config.write_text("libraries: [\n")
    chosen = kept.choose()
    assert chosen.config == kept.shadow
    assert "config.yml" in chosen.problem
    assert load_configuration(chosen.config, {}).plex.url == "http://127.0.0.1:1"


def test_where_none_has_passed_yet_what_is_wrong_is_left_out_as_kometa_does(kept: KeptConfiguration) -> None:
    (kept.config.parent / "other.yml").write_text(BROKEN)
    chosen = kept.choose()
    assert chosen.config == kept.config
    assert "other.yml" in chosen.problem
    kept.config.write_text("{")
    with pytest.raises(ConfigError):
        kept.choose()


def test_what_is_kept_of_a_configuration_is_as_closed_as_the_configuration(kept: KeptConfiguration) -> None:
    kept.config.chmod(0o600)
    kept.choose()
    assert kept.shadow.stat().st_mode & 0o777 == 0o600


def test_no_secret_is_told(kept: KeptConfiguration) -> None:
    kept.choose()
    kept.config.write_text(kept.config.read_text() + "settings: {asset_directory: {}}\nmore: a-token-of-plex\n")
    (kept.config.parent / "other.yml").write_text(BROKEN.replace("sideways", "a-token-of-plex"))
    assert "a-token-of-plex" not in kept.choose().problem


def test_a_folder_that_cannot_be_written_stops_no_run(kept: KeptConfiguration) -> None:
    kept.own.parent.mkdir()
    kept.own.write_text("a file where a folder should be")
    assert kept.choose().config == kept.config
